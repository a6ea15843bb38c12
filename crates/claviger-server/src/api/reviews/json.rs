//! Reviews as JSON.

use super::super::instant::show;
use super::super::keys::KeyJson;
use super::super::texts::{ActionText, DecidedText, PermissionText, ReasonText};
use claviger::core::key::KeyRecord;
use claviger::core::key::review::{DryRunTold, Line, PermissionUse, Recorded, SignedOff, Span};
use claviger::core::permission::PermissionSet;
use claviger::manage::reviews::Reviewed;
use serde::Serialize;
use std::net::IpAddr;
use utoipa::ToSchema;

pub(in super::super) fn names(set: PermissionSet) -> Vec<&'static str> {
    set.iter().map(|permission| permission.name()).collect()
}

/// Calls: how many, from when to when.
#[derive(Serialize, ToSchema)]
#[schema(as = CallSpan)]
pub(in super::super) struct SpanJson {
    /// How many.
    calls: u64,
    /// The first of them.
    #[schema(format = DateTime)]
    first_at: String,
    /// The last of them.
    #[schema(format = DateTime)]
    last_at: String,
}

impl SpanJson {
    pub(in super::super) fn of(span: &Span) -> Self {
        SpanJson { calls: span.calls, first_at: span.first.to_string(), last_at: span.last.to_string() }
    }
}

/// A permission of a key, and the calls that needed it.
#[derive(Serialize, ToSchema)]
#[schema(as = PermissionUse)]
pub(in super::super) struct PermissionUseJson {
    /// The permission.
    #[schema(value_type = PermissionText)]
    permission: &'static str,
    /// The calls that needed it; null if none did.
    used: Option<SpanJson>,
}

impl PermissionUseJson {
    pub(super) fn of(one: &PermissionUse) -> Self {
        PermissionUseJson { permission: one.permission.name(), used: one.used.as_ref().map(SpanJson::of) }
    }
}

/// Allowed calls of one action.
#[derive(Serialize, ToSchema)]
#[schema(as = ActionUse)]
pub(in super::super) struct ActionUseJson {
    /// What they asked for.
    #[schema(value_type = ActionText)]
    action: &'static str,
    #[serde(flatten)]
    span: SpanJson,
}

/// Allowed calls from one address.
#[derive(Serialize, ToSchema)]
#[schema(as = SourceUse)]
pub(in super::super) struct SourceUseJson {
    /// Where they came from.
    source: String,
    #[serde(flatten)]
    span: SpanJson,
}

/// What a review proposes.
#[derive(Serialize, ToSchema)]
#[schema(as = ReviewProposal)]
pub(in super::super) struct ProposalJson {
    /// The smallest part of the key's permissions that would have allowed all that was allowed.
    #[schema(value_type = Vec<PermissionText>)]
    permissions: Vec<&'static str>,
    /// The smallest allowlist with every address seen; null if there is none to offer.
    allowlist: Option<Vec<String>>,
}

/// What a key was used for, and what a review of it proposes.
#[derive(Serialize, ToSchema)]
#[schema(as = KeyReview)]
pub(in super::super) struct KeyReviewJson {
    /// The key.
    key: KeyJson,
    /// Days looked back.
    days: u32,
    /// Its calls from here on were looked at.
    #[schema(format = DateTime)]
    since: String,
    /// Only those from here on were, since there are more than a review looks at; null if all were.
    #[schema(format = DateTime)]
    cut_at: Option<String>,
    /// Its allowed calls; null if there was none.
    allowed: Option<SpanJson>,
    /// Its refused calls; null if there was none.
    refused: Option<SpanJson>,
    /// Its permissions, with the calls that needed each.
    permissions: Vec<PermissionUseJson>,
    /// Its allowed calls by what they asked for.
    actions: Vec<ActionUseJson>,
    /// Its allowed calls by address.
    sources: Vec<SourceUseJson>,
    /// There were more addresses than are listed.
    more_sources: bool,
    /// What to narrow it to.
    proposal: ProposalJson,
    /// When it is to be reviewed; null for a revoked key.
    #[schema(format = DateTime)]
    due_at: Option<String>,
    /// The last sign-off; null if there was none.
    reviewed: Option<SignedOffJson>,
    /// Until when what the last review narrowed can be put back in one step; null if it cannot.
    #[schema(format = DateTime)]
    undo_until: Option<String>,
}

impl KeyReviewJson {
    pub(super) fn of(seen: &Reviewed) -> Self {
        let used = &seen.used;
        let action = |(action, span): (&claviger::core::action::Action, &Span)| ActionUseJson {
            action: action.name(),
            span: SpanJson::of(span),
        };
        let source = |(source, span): (&IpAddr, &Span)| SourceUseJson {
            source: source.to_string(),
            span: SpanJson::of(span),
        };
        KeyReviewJson {
            key: KeyJson::of(&seen.record),
            days: seen.days,
            since: seen.since.to_string(),
            cut_at: show(seen.cut_at),
            allowed: used.allowed().as_ref().map(SpanJson::of),
            refused: used.refusals().as_ref().map(SpanJson::of),
            permissions: seen.permissions.iter().map(PermissionUseJson::of).collect(),
            actions: used.actions.iter().map(action).collect(),
            sources: used.sources.iter().map(source).collect(),
            more_sources: used.more_sources,
            proposal: ProposalJson {
                permissions: names(seen.proposal.permissions),
                allowlist: seen.proposal.allowlist.as_ref().map(|list| list.to_texts()),
            },
            due_at: show(seen.due_at),
            reviewed: seen.last.as_ref().map(SignedOffJson::of),
            undo_until: seen.undo.as_ref().ok().map(|undo| undo.until.to_string()),
        }
    }
}

/// That a key was reviewed.
#[derive(Serialize, ToSchema)]
#[schema(as = SignedOff)]
pub(in super::super) struct SignedOffJson {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// By which member or token; null for the host itself. They may be gone by now.
    by: Option<String>,
    /// What was decided.
    #[schema(value_type = DecidedText)]
    decided: &'static str,
    /// Why, in the reviewer's words.
    note: String,
}

impl SignedOffJson {
    pub(super) fn of(signed: &SignedOff) -> Self {
        SignedOffJson {
            at: signed.at.to_string(),
            by: signed.by.map(|by| by.to_string()),
            decided: signed.decided.name(),
            note: signed.note.to_string(),
        }
    }
}

/// A key after its review was signed off, or undone.
#[derive(Serialize, ToSchema)]
#[schema(as = ReviewedKey)]
pub(in super::super) struct ReviewedKeyJson {
    #[serde(flatten)]
    key: KeyJson,
    /// The review.
    review: SignedOffJson,
    /// Until when what it narrowed can be put back in one step; null if it narrowed nothing.
    #[schema(format = DateTime)]
    undo_until: Option<String>,
}

impl ReviewedKeyJson {
    pub(super) fn of(key: &KeyRecord, review: &SignedOff) -> Self {
        ReviewedKeyJson {
            key: KeyJson::of(key),
            review: SignedOffJson::of(review),
            undo_until: review.undo.as_ref().map(|undo| undo.until.to_string()),
        }
    }
}

/// A call as an example.
#[derive(Serialize, ToSchema)]
#[schema(as = DryRunExample)]
pub(in super::super) struct ExampleJson {
    /// Where it stands in the log.
    sequence: u64,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Where it came from.
    source: Option<String>,
}

/// Allowed calls of one action that would have been refused for one reason.
#[derive(Serialize, ToSchema)]
#[schema(as = DryRunLine)]
pub(in super::super) struct LineJson {
    /// What they asked for.
    #[schema(value_type = ActionText)]
    action: &'static str,
    /// Why they would have been refused.
    #[schema(value_type = ReasonText)]
    reason: &'static str,
    /// They would have been for sure; else it depends on what is not on record.
    certain: bool,
    #[serde(flatten)]
    span: SpanJson,
    /// The latest of them, three at most.
    examples: Vec<ExampleJson>,
}

impl LineJson {
    fn of(line: &Line) -> Self {
        let example = |call: &Recorded| ExampleJson {
            sequence: call.sequence,
            at: call.at.to_string(),
            source: call.source.map(|source| source.to_string()),
        };
        LineJson {
            action: line.action.name(),
            reason: line.reason.code(),
            certain: line.certain,
            span: SpanJson::of(&line.span),
            examples: line.examples.iter().map(example).collect(),
        }
    }
}

/// What a change would have refused of what was allowed.
#[derive(Serialize, ToSchema)]
#[schema(as = DryRun)]
pub(in super::super) struct DryRunJson {
    /// In words.
    #[schema(example = "would have refused 14 of 90211 calls")]
    words: String,
    /// The calls from here on were judged.
    #[schema(format = DateTime)]
    since: String,
    /// Only those from here on were, since there are more than a dry run looks at; null if all were.
    #[schema(format = DateTime)]
    cut_at: Option<String>,
    /// Allowed calls that were judged.
    calls: u64,
    /// Of those, the ones that would have been refused.
    would_refuse: u64,
    /// Of those, the ones that may have been: it depends on what is not on record.
    may_refuse: u64,
    /// Calls that were allowed then and that the key as it is refuses already.
    already_refused: u64,
    /// Calls that were refused for what the change takes away.
    would_allow: u64,
    /// By action and reason, the most first.
    lines: Vec<LineJson>,
}

impl DryRunJson {
    pub(super) fn of(told: &DryRunTold, since: String, cut_at: Option<String>) -> Self {
        DryRunJson {
            words: told.words(),
            since,
            cut_at,
            calls: told.calls,
            would_refuse: told.would_refuse,
            may_refuse: told.may_refuse,
            already_refused: told.already_refused,
            would_allow: told.would_allow,
            lines: told.lines.iter().map(LineJson::of).collect(),
        }
    }
}
