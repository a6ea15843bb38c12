//! The channels of an account, and how they are doing.

use super::super::people::all;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use super::own;
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::ChannelId;
use claviger_core::notices::{Channel, Health, Mark};
use claviger_core::store::{RecordKind, RecordsOf, Store, StoreError};

/// A channel, and how it is doing.
#[derive(Debug, Clone)]
pub struct ChannelView {
    /// What is on record.
    pub channel: Channel,
    /// How it is doing.
    pub health: Health,
}

/// The channels in the order in which they were made. There are few: their number is limited.
///
/// # Errors
/// [`ManageError`].
pub async fn list(authority: &Authority, caller: &Caller) -> Result<Vec<ChannelView>, ManageError> {
    let account = caller.account;
    let work = async {
        read(authority, move |store| {
            let channels: Vec<Channel> = all(store, RecordKind::Channel, RecordsOf::Account(account))?;
            channels.into_iter().map(|channel| view(store, channel)).collect()
        })
        .await
    };
    guarded(authority, caller, Operation::ChannelList, Target::Account, work).await
}

/// One of them.
///
/// # Errors
/// [`ManageError`].
pub async fn show(authority: &Authority, caller: &Caller, id: ChannelId) -> Result<ChannelView, ManageError> {
    let work = async {
        let channel = own(authority, caller, id).await?;
        read(authority, move |store| view(store, channel)).await
    };
    guarded(authority, caller, Operation::ChannelShow, Target::Account, work).await
}

fn view(store: &dyn Store, channel: Channel) -> Result<ChannelView, StoreError> {
    let found = store.record_by_handle(RecordKind::Cursor, &Health::handle(channel.id))?;
    let health = match found.as_ref().map(Mark::try_from) {
        Some(Ok(Mark::Health(_, health))) => health,
        _ => Health::FINE,
    };
    Ok(ChannelView { channel, health })
}
