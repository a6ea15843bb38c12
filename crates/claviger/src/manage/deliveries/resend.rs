//! A delivery is sent again.

use super::super::{Caller, ManageError, Operation, Thing, channels, entry, guarded};
use super::own;
use crate::authority::Authority;
use crate::notices::sent;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::DeliveryId;
use claviger_core::notices::{Delivery, Fate};
use claviger_core::store::{Change, RecordKind, RecordWrite};

/// Queues what a delivery tells once more, under the same event id, as a new delivery. One that still waits is tried at
/// once instead.
///
/// # Errors
/// [`ManageError`]; [`ManageError::ChannelAsleep`] if the channel is off or its address is not confirmed.
pub async fn resend(authority: &Authority, caller: &Caller, id: DeliveryId) -> Result<Delivery, ManageError> {
    let target = Target::Record(RecordKind::Delivery, id.as_u64());
    let work = async {
        let old = own(authority, caller, id).await?;
        let channel = channels::own(authority, caller, old.channel).await?;
        if !channel.takes() {
            return Err(ManageError::ChannelAsleep);
        }
        let waits = old.fate == Fate::Waiting;
        let delivery = if waits {
            old.clone()
        } else {
            Delivery::new(
                DeliveryId::random(&mut OsEntropy)?,
                old.channel,
                old.event.clone(),
                authority.now(),
            )
        };
        let mut writes = vec![RecordWrite::Require {
            kind: RecordKind::Channel,
            id: channel.id.as_u64(),
            revision: channel.revision,
        }];
        if !waits {
            writes.push(sent(&delivery)?);
        }
        let words = format!("{} to channel \"{}\"", old.event.id, channel.name);
        let act = entry::act(caller, Action::DeliveryResend, target, old.revision, &words);
        let written = authority.commit_change(caller.mutation(Change::Records(writes), act, &delivery)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Delivery))?;
        authority.outbox.touch(channel.id);
        Ok(delivery)
    };
    guarded(authority, caller, Operation::DeliveryResend, target, work).await
}
