//! An open order is cancelled, at one press: what was filled stays filled, and it can be placed again.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::page::{Notice, Trouble};
use super::super::{exchange, failure};
use crate::api::paper::PaperError;
use crate::api::paper::changes::of_cancel;
use claviger::manage::Thing;
use claviger_venue::{OrderId, VenueError};

/// Where one goes afterwards.
const AFTER: &str = "/paper/orders";

/// Cancels it.
pub(in super::super::super) async fn cancel(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let no_such = || Trouble::no_such(Thing::Order);
    let id: OrderId = call.id(Thing::Order).map_err(|_| no_such())?;
    let (desk, account) = (&exchange(&call)?.desk, call.caller().account);
    let seen = desk.order(account, id).await.map_err(failure)?.ok_or_else(no_such)?;
    if !seen.order.is_live() {
        return Ok(too_late(&call));
    }
    let (order, mutation) = of_cancel(call.caller().clone(), &seen, |_| ());
    match desk.cancel(account, order, mutation).await {
        Ok(_) => Ok(Shown::go(AFTER).saying(Notice::OrderCancelled, call.state.secure)),
        // It was filled or cancelled between the look and the act.
        Err(PaperError::Refused(VenueError::UnknownOrder)) => Ok(too_late(&call)),
        Err(error) => Err(failure(error)),
    }
}

/// It ended by itself, or somebody pressed twice. The list says how things stand.
fn too_late(call: &Call) -> Shown {
    Shown::go(AFTER).saying(Notice::OrderOver, call.state.secure).noting("the order has ended already")
}
