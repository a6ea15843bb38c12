//! The secret of a web hook is rotated.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::create::MadeChannel;
use super::{HookSecret, own};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::ChannelId;
use claviger_core::notices::{Channel, HookSecrets, Service};
use claviger_core::store::{Change, RecordKind, RecordWrite};

/// How long the secret before signs along, in seconds: a day.
pub const OVERLAP_SECS: i64 = 86_400;

/// Makes a new secret, shown once. For a day messages bear two signatures, so that the receiver can be changed meanwhile.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NoHookSecret`] for what is no web hook of one's own.
pub async fn rotate(
    authority: &Authority,
    caller: &Caller,
    id: ChannelId,
) -> Result<MadeChannel, ManageError> {
    let target = Target::Record(RecordKind::Channel, id.as_u64());
    let work = async {
        let channel = own(authority, caller, id).await?;
        let Some(secrets) = channel.secrets.clone().filter(|_| channel.service == Service::Webhook) else {
            return Err(ManageError::NoHookSecret);
        };
        let secret = HookSecret::random()?;
        let until = authority.now().plus_secs(OVERLAP_SECS);
        let current = secret.sealed(authority, &channel)?;
        let (from, name) = (channel.revision, channel.name.clone());
        let secrets = Some(HookSecrets { current, previous: Some((secrets.current, until)) });
        let channel = Channel { secrets, revision: from.saturating_add(1), ..channel };
        let words = format!("channel \"{name}\"; the secret before signs along until {until}");
        let act = entry::act(caller, Action::ChannelSecret, target, channel.revision, &words);
        let change = Change::Records(vec![RecordWrite::Update { record: channel.record()?, from }]);
        let made = MadeChannel { channel, secret: Some(secret), code_failed: None };
        let written = authority.commit_change(caller.mutation(change, act, &made)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Channel))?;
        Ok(made)
    };
    guarded(authority, caller, Operation::ChannelSecret, target, work).await
}
