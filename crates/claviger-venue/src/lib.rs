//! The paper exchange: thirty assets, their markets, orders, fills, balances and funding, under Kraken's names.
//!
//! Pure and deterministic: the same seed, the same commands at the same instants, the same events. There is no I/O here, no
//! clock, no randomness and no float; time is an argument ([`Micros`]), and prices come from integer noise ([`Market`]).
//!
//! # How it is driven
//!
//! A [`Venue`] is a fold over [`Event`]s. [`Venue::plan`] says what a [`Command`] comes to, [`Venue::due`] what happens by
//! itself; both only read. The caller makes the events durable and then gives them to [`Venue::apply`], the only way to
//! change a venue. Events hold every result (ids, prices, fees, ledger entries with balances), so a journal replays to an
//! equal venue even if the matching code has changed since.
//!
//! ```
//! use claviger_venue::{AccountNo, Command, Micros, Venue, VenueConfig, default_addresses, default_funding};
//!
//! let now = Micros::from_secs(1_760_000_000);
//! let mut venue = Venue::new(VenueConfig::new(7, now));
//! let open = Command::OpenAccount { funding: default_funding(), addresses: default_addresses() };
//! let outcome = venue.plan(AccountNo(1), &open, now, Micros::MAX)?;
//! venue.apply_all(&outcome.events)?;
//! let texts: Vec<_> = venue.balances(AccountNo(1)).map(|(asset, h)| (asset.id(), asset.format(h.total))).collect();
//! assert_eq!(texts[0], ("ZUSD", "100000.0000".to_owned()));
//! # Ok::<(), claviger_venue::VenueError>(())
//! ```
//!
//! # What it must not know
//!
//! HTTP, Kraken's JSON and error texts (each [`VenueError`] only names its text), API keys and permissions, stores.
//!
//! # Promises
//!
//! P19, value is conserved: per asset, balances + allocations + fees + the venue's counterparty account is zero, no balance
//! is negative, and the event log replays to an equal venue. See [`Venue::totals`]. What happens by itself does not depend on how often or
//! when [`Venue::due`] is asked.
//!
//! # How the market works
//!
//! * Prices change on whole seconds, stand at the opening prices at [`VenueConfig::opened_at`], and reach back before it.
//! * Orders that take walk the synthetic book (500 levels a side), so a large order gets several fills. The book is never
//!   used up: it is whole again for the next order. Paper orders are not shown in it.
//! * A resting order is filled whole, at its limit and with the maker's fee, at the first second at which the market's best
//!   price comes to it; however late [`Venue::due`] is called, the second is the same.
//! * An iceberg that rests is filled peak by peak: one at each second at which the best price is there. The next peak is
//!   shown after the fill, so it has to wait for another second. Its peaks together cost what the whole rest would.
//! * An amendment that leaves the limit as it is leaves the order in the book; another limit sends it there anew.
//! * A trigger fires at the first second at which the last price comes to it, or at once if it is there already; a trailing
//!   stop follows the best last price from its start on. The order then meets the book of that second.
//! * A sell order holds what it sells from the moment it is placed, a buy order with a limit what it may cost. A buy order
//!   without a limit that waits for a trigger or its start holds nothing, and is closed with that reason if it cannot pay.
//! * The fills of one instant open one closing order, which counts neither as a call nor towards the limits of open orders.
//! * A price alert fires at the first second at which its condition comes to hold ([`Alert`]); nothing depends on it.
//! * A relative price becomes absolute when its order is placed, that of a closing order when a fill opens it.
//! * Funds allocated to a strategy are out of reach of orders and withdrawals, and are paid a reward at each UTC midnight for
//!   what was allocated during the whole day.
//! * Fees are Kraken's lowest tier, in the quote asset unless `fcib` is set. An open order holds what it would cost.
//! * Costs and fees are rounded half away from zero to the decimals of their asset.

mod account;
mod alert;
mod apply;
mod asset;
mod command;
mod draft;
mod due;
mod earn;
mod error;
mod event;
mod export;
mod funding;
mod holding;
mod ids;
mod index;
mod journal;
mod ledger;
mod limits;
mod market;
mod micros;
mod money;
mod noise;
mod open;
mod order;
mod pair;
mod query;
mod totals;
mod trade;
mod venue;

#[cfg(test)]
mod property;

pub use account::AccountNo;
pub use alert::{
    Alert, AlertError, AlertState, Condition, Direction, Firing, KEPT_FIRINGS, LONGEST_DESCRIPTION,
    LONGEST_REPEAT_SECS, MOST_ALERTS, NewAlert, SHORTEST_REPEAT_SECS,
};
pub use apply::ApplyError;
pub use asset::{Asset, FundingMethod};
pub use command::{Command, Outcome};
pub use earn::{Allocation, Payout, Strategy, YieldSource};
pub use error::{Field, VenueError};
pub use event::{Event, Reply};
pub use export::{
    Column, Export, ExportFormat, ExportStatus, LONGEST_EXPORT_DESCRIPTION, MOST_EXPORT_ROWS, MOST_EXPORTS,
    Removal, Report, RequestExport,
};
pub use funding::{
    Address, AddressScope, Delays, Deposit, DepositAddress, FundingStatus, NewAddress, Origin, UpdateAddress,
    Withdraw, WithdrawInfo, WithdrawTo, Withdrawal, default_addresses, default_funding,
};
pub use holding::Holding;
pub use ids::{
    AddressId, AlertId, AmendId, EarnId, ExportId, FiringId, FundingId, LedgerId, OrderId, ParseIdError,
    StrategyId, TradeId,
};
pub use journal::{JournalError, decode_events, encode_events};
pub use ledger::{BalanceName, LedgerKind, LedgerRow, LedgerSource, Wallet};
pub use limits::Tier;
pub use market::{
    BOOK_LEVELS, BookOrder, BookOrders, Candle, Candles, Change, Depth, GroupedDepth, GroupedLevel, Interval,
    Level, Market, PublicTrade, PublicTrades, Quote, Spread, Spreads, Ticker, TickerSpans,
};
pub use micros::Micros;
pub use money::Overflow;
pub use order::{
    AddBatch, AddOrder, AmendKind, AmendOrder, Amendment, CloseReason, EditOrder, FEWEST_IN_BATCH, Fired,
    Flags, LONGEST_SWITCH_SECS, MAKER_FEE, MOST_CANCELLED, MOST_IN_BATCH, Model, Moment, Offset, Order,
    OrderKind, OrderRef, OrderStatus, Price, Shift, Side, Stop, StopKind, TAKER_FEE, TimeInForce, When,
};
pub use pair::Pair;
pub use query::{
    Asked, CloseTime, ClosedFilter, Estimate, LedgerFilter, MOST_ASKED, MOST_LOOKED_AT, OrderSum, PAGE, Page,
    TradeFilter, Window,
};
pub use totals::Totals;
pub use trade::Trade;
#[cfg(any(test, feature = "faults"))]
pub use venue::Faults;
pub use venue::{Venue, VenueConfig};
