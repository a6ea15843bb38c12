//! A rule is set, or taken away.

use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::{EventText, VerdictText};
use super::RuleJson;
use crate::problem::Problem;
use claviger::core::id::{KeyId, UserId};
use claviger::core::notices::{EventKind, Rule, Scope, Verdict};
use claviger::manage::rules;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The rule asked for.
#[derive(Deserialize, ToSchema)]
#[schema(as = SetRule)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct SetRule {
    /// For which events.
    #[schema(value_type = EventText)]
    event: String,
    /// About this key alone; not with `user`.
    key: Option<String>,
    /// About this person alone; not with `key`.
    user: Option<String>,
    /// What is done; left out, the rule is taken away.
    #[schema(value_type = Option<VerdictText>)]
    tell: Option<String>,
}

/// The rule that holds now.
#[derive(Serialize, ToSchema)]
#[schema(as = RuleSet)]
pub(in super::super) struct RuleSetJson {
    /// The rule; null if there is none.
    rule: Option<RuleJson>,
}

/// Sets what is done with events of a kind: `nowhere`, `inbox`, or `channels`, which is the inbox and every channel. The
/// narrowest rule decides: that of the key, of the person, of the account.
#[utoipa::path(post, path = "/rules", tag = "notices", operation_id = "rule.set",
    request_body = SetRule,
    responses((status = 200, description = "The rule that holds now.", body = RuleSetJson)))]
pub(in super::super) async fn set(call: Call) -> Result<Reply, Failure> {
    let body: SetRule = call.json()?;
    let mut fields = Fields::default();
    let kind =
        EventKind::from_name(&body.event).ok_or("takes the name of a kind of event; GET /rules lists them");
    let kind = fields.take("event", kind);
    let key = fields.optional("key", body.key.as_deref(), str::parse::<KeyId>);
    let user = fields.optional("user", body.user.as_deref(), str::parse::<UserId>);
    let tell = body
        .tell
        .as_deref()
        .map(|text| Verdict::from_name(text).ok_or("takes `nowhere`, `inbox` or `channels`"));
    let tell = fields.take("tell", tell.transpose());
    let scope = match (key, user) {
        (Some(None), Some(None)) => Some(Scope::Account),
        (Some(Some(key)), Some(None)) => Some(Scope::Key(key.as_u64())),
        (Some(None), Some(Some(user))) => Some(Scope::Person(user.as_u64())),
        (Some(Some(_)), Some(Some(_))) => fields.take("user", Err("does not go with `key`")),
        _ => None,
    };
    let parsed = || Some((scope?, kind?, tell?));
    let parsed = parsed();
    let (scope, kind, tell) = fields.done(parsed)?;
    let caller = call.answering(reply);
    let rule = rules::set(&call.state.authority, &caller, scope, kind, tell).await?;
    Ok(reply(&rule)?)
}

fn reply(rule: &Option<Rule>) -> Result<Reply, Problem> {
    Reply::ok(&RuleSetJson { rule: rule.as_ref().map(RuleJson::of) })
}
