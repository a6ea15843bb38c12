//! A removal is brought to its end: steps 2 and 3 of [`remove`](super::remove); and a lowering: step 2 of
//! [`edit`](super::edit).

use super::super::keys::{Left, leave};
use super::super::people::{TRIES, at_this_revision, member, places, user};
use super::super::read::read;
use super::super::tokens::{shown, take_back};
use super::super::{Caller, ManageError, Thing, entry};
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::{AccountId, KeyId, MemberId};
use claviger_core::key::KeyState;
use claviger_core::people::Member;
use claviger_core::store::{
    Change, Conflict, KeyFilter, Mutation, RecordKind, RecordWrite, RecordsOf, Store, StoreError,
};
use claviger_core::token::TokenRecord;
use std::collections::BTreeSet;

/// Members looked at at once.
const BATCH: usize = 200;
/// Keys read at once.
const KEYS: usize = 500;

/// What became of the keys and tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) frozen: usize,
    pub(super) handed_over: usize,
    pub(super) revoked: usize,
}

/// Finishes what was begun of removals and lowerings and did not come to its end; to be called after a start and
/// every minute.
///
/// # Errors
/// [`ManageError`] of one that could not be finished; the others are. It is tried again the next time.
pub async fn finish_leaving(authority: &Authority) -> Result<(), ManageError> {
    let (mut after, mut left) = (None, Ok(()));
    loop {
        let records =
            read(authority, move |store| store.records(RecordKind::Member, RecordsOf::Kind, after, BATCH));
        let records = records.await?;
        let mut batch = Vec::with_capacity(records.len());
        for record in &records {
            match Member::try_from(record) {
                Ok(member) => batch.push(member),
                Err(error) => left = Err(error.into()),
            }
        }
        for leaving in batch.iter().filter(|member| member.leaving) {
            match finish(authority, &Caller::system(leaving.account), *leaving).await {
                Ok(done) => {
                    tracing::info!(member = %leaving.id, frozen = done.frozen, handed_over = done.handed_over, revoked = done.revoked, "the removal of a member was finished")
                }
                Err(error) => left = Err(error),
            }
        }
        if let Err(error) = finish_lowered(authority, &batch).await {
            left = Err(error);
        }
        let Some(last) = records.last().filter(|_| records.len() == BATCH) else { return left };
        after = Some(last.id);
    }
}

/// Revokes what tokens are left of members who could not hand them out any more.
async fn finish_lowered(authority: &Authority, members: &[Member]) -> Result<(), ManageError> {
    let accounts: BTreeSet<AccountId> = members.iter().map(|member| member.account).collect();
    let mut left = Ok(());
    for account in accounts {
        let shown = read(authority, move |store| shown(store, account)).await?;
        let has_more = |member: &&Member| {
            let more = |token: &TokenRecord| {
                token.made_by == Some(member.user) && !member.role.may_grant(token.role)
            };
            member.account == account && !member.leaving && shown.iter().any(more)
        };
        for member in members.iter().filter(has_more) {
            let (caller, whose) = (Caller::system(account), (member.user, account));
            match take_back(authority, &caller, whose, Some(member.role)).await {
                Ok(revoked) => {
                    tracing::info!(member = %member.id, revoked, "tokens of a member who was lowered were revoked")
                }
                Err(error) => left = Err(error),
            }
        }
    }
    left
}

/// Steps 2 and 3. That somebody leaves was decided and is on record: nothing of it depends on the caller's
/// standing any more, who is only named. Two who do this at once do no harm to each other.
pub(super) async fn finish(
    authority: &Authority,
    caller: &Caller,
    leaving: Member,
) -> Result<Done, ManageError> {
    let mut done = Done::default();
    for _ in 0..TRIES {
        let keys = read(authority, move |store| keys_of(store, &leaving)).await?;
        for key in keys {
            match leave(authority, caller, key, &leaving).await? {
                Some(Left::Frozen) => done.frozen += 1,
                Some(Left::HandedOver) => done.handed_over += 1,
                None => {}
            }
        }
        let whose = (leaving.user, leaving.account);
        done.revoked += take_back(authority, caller, whose, None).await?;
        match go(authority, caller, leaving.id, done).await {
            // A place of theirs came or went meanwhile, or somebody else is at this, too.
            Err(ChangeError::Conflict(Conflict::Revision | Conflict::Missing)) => {}
            Err(error) => return Err(ManageError::from_change(error, Thing::Member)),
            Ok(()) => return Ok(done),
        }
    }
    Err(ManageError::Changed)
}

/// The keys of a member that are not revoked.
pub(super) fn keys_of(store: &dyn Store, member: &Member) -> Result<Vec<KeyId>, StoreError> {
    let states = KeyState::ALL.into_iter().filter(|state| *state != KeyState::Revoked).collect();
    let filter = KeyFilter { states, member: Some(member.user), ..KeyFilter::default() };
    let (mut keys, mut after) = (Vec::new(), None);
    loop {
        let batch = store.keys(member.account, &filter, after, KEYS)?;
        let full = batch.len() == KEYS;
        after = batch.last().map(|row| row.record.id);
        keys.extend(batch.into_iter().map(|row| row.record.id));
        if !full {
            return Ok(keys);
        }
    }
}

/// Step 3.
async fn go(authority: &Authority, caller: &Caller, id: MemberId, done: Done) -> Result<(), ChangeError> {
    let writes = read(authority, move |store| last_writes(store, id)).await;
    let Some((leaving, writes)) = writes.map_err(|_| ChangeError::Unavailable)? else { return Ok(()) };
    let person = if matches!(writes.get(1), Some(RecordWrite::Require { .. })) {
        "they are a member of another account"
    } else {
        "the person is off the record, too"
    };
    let Done { frozen, handed_over, revoked } = done;
    let words = format!(
        "{}, {}; keys frozen: {frozen}, handed over: {handed_over}; tokens revoked: {revoked}; {person}",
        leaving.user, leaving.role
    );
    let target = Target::Record(RecordKind::Member, id.as_u64());
    let entry = entry::act(caller, Action::MemberRemove, target, leaving.revision, &words);
    authority.commit_change(Mutation::new(Change::Records(writes), entry)).await.map(drop)
}

/// What is written last; none if the member is gone already. Whether it is the person's last place rests on
/// another place of theirs being as it was read, or on nobody having given them one since.
fn last_writes(store: &dyn Store, id: MemberId) -> Result<Option<(Member, Vec<RecordWrite>)>, StoreError> {
    // Read before the places: whoever gives a place to somebody on record raises this revision.
    let Some(leaving) = member(store, id)?.filter(|member| member.leaving) else { return Ok(None) };
    let person = user(store, leaving.user)?;
    let gone = RecordWrite::Remove { kind: RecordKind::Member, id: id.as_u64(), from: leaving.revision };
    let mut writes = vec![gone];
    let other = places(store, leaving.user)?.into_iter().find(|place| place.id != id);
    match (other, person) {
        (Some(other), _) => writes.push(at_this_revision(&other)),
        (None, Some(person)) => {
            let owner = person.id.as_u64();
            writes.push(RecordWrite::Remove { kind: RecordKind::User, id: owner, from: person.revision });
            let kinds =
                [RecordKind::Session, RecordKind::Passkey, RecordKind::Invitation, RecordKind::Cursor];
            writes.extend(kinds.map(|kind| RecordWrite::RemoveOwned { kind, owner, except: None }));
        }
        (None, None) => {}
    }
    Ok(Some((leaving, writes)))
}
