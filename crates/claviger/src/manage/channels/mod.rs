//! Channels: ways to tell somebody of what happened.
//!
//! What is secret of one, the secret of a web hook and the URL of a chat, is sealed at rest and bound to the channel. The
//! secret of a web hook is made here and shown once; a URL that is a secret is never shown again.

mod confirm;
mod create;
mod edit;
mod list;
mod remove;
mod rotate;
mod secret;
mod test;

pub use confirm::{Confirmed, confirm, send_code};
pub use create::{MadeChannel, NewChannel, NewRoute, create};
pub use edit::{EditChannel, edit};
pub use list::{ChannelView, list, show};
pub use remove::remove;
pub use rotate::{OVERLAP_SECS, rotate};
pub use secret::HookSecret;
pub use test::test;

use super::people::parsed;
use super::read::read;
use super::{Caller, ManageError, Thing};
use crate::authority::Authority;
use claviger_core::id::ChannelId;
use claviger_core::notices::Channel;
use claviger_core::store::RecordKind;

/// The channel, if it is one of the caller's account.
pub(super) async fn own(
    authority: &Authority,
    caller: &Caller,
    id: ChannelId,
) -> Result<Channel, ManageError> {
    let found = read(authority, move |store| store.record(RecordKind::Channel, id.as_u64())).await?;
    let channel: Option<Channel> = found.as_ref().map(parsed).transpose()?;
    channel.filter(|channel| channel.account == caller.account).ok_or(ManageError::NotFound(Thing::Channel))
}
