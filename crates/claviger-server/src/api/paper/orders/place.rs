//! An order is placed by hand.

use super::super::super::failure::{Failure, Fields};
use super::super::super::reply::Reply;
use super::super::super::shell::Call;
use super::super::changes::of_order;
use super::super::{Placed, failure};
use super::OrderText;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The order asked for.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateOrder)]
#[serde(deny_unknown_fields)]
pub(in super::super::super) struct CreateOrder {
    /// The market, by any of its names.
    #[schema(example = "XBTUSD")]
    pair: String,
    /// `buy` or `sell`.
    #[schema(example = "buy")]
    side: String,
    /// `market`, `limit`, `stop-loss`, `stop-loss-limit`, `take-profit` or `take-profit-limit`.
    #[schema(example = "limit")]
    r#type: String,
    /// How much, in the base asset; a positive decimal in a text.
    #[schema(example = "0.25", pattern = r"^[0-9]{1,18}(\.[0-9]{1,18})?$")]
    volume: String,
    /// The limit, in the quote asset, for the types that have one; a positive decimal in a text.
    #[schema(example = "37500.0", pattern = r"^[0-9]{1,18}(\.[0-9]{1,18})?$")]
    limit_price: Option<String>,
    /// The last price that triggers it, for the types that have one; a positive decimal in a text.
    #[schema(pattern = r"^[0-9]{1,18}(\.[0-9]{1,18})?$")]
    trigger_price: Option<String>,
    /// `gtc`, what is not filled stays open; `ioc`, it is cancelled. `gtc` unless told.
    #[schema(example = "gtc")]
    time_in_force: Option<String>,
    /// Whether it is refused rather than trading at once; only for limit orders.
    post_only: Option<bool>,
}

/// An order that was taken on.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = PlacedOrder)]
pub(in super::super::super) struct PlacedJson {
    /// Its id.
    #[schema(example = "O7J4FF-BGM7G-V2JMIH")]
    id: String,
    /// Its one line.
    #[schema(example = "buy 0.25000000 XBTUSD @ limit 37500.0")]
    description: String,
}

impl PlacedJson {
    fn of(placed: &Placed) -> Self {
        PlacedJson { id: placed.id.to_string(), description: placed.description.clone() }
    }
}

/// Places an order. It may be filled at once; keys of the account see and cancel it like one of their own.
#[utoipa::path(post, path = "/paper/orders", tag = "paper", operation_id = "paper.order-place",
    request_body = CreateOrder,
    responses((status = 201, description = "The order was taken on; it may be filled already.", body = PlacedJson)))]
pub(in super::super::super) async fn place(call: Call) -> Result<Reply, Failure> {
    let body: CreateOrder = call.json()?;
    let text = OrderText {
        pair: &body.pair,
        side: &body.side,
        kind: &body.r#type,
        volume: &body.volume,
        limit_price: body.limit_price.as_deref(),
        trigger_price: body.trigger_price.as_deref(),
        time_in_force: body.time_in_force.as_deref(),
        post_only: body.post_only.unwrap_or_default(),
    };
    let mut fields = Fields::default();
    let order = text.parse().map_err(|wrong| {
        for (field, words) in wrong {
            let _: Option<()> = fields.take(field, Err(words));
        }
    });
    let order = fields.done(order.ok())?;
    let caller = call.answering(reply);
    let mutation = of_order(caller, |placed| placed.map(PlacedJson::of).unwrap_or_default());
    let placed = call.state.paper.place(call.caller.account, order, mutation).await.map_err(failure)?;
    Ok(reply(&PlacedJson::of(&placed))?)
}

fn reply(placed: &PlacedJson) -> Result<Reply, Problem> {
    Reply::created(placed, None)
}
