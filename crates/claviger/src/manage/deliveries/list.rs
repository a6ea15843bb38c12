//! The deliveries of an account or of a channel, newest first.

use super::super::page::bounded;
use super::super::people::all;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Page, Thing, channels, guarded};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::{ChannelId, DeliveryId};
use claviger_core::notices::{Channel, Delivery};
use claviger_core::store::{RecordKind, RecordsOf, Store, StoreError};

/// A page of them, after `after`. Their number is limited per channel, and that of channels per account.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if `after` is none of them, or the channel is not there.
pub async fn list(
    authority: &Authority,
    caller: &Caller,
    channel: Option<ChannelId>,
    after: Option<DeliveryId>,
    limit: usize,
) -> Result<Page<Delivery, DeliveryId>, ManageError> {
    let work = async {
        if let Some(channel) = channel {
            channels::own(authority, caller, channel).await?;
        }
        let (account, now) = (caller.account, authority.now());
        let mut found: Vec<Delivery> = read(authority, move |store| match channel {
            Some(channel) => of_channel(store, channel),
            None => {
                let channels: Vec<Channel> = all(store, RecordKind::Channel, RecordsOf::Account(account))?;
                let each: Result<Vec<Vec<Delivery>>, StoreError> =
                    channels.iter().map(|channel| of_channel(store, channel.id)).collect();
                Ok(each?.into_iter().flatten().collect())
            }
        })
        .await?;
        found.retain(|delivery| delivery.expires_at.is_none_or(|at| now < at));
        found.sort_by_key(|delivery| std::cmp::Reverse((delivery.created_at, delivery.id)));
        if let Some(after) = after {
            let place = found.iter().position(|delivery| delivery.id == after);
            found.drain(..=place.ok_or(ManageError::NotFound(Thing::Cursor))?);
        }
        Ok(Page::cut(found, bounded(limit), |delivery| delivery.id))
    };
    guarded(authority, caller, Operation::DeliveryList, Target::Account, work).await
}

fn of_channel(store: &dyn Store, channel: ChannelId) -> Result<Vec<Delivery>, StoreError> {
    all(store, RecordKind::Delivery, RecordsOf::Owner(channel.as_u64()))
}
