//! What the account wants is changed.

use super::super::body::{given, present};
use super::super::failure::{Failure, Fields};
use super::super::reply::Reply;
use super::super::shell::Call;
use super::{PolicyJson, reply};
use claviger::core::key::age::MAX_DAYS;
use claviger::manage::rotation_policy::{self, EditRotationPolicy as Asked, Recipient};
use serde::Deserialize;
use utoipa::ToSchema;

/// The changes asked for. What is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(as = EditRotationPolicy)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct EditPolicy {
    /// How old keys may grow, in days; 0 for any age.
    #[serde(default, deserialize_with = "given")]
    #[schema(minimum = 0, maximum = 3650, nullable = false)]
    max_age_days: Option<u16>,
    /// The same for keys that withdraw; 0 as any other.
    #[serde(default, deserialize_with = "given")]
    #[schema(minimum = 0, maximum = 3650, nullable = false)]
    withdrawing_max_age_days: Option<u16>,
    /// The age recipient of private keys; null for none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    recipient: Option<Option<String>>,
}

/// Changes what the account wants of rotations.
#[utoipa::path(patch, path = "/rotation-policy", tag = "keys", operation_id = "rotation-policy.edit",
    request_body = EditPolicy,
    responses((status = 200, description = "What the account wants now.", body = PolicyJson)))]
pub(in super::super) async fn edit(call: Call) -> Result<Reply, Failure> {
    let body: EditPolicy = call.json()?;
    let mut fields = Fields::default();
    let any_days = days(&mut fields, "max_age_days", body.max_age_days);
    let withdrawing_days = days(&mut fields, "withdrawing_max_age_days", body.withdrawing_max_age_days);
    let recipient = match &body.recipient {
        None => Some(None),
        Some(None) => Some(Some(None)),
        Some(Some(text)) => fields.take("recipient", text.parse::<Recipient>()).map(|it| Some(Some(it))),
    };
    let asked =
        || Some(Asked { days: any_days?, withdrawing_days: withdrawing_days?, recipient: recipient? });
    let asked = asked();
    let asked = fields.done(asked)?;
    let caller = call.answering(reply);
    Ok(reply(&rotation_policy::edit(&call.state.authority, &caller, asked).await?)?)
}

fn days(fields: &mut Fields, name: &str, given: Option<u16>) -> Option<Option<u16>> {
    match given {
        Some(days) if days > MAX_DAYS => {
            fields.take(name, Err::<Option<u16>, _>("takes at most 3650, which is ten years"))
        }
        given => Some(given),
    }
}
