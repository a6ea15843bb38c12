//! Alerts and firings as JSON.

use super::super::texts::{AlertStateText, ConditionText, DirectionText};
use super::SeenAlert;
use claviger::core::time::Timestamp;
use claviger_venue::{Condition, Direction, Firing, Micros, Pair};
use serde::Serialize;
use utoipa::ToSchema;

pub(in super::super) const ABOVE: &str = "above";
pub(in super::super) const BELOW: &str = "below";
pub(in super::super) const CHANGE: &str = "change";

/// Every direction.
pub(in super::super) const WAYS: [Direction; 3] = [Direction::Up, Direction::Down, Direction::Either];

/// The name of a direction.
pub(in super::super) const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::Down => "down",
        Direction::Either => "either",
    }
}

/// What must hold of the last price.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = AlertCondition)]
pub(super) struct ConditionJson {
    /// What it is about.
    #[schema(value_type = ConditionText)]
    kind: &'static str,
    /// The price that it must be at, or above or below; null for a change.
    price: Option<String>,
    /// How far it must differ from 24 hours before, in percent; null for a price.
    percent: Option<String>,
    /// Which way; null for a price.
    #[schema(value_type = Option<DirectionText>)]
    direction: Option<&'static str>,
    /// The same in words.
    #[schema(example = "above 120000.0")]
    words: String,
}

impl ConditionJson {
    fn of(condition: Condition, pair: Pair) -> Self {
        let price = |price| Some(format!("{price:.*}", pair.price_decimals() as usize));
        let words = condition.text(pair);
        let none = ConditionJson { words, ..ConditionJson::default() };
        match condition {
            Condition::Above(at) => ConditionJson { kind: ABOVE, price: price(at), ..none },
            Condition::Below(at) => ConditionJson { kind: BELOW, price: price(at), ..none },
            Condition::Change { direction: way, percent } => ConditionJson {
                kind: CHANGE,
                percent: Some(format!("{percent:.2}")),
                direction: Some(direction(way)),
                ..none
            },
        }
    }
}

/// A price alert.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = Alert)]
pub(super) struct AlertJson {
    /// Its id.
    #[schema(example = "AL7J4FF-BGM7G-V2JMIH")]
    id: String,
    /// The market.
    #[schema(example = "XBTUSD")]
    pair: String,
    /// What must come to hold.
    condition: ConditionJson,
    /// Seconds for which it rests after it fired; null if it fires once.
    repeat_secs: Option<i64>,
    /// What it is for.
    description: String,
    /// Whether it is on.
    enabled: bool,
    /// How it stands: `armed`, it fires when its condition comes to hold; `waiting`, it rests after it fired, or its condition
    /// has held ever since, and is armed once it does not; `fired`, once, and is over; `off`; `expired`.
    #[schema(value_type = AlertStateText)]
    state: &'static str,
    /// Whether its condition holds now.
    holds: bool,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it ends: it does not fire at or after it.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// The id of the token that made it; empty if that is not known.
    by: String,
    /// How often it fired.
    fired: u64,
    /// When it fired last.
    #[schema(format = DateTime)]
    fired_at: Option<String>,
}

fn instant(at: Micros) -> String {
    Timestamp::from_micros(at.0).to_string()
}

impl AlertJson {
    pub(super) fn of(seen: &SeenAlert) -> Self {
        let alert = &seen.alert;
        AlertJson {
            id: alert.id.to_string(),
            pair: alert.pair.altname(),
            condition: ConditionJson::of(alert.condition, alert.pair),
            repeat_secs: alert.repeat_secs,
            description: alert.description.to_string(),
            enabled: alert.enabled,
            state: seen.state.as_str(),
            holds: seen.holds,
            created_at: instant(alert.created_at),
            expires_at: alert.expires_at.map(instant),
            by: alert.by.to_string(),
            fired: alert.fired,
            fired_at: alert.fired_at.map(instant),
        }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }
}

/// An alert that fired, with everything there is to tell of it, whatever becomes of the alert.
#[derive(Serialize, ToSchema)]
#[schema(as = Firing)]
pub(super) struct FiringJson {
    /// Its id; no other firing has it.
    #[schema(example = "AF7J4FF-BGM7G-V2JMIH")]
    id: String,
    /// The id of the alert.
    #[schema(example = "AL7J4FF-BGM7G-V2JMIH")]
    alert: String,
    /// The second at which the condition came to hold, however late it was noticed.
    #[schema(format = DateTime)]
    at: String,
    /// The market.
    #[schema(example = "XBTUSD")]
    pair: String,
    /// What came to hold.
    condition: ConditionJson,
    /// The last price then.
    price: String,
    /// The last price 24 hours before.
    open: String,
    /// How far it had risen in 24 hours; negative if it had fallen.
    change: String,
    /// The same in percent, with two decimals; what is finer is cut off.
    #[schema(example = "1.20")]
    change_percent: String,
    /// What the alert is for.
    description: String,
}

impl FiringJson {
    pub(super) fn of(firing: &Firing) -> Self {
        let change = firing.change();
        FiringJson {
            id: firing.id.to_string(),
            alert: firing.alert.to_string(),
            at: instant(firing.at),
            pair: firing.pair.altname(),
            condition: ConditionJson::of(firing.condition, firing.pair),
            price: firing.price.to_string(),
            open: firing.day_ago.to_string(),
            change: change.absolute().to_string(),
            change_percent: change.percent().to_string(),
            description: firing.description.to_string(),
        }
    }
}
