//! What was just done, said by the next page: a closed list, so that no link or cookie can make a page say anything else.

macro_rules! notices {
    ($($name:ident = $text:literal, $words:literal;)*) => {
        /// Something that was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in super::super) enum Notice {
            $(#[doc = $words] $name,)*
        }

        impl Notice {
            /// The name in the cookie.
            pub(in super::super) const fn name(self) -> &'static str {
                match self { $(Notice::$name => $text,)* }
            }

            /// What is said.
            pub(in super::super) const fn words(self) -> &'static str {
                match self { $(Notice::$name => $words,)* }
            }

            /// Where it leads on: a path, and what it is called.
            pub(in super::super) const fn way_on(self) -> Option<(&'static str, &'static str)> {
                match self {
                    Notice::Welcome => Some(("/settings/security", "Set it up")),
                    Notice::OrderPlaced => Some(("/paper/fills", "Fills")),
                    _ => None,
                }
            }

            /// From the name in the cookie.
            pub(in super::super) fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Notice::$name),)* _ => None }
            }
        }
    };
}

notices! {
    SignedIn = "signed-in", "You are signed in. Sign out in the menu on the right when you leave.";
    Saved = "saved", "Saved. From this moment calls are judged by the new settings.";
    Stepped = "stepped", "The state was changed. From this moment every call is judged by it.";
    Revoked = "revoked", "The key is revoked. From this moment no call of it is accepted, anywhere.";
    Retired = "retired", "The old key has retired. From this moment no call of it is accepted, anywhere.";
    RolledBack = "rolled-back", "The rotation is taken back: this key goes on, and the one that was to replace it is revoked.";
    Welcome = "welcome", "You are in. A second factor is what to do next; it takes two minutes.";
    PasswordSet = "password-set", "The password is set, and every session from before has ended.";
    PasswordChanged = "password-changed", "The password is changed, and every other session of yours has ended.";
    ProfileSaved = "profile-saved", "Saved.";
    FactorAdded = "factor-added", "The second factor is set up. From now on it is asked for.";
    FactorRemoved = "factor-removed", "The second factor is taken away.";
    PasskeyRenamed = "passkey-renamed", "The passkey has its new name.";
    SessionEnded = "session-ended", "The session is ended. Its browser can do nothing from this moment on.";
    SessionsEnded = "sessions-ended", "All sessions but this one are ended.";
    TokenRevoked = "token-revoked", "The token is revoked, and every session begun with it has ended.";
    LinkTakenBack = "link-taken-back", "The link is taken back. It does not work any more.";
    RoleChanged = "role-changed", "The role is changed. It counts from this moment on.";
    HelpRead = "help-read", "Noted. On to the next.";
    RevokedAll = "revoked-all", "The keys are revoked. From this moment no call of them is accepted, anywhere.";
    Reviewed = "reviewed", "The review is signed off. It stands in the audit log, with what you decided.";
    ReviewUndone = "review-undone", "What the review had narrowed is put back.";
    IncidentStopped = "incident-stopped", "The key is stopped. From this moment no call is accepted that its state refuses.";
    PolicySaved = "policy-saved", "Saved.";
    Readmitted = "readmitted", "The key is admitted again.";
    OrderPlaced = "order-placed", "The order is placed. What the market took of it at once is among the fills; the rest is open.";
    OrderCancelled = "order-cancelled", "The order is cancelled. What was filled of it stays filled.";
    OrdersCancelled = "orders-cancelled", "All open orders are cancelled.";
    OrderOver = "order-over", "Nothing was cancelled: the order had ended already.";
    Deposited = "deposited", "The deposit is on its way. It arrives within seconds; load this page again to see it.";
    AddressAdded = "address-added", "The address is saved. Keys that may withdraw can send funds to it.";
    AddressConfirmed = "address-confirmed", "The address is confirmed. Keys that may withdraw can send funds to it.";
    AddressRemoved = "address-removed", "The address is removed. Withdrawals to it that began go on.";
    AddressSetting = "address-setting", "Saved, for addresses to come. Those saved already stay as they are.";
    ChannelMade = "channel-made", "The channel is there. Send a test to see that it works.";
    ChannelSaved = "channel-saved", "Saved.";
    ChannelRemoved = "channel-removed", "The channel is removed. Nothing is sent there any more.";
    ChannelConfirmed = "channel-confirmed", "The address is confirmed. Notices are sent there from now on.";
    CodeSent = "code-sent", "A code was mailed to the address. Give it here within half an hour.";
    CodeNotSent = "code-not-sent", "The code could not be mailed. See the mail settings of the server, then send another one.";
    CodeWrong = "code-wrong", "That is not the code. Nothing was changed but that this try counts.";
    CodeOver = "code-over", "This code works no more. Send another one.";
    TestSent = "test-sent", "The test is on its way. Load this page again in a moment to see what came of it.";
    SentAgain = "sent-again", "It is on its way once more, under the same event id.";
    RuleSet = "rule-set", "The rule is set. It counts from this moment on.";
}
