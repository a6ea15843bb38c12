//! What the account wants of rotations.

pub(super) mod edit;
pub(super) mod show;

use super::reply::Reply;
use crate::problem::Problem;
use claviger::core::key::RotationPolicy;
use serde::Serialize;
use utoipa::ToSchema;

/// What the account wants of rotations.
#[derive(Serialize, ToSchema)]
#[schema(as = RotationPolicy)]
pub(super) struct PolicyJson {
    /// How old keys may grow, in days, before they are due to be rotated; 0 for any age.
    max_age_days: u16,
    /// The same for keys that withdraw, or save addresses to withdraw to; 0 as any other.
    withdrawing_max_age_days: u16,
    /// The age recipient that private keys of successors are encrypted to, unless a rotation names another; null if they are
    /// answered in clear, once.
    #[schema(example = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")]
    recipient: Option<String>,
}

fn reply(policy: &RotationPolicy) -> Result<Reply, Problem> {
    Reply::ok(&PolicyJson {
        max_age_days: policy.max_age.days,
        withdrawing_max_age_days: policy.max_age.withdrawing_days,
        recipient: policy.recipient.clone(),
    })
}
