//! Every management operation, with what it needs: the one table.

use claviger_core::role::{Need, Role};
use std::fmt;

macro_rules! operations {
    ($($name:ident = $text:literal, $need:ident;)*) => {
        /// A management operation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Operation {
            $(#[doc = concat!("`", $text, "`")] $name,)*
        }

        impl Operation {
            /// All operations.
            pub const ALL: &'static [Operation] = &[$(Operation::$name,)*];

            /// The stable machine-readable text.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Operation::$name => $text,)* }
            }

            /// What it needs.
            #[must_use]
            pub const fn need(self) -> Need {
                match self { $(Operation::$name => Need::$need,)* }
            }
        }
    };
}

operations! {
    AccountShow = "account.show", ReadKeys;
    AccountList = "account.list", Operate;
    AccountCreate = "account.create", Operate;
    PermissionList = "permission.list", ReadKeys;
    ReasonList = "reason.list", ReadKeys;
    KeyList = "key.list", ReadKeys;
    KeyOverview = "key.overview", ReadKeys;
    KeyCreate = "key.create", WriteKeys;
    KeyShow = "key.show", ReadKeys;
    KeyEdit = "key.edit", WriteKeys;
    KeyStep = "key.step", WriteKeys;
    KeyRevoke = "key.revoke", WriteKeys;
    KeyReadmit = "key.readmit", WriteKeys;
    KeyStop = "key.stop", WriteKeys;
    KeyActivity = "key.activity", ReadHistory;
    KeyHistory = "key.history", ReadHistory;
    HistoryList = "history.list", ReadHistory;
    AuditList = "audit.list", ReadHistory;
    TokenList = "token.list", ReadTokens;
    TokenCreate = "token.create", WriteTokens;
    TokenRotate = "token.rotate", WriteTokens;
    TokenRevoke = "token.revoke", WriteTokens;
    PaperDeposit = "paper.deposit", WritePaper;
    PaperAddressList = "paper.address-list", ReadKeys;
    PaperAddressAdd = "paper.address-add", WritePaper;
    PaperAddressConfirm = "paper.address-confirm", WritePaper;
    PaperAddressRemove = "paper.address-remove", WritePaper;
    PaperSettingsShow = "paper.settings-show", ReadKeys;
    PaperSettingsEdit = "paper.settings-edit", WritePaper;
    PaperBalanceList = "paper.balance-list", ReadKeys;
    PaperOrderList = "paper.order-list", ReadKeys;
    PaperOrderPlace = "paper.order-place", WritePaper;
    PaperOrderCancel = "paper.order-cancel", WritePaper;
    PaperOrderCancelAll = "paper.order-cancel-all", WritePaper;
    PaperFillList = "paper.fill-list", ReadHistory;
    PaperWithdrawalList = "paper.withdrawal-list", ReadHistory;
    TickerList = "ticker.list", ReadKeys;
    AlertList = "alert.list", ReadKeys;
    AlertCreate = "alert.create", WritePaper;
    AlertFired = "alert.fired", ReadHistory;
    AlertShow = "alert.show", ReadKeys;
    AlertEdit = "alert.edit", WritePaper;
    AlertRemove = "alert.remove", WritePaper;
    MasterKeyRotate = "master-key.rotate", Operate;
    MemberList = "member.list", ReadMembers;
    MemberShow = "member.show", ReadMembers;
    MemberEdit = "member.edit", WriteMembers;
    MemberRemove = "member.remove", WriteMembers;
    MemberReset = "member.reset", WriteMembers;
    InvitationList = "invitation.list", ReadMembers;
    InvitationCreate = "invitation.create", WriteMembers;
    InvitationRevoke = "invitation.revoke", WriteMembers;
    KeyHandOver = "key.hand-over", WriteMembers;
    SessionList = "session.list", OwnPerson;
    SessionEnd = "session.end", OwnPerson;
    SessionEndOthers = "session.end-others", OwnPerson;
    SessionSwitch = "session.switch", OwnPerson;
    SessionProve = "session.prove", OwnPerson;
    PasswordChange = "password.change", OwnPerson;
    FactorAdd = "factor.add", OwnPerson;
    FactorRemove = "factor.remove", OwnPerson;
    RecoveryCreate = "recovery-codes.create", OwnPerson;
    PasskeyList = "passkey.list", OwnPerson;
    PasskeyAdd = "passkey.add", OwnPerson;
    PasskeyEdit = "passkey.edit", OwnPerson;
    PasskeyRemove = "passkey.remove", OwnPerson;
    ProfileEdit = "profile.edit", OwnPerson;
    HelpRead = "help.read", OwnPerson;
    MemberSessionList = "member.session-list", ReadMembers;
    MemberSessionEnd = "member.session-end", WriteMembers;
    KeyRotate = "key.rotate", WriteKeys;
    KeyRetire = "key.retire", WriteKeys;
    KeyRollBack = "key.roll-back", WriteKeys;
    KeyRotation = "key.rotation", ReadHistory;
    KeyDue = "key.due", ReadKeys;
    RotationPolicyShow = "rotation-policy.show", ReadKeys;
    RotationPolicyEdit = "rotation-policy.edit", WriteMembers;
    MemberProtection = "member.protection", ReadMembers;
    ChannelList = "channel.list", ReadChannels;
    ChannelShow = "channel.show", ReadChannels;
    ChannelCreate = "channel.create", WriteChannels;
    ChannelEdit = "channel.edit", WriteChannels;
    ChannelRemove = "channel.remove", WriteChannels;
    ChannelSecret = "channel.rotate-secret", WriteChannels;
    ChannelConfirm = "channel.confirm", WriteChannels;
    ChannelCode = "channel.code", WriteChannels;
    ChannelTest = "channel.test", WriteChannels;
    RuleList = "rule.list", ReadChannels;
    RuleSet = "rule.set", WriteChannels;
    DeliveryList = "delivery.list", ReadChannels;
    DeliveryShow = "delivery.show", ReadChannels;
    DeliveryResend = "delivery.resend", WriteChannels;
    NoticeList = "notice.list", ReadHistory;
    NoticeRead = "notice.read", OwnPerson;
    MemberLeave = "member.leave", OwnPerson;
    KeyReviewShow = "key.review-show", ReadHistory;
    KeyDryRun = "key.dry-run", ReadHistory;
    KeyReview = "key.review", WriteKeys;
    KeyReviewUndo = "key.review-undo", WriteKeys;
    ReviewList = "review.list", ReadKeys;
    ReviewPolicyShow = "review.policy-show", ReadKeys;
    ReviewPolicyEdit = "review.policy-edit", WriteMembers;
    IncidentShow = "incident.show", ReadHistory;
    IncidentReport = "incident.report", ReadHistory;
}

impl Operation {
    /// Whether a token of this role may do it.
    #[must_use]
    pub const fn allows(self, role: Role) -> bool {
        role.may(self.need())
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
