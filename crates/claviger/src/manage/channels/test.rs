//! A test is sent.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::own;
use crate::authority::Authority;
use crate::notices::sent;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::{ChannelId, DeliveryId};
use claviger_core::notices::{Delivery, Event, EventId, EventKind};
use claviger_core::store::{Change, RecordKind, RecordWrite};

/// Queues a test for a channel, behind what waits there; its delivery shows what comes of it.
///
/// # Errors
/// [`ManageError`]; [`ManageError::ChannelAsleep`] if it is off or its address is not confirmed.
pub async fn test(authority: &Authority, caller: &Caller, id: ChannelId) -> Result<Delivery, ManageError> {
    let target = Target::Record(RecordKind::Channel, id.as_u64());
    let work = async {
        let channel = own(authority, caller, id).await?;
        if !channel.takes() {
            return Err(ManageError::ChannelAsleep);
        }
        let (now, delivery) = (authority.now(), DeliveryId::random(&mut OsEntropy)?);
        let sentence = format!("This is a test of the channel \"{}\"; nothing has happened.", channel.name);
        let event = EventId::due("test", delivery, now);
        let event = Event::new(event, EventKind::Test, channel.account, now, &sentence)
            .with("asked by", caller.actor());
        let delivery = Delivery::new(delivery, id, event, now);
        let words = format!("channel \"{}\"", channel.name);
        let act = entry::act(caller, Action::ChannelTest, target, channel.revision, &words);
        let change = Change::Records(vec![
            RecordWrite::Require { kind: RecordKind::Channel, id: id.as_u64(), revision: channel.revision },
            sent(&delivery)?,
        ]);
        let written = authority.commit_change(caller.mutation(change, act, &delivery)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Delivery))?;
        authority.outbox.touch(id);
        Ok(delivery)
    };
    guarded(authority, caller, Operation::ChannelTest, target, work).await
}
