//! The review of a key is signed off.

use super::super::body::given;
use super::super::failure::{Failure, Fields};
use super::super::keys::{allowlist, permissions};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::{DecidedText, PermissionText};
use super::json::ReviewedKeyJson;
use crate::problem::Problem;
use claviger::core::key::KeyRecord;
use claviger::core::key::review::{DEFAULT_UNDO_DAYS, Decided, MAX_UNDO_DAYS, SignedOff};
use claviger::core::text::Description;
use claviger::manage::reviews::{SignOff, Verdict};
use claviger::manage::{Thing, reviews};
use serde::Deserialize;
use utoipa::ToSchema;

/// What was decided.
#[derive(Deserialize, ToSchema)]
#[schema(as = SignOffReview)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct SignOffReview {
    /// Keep the key as it is, narrow it, or revoke it.
    #[schema(value_type = DecidedText)]
    decision: String,
    /// Its permissions from now on: the whole set. Only to narrow.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<PermissionText>>, nullable = false)]
    permissions: Option<Vec<String>>,
    /// Its allowlist from now on: the whole list. Only to narrow.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_items = 64, nullable = false)]
    allowlist: Option<Vec<String>>,
    /// The revision of the key that was looked at: at any other one nothing is signed off.
    revision: Option<u64>,
    /// Why, in your words.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 500, nullable = false)]
    note: Option<String>,
    /// For so many days a narrowing can be undone in one step; 7 unless told.
    #[schema(minimum = 1, maximum = 90)]
    undo_days: Option<u32>,
}

/// Signs the review of a key off: one entry says who reviewed which key when, and what was decided. What is narrowed can be
/// put back in one step for some days.
#[utoipa::path(post, path = "/keys/{id}/review", tag = "reviews", operation_id = "key.review",
    params(("id" = String, Path, description = "The key's id.", example = "key_0123456789ab")),
    request_body = SignOffReview,
    responses((status = 200, description = "The key as it is now.", body = ReviewedKeyJson)))]
pub(in super::super) async fn sign_off(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let asked = parse(&call.json()?)?;
    let caller = call.answering(reviewed_again);
    let signed = reviews::sign_off(&call.state.authority, &caller, id, &asked).await?;
    Ok(Reply::ok(&ReviewedKeyJson::of(&signed.key.record, &signed.review))?)
}

/// How a review, or its undoing, is answered again.
pub(super) fn reviewed_again((key, review): &(KeyRecord, SignedOff)) -> Result<Reply, Problem> {
    Reply::ok(&ReviewedKeyJson::of(key, review))
}

fn parse(body: &SignOffReview) -> Result<SignOff, Problem> {
    let mut fields = Fields::default();
    let known = Decided::from_name(&body.decision).ok_or("takes `keep`, `narrow` or `revoke`");
    let decided = fields.take("decision", known);
    let permissions = fields.take("permissions", body.permissions.as_deref().map(permissions).transpose());
    let allowlist = fields.take("allowlist", body.allowlist.as_deref().map(allowlist).transpose());
    let note = fields.take("note", Description::parse(body.note.as_deref().unwrap_or_default()));
    let days = body.undo_days.unwrap_or(DEFAULT_UNDO_DAYS);
    let within = (1..=MAX_UNDO_DAYS).contains(&days).then_some(days).ok_or("takes 1 to 90 days");
    let undo_days = fields.take("undo_days", within);
    let narrows = body.permissions.is_some() || body.allowlist.is_some();
    if decided.is_some_and(|decided| (decided == Decided::Narrow) != narrows) {
        let words = "to narrow takes `permissions`, `allowlist` or both; nothing else takes them";
        fields.take("decision", Err::<(), _>(words));
    }
    let parsed = || {
        let (permissions, allowlist) = (permissions?, allowlist?);
        let verdict = match decided? {
            Decided::Keep => Verdict::Keep,
            Decided::Narrow => Verdict::Narrow { permissions, allowlist },
            Decided::Revoke => Verdict::Revoke,
        };
        Some(SignOff { from: body.revision, verdict, note: note?, undo_days: undo_days? })
    };
    let parsed = parsed();
    fields.done(parsed)
}
