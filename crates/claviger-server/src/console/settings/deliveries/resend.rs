//! A delivery is sent again.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::page::Notice;
use claviger::core::id::DeliveryId;
use claviger::manage::{Thing, deliveries};

/// Sends it.
pub(in super::super::super) async fn resend(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let id: DeliveryId = call.id(Thing::Delivery)?;
    let sent = deliveries::resend(&call.state.authority, call.caller(), id).await?;
    let to = format!("/settings/deliveries?channel={}", sent.channel);
    Ok(Shown::go(to).saying(Notice::SentAgain, call.state.secure))
}
