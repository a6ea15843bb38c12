//! An order is placed, once, as it was reviewed.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::page::Notice;
use super::super::{exchange, failure, once};
use super::fields::{NAMES, OWN, Typed};
use super::new::{refused, show_review, wrong};
use crate::api::paper::PaperError;
use crate::api::paper::changes::of_order;
use claviger::manage::once::{Known, known, turn};
use claviger::manage::{Caller, ManageError, Operation};

/// Places it.
pub(in super::super::super) async fn place(call: Call) -> Result<Shown, Failure> {
    let fields: Vec<&str> = NAMES.into_iter().chain(OWN).collect();
    let typed = Typed::read(call.form(&fields, &[])?);
    let desk = &exchange(&call)?.desk;
    let order = match typed.mean() {
        Ok(order) => order,
        Err(errors) => return wrong(&call, typed, errors).await,
    };
    let pairs = typed.pairs();
    let texts: Vec<&str> = pairs.iter().map(|(_, text)| text.as_str()).collect();
    let asked = once::asked(&call, Operation::PaperOrderPlace, &texts)?;
    let authority = &call.state.authority;
    let _turn = turn(authority, &asked).await;
    match known(authority, &asked).await? {
        Known::Nothing => {}
        Known::Same(_) => return Ok(done(&call)),
        // The review was gone back to, and something else was filled in: it gets a mark of its own.
        Known::Other => return show_review(&call, typed).await,
    }
    let caller = Caller { asked: Some(asked), ..call.caller().clone() };
    let mutation = of_order(caller, |_| ());
    match desk.place(call.caller().account, order.clone(), mutation).await {
        Ok(_) => Ok(done(&call)),
        Err(PaperError::Refused(error)) => refused(&call, typed, &order, error).await,
        Err(error) => match failure(error) {
            Failure::Managed(ManageError::Repeated) => Ok(done(&call)),
            failure => Err(failure),
        },
    }
}

fn done(call: &Call) -> Shown {
    Shown::go("/paper").saying(Notice::OrderPlaced, call.state.secure)
}
