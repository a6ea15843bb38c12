//! Orders and what may be done with them; one verb, one file.

mod amend;
mod amendment;
mod cancel;
mod edit;
mod flags;
mod kind;
mod matching;
mod place;
mod record;
mod settle;
mod side;
mod status;

pub use amend::AmendOrder;
pub(crate) use amend::run as amend;
pub use amendment::{AmendKind, Amendment};
pub use cancel::OrderRef;
pub(crate) use cancel::{run as cancel, run_all as cancel_all};
pub use edit::EditOrder;
pub(crate) use edit::run as edit;
pub use flags::Flags;
pub use kind::OrderKind;
pub(crate) use matching::Fill;
pub use matching::{MAKER_FEE, TAKER_FEE};
pub(crate) use place::run as place;
pub use place::{AddOrder, TimeInForce};
pub use record::Order;
pub(crate) use settle::{fill_resting, hold_asset};
pub use side::Side;
pub use status::{CloseReason, OrderStatus};
