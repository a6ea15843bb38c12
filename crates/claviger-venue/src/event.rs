//! Events: what happened, with every result in it, so that applying them needs no matching code.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    VenueError,
    account::AccountNo,
    alert::{Alert, Firing},
    asset::Asset,
    export::Export,
    funding::{Address, Deposit, DepositAddress, FundingStatus, Withdrawal},
    ids::{AddressId, AlertId, AmendId, ExportId, FundingId, OrderId},
    ledger::LedgerRow,
    micros::Micros,
    order::{CloseReason, Order, OrderKind, Stop},
    trade::Trade,
};

/// One change of the venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An account was opened with deposits already credited.
    Opened {
        /// When.
        at: Micros,
        /// Its number.
        account: AccountNo,
        /// Opening deposits with their ledger entries.
        deposits: Vec<(Deposit, LedgerRow)>,
        /// Withdrawal addresses saved from the start.
        addresses: Vec<Address>,
    },
    /// An order was taken on; what it may cost is held.
    Placed {
        /// Owner.
        account: AccountNo,
        /// The order, nothing filled yet.
        order: Box<Order>,
        /// Whether it came in a batch, which charges the rate counter half.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        batched: bool,
    },
    /// A part or all of an order was filled. It closes when nothing is left.
    Filled {
        /// Owner.
        account: AccountNo,
        /// The trade.
        trade: Box<Trade>,
        /// What was spent and what was received.
        rows: Box<[LedgerRow; 2]>,
        /// What the order holds afterwards.
        held: Decimal,
    },
    /// A scheduled order started: it waits for its trigger now, or met the book.
    Started {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The order.
        order: OrderId,
        /// What the order holds from now on.
        held: Decimal,
    },
    /// The trigger of an order fired; the order met the book.
    Triggered {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The order.
        order: OrderId,
        /// The trigger price.
        price: Decimal,
        /// What the order does in the book.
        kind: OrderKind,
        /// The amendment that set its limit, if it was the trigger that set it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        restated: Option<AmendId>,
        /// What the order holds from now on.
        held: Decimal,
    },
    /// An open order was changed in place.
    Amended {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The order.
        order: OrderId,
        /// The amendment.
        amend: AmendId,
        /// Total volume from now on.
        volume: Decimal,
        /// Limit price from now on, if the order has one.
        price: Option<Decimal>,
        /// Volume shown from now on, if that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        display: Option<Decimal>,
        /// The trigger from now on, if that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stop: Option<Box<Stop>>,
        /// Whether the change was refused if it had made the order take.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        post_only: bool,
        /// What the order holds from now on.
        held: Decimal,
    },
    /// An order ended with something left; its hold is released.
    Closed {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The order.
        order: OrderId,
        /// Why.
        reason: CloseReason,
    },
    /// The dead man's switch of an account was set, put off or disarmed.
    SwitchSet {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// When it goes off; `None` if it was disarmed.
        cancel_at: Option<Micros>,
    },
    /// The dead man's switch of an account went off; its open orders are closed by the events that follow.
    SwitchFired {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
    },
    /// A deposit began.
    DepositRequested {
        /// Owner.
        account: AccountNo,
        /// The deposit.
        deposit: Deposit,
    },
    /// A deposit reached its next status.
    DepositAdvanced {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The deposit.
        id: FundingId,
        /// The status reached.
        status: FundingStatus,
        /// The ledger entry, when this step credits it.
        row: Option<LedgerRow>,
    },
    /// An account got one more deposit address.
    DepositAddressAdded {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The asset.
        asset: Asset,
    },
    /// A withdrawal address was saved.
    AddressAdded {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The address.
        address: Address,
    },
    /// A saved withdrawal address got another name or description.
    AddressUpdated {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The address.
        id: AddressId,
        /// Its name from now on.
        key: Box<str>,
        /// Its description from now on.
        description: Box<str>,
        /// Whether it may be withdrawn to from now on.
        verified: bool,
    },
    /// A member confirmed a saved withdrawal address: it may be withdrawn to.
    AddressConfirmed {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The address.
        id: AddressId,
    },
    /// A saved withdrawal address was removed.
    AddressRemoved {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The address.
        id: AddressId,
    },
    /// Whether addresses made by a key may be withdrawn to at once was decided.
    AddressTrustSet {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// Whether they may.
        trust: bool,
    },
    /// A withdrawal began; amount and fee are held.
    WithdrawalRequested {
        /// Owner.
        account: AccountNo,
        /// The withdrawal.
        withdrawal: Withdrawal,
    },
    /// A withdrawal reached its next status or was cancelled.
    WithdrawalAdvanced {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The withdrawal.
        id: FundingId,
        /// The status reached.
        status: FundingStatus,
        /// The ledger entry, when this step sends it.
        row: Option<LedgerRow>,
    },
    /// Funds were allocated to a strategy.
    Allocated {
        /// Owner.
        account: AccountNo,
        /// What left the spot wallet, and what came into the strategy.
        rows: Box<[LedgerRow; 2]>,
    },
    /// Funds were taken out of a strategy.
    Deallocated {
        /// Owner.
        account: AccountNo,
        /// What left the strategy, and what came into the spot wallet.
        rows: Box<[LedgerRow; 2]>,
    },
    /// An allocation was paid for the days up to a midnight.
    Rewarded {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The asset.
        asset: Asset,
        /// The midnight.
        to: Micros,
        /// The reward; none when all of it is rest.
        row: Option<LedgerRow>,
        /// What rounding leaves for the next reward.
        rest: u64,
    },
    /// A price alert was made.
    AlertCreated {
        /// Owner.
        account: AccountNo,
        /// The alert.
        alert: Box<Alert>,
    },
    /// A price alert was turned on or off.
    AlertEdited {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The alert.
        id: AlertId,
        /// Whether it is on from now on.
        enabled: bool,
    },
    /// A price alert was removed.
    AlertRemoved {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The alert.
        id: AlertId,
    },
    /// A price alert fired.
    AlertFired {
        /// Owner.
        account: AccountNo,
        /// What there is to tell of it.
        firing: Box<Firing>,
    },
    /// A report was asked for; those of the account that are over are forgotten.
    ExportRequested {
        /// Owner.
        account: AccountNo,
        /// The report.
        export: Box<Export>,
    },
    /// A report was removed.
    ExportRemoved {
        /// When.
        at: Micros,
        /// Owner.
        account: AccountNo,
        /// The report.
        id: ExportId,
    },
    /// Resting orders and alerts were compared with the price path up to this instant.
    Checked {
        /// The instant.
        at: Micros,
    },
}

impl Event {
    /// Says who asked for an order or a withdrawal that it begins: what an order's own fill opens, nobody did.
    pub const fn ask(&mut self, by: u64) {
        match self {
            Self::Placed { order, .. } if order.opened_by.is_none() => order.asked_by = Some(by),
            Self::WithdrawalRequested { withdrawal, .. } => withdrawal.asked_by = Some(by),
            _ => {}
        }
    }

    /// When it happened.
    #[must_use]
    pub fn at(&self) -> Micros {
        match self {
            Self::Placed { order, .. } => order.opened_at,
            Self::Filled { trade, .. } => trade.at,
            Self::DepositRequested { deposit, .. } => deposit.at,
            Self::WithdrawalRequested { withdrawal, .. } => withdrawal.at,
            Self::Allocated { rows, .. } | Self::Deallocated { rows, .. } => {
                let [first, _] = &**rows;
                first.at
            }
            Self::AlertCreated { alert, .. } => alert.created_at,
            Self::AlertFired { firing, .. } => firing.at,
            Self::ExportRequested { export, .. } => export.at,
            Self::Rewarded { at, .. }
            | Self::Opened { at, .. }
            | Self::Started { at, .. }
            | Self::Triggered { at, .. }
            | Self::Amended { at, .. }
            | Self::Closed { at, .. }
            | Self::SwitchSet { at, .. }
            | Self::SwitchFired { at, .. }
            | Self::DepositAdvanced { at, .. }
            | Self::DepositAddressAdded { at, .. }
            | Self::AddressAdded { at, .. }
            | Self::AddressUpdated { at, .. }
            | Self::AddressConfirmed { at, .. }
            | Self::AddressRemoved { at, .. }
            | Self::AddressTrustSet { at, .. }
            | Self::WithdrawalAdvanced { at, .. }
            | Self::AlertEdited { at, .. }
            | Self::AlertRemoved { at, .. }
            | Self::ExportRemoved { at, .. }
            | Self::Checked { at } => *at,
        }
    }
}

/// What a command answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The account is open.
    Opened,
    /// The order was only checked.
    Validated {
        /// Kraken's one-line description.
        description: String,
        /// The same of the order that each fill opens, if any.
        close: Option<String>,
    },
    /// The order was taken on; it may be filled or closed already.
    Placed {
        /// Its id.
        id: OrderId,
        /// Kraken's one-line description.
        description: String,
        /// The same of the order that each fill opens, if any.
        close: Option<String>,
    },
    /// Orders of a batch, each with its own answer, in the order given.
    Batch(Vec<Result<Reply, VenueError>>),
    /// The order was changed in place.
    Amended {
        /// The amendment.
        id: AmendId,
    },
    /// The order was replaced.
    Edited {
        /// The new order.
        id: OrderId,
        /// The order it replaced.
        original: OrderId,
        /// Kraken's one-line description of the new order.
        description: String,
    },
    /// Orders were cancelled.
    Cancelled {
        /// How many.
        count: usize,
    },
    /// The dead man's switch was set or disarmed.
    SwitchSet {
        /// The present, in whole seconds.
        now: Micros,
        /// When it goes off; `None` if it was disarmed.
        cancel_at: Option<Micros>,
    },
    /// A deposit began.
    Deposited {
        /// Its reference.
        id: FundingId,
    },
    /// A deposit address was made.
    DepositAddress(DepositAddress),
    /// A withdrawal address was saved.
    AddressAdded {
        /// Its id.
        id: AddressId,
        /// The address as it is kept.
        address: Box<Address>,
    },
    /// A withdrawal address was renamed, described or confirmed.
    AddressChanged {
        /// Whether it may be withdrawn to.
        verified: bool,
    },
    /// A withdrawal address was removed.
    AddressRemoved,
    /// Whether addresses made by a key may be withdrawn to at once was decided.
    AddressTrustSet,
    /// A withdrawal began.
    Withdrawing {
        /// Its reference.
        id: FundingId,
    },
    /// A withdrawal was cancelled.
    WithdrawalCancelled,
    /// Funds were allocated.
    Allocated,
    /// Funds were taken out of a strategy.
    Deallocated,
    /// A price alert was made.
    AlertCreated {
        /// The alert.
        alert: Box<Alert>,
        /// Whether its condition holds already; then it fires when it comes to hold again.
        holds: bool,
    },
    /// A price alert was turned on or off.
    AlertEdited,
    /// A price alert was removed.
    AlertRemoved,
    /// A report was taken on.
    ExportRequested {
        /// Its id.
        id: ExportId,
    },
    /// A report was removed.
    ExportRemoved,
}
