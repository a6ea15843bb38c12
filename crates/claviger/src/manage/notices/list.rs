//! The inbox of an account, newest first, as far as it is there for whoever asks.

use super::super::page::bounded;
use super::super::people::all;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Page, Reach, Thing, guarded};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::{KeyId, NoticeId, UserId};
use claviger_core::notices::{Event, Mark, Notice, SeenUpTo};
use claviger_core::store::{RecordKind, RecordsOf, Store, StoreError};
use claviger_core::time::Timestamp;
use std::collections::BTreeSet;

/// Most notices counted as not read.
const COUNTED: usize = 100;

/// A page of the inbox.
#[derive(Debug, Clone)]
pub struct Inbox {
    /// The notices, newest first.
    pub page: Page<Notice, NoticeId>,
    /// Up to when the person who asks has read it; none for a token, or if it was never read.
    pub seen_up_to: Option<Timestamp>,
}

/// A page, after `after`. Whoever reaches some keys only finds what is about those and about themselves.
///
/// # Errors
/// [`ManageError`]; [`ManageError::NotFound`] if `after` is none of them.
pub async fn list(
    authority: &Authority,
    caller: &Caller,
    after: Option<NoticeId>,
    limit: usize,
) -> Result<Inbox, ManageError> {
    let work = async {
        let (mut found, seen) = gathered(authority, caller).await?;
        if let Some(after) = after {
            let place = found.iter().position(|notice| notice.id == after);
            found.drain(..=place.ok_or(ManageError::NotFound(Thing::Cursor))?);
        }
        let page = Page::cut(found, bounded(limit), |notice| notice.id);
        Ok(Inbox { page, seen_up_to: seen.map(|seen| seen.at) })
    };
    guarded(authority, caller, Operation::NoticeList, Target::Account, work).await
}

/// How many there are that the person has not read, counted up to a hundred: for the navigation. 0 for whoever may not
/// read them, and for a token, which reads nothing.
///
/// # Errors
/// [`ManageError::Unavailable`].
pub async fn unread(authority: &Authority, caller: &Caller) -> Result<usize, ManageError> {
    let Some(person) = caller.person() else { return Ok(0) };
    if caller.require(Operation::NoticeList).is_err() {
        return Ok(0);
    }
    let (account, now) = (caller.account, authority.now());
    let keys = reached(authority, caller).await?;
    let later = read(authority, move |store| {
        let last = seen(store, Some(person), account)?.map(|seen| seen.last);
        let of = RecordsOf::Account(account);
        // The last one that was read may be gone by now: then all that are left are newer, or as good as.
        let last = last.filter(|last| matches!(store.record(RecordKind::Notice, *last), Ok(Some(_))));
        store.records(RecordKind::Notice, of, last, COUNTED)
    });
    let later = later.await?;
    let notices = later.iter().filter_map(|record| Notice::try_from(record).ok());
    let there = notices
        .filter(|notice| now < notice.expires_at && is_there(&notice.event, keys.as_ref(), Some(person)));
    Ok(there.count())
}

/// The keys whoever asks reaches; none for all of them.
async fn reached(authority: &Authority, caller: &Caller) -> Result<Option<BTreeSet<KeyId>>, ManageError> {
    if caller.reach == Reach::All {
        return Ok(None);
    }
    let keys = authority.directory.of(authority, caller.account).await?.within(caller);
    Ok(Some(keys.iter().map(|key| key.record.id).collect()))
}

async fn gathered(
    authority: &Authority,
    caller: &Caller,
) -> Result<(Vec<Notice>, Option<SeenUpTo>), ManageError> {
    let keys = reached(authority, caller).await?;
    let (account, person, now) = (caller.account, caller.person(), authority.now());
    let read = read(authority, move |store| {
        let found: Vec<Notice> = all(store, RecordKind::Notice, RecordsOf::Account(account))?;
        Ok((found, seen(store, person, account)?))
    });
    let (mut found, seen) = read.await?;
    found.retain(|notice| now < notice.expires_at && is_there(&notice.event, keys.as_ref(), person));
    found.reverse();
    Ok((found, seen))
}

fn seen(
    store: &dyn Store,
    person: Option<UserId>,
    account: claviger_core::id::AccountId,
) -> Result<Option<SeenUpTo>, StoreError> {
    let Some(person) = person else { return Ok(None) };
    let found = store.record_by_handle(RecordKind::Cursor, &SeenUpTo::handle(person, account))?;
    Ok(match found.as_ref().map(Mark::try_from) {
        Some(Ok(Mark::Seen(seen))) => Some(seen),
        _ => None,
    })
}

fn is_there(event: &Event, keys: Option<&BTreeSet<KeyId>>, person: Option<UserId>) -> bool {
    keys.is_none_or(|keys| match event.key {
        Some(key) => keys.contains(&key),
        None => event.user.is_some() && event.user == person,
    })
}
