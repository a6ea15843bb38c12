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
    price: Fixed,
    #[serde(skip_serializing_if = "Option::is_none")]
    newuserref: Option<i32>,
    orders_cancelled: u8,
    status: &'static str,
}

pub(super) fn act(params: &Params<'_>) -> Result<Act, KrakenError> {
    read::refuse(params, "price2", &[])?;
    read::refuse(params, "displayvol", &[])?;
    let edit = EditOrder {
        order: order_ref(params)?,
        pair: read::pair(params)?,
        volume: read::decimal(params, "volume")?,
        price: read::decimal(params, "price")?,
        post_only: order_flags(params)?.map(|flags| flags.post),
        userref: read::integer(params, "userref")?,
        deadline: read::deadline(params)?,
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

fn edited(view: &View<'_>, (txid, originaltxid): (OrderId, OrderId), order: &str) -> Answer {
    let new = view.venue.order(view.account, txid).ok_or(KrakenError::Internal)?;
    success(&Edited {
        descr: Descr { order },
        txid,
        originaltxid,
        volume: Fixed::volume(new.pair, new.volume),
        price: Fixed::price(new.pair, new.kind.price().unwrap_or_default()),
        newuserref: new.userref,
        orders_cancelled: 1,
        status: "ok",
    })
}
