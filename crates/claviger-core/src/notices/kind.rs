//! What can be told of: one closed list.

use std::fmt;

/// How much an event matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Good to find when one looks: the inbox alone, unless a rule says more.
    Info,
    /// Should be read soon.
    Warning,
    /// Somebody should act now.
    Alarm,
}

impl Level {
    /// All levels, the lowest first.
    pub const ALL: [Level; 3] = [Level::Info, Level::Warning, Level::Alarm];

    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Alarm => "alarm",
        }
    }

    /// From the stable text.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Level::ALL.into_iter().find(|known| known.name() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! kinds {
    ($($name:ident = $text:literal, $level:ident, $words:literal;)*) => {
        /// What happened, coarsely: what rules are made for. Texts are stable; new ones are only added.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventKind {
            $(#[doc = $words] $name,)*
        }

        impl EventKind {
            /// All kinds.
            pub const ALL: &'static [EventKind] = &[$(EventKind::$name,)*];

            /// The stable machine-readable text.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(EventKind::$name => $text,)* }
            }

            /// How much it matters, unless something makes it matter more.
            #[must_use]
            pub const fn level(self) -> Level {
                match self { $(EventKind::$name => Level::$level,)* }
            }

            /// What it is, in words.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(EventKind::$name => $words,)* }
            }
        }
    };
}

kinds! {
    WithdrawalRequested = "withdrawal.requested", Alarm, "A key asked for a withdrawal, and the exchange took it.";
    WithdrawalCompleted = "withdrawal.completed", Warning, "A withdrawal arrived where it was sent.";
    WithdrawalCancelled = "withdrawal.cancelled", Warning, "A withdrawal was cancelled.";
    AddressAdded = "withdrawal-address.added", Alarm, "A withdrawal address was saved.";
    AddressChanged = "withdrawal-address.changed", Warning, "A withdrawal address was confirmed, renamed or removed.";
    AddressTrust = "withdrawal-address.trust", Alarm, "It was decided whether withdrawal addresses that keys save wait until a member confirms them.";
    KeyCreated = "key.created", Warning, "A key was created.";
    KeyWidened = "key.widened", Alarm, "A key was changed so that it lets more through.";
    KeyChanged = "key.changed", Info, "A key was changed, so that it lets no more through than before.";
    KeyStepped = "key.stepped", Warning, "A key was stepped down or up.";
    KeyRevoked = "key.revoked", Warning, "A key was revoked.";
    KeyEndedItself = "key.ended-itself", Alarm, "A key was revoked by a call signed with the key itself: somebody found it.";
    KeysStopped = "key.stopped", Alarm, "Keys were stopped together.";
    KeyExpires = "key.expires", Warning, "A key expires soon.";
    KeyTried = "key.tried", Alarm, "A key that is revoked, retired or expired was still used, by somebody who has its private key.";
    KeyRotated = "key.rotated", Warning, "A key got a successor, retired behind it, or that was taken back.";
    KeyReviewed = "key.reviewed", Info, "A key was reviewed.";
    KeyNewPlace = "key.new-place", Warning, "A key was used from a network or client that was not seen before.";
    KeyFirstUse = "key.first-use", Info, "A key used a permission for the first time.";
    KeyRate = "key.rate", Warning, "A key makes far more calls than it ever did.";
    KeyDormant = "key.dormant-soon", Warning, "Keys will be frozen soon, since nobody uses them.";
    RotationDue = "key.rotation-due", Warning, "Keys are older than the account wants them to grow.";
    ReviewDue = "review.due", Warning, "Keys are due for a review.";
    PolicyChanged = "policy.changed", Info, "How often keys are rotated or reviewed was changed.";
    KeyHandedOver = "key.handed-over", Info, "A key was handed over to another member.";
    Refusals = "key.refusals", Warning, "Calls of a key were refused, many of them, or for the first time in a while.";
    SignInNewPlace = "sign-in.new-place", Warning, "A person signed in from a place that was not seen before.";
    SignInFailures = "sign-in.failures", Warning, "Somebody did not get in under a person's login.";
    SignInHalfway = "sign-in.halfway", Alarm, "Somebody gave a person's right password, and no second factor after it.";
    PasswordChanged = "password.changed", Warning, "A person's password was changed or reset.";
    FactorChanged = "factor.changed", Warning, "A person's second factor was added, removed or used up.";
    MemberInvited = "member.invited", Info, "A person was invited into the account.";
    MemberAdded = "member.added", Warning, "A person became a member of the account.";
    MemberChanged = "member.changed", Warning, "A member's role was changed.";
    MemberRemoved = "member.removed", Warning, "A member was removed.";
    TokenChanged = "token.changed", Warning, "An administration token was created, rotated or revoked.";
    AlertFired = "alert.fired", Warning, "A price alert fired.";
    SwitchFired = "orders.switch-fired", Warning, "A dead man's switch went off: every open order was cancelled.";
    ChannelChanged = "channel.changed", Warning, "A channel for notices, or a rule, was made, changed or removed.";
    ChannelFailing = "channel.failing", Warning, "A channel for notices keeps failing.";
    ChannelMended = "channel.mended", Info, "A channel for notices that was failing works again.";
    NoticesLost = "notices.lost", Warning, "Notices were lost: the log was cut before they were made, or there was no room for them.";
    Recovered = "access.recovered", Alarm, "Access was recovered on the host, or the store was rolled back.";
    Test = "test", Info, "A test somebody asked for.";
}

impl EventKind {
    /// From the stable text.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        EventKind::ALL.iter().copied().find(|known| known.name() == name)
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
