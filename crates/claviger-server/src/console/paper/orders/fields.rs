//! The fields of an order as they were typed, and what they mean.

use super::super::super::form::Pairs;
use super::super::super::keys::Errors;
use super::super::money::plain;
use super::super::once;
use crate::api::paper::{Kind, OrderText};
use claviger_venue::{AddOrder, Pair};

/// The fields of an order.
pub(super) const NAMES: [&str; 8] =
    ["pair", "side", "type", "volume", "limit_price", "trigger_price", "time_in_force", "post_only"];
/// Fields of the form that are not the order's.
pub(super) const OWN: [&str; 2] = ["step", once::FIELD];

/// The fields as they were typed.
#[derive(Debug, Clone, Default)]
pub(in super::super::super) struct Typed {
    pub(in super::super::super) pair: String,
    pub(in super::super::super) side: String,
    pub(in super::super::super) kind: String,
    pub(in super::super::super) volume: String,
    pub(in super::super::super) limit_price: String,
    pub(in super::super::super) trigger_price: String,
    pub(in super::super::super) time_in_force: String,
    pub(in super::super::super) post_only: bool,
}

impl Typed {
    /// A form that nobody has filled in, for a market.
    pub(super) fn fresh(pair: Pair, side: &str) -> Self {
        Typed {
            pair: pair.altname(),
            side: if side == "sell" { "sell" } else { "buy" }.to_owned(),
            kind: Kind::Limit.name().to_owned(),
            time_in_force: "gtc".to_owned(),
            ..Typed::default()
        }
    }

    /// From a form.
    pub(super) fn read(form: &Pairs) -> Self {
        let text = |name: &str| form.text(name).trim().to_owned();
        Typed {
            pair: text("pair"),
            side: text("side"),
            kind: text("type"),
            volume: text("volume"),
            limit_price: text("limit_price"),
            trigger_price: text("trigger_price"),
            time_in_force: text("time_in_force"),
            post_only: form.given("post_only").is_some(),
        }
    }

    /// As fields again, for a page that carries them on.
    pub(in super::super::super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let post = if self.post_only { "yes" } else { "" }.to_owned();
        let texts = [
            &self.pair,
            &self.side,
            &self.kind,
            &self.volume,
            &self.limit_price,
            &self.trigger_price,
            &self.time_in_force,
            &post,
        ];
        NAMES.into_iter().zip(texts.map(String::clone)).collect()
    }

    /// The market, if one was chosen.
    pub(super) fn market(&self) -> Option<Pair> {
        Pair::find(&self.pair)
    }

    /// What was typed, or all that is wrong with it. What an order of its type does not have, and the form does not show,
    /// is passed over.
    pub(super) fn mean(&self) -> Result<AddOrder, Errors> {
        let kind = Kind::from_name(&self.kind);
        let some = |text, has: fn(Kind) -> bool| Some(text).filter(|_| kind.is_some_and(has));
        let [volume, limit, trigger] = [&self.volume, &self.limit_price, &self.trigger_price].map(plain);
        let text = OrderText {
            pair: &self.pair,
            side: &self.side,
            kind: &self.kind,
            volume: &volume,
            limit_price: some(limit.as_str(), Kind::has_limit),
            trigger_price: some(trigger.as_str(), Kind::has_trigger),
            time_in_force: some(self.time_in_force.as_str(), |kind| kind == Kind::Limit),
            post_only: self.post_only && kind == Some(Kind::Limit),
        };
        text.parse().map_err(|wrong| {
            let mut errors = Errors::default();
            wrong.into_iter().for_each(|(field, words)| errors.add(field, words));
            errors
        })
    }
}
