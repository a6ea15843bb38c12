//! Deliveries: what was sent to channels, with every attempt.

mod list;
mod resend;
mod show;

pub use list::list;
pub use resend::resend;
pub use show::show;

use super::people::parsed;
use super::read::read;
use super::{Caller, ManageError, Thing};
use crate::authority::Authority;
use claviger_core::id::DeliveryId;
use claviger_core::notices::Delivery;
use claviger_core::store::RecordKind;

/// The delivery, if it is one of the caller's account.
async fn own(authority: &Authority, caller: &Caller, id: DeliveryId) -> Result<Delivery, ManageError> {
    let found = read(authority, move |store| store.record(RecordKind::Delivery, id.as_u64())).await?;
    let found = found.filter(|record| record.is_live(authority.now()));
    let delivery: Option<Delivery> = found.as_ref().map(parsed).transpose()?;
    delivery
        .filter(|delivery| delivery.event.account == caller.account)
        .ok_or(ManageError::NotFound(Thing::Delivery))
}
