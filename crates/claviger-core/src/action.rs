//! What can be done, by a key or by an administrator: one closed list, with for each call the
//! permission rule, its class (what a stepped-down key may still do) and its weight in the rate
//! counter. The rules are KRAKEN-WIRE.md §3; where the exchange's texts disagree (§3.7) either
//! reading is enough.

use crate::permission::Permission as P;
use crate::permission::{PermissionSet, Rule};

/// What a call does to the account, coarsely; a stepped-down key is judged by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Asks about the key itself.
    Introspect,
    /// Reads open orders: what somebody who cancels needs to see.
    ReadOrders,
    /// Reads anything else.
    Read,
    /// Takes risk away: cancels an order or a withdrawal.
    Cancel,
    /// Places or changes orders.
    Trade,
    /// Moves money or makes addresses.
    Fund,
    /// Not a call of a key: administration or the system itself.
    Manage,
}

const fn set(permissions: &[P]) -> PermissionSet {
    PermissionSet::of(permissions)
}

const QUERY_FUNDS: Rule = Rule(&[set(&[P::QueryFunds])]);
const TRADE_BALANCE: Rule = Rule(&[set(&[P::QueryOpenTrades]), set(&[P::QueryFunds])]);
const QUERY_OPEN: Rule = Rule(&[set(&[P::QueryOpenTrades])]);
const QUERY_CLOSED: Rule = Rule(&[set(&[P::QueryClosedTrades])]);
const QUERY_BOTH: Rule = Rule(&[set(&[P::QueryOpenTrades, P::QueryClosedTrades])]);
const QUERY_EITHER: Rule = Rule(&[set(&[P::QueryOpenTrades]), set(&[P::QueryClosedTrades])]);
const LEDGER: Rule = Rule(&[set(&[P::QueryLedger])]);
const MODIFY: Rule = Rule(&[set(&[P::ModifyTrades])]);
const MODIFY_OR_CLOSE: Rule = Rule(&[set(&[P::ModifyTrades]), set(&[P::CloseTrades])]);
const MODIFY_AND_CLOSE: Rule = Rule(&[set(&[P::ModifyTrades, P::CloseTrades])]);
const DEPOSIT_METHODS: Rule = Rule(&[set(&[P::QueryFunds, P::AddFunds])]);
const DEPOSIT_READ: Rule = Rule(&[set(&[P::QueryFunds]), set(&[P::AddFunds])]);
const WITHDRAW_READ: Rule = Rule(&[set(&[P::QueryFunds, P::WithdrawFunds])]);
const WITHDRAW: Rule = Rule(&[set(&[P::WithdrawFunds])]);
const WITHDRAW_STATUS: Rule = Rule(&[set(&[P::WithdrawFunds]), set(&[P::QueryLedger])]);
const EARN: Rule = Rule(&[set(&[P::EarnFunds])]);
const EARN_STATUS: Rule = Rule(&[set(&[P::EarnFunds]), set(&[P::QueryFunds])]);
const CLAIM_ADDRESS: Rule = Rule(&[set(&[P::AddFunds])]);
const ADD_ADDRESS: Rule = Rule(&[set(&[P::AddWithdrawAddress])]);
/// The exchange's reference names *add* for renaming and removing, too, and its list of permissions
/// has one for *update*: either is enough, so that no client that works there is refused here. That
/// is safe because neither makes an address one to withdraw to: a saved address and a new name both
/// wait for a member.
const CHANGE_ADDRESS: Rule = Rule(&[set(&[P::UpdateWithdrawAddress]), set(&[P::AddWithdrawAddress])]);
const EXPORT: Rule = Rule(&[set(&[P::ExportData])]);
/// The exchange's reference names *export data* alone for reports; python-kraken-sdk found that the
/// permissions to query are needed beside it. Here a report takes what its history takes, read page by
/// page: *export data* is leave to take a history away whole, not to see one that is not for this key.
const EXPORT_TRADES: Rule = Rule(&[set(&[P::ExportData, P::QueryClosedTrades])]);
const EXPORT_LEDGER: Rule = Rule(&[set(&[P::ExportData, P::QueryLedger])]);
/// No key ever satisfies it: for what keys do not do.
const NO_KEY: Rule = Rule(&[]);

macro_rules! actions {
    ($($name:ident = $code:literal, $text:literal, $class:ident, $rule:ident, $mutating:literal, $weight:literal, $doc:literal;)*) => {
        /// One thing that can be done. Number and text are stable; new ones are only added.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        pub enum Action {
            $(#[doc = $doc] $name = $code,)*
        }

        impl Action {
            /// All actions.
            pub const ALL: &'static [Action] = &[$(Action::$name,)*];

            /// The stable machine-readable text, as in `orders.add`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Action::$name => $text,)* }
            }

            /// From the stable text.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Action::$name),)* _ => None }
            }

            /// From the stored number.
            #[must_use]
            pub const fn from_u16(code: u16) -> Option<Self> {
                match code { $($code => Some(Action::$name),)* _ => None }
            }

            /// What it is, in a sentence.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Action::$name => $doc,)* }
            }

            /// What it does to the account, coarsely.
            #[must_use]
            pub const fn class(self) -> Class {
                match self { $(Action::$name => Class::$class,)* }
            }

            /// The permission rule on paper; see [`Action::rule`] for the one that depends on facts.
            #[must_use]
            pub const fn static_rule(self) -> Rule {
                match self { $(Action::$name => $rule,)* }
            }

            /// Whether it changes something upstream, so that its claim stays open until its
            /// outcome entry.
            #[must_use]
            pub const fn mutates(self) -> bool {
                match self { $(Action::$name => $mutating,)* }
            }

            /// Its weight in the rate counter of the key (KRAKEN-WIRE.md §5).
            #[must_use]
            pub const fn weight(self) -> u32 {
                match self { $(Action::$name => $weight,)* }
            }
        }
    };
}

const ANY_KEY: Rule = Rule::ANY_KEY;

actions! {
    GetApiKeyInfo = 1, "key.info", Introspect, ANY_KEY, false, 1, "What the calling key is and may do.";
    RevokeApiKey = 56, "key.revoke-itself", Introspect, ANY_KEY, true, 0, "The calling key revokes itself.";
    Balance = 2, "funds.balance", Read, QUERY_FUNDS, false, 1, "Balances.";
    BalanceEx = 3, "funds.balance-ex", Read, QUERY_FUNDS, false, 1, "Balances with holds.";
    TradeBalance = 4, "funds.trade-balance", Read, TRADE_BALANCE, false, 1, "The account's worth in one asset.";
    TradeVolume = 5, "funds.trade-volume", Read, QUERY_FUNDS, false, 1, "Thirty-day volume and fees.";
    OpenOrders = 6, "orders.open", ReadOrders, QUERY_OPEN, false, 1, "Open orders.";
    ClosedOrders = 7, "orders.closed", Read, QUERY_CLOSED, false, 1, "Closed orders.";
    QueryOrders = 8, "orders.query", ReadOrders, QUERY_EITHER, false, 1, "Orders by id.";
    TradesHistory = 9, "trades.history", Read, QUERY_CLOSED, false, 2, "Fills.";
    QueryTrades = 10, "trades.query", Read, QUERY_CLOSED, false, 1, "Fills by id.";
    Ledgers = 11, "ledger.list", Read, LEDGER, false, 2, "Ledger entries.";
    QueryLedgers = 12, "ledger.query", Read, LEDGER, false, 1, "Ledger entries by id.";
    AddOrder = 13, "orders.add", Trade, MODIFY, true, 0, "Place an order.";
    AmendOrder = 14, "orders.amend", Trade, MODIFY_OR_CLOSE, true, 0, "Change an order in place.";
    EditOrder = 15, "orders.edit", Trade, MODIFY_AND_CLOSE, true, 0, "Replace an order.";
    CancelOrder = 16, "orders.cancel", Cancel, MODIFY_OR_CLOSE, true, 0, "Cancel an order.";
    CancelAll = 17, "orders.cancel-all", Cancel, MODIFY_OR_CLOSE, true, 1, "Cancel every open order.";
    DepositMethods = 18, "deposits.methods", Read, DEPOSIT_METHODS, false, 1, "Ways to deposit.";
    DepositAddresses = 19, "deposits.addresses", Fund, DEPOSIT_READ, true, 1, "Deposit addresses; may make one.";
    DepositStatus = 20, "deposits.status", Read, DEPOSIT_READ, false, 1, "Deposits.";
    WithdrawMethods = 21, "withdrawals.methods", Read, WITHDRAW_READ, false, 1, "Ways to withdraw.";
    WithdrawAddresses = 22, "withdrawals.addresses", Read, WITHDRAW_READ, false, 1, "Saved withdrawal addresses.";
    WithdrawInfo = 23, "withdrawals.info", Read, WITHDRAW_READ, false, 1, "Limits and fee of a withdrawal.";
    Withdraw = 24, "withdrawals.request", Fund, WITHDRAW, true, 1, "Withdraw to a saved address.";
    WithdrawStatus = 25, "withdrawals.status", Read, WITHDRAW_STATUS, false, 1, "Withdrawals.";
    WithdrawCancel = 26, "withdrawals.cancel", Cancel, WITHDRAW, true, 1, "Cancel a withdrawal not yet sent.";
    AddOrderBatch = 27, "orders.add-batch", Trade, MODIFY_AND_CLOSE, true, 1, "Place several orders.";
    CancelOrderBatch = 28, "orders.cancel-batch", Cancel, MODIFY_OR_CLOSE, true, 1, "Cancel several orders.";
    // Trade, not Cancel: a key that may only cancel has CancelAll, at once. All this adds to that is putting the switch off
    // and disarming it, which takes protection away; so what a stepped-down key has armed goes off.
    CancelAllOrdersAfter = 29, "orders.cancel-after", Trade, MODIFY_OR_CLOSE, true, 1, "Set, put off or disarm the dead man's switch.";
    OrderAmends = 30, "orders.amends", ReadOrders, QUERY_EITHER, false, 1, "Every term an order ever had.";
    OpenPositions = 31, "positions.open", Read, QUERY_OPEN, false, 1, "Open positions, of which there are none.";
    // Read, though they change something: a report is a copy of what may be read, and one that is removed can be asked for
    // again.
    AddExport = 38, "exports.add", Read, EXPORT, true, 2, "Ask for a report of trades or of the ledger.";
    ExportStatus = 39, "exports.list", Read, EXPORT, false, 1, "Reports, and how far they are.";
    RetrieveExport = 40, "exports.retrieve", Read, EXPORT, false, 2, "The bytes of a report.";
    RemoveExport = 41, "exports.remove", Read, EXPORT, true, 1, "Cancel or delete a report.";
    Level3 = 42, "market.level3", Read, QUERY_OPEN, false, 1, "The public book, order by order.";
    // Fund, both: the one puts funds out of reach of whoever cancels and withdraws, the other puts them within reach again.
    EarnAllocate = 32, "earn.allocate", Fund, EARN, true, 1, "Allocate funds to a strategy.";
    EarnDeallocate = 33, "earn.deallocate", Fund, EARN, true, 1, "Take funds out of a strategy.";
    EarnAllocateStatus = 34, "earn.allocate-status", Read, EARN_STATUS, false, 1, "Whether an allocation is under way.";
    EarnDeallocateStatus = 35, "earn.deallocate-status", Read, EARN_STATUS, false, 1, "Whether a deallocation is under way.";
    EarnStrategies = 36, "earn.strategies", Read, ANY_KEY, false, 1, "Strategies that funds can be allocated to.";
    EarnAllocations = 37, "earn.allocations", Read, QUERY_FUNDS, false, 1, "What is allocated, and what it earned.";
    FundingAssets = 43, "funding.assets", Read, QUERY_FUNDS, false, 1, "Assets that can be deposited or withdrawn.";
    FundingMethods = 44, "funding.methods", Read, QUERY_FUNDS, false, 1, "Ways to deposit or withdraw, by id.";
    FundingNetworks = 45, "funding.networks", Read, QUERY_FUNDS, false, 1, "Networks.";
    FundingFees = 46, "funding.fees", Read, QUERY_FUNDS, false, 1, "The fee of a deposit or withdrawal.";
    FundingLimits = 47, "funding.limits", Read, QUERY_FUNDS, false, 1, "Limits of deposits or withdrawals of an asset.";
    FundingDeposits = 48, "funding.deposits", Read, QUERY_FUNDS, false, 1, "Deposits, by the newer interface.";
    FundingWithdrawals = 49, "funding.withdrawals", Read, QUERY_FUNDS, false, 1, "Withdrawals, by the newer interface.";
    FundingAddresses = 50, "funding.addresses", Read, QUERY_FUNDS, false, 1, "Saved withdrawal addresses, by id.";
    FundingDepositAddresses = 51, "funding.deposit-addresses", Read, QUERY_FUNDS, false, 1, "Deposit addresses, without making one.";
    FundingClaimAddress = 52, "funding.deposit-address-claim", Fund, CLAIM_ADDRESS, true, 1, "Make a deposit address.";
    FundingAddAddress = 53, "funding.address-add", Fund, ADD_ADDRESS, true, 1, "Save a withdrawal address.";
    FundingUpdateAddress = 54, "funding.address-update", Fund, CHANGE_ADDRESS, true, 1, "Rename or describe a saved withdrawal address.";
    FundingRemoveAddress = 55, "funding.address-remove", Fund, CHANGE_ADDRESS, true, 1, "Remove a saved withdrawal address.";
    PublicData = 100, "market.read", Manage, NO_KEY, false, 0, "Market data read with a public key.";
    AccountCreate = 200, "account.create", Manage, NO_KEY, true, 0, "An account was opened.";
    KeyCreate = 201, "key.create", Manage, NO_KEY, true, 0, "A key was created.";
    KeyEdit = 202, "key.edit", Manage, NO_KEY, true, 0, "A key's name, permissions or restrictions were changed.";
    KeyStep = 203, "key.step", Manage, NO_KEY, true, 0, "A key was stepped down or up.";
    KeyRevoke = 204, "key.revoke", Manage, NO_KEY, true, 0, "A key was revoked.";
    TokenCreate = 205, "token.create", Manage, NO_KEY, true, 0, "An administration token was created.";
    TokenRotate = 206, "token.rotate", Manage, NO_KEY, true, 0, "An administration token was rotated.";
    TokenRevoke = 207, "token.revoke", Manage, NO_KEY, true, 0, "An administration token was revoked.";
    MasterRotate = 208, "master-key.rotate", Manage, NO_KEY, true, 0, "The master key was rotated.";
    Deposit = 209, "paper.deposit", Manage, NO_KEY, true, 0, "Paper funds were deposited by an administrator.";
    AddressAdd = 210, "paper.address-add", Manage, NO_KEY, true, 0, "A withdrawal address was saved by an administrator.";
    RetentionDrop = 211, "log.retention", Manage, NO_KEY, true, 0, "Old entries were dropped by retention or quota.";
    AdminRefused = 212, "admin.refused", Manage, NO_KEY, false, 0, "A request to the management API was refused.";
    ClockReset = 213, "clock.reset", Manage, NO_KEY, true, 0, "A runaway high-water mark of time was reset.";
    AddressConfirm = 214, "paper.address-confirm", Manage, NO_KEY, true, 0, "A withdrawal address was confirmed by an administrator.";
    AddressRemove = 215, "paper.address-remove", Manage, NO_KEY, true, 0, "A withdrawal address was removed by an administrator.";
    Restored = 219, "store.restored", Manage, NO_KEY, true, 0, "The store was rolled back; its keys wait to be readmitted, its tokens are revoked, its sessions and invitations gone.";
    KeyReadmit = 220, "key.readmit", Manage, NO_KEY, true, 0, "A key was readmitted after the store was rolled back.";
    Recovered = 221, "host.recover", Manage, NO_KEY, true, 0, "Lost access was recovered on the host.";
    StoreMigrate = 224, "store.migrate", Manage, NO_KEY, true, 0, "The tables of the store were brought to a newer version.";
    SwitchFired = 225, "orders.switch-fired", Manage, NO_KEY, true, 0, "A dead man's switch went off: every open order of the account was cancelled.";
    WithdrawalCompleted = 340, "withdrawal.completed", Manage, NO_KEY, true, 0, "A withdrawal arrived where it was sent.";
    AlertCreate = 226, "alert.create", Manage, NO_KEY, true, 0, "A price alert was made.";
    AlertEdit = 227, "alert.edit", Manage, NO_KEY, true, 0, "A price alert was turned on or off.";
    AlertRemove = 228, "alert.remove", Manage, NO_KEY, true, 0, "A price alert was removed.";
    AlertFired = 229, "alert.fired", Manage, NO_KEY, true, 0, "A price alert fired.";
    PaperSettings = 239, "paper.settings", Manage, NO_KEY, true, 0, "Settings of the paper account were changed.";
    Unwitnessed = 238, "store.unwitnessed", Manage, NO_KEY, true, 0, "The store was served without having been compared with its witness.";
    MemberInvite = 240, "member.invite", Manage, NO_KEY, true, 0, "A person was invited into the account.";
    InvitationRevoke = 241, "invitation.revoke", Manage, NO_KEY, true, 0, "An invitation or a reset link was taken back.";
    InvitationAccept = 242, "invitation.accept", Manage, NO_KEY, true, 0, "An invitation was accepted: a person became a member.";
    MemberEdit = 243, "member.edit", Manage, NO_KEY, true, 0, "A member's role was changed.";
    MemberLeave = 244, "member.leave", Manage, NO_KEY, true, 0, "A member can do nothing any more in the account and is about to be removed.";
    MemberRemove = 245, "member.remove", Manage, NO_KEY, true, 0, "A member was removed.";
    UserCreate = 246, "user.create", Manage, NO_KEY, true, 0, "A person was put on record.";
    UserEdit = 247, "user.edit", Manage, NO_KEY, true, 0, "A person's name or login was changed.";
    UserRemove = 248, "user.remove", Manage, NO_KEY, true, 0, "A person was removed.";
    PasswordChange = 249, "password.change", Manage, NO_KEY, true, 0, "A person changed the password; all other sessions ended.";
    PasswordReset = 250, "password.reset", Manage, NO_KEY, true, 0, "A password was set by a reset link; all sessions ended.";
    ResetCreate = 251, "reset.create", Manage, NO_KEY, true, 0, "A reset link was made for a person.";
    FactorAdd = 252, "factor.add", Manage, NO_KEY, true, 0, "A person added a time-based code as a second factor.";
    FactorRemove = 253, "factor.remove", Manage, NO_KEY, true, 0, "A person's time-based code was removed.";
    RecoveryCreate = 254, "recovery-codes.create", Manage, NO_KEY, true, 0, "A person made new recovery codes.";
    RecoveryUse = 255, "recovery-codes.use", Manage, NO_KEY, true, 0, "A recovery code was used up.";
    PasskeyAdd = 256, "passkey.add", Manage, NO_KEY, true, 0, "A person added a passkey.";
    PasskeyEdit = 257, "passkey.edit", Manage, NO_KEY, true, 0, "A person renamed a passkey.";
    PasskeyRemove = 258, "passkey.remove", Manage, NO_KEY, true, 0, "A person's passkey was removed.";
    SessionBegin = 259, "session.begin", Manage, NO_KEY, true, 0, "A person signed in.";
    SessionEnd = 260, "session.end", Manage, NO_KEY, true, 0, "A session was ended.";
    SessionEndOthers = 261, "session.end-others", Manage, NO_KEY, true, 0, "A person ended all other sessions.";
    SessionSwitch = 262, "session.switch", Manage, NO_KEY, true, 0, "A person turned to another account.";
    StepUp = 263, "session.step-up", Manage, NO_KEY, true, 0, "A person proved a factor again.";
    StepUpFailed = 264, "session.step-up-failed", Manage, NO_KEY, false, 0, "A factor asked for again was wrong.";
    SignInFailed = 265, "session.sign-in-failed", Manage, NO_KEY, false, 0, "Somebody did not get in under a person's login.";
    KeyHandOver = 266, "key.hand-over", Manage, NO_KEY, true, 0, "A key was handed over to another member.";
    HelpRead = 267, "help.read", Manage, NO_KEY, true, 0, "A person read a page of the help.";
    KeyStop = 268, "key.stop", Manage, NO_KEY, true, 0, "Keys were stopped together; each has an entry of its own besides.";
    KeyRotate = 280, "key.rotate", Manage, NO_KEY, true, 0, "A key got a successor; both work until the instant told.";
    KeyRetire = 281, "key.retire", Manage, NO_KEY, true, 0, "A replaced key retired, or the instant at which it does was changed.";
    KeyRollBack = 282, "key.roll-back", Manage, NO_KEY, true, 0, "A rotation was taken back: the successor is revoked, the old key goes on.";
    RotationPolicyEdit = 283, "rotation-policy.edit", Manage, NO_KEY, true, 0, "How old keys of the account may grow was changed.";
    OrderPlace = 270, "paper.order-place", Manage, NO_KEY, true, 0, "An order was placed by hand.";
    OrderCancel = 271, "paper.order-cancel", Manage, NO_KEY, true, 0, "An open order was cancelled by hand.";
    OrderCancelAll = 272, "paper.order-cancel-all", Manage, NO_KEY, true, 0, "Every open order of the account was cancelled by hand.";
    PasskeyRefused = 269, "passkey.refused", Manage, NO_KEY, false, 0, "A passkey was refused: its count of uses went back, so there may be a copy of it.";
    ChannelCreate = 300, "channel.create", Manage, NO_KEY, true, 0, "A channel for notices was made.";
    ChannelEdit = 301, "channel.edit", Manage, NO_KEY, true, 0, "A channel for notices was changed.";
    ChannelRemove = 302, "channel.remove", Manage, NO_KEY, true, 0, "A channel for notices was removed, with what waited for it.";
    ChannelSecret = 303, "channel.rotate-secret", Manage, NO_KEY, true, 0, "The secret of a web hook was rotated.";
    ChannelConfirm = 304, "channel.confirm", Manage, NO_KEY, true, 0, "The address of a mail channel was confirmed by the code that was sent to it.";
    ChannelTest = 305, "channel.test", Manage, NO_KEY, true, 0, "A test was sent to a channel.";
    RuleSet = 306, "rule.set", Manage, NO_KEY, true, 0, "A rule of what is told was set or taken away.";
    DeliveryResend = 307, "delivery.resend", Manage, NO_KEY, true, 0, "A delivery was sent again.";
    NoticesRead = 308, "notice.read", Manage, NO_KEY, true, 0, "A person read the inbox.";
    SignInHalfway = 320, "session.sign-in-halfway", Manage, NO_KEY, false, 0, "The right password came under a person's login, and no second factor after it.";
    WhoAmI = 290, "key.who-am-i", Introspect, ANY_KEY, false, 1, "What the calling key may do now, and where it stands.";
    KeyReview = 291, "key.review", Manage, NO_KEY, true, 0, "A key was reviewed, and kept, narrowed or revoked.";
    KeyReviewUndo = 292, "key.review-undo", Manage, NO_KEY, true, 0, "What a review had narrowed was put back.";
    ReviewPolicyEdit = 293, "review.policy-edit", Manage, NO_KEY, true, 0, "How often keys are reviewed, or what becomes of dormant ones, was changed.";
    IncidentReport = 335, "incident.report", Manage, NO_KEY, true, 0, "A report was made of what a leaked key did, and of what was done about it.";
    KeyDormant = 294, "key.dormant", Manage, NO_KEY, true, 0, "A key that was not used for as long as the account allows was frozen.";
}

/// What a report is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// Fills.
    Trades,
    /// Ledger entries.
    Ledger,
}

/// What a rule may depend on beyond the key: the state of the orders a call asks for, or the history
/// its report is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OrderFacts {
    /// At least one is open.
    pub open: bool,
    /// At least one is closed.
    pub closed: bool,
    /// What the report is of; none if there is no such report.
    pub report: Option<History>,
}

impl Action {
    /// Whether its rule depends on the state of the orders asked for.
    #[must_use]
    pub const fn rests_on_orders(self) -> bool {
        matches!(self, Action::QueryOrders | Action::OrderAmends)
    }

    /// Whether it is an act on a key and its successor at once.
    #[must_use]
    pub const fn is_of_pair(self) -> bool {
        matches!(self, Action::KeyRotate | Action::KeyRollBack)
    }

    /// Whether its rule depends on what a report is of. The other actions about reports show nothing
    /// of what is in them.
    #[must_use]
    pub const fn rests_on_report(self) -> bool {
        matches!(self, Action::AddExport | Action::RetrieveExport)
    }

    /// The permission rule, given the orders or the report asked for.
    #[must_use]
    pub const fn rule(self, facts: OrderFacts) -> Rule {
        if self.rests_on_report() {
            return match facts.report {
                Some(History::Trades) => EXPORT_TRADES,
                Some(History::Ledger) => EXPORT_LEDGER,
                None => EXPORT,
            };
        }
        match (self.rests_on_orders(), facts.open, facts.closed) {
            (true, true, true) => QUERY_BOTH,
            (true, true, false) => QUERY_OPEN,
            (true, false, true) => QUERY_CLOSED,
            _ => self.static_rule(),
        }
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
