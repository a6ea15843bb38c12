//! A rule as JSON.

use super::super::texts::{EventText, VerdictText};
use claviger::core::id::{KeyId, UserId};
use claviger::core::notices::{Rule, Scope};
use serde::Serialize;
use utoipa::ToSchema;

/// A rule: what is done with events of a kind, about the account as a whole unless it names a person or a key.
#[derive(Serialize, ToSchema)]
#[schema(as = Rule)]
pub(in super::super) struct RuleJson {
    /// Its id.
    #[schema(example = "rule_0123456789ab")]
    id: String,
    /// For which events.
    #[schema(value_type = EventText)]
    event: &'static str,
    /// About this key alone.
    #[schema(example = "key_0123456789ab")]
    key: Option<String>,
    /// About this person alone.
    #[schema(example = "user_0123456789ab")]
    user: Option<String>,
    /// What is done.
    #[schema(value_type = VerdictText)]
    tell: &'static str,
}

impl RuleJson {
    pub(super) fn of(rule: &Rule) -> Self {
        let (key, user) = match rule.scope {
            Scope::Account => (None, None),
            Scope::Key(key) => (Some(KeyId::from_u64(key).to_string()), None),
            Scope::Person(user) => (None, Some(UserId::from_u64(user).to_string())),
        };
        RuleJson { id: rule.id.to_string(), event: rule.kind.name(), key, user, tell: rule.verdict.name() }
    }
}
