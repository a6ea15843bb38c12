//! An alert, and a firing of one.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Condition;
use crate::{
    ids::{AlertId, FiringId},
    market::Change,
    micros::Micros,
    pair::Pair,
};

/// An alert as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAlert {
    /// The market.
    pub pair: Pair,
    /// What must come to hold.
    pub condition: Condition,
    /// Seconds for which it rests after it fired, [`super::SHORTEST_REPEAT_SECS`] to [`super::LONGEST_REPEAT_SECS`]; `None`
    /// if it fires once.
    pub repeat_secs: Option<i64>,
    /// What it is for; at most [`super::LONGEST_DESCRIPTION`] bytes, may be empty.
    pub description: Box<str>,
    /// Who made it, for people; may be empty.
    pub by: Box<str>,
    /// When it ends; it does not fire at or after it.
    pub expires_at: Option<Micros>,
    /// Whether it is on from the start.
    pub enabled: bool,
}

/// An alert of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// The market.
    pub pair: Pair,
    /// What must come to hold.
    pub condition: Condition,
    /// Seconds for which it rests after it fired; `None` if it fires once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_secs: Option<i64>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub description: Box<str>,
    /// Who made it; empty if that is not known.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub by: Box<str>,
    /// When it was made.
    pub created_at: Micros,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Micros>,
    /// Whether it is on.
    pub enabled: bool,
    /// From the second of this instant on it is looked for one at which the condition does not hold.
    pub since: Micros,
    /// How often it has fired.
    #[serde(default)]
    pub fired: u64,
    /// When it fired last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fired_at: Option<Micros>,
}

/// How an alert stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertState {
    /// It fires when its condition comes to hold.
    Armed,
    /// It rests after it fired, or its condition has held ever since: it waits for a second at which it does not.
    Waiting,
    /// It fired, once, and is over.
    Fired,
    /// It is turned off.
    Off,
    /// Its time is over.
    Expired,
}

impl AlertState {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Armed, Self::Waiting, Self::Fired, Self::Off, Self::Expired];

    /// The name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Armed => "armed",
            Self::Waiting => "waiting",
            Self::Fired => "fired",
            Self::Off => "off",
            Self::Expired => "expired",
        }
    }
}

/// An alert that fired: everything there is to tell, whatever becomes of the alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firing {
    /// Its id; no other firing of the venue has it.
    pub id: FiringId,
    /// The alert.
    pub alert: AlertId,
    /// The second at which the condition came to hold, which may be long before it was noticed.
    pub at: Micros,
    /// The market.
    pub pair: Pair,
    /// What came to hold.
    pub condition: Condition,
    /// The last price then.
    pub price: Decimal,
    /// The last price 24 hours before.
    pub day_ago: Decimal,
    /// What the alert is for.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub description: Box<str>,
}

impl Firing {
    /// The change in 24 hours then.
    #[must_use]
    pub const fn change(&self) -> Change {
        Change { price: self.price, day_ago: self.day_ago }
    }
}
