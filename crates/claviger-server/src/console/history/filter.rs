//! What a person asks of the log: as typed, and as it is meant.

use super::super::call::Call;
use super::super::failure::Failure;
use super::super::form::Pairs;
use super::super::keys::Errors;
use super::Log;
use claviger::core::action::{Action, Class};
use claviger::core::allowlist::Allowlist;
use claviger::core::entry::Outcome;
use claviger::core::id::KeyId;
use claviger::core::reason::Reason;
use claviger::manage::history::HistoryFilter;
use claviger::manage::keys;

/// The parameters of a filter.
pub(super) const NAMES: [&str; 9] =
    ["key", "holder", "application", "action", "outcome", "reason", "source", "from", "to"];

/// The fields as they were typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) key: String,
    pub(super) holder: String,
    pub(super) application: String,
    pub(super) action: String,
    pub(super) outcome: String,
    pub(super) reason: String,
    pub(super) source: String,
    pub(super) from: String,
    pub(super) to: String,
}

impl Typed {
    pub(super) fn read(query: &Pairs) -> Self {
        let text = |name: &str| query.text(name).trim().to_owned();
        Typed {
            key: text("key"),
            holder: text("holder"),
            application: text("application"),
            action: text("action"),
            outcome: text("outcome"),
            reason: text("reason"),
            source: text("source"),
            from: text("from"),
            to: text("to"),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        [
            &self.key,
            &self.holder,
            &self.application,
            &self.action,
            &self.outcome,
            &self.reason,
            &self.source,
            &self.from,
            &self.to,
        ]
        .iter()
        .all(|text| text.is_empty())
    }

    /// What is meant, or what is wrong at which field.
    pub(super) async fn mean(&self, call: &Call, log: Log) -> Result<Result<HistoryFilter, Errors>, Failure> {
        let mut errors = Errors::default();
        let mut filter = HistoryFilter { which: log.which(), ..HistoryFilter::default() };
        self.of_keys(call, &mut filter, &mut errors).await?;
        filter.actions = chosen(&self.action, Action::from_name, "action", &mut errors);
        filter.outcomes = outcomes(&self.outcome, &mut errors);
        filter.reasons = chosen(&self.reason, Reason::from_code, "reason", &mut errors);
        if !self.source.is_empty() {
            let block = Allowlist::parse([self.source.as_str()]);
            filter.source = errors.take("source", block).and_then(|list| list.blocks().first().copied());
        }
        filter.from = errors.take("from", keys_time(&self.from)).flatten();
        filter.to = errors.take("to", keys_time(&self.to)).flatten();
        Ok(if errors.is_empty() { Ok(filter) } else { Err(errors) })
    }

    async fn of_keys(
        &self,
        call: &Call,
        filter: &mut HistoryFilter,
        errors: &mut Errors,
    ) -> Result<(), Failure> {
        let (authority, caller) = (&call.state.authority, call.caller());
        if !self.key.is_empty() {
            filter.key = keys::find(authority, caller, &self.key).await?;
            if filter.key.is_none() {
                errors.add("key", "there is no key of this name or id");
            }
        }
        if !self.holder.is_empty() {
            filter.keys = keys::held_by(authority, caller, &self.holder).await?;
            if filter.keys.is_empty() {
                errors.add("holder", "nobody of this name holds a key");
            }
        }
        if !self.application.is_empty() {
            let tagged = keys::tagged(authority, caller, &self.application).await?;
            let both = |id: &KeyId| self.holder.is_empty() || filter.keys.contains(id);
            filter.keys = tagged.into_iter().filter(both).collect();
            if filter.keys.is_empty() {
                errors.add("application", "no key of this application matches");
            }
        }
        Ok(())
    }
}

use super::super::keys::optional as keys_time;

fn chosen<T>(
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    field: &'static str,
    errors: &mut Errors,
) -> Vec<T> {
    if text.is_empty() {
        return Vec::new();
    }
    let parsed = parse(text);
    if parsed.is_none() {
        errors.add(field, "choose one from the list");
    }
    parsed.into_iter().collect()
}

/// Outcomes as people tell them apart; calls of public keys and forged ones are folded.
pub(super) const OUTCOMES: [(&str, &str); 6] = [
    ("allowed", "Allowed"),
    ("refused", "Refused"),
    ("done", "Done"),
    ("failed", "Failed or unknown"),
    ("changed", "Changed"),
    ("folded", "Counted together"),
];

fn outcomes(text: &str, errors: &mut Errors) -> Vec<Outcome> {
    match text {
        "failed" => vec![Outcome::Failed, Outcome::Abandoned, Outcome::Unknown, Outcome::NotExecuted],
        text => chosen(text, Outcome::from_name, "outcome", errors),
    }
}

/// The actions of a list, as names and words.
pub(super) fn actions(log: Log) -> Vec<(&'static str, String)> {
    let is_act = |action: &Action| action.class() == Class::Manage && *action != Action::PublicData;
    let of_log = Action::ALL.iter().filter(|action| is_act(action) == (log == Log::Acts));
    of_log.map(|action| (action.name(), action.words().trim_end_matches('.').to_owned())).collect()
}

/// The reasons there are, as codes and words.
pub(super) fn reasons() -> Vec<(&'static str, String)> {
    let wrong = Reason::ALL.iter().filter(|reason| **reason != Reason::None);
    wrong.map(|reason| (reason.code(), reason.code().replace('-', " "))).collect()
}
