//! `EditOrder`: replaces an open order by a new one with a new id.

use super::order::{order_flags, order_ref};
use super::{Act, View};
use crate::envelope::success;
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::Params;
use crate::read;
use crate::shape::{Fixed, object};
use claviger_venue::{Command, EditOrder, OrderId, Reply};
use serde::Serialize;

#[derive(Serialize)]
struct Descr<'a> {
    order: &'a str,
}

#[derive(Serialize)]
struct Edited<'a> {
    descr: Descr<'a>,
    txid: OrderId,
    originaltxid: OrderId,
    volume: Fixed,
    price: String,
    price2: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    newuserref: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    olduserref: Option<i32>,
    orders_cancelled: u8,
    status: &'static str,
}

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    // The replacement is complete when the answer is given, so there is no pending one to tell of.
    read::flag(params, "cancel_response")?;
    let edit = EditOrder {
        order: order_ref(params)?,
        pair: read::pair(params)?,
        volume: read::decimal(params, "volume")?,
        display: read::decimal(params, "displayvol")?,
        price: read::price(params, "price")?,
        price2: read::price(params, "price2")?,
        post_only: post_only(params)?,
        userref: read::integer(params, "userref")?,
        deadline: read::instant(params, "deadline")?,
        validate: read::flag(params, "validate")?,
    };
    Ok(Act::command(Command::EditOrder(edit), |view, reply| match reply {
        Reply::Edited { id, original, description } => Some(edited(view, (*id, *original), description)),
        Reply::Validated { description, .. } => {
            Some(success(&object([("descr", Descr { order: description })])))
        }
        _ => None,
    }))
}

/// The only flag that an edit changes; others may be repeated, but `fcib` and `nompp` cannot be told from a wish to
/// change them.
fn post_only(params: &Params<'_>) -> Result<bool, KrakenError> {
    match order_flags(params)? {
        Some(flags) if flags.fcib || flags.nompp || flags.viqc => Err(KrakenError::InvalidArgument("oflags")),
        flags => Ok(flags.is_some_and(|flags| flags.post)),
    }
}

fn edited(view: &View<'_>, (txid, originaltxid): (OrderId, OrderId), order: &str) -> Answer {
    let find = |id| view.venue.order(view.account, id).ok_or(KrakenError::Internal);
    let (new, old) = (find(txid)?, find(originaltxid)?);
    let model = new.model();
    success(&Edited {
        descr: Descr { order },
        txid,
        originaltxid,
        volume: Fixed::volume(new.pair, new.volume),
        price: model.price_text(new.pair).unwrap_or_else(|| "0".to_owned()),
        price2: model.price2_text(new.pair).unwrap_or_else(|| "0".to_owned()),
        newuserref: new.userref,
        olduserref: old.userref,
        orders_cancelled: 1,
        status: "ok",
    })
}
