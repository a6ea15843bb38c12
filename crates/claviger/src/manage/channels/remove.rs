//! A channel is removed, with everything that waits for it.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::own;
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::ChannelId;
use claviger_core::notices::Channel;
use claviger_core::store::{Change, RecordKind, RecordWrite};

/// Removes a channel; nothing is sent there any more once the attempt under way has ended.
///
/// # Errors
/// [`ManageError`].
pub async fn remove(authority: &Authority, caller: &Caller, id: ChannelId) -> Result<Channel, ManageError> {
    let target = Target::Record(RecordKind::Channel, id.as_u64());
    let work = async {
        let channel = own(authority, caller, id).await?;
        let owner = id.as_u64();
        let words = format!("{} channel \"{}\" to {}", channel.service, channel.name, channel.route);
        let act = entry::act(caller, Action::ChannelRemove, target, channel.revision, &words);
        let change = Change::Records(vec![
            RecordWrite::Remove { kind: RecordKind::Channel, id: owner, from: channel.revision },
            RecordWrite::RemoveOwned { kind: RecordKind::Delivery, owner, except: None },
            RecordWrite::RemoveOwned { kind: RecordKind::Cursor, owner, except: None },
        ]);
        let written = authority.commit_change(caller.mutation(change, act, &channel)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Channel))?;
        authority.outbox.touch(id);
        Ok(channel)
    };
    guarded(authority, caller, Operation::ChannelRemove, target, work).await
}
