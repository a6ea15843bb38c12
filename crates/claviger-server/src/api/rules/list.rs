//! The rules of the account, and what holds without any.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::{EventText, LevelText, VerdictText};
use super::RuleJson;
use claviger::core::notices::{EventKind, Verdict};
use claviger::manage::rules;
use serde::Serialize;
use utoipa::ToSchema;

/// Rules, and the events they can be made for.
#[derive(Serialize, ToSchema)]
#[schema(as = RulePage)]
pub(in super::super) struct RulePage {
    /// The rules that were set: there are few, their number is limited.
    items: Vec<RuleJson>,
    /// Every kind of event, with what is done unless a rule says otherwise.
    events: Vec<EventJson>,
    /// Always null.
    next: Option<String>,
}

/// A kind of event.
#[derive(Serialize, ToSchema)]
#[schema(as = EventKind)]
pub(in super::super) struct EventJson {
    /// Its name.
    #[schema(value_type = EventText)]
    event: &'static str,
    /// How much it matters, as a rule.
    #[schema(value_type = LevelText)]
    level: &'static str,
    /// What it is.
    words: &'static str,
    /// What is done unless a rule says otherwise.
    #[schema(value_type = VerdictText)]
    unless_told: &'static str,
}

/// Lists the rules that were set, and every kind of event with what is done without one.
#[utoipa::path(get, path = "/rules", tag = "notices", operation_id = "rule.list",
    responses((status = 200, description = "The rules.", body = RulePage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let rules = rules::list(&call.state.authority, &call.caller).await?;
    let event = |kind: &EventKind| EventJson {
        event: kind.name(),
        level: kind.level().name(),
        words: kind.words(),
        unless_told: Verdict::unless_told(kind.level()).name(),
    };
    let events = EventKind::ALL.iter().map(event).collect();
    Ok(Reply::ok(&RulePage { items: rules.iter().map(RuleJson::of).collect(), events, next: None })?)
}
