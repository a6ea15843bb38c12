//! A channel is changed: its name, whether it is in use, what goes there.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::own;
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::ChannelId;
use claviger_core::notices::{Channel, Level};
use claviger_core::store::{Change, RecordKind, RecordWrite};
use claviger_core::text::Name;

/// What is to be different. Where it goes cannot be changed: another place is another channel.
#[derive(Debug, Clone, Default)]
pub struct EditChannel {
    /// Another name.
    pub name: Option<Name>,
    /// In use or not; what waits while it is not goes out once it is again.
    pub on: Option<bool>,
    /// What is below this does not go there.
    pub least: Option<Level>,
}

/// Changes a channel.
///
/// # Errors
/// [`ManageError`].
pub async fn edit(
    authority: &Authority,
    caller: &Caller,
    id: ChannelId,
    asked: EditChannel,
) -> Result<Channel, ManageError> {
    let target = Target::Record(RecordKind::Channel, id.as_u64());
    let work = async {
        let was = own(authority, caller, id).await?;
        let from = was.revision;
        let channel = Channel {
            name: asked.name.unwrap_or_else(|| was.name.clone()),
            on: asked.on.unwrap_or(was.on),
            least: asked.least.unwrap_or(was.least),
            revision: from.saturating_add(1),
            ..was.clone()
        };
        let act = entry::act(caller, Action::ChannelEdit, target, channel.revision, &words(&was, &channel));
        let change = Change::Records(vec![RecordWrite::Update { record: channel.record()?, from }]);
        let written = authority.commit_change(caller.mutation(change, act, &channel)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Channel))?;
        authority.outbox.touch(channel.id);
        Ok(channel)
    };
    guarded(authority, caller, Operation::ChannelEdit, target, work).await
}

fn words(was: &Channel, is: &Channel) -> String {
    let mut parts = vec![format!("channel \"{}\"", was.name)];
    if was.name != is.name {
        parts.push(format!("name: \"{}\"", is.name));
    }
    if was.on != is.on {
        parts.push(if is.on { "turned on" } else { "turned off" }.to_owned());
    }
    if was.least != is.least {
        parts.push(format!("least: {} → {}", was.least, is.least));
    }
    parts.join("; ")
}
