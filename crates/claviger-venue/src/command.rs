//! Commands, and the one place that sends each to its verb.

use rust_decimal::Decimal;

use crate::{
    VenueError,
    account::AccountNo,
    alert::{self, NewAlert},
    asset::Asset,
    draft::Draft,
    earn::{self, Strategy},
    event::{Event, Reply},
    export::{self, Removal, RequestExport},
    funding::{self, NewAddress, UpdateAddress, Withdraw, WithdrawTo},
    ids::{AddressId, AlertId, ExportId, FundingId},
    micros::Micros,
    open,
    order::{self, AddBatch, AddOrder, AmendOrder, EditOrder, OrderRef},
    venue::Venue,
};

/// What may be asked of the venue on behalf of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Opens the account.
    OpenAccount {
        /// Deposits credited at once, at most one per asset; [`funding::default_funding`] is a fair purse.
        funding: Vec<(Asset, Decimal)>,
        /// Withdrawal addresses saved at once; see [`funding::default_addresses`].
        addresses: Vec<NewAddress>,
    },
    /// Places or validates an order.
    AddOrder(AddOrder),
    /// Places or validates several orders of one market.
    AddBatch(AddBatch),
    /// Changes an open order in place.
    AmendOrder(AmendOrder),
    /// Replaces an open order by a new one.
    EditOrder(EditOrder),
    /// Cancels the open order or orders of a name.
    CancelOrder(OrderRef),
    /// Cancels the open orders of several names; up to [`order::MOST_CANCELLED`].
    CancelBatch(Vec<OrderRef>),
    /// Cancels every open order.
    CancelAll,
    /// Sets the dead man's switch, puts it off, or disarms it.
    CancelAllAfter {
        /// Seconds from now, up to [`order::LONGEST_SWITCH_SECS`]; `0` disarms.
        secs: i64,
    },
    /// Begins a deposit; for the operator.
    Deposit {
        /// The asset.
        asset: Asset,
        /// The amount in the asset.
        amount: Decimal,
    },
    /// Makes one more deposit address.
    NewDepositAddress {
        /// The asset.
        asset: Asset,
    },
    /// Makes one more deposit address, for whoever claims it by its method.
    ClaimDepositAddress {
        /// The asset.
        asset: Asset,
    },
    /// Saves a withdrawal address.
    AddAddress(NewAddress),
    /// Gives a saved withdrawal address another name or description.
    UpdateAddress(UpdateAddress),
    /// Confirms a saved withdrawal address, so that it may be withdrawn to; for members.
    ConfirmAddress {
        /// Its id.
        id: AddressId,
        /// The name the member saw, if one was seen: under another name it is not what was agreed to.
        key: Option<Box<str>>,
    },
    /// Removes a saved withdrawal address.
    RemoveAddress {
        /// Its id.
        id: AddressId,
    },
    /// Decides whether addresses made by a key may be withdrawn to at once; for members.
    TrustNewAddresses {
        /// Whether they may.
        trust: bool,
    },
    /// Begins a withdrawal to the address of a name.
    Withdraw(Withdraw),
    /// Begins a withdrawal to the address of an id.
    WithdrawTo(WithdrawTo),
    /// Cancels a withdrawal that has not been sent.
    WithdrawCancel {
        /// The asset.
        asset: Asset,
        /// Its reference.
        id: FundingId,
    },
    /// Allocates funds to a strategy.
    Allocate {
        /// The strategy.
        strategy: Strategy,
        /// The amount in its asset.
        amount: Decimal,
    },
    /// Takes funds out of a strategy.
    Deallocate {
        /// The strategy.
        strategy: Strategy,
        /// The amount in its asset.
        amount: Decimal,
    },
    /// Makes a price alert.
    CreateAlert(NewAlert),
    /// Turns a price alert on or off.
    EditAlert {
        /// Its id.
        id: AlertId,
        /// Whether it is on from now on.
        enabled: bool,
    },
    /// Removes a price alert.
    RemoveAlert {
        /// Its id.
        id: AlertId,
    },
    /// Asks for a report.
    RequestExport(RequestExport),
    /// Removes a report.
    RemoveExport {
        /// Its id.
        id: ExportId,
        /// How.
        removal: Removal,
    },
}

/// What a command comes to: the events to apply, and the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// To be made durable, then applied in this order. Empty when the order was only validated.
    pub events: Vec<Event>,
    /// The answer, to be given once the events are durable.
    pub reply: Reply,
}

impl Venue {
    /// Works out what a command comes to, without changing anything.
    ///
    /// Run [`Venue::due`] for the same instant first and apply its events, so that what happens by itself happens first.
    /// A `now` before the venue's own clock counts as that clock.
    ///
    /// # Errors
    /// The reason for a refusal; [`VenueError::DeadlineElapsed`] when `now` is past `not_after`.
    pub fn plan(
        &self,
        account: AccountNo,
        command: &Command,
        now: Micros,
        not_after: Micros,
    ) -> Result<Outcome, VenueError> {
        let mut draft = Draft::new(self, now);
        draft.check_deadline(Some(not_after))?;
        let reply = run(&mut draft, account, command)?;
        let mut events = draft.events;
        if matches!(reply, Reply::Validated { .. }) {
            events.clear();
        }
        Ok(Outcome { events, reply })
    }

    /// Applies what is due, then plans and applies a command. The events of both are in the outcome.
    ///
    /// # Errors
    /// As [`Venue::plan`]. What was due has been applied even then, and its events are lost to the caller: one that keeps a
    /// journal calls [`Venue::due`], [`Venue::plan`] and [`Venue::apply`] itself.
    pub fn execute(
        &mut self,
        account: AccountNo,
        command: &Command,
        now: Micros,
        not_after: Micros,
    ) -> Result<Outcome, VenueError> {
        let mut events = self.advance(now)?;
        let Outcome { events: own, reply } = self.plan(account, command, now, not_after)?;
        self.apply_all(&own)?;
        events.extend(own);
        Ok(Outcome { events, reply })
    }
}

fn run(draft: &mut Draft<'_>, account: AccountNo, command: &Command) -> Result<Reply, VenueError> {
    match command {
        Command::OpenAccount { funding, addresses } => open::run(draft, account, funding, addresses),
        Command::AddOrder(add) => order::place(draft, account, add),
        Command::AddBatch(batch) => order::add_batch(draft, account, batch),
        Command::AmendOrder(amend) => order::amend(draft, account, amend),
        Command::EditOrder(edit) => order::edit(draft, account, edit),
        Command::CancelOrder(name) => order::cancel(draft, account, name),
        Command::CancelBatch(names) => order::cancel_batch(draft, account, names),
        Command::CancelAll => order::cancel_all(draft, account),
        Command::CancelAllAfter { secs } => order::set_switch(draft, account, *secs),
        Command::Deposit { asset, amount } => funding::deposit(draft, account, *asset, *amount),
        Command::NewDepositAddress { asset } => funding::new_deposit_address(draft, account, *asset),
        Command::ClaimDepositAddress { asset } => funding::claim_deposit_address(draft, account, *asset),
        Command::AddAddress(address) => funding::add_address(draft, account, address),
        Command::UpdateAddress(update) => funding::update_address(draft, account, update),
        Command::ConfirmAddress { id, key } => funding::confirm_address(draft, account, *id, key.as_deref()),
        Command::RemoveAddress { id } => funding::remove_address(draft, account, *id),
        Command::TrustNewAddresses { trust } => funding::trust_addresses(draft, account, *trust),
        Command::Withdraw(withdraw) => funding::withdraw(draft, account, withdraw),
        Command::WithdrawTo(order) => funding::withdraw_to(draft, account, order),
        Command::WithdrawCancel { asset, id } => funding::withdraw_cancel(draft, account, *asset, *id),
        Command::Allocate { strategy, amount } => earn::allocate(draft, account, *strategy, *amount),
        Command::Deallocate { strategy, amount } => earn::deallocate(draft, account, *strategy, *amount),
        Command::CreateAlert(new) => alert::create(draft, account, new),
        Command::EditAlert { id, enabled } => alert::edit(draft, account, *id, *enabled),
        Command::RemoveAlert { id } => alert::remove(draft, account, *id),
        Command::RequestExport(asked) => export::request_export(draft, account, asked),
        Command::RemoveExport { id, removal } => export::remove_export(draft, account, *id, *removal),
    }
}
