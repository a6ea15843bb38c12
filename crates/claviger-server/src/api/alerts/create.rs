//! An alert is made.

use super::super::decimal::positive;
use super::super::failure::{Failure, Fields};
use super::super::instant;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::{ConditionText, DirectionText};
use super::json::AlertJson;
use super::{ABOVE, BELOW, CHANGE, OfAlert, SeenAlert, WAYS, direction, failure, words};
use crate::api::body::Object;
use crate::problem::Problem;
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::store::Change;
use claviger::core::text::Description;
use claviger::manage::act;
use claviger_venue::{Condition, Direction, Micros, NewAlert, Pair};
use serde::Deserialize;
use utoipa::ToSchema;

/// The alert asked for.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateAlert)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CreateAlert {
    /// The market, by any of its names.
    #[schema(example = "XBTUSD")]
    pair: String,
    /// What must come to hold.
    #[schema(value_type = CreateCondition)]
    condition: Object<CreateCondition>,
    /// Seconds for which it rests after it fired, before it may be armed again; left out, it fires once and is over.
    #[schema(minimum = 60, maximum = 2_592_000, example = 3600)]
    repeat_secs: Option<i64>,
    /// What it is for; told whenever it fires.
    #[schema(max_length = 200)]
    description: Option<String>,
    /// When it ends: it does not fire at or after it.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// Whether it is on from the start; it is unless told.
    enabled: Option<bool>,
}

/// What must hold of the last price of the market.
#[derive(Deserialize, ToSchema)]
#[schema(as = CreateAlertCondition)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CreateCondition {
    /// `above`, at this price or above; `below`, at this price or below; `change`, at least so many percent from that of 24
    /// hours before.
    #[schema(value_type = ConditionText)]
    kind: String,
    /// For `above` and `below`: the price, a decimal in a text, a multiple of the market's tick size.
    #[schema(example = "120000.0")]
    price: Option<String>,
    /// For `change`: 0.01 to 1000, below 100 for a fall, with at most two decimals; a decimal in a text.
    #[schema(example = "5")]
    percent: Option<String>,
    /// For `change`: which way; either unless told.
    #[schema(value_type = Option<DirectionText>)]
    direction: Option<String>,
}

/// Makes a price alert. It fires at the first second at which its condition *comes to hold*: if it holds already
/// (`holds`), once it has not held for a second and does again. One that repeats does so in the same way, after its pause.
#[utoipa::path(post, path = "/alerts", tag = "alerts", operation_id = "alert.create",
    request_body = CreateAlert,
    responses((status = 201, description = "The alert, with whether its condition holds already.", body = AlertJson)))]
pub(in super::super) async fn create(call: Call) -> Result<Reply, Failure> {
    let new = parse(&call.json()?, &call)?;
    let caller = call.answering(reply);
    let mutation: OfAlert = Box::new(move |seen: Option<SeenAlert>| {
        let told = seen.as_ref().map(|seen| words(&seen.alert)).unwrap_or_default();
        let json = seen.as_ref().map(AlertJson::of).unwrap_or_default();
        let entry = act(&caller, Action::AlertCreate, Target::Account, 0, &told);
        caller.mutation(Change::UPSTREAM, entry, &json)
    });
    let made = call.state.alerts.create_alert(call.caller.account, new, mutation).await.map_err(failure)?;
    Ok(reply(&AlertJson::of(&made))?)
}

fn reply(alert: &AlertJson) -> Result<Reply, Problem> {
    Reply::created(alert, Some(format!("{}/alerts/{}", super::super::BASE, alert.id())))
}

fn parse(body: &CreateAlert, call: &Call) -> Result<NewAlert, Problem> {
    let mut fields = Fields::default();
    let pair = Pair::find(&body.pair).ok_or("takes the name of a market, such as XBTUSD or ETH/USD");
    let pair = fields.take("pair", pair);
    let condition = condition(&mut fields, &body.condition.0, pair);
    let description =
        fields.take("description", Description::parse(body.description.as_deref().unwrap_or_default()));
    let expires_at = fields.optional("expires_at", body.expires_at.as_deref(), instant::parse);
    let by = call.caller.principal().map(|principal| principal.to_string()).unwrap_or_default();
    let parsed = || {
        Some(NewAlert {
            pair: pair?,
            condition: condition?,
            repeat_secs: body.repeat_secs,
            description: description?.as_str().into(),
            by: by.into(),
            expires_at: expires_at?.map(|at| Micros(at.micros())),
            enabled: body.enabled.unwrap_or(true),
        })
    };
    let parsed = parsed();
    fields.done(parsed)
}

fn condition(fields: &mut Fields, body: &CreateCondition, pair: Option<Pair>) -> Option<Condition> {
    let (price, percent, way) = ("condition.price", "condition.percent", "condition.direction");
    let spare = |fields: &mut Fields, field: &str, given: &Option<String>| {
        let words = format!("does not belong to a condition of the kind `{}`", body.kind);
        fields.take(field, given.as_ref().map_or(Ok(()), |_| Err(words)))
    };
    match body.kind.as_str() {
        ABOVE | BELOW => {
            let at = fields.take(price, at(body.price.as_deref(), pair));
            spare(fields, percent, &body.percent).zip(spare(fields, way, &body.direction))?;
            let make = if body.kind == ABOVE { Condition::Above } else { Condition::Below };
            at.map(make)
        }
        CHANGE => {
            let percent = fields.take(percent, positive(body.percent.as_deref().unwrap_or_default()));
            let direction = fields.take(way, towards(body.direction.as_deref()));
            spare(fields, price, &body.price)?;
            Some(Condition::Change { percent: percent?, direction: direction? })
        }
        _ => fields.take("condition.kind", Err("takes `above`, `below` or `change`")),
    }
}

/// A price of the market, if that is known.
fn at(text: Option<&str>, pair: Option<Pair>) -> Result<rust_decimal::Decimal, String> {
    let price = positive(text.unwrap_or_default())?;
    match pair.filter(|pair| price.normalize().scale() > pair.price_decimals()) {
        Some(pair) => Err(format!("must be a multiple of the market's tick size, {}", pair.tick_size())),
        None => Ok(price),
    }
}

fn towards(text: Option<&str>) -> Result<Direction, &'static str> {
    let wanted = text.unwrap_or(direction(Direction::Either));
    WAYS.into_iter().find(|way| direction(*way) == wanted).ok_or("takes `up`, `down` or `either`")
}
