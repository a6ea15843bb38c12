//! How often keys are reviewed, and what becomes of those nobody uses.

use super::super::body::{given, present};
use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use claviger::core::key::review::ReviewPolicy;
use claviger::manage::reviews::{self, EditPolicy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the account wants.
#[derive(Serialize, ToSchema)]
#[schema(as = ReviewPolicy)]
pub(in super::super) struct PolicyJson {
    /// Days between two reviews of a key.
    every_days: u32,
    /// Days without a verified call after which a key is dormant: it is listed and warned of.
    dormant_days: u32,
    /// Days without a verified call after which a key is frozen; null: it never is.
    freeze_days: Option<u32>,
}

impl PolicyJson {
    fn of(policy: &ReviewPolicy) -> Self {
        let ReviewPolicy { every_days, dormant_days, freeze_days, .. } = *policy;
        PolicyJson { every_days, dormant_days, freeze_days }
    }
}

/// The changes asked for. What is left out stays; `null` clears what may be absent.
#[derive(Deserialize, ToSchema)]
#[schema(as = EditReviewPolicy)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct EditReviewPolicy {
    /// Other days between two reviews.
    #[serde(default, deserialize_with = "given")]
    #[schema(minimum = 1, maximum = 3660, nullable = false)]
    every_days: Option<u32>,
    /// Other days after which a key is dormant.
    #[serde(default, deserialize_with = "given")]
    #[schema(minimum = 1, maximum = 3660, nullable = false)]
    dormant_days: Option<u32>,
    /// Other days after which a key is frozen, 7 at least; null: never.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>, minimum = 7, maximum = 3660)]
    freeze_days: Option<Option<u32>>,
}

/// Shows how often the account's keys are reviewed, and what becomes of those nobody uses.
#[utoipa::path(get, path = "/reviews/policy", tag = "reviews", operation_id = "review.policy-show",
    responses((status = 200, description = "What the account wants.", body = PolicyJson)))]
pub(in super::super) async fn show(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let policy = reviews::policy(&call.state.authority, &call.caller).await?;
    Ok(Reply::ok(&PolicyJson::of(&policy))?)
}

/// Changes how often the account's keys are reviewed, or what becomes of those nobody uses.
#[utoipa::path(patch, path = "/reviews/policy", tag = "reviews", operation_id = "review.policy-edit",
    request_body = EditReviewPolicy,
    responses((status = 200, description = "What the account wants now.", body = PolicyJson)))]
pub(in super::super) async fn edit(call: Call) -> Result<Reply, Failure> {
    let body: EditReviewPolicy = call.json()?;
    let mut fields = Fields::default();
    let every = fields.take("every_days", body.every_days.map(ReviewPolicy::days).transpose());
    let dormant = fields.take("dormant_days", body.dormant_days.map(ReviewPolicy::days).transpose());
    let judged = |days: Option<u32>| days.map(ReviewPolicy::freeze_after).transpose();
    let freeze = fields.take("freeze_days", body.freeze_days.map(judged).transpose());
    let parsed = || Some(EditPolicy { every_days: every?, dormant_days: dormant?, freeze_days: freeze? });
    let asked = parsed();
    let asked = fields.done(asked)?;
    let caller = call.answering(|policy: &ReviewPolicy| Reply::ok(&PolicyJson::of(policy)));
    let policy = reviews::edit_policy(&call.state.authority, &caller, asked).await?;
    Ok(Reply::ok(&PolicyJson::of(&policy))?)
}
