//! Whether a call of a key would be allowed now, and whether its nonces show that two processes share it.

use super::super::read::read;
use super::super::rotation_policy::policy_of;
use super::super::{Caller, ManageError, Operation, guarded};
use super::change::own;
use crate::authority::Authority;
use claviger_core::decide::rules::{Thought, weigh};
use claviger_core::entry::{Entry, Outcome, Target};
use claviger_core::id::KeyId;
use claviger_core::key::{KeyRecord, KeySnapshot};
use claviger_core::nonce::interleaved::{Sent, Shared, shared};
use claviger_core::reason::{Denial, Detail, Reason};
use claviger_core::store::{HistoryQuery, Store, StoreError, Which};
use claviger_core::time::Timestamp;

/// Calls looked at to tell whether two processes share a key.
const MAX_CALLS: usize = 200;

/// A key, and what would become of a call.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The key.
    pub record: KeyRecord,
    /// The first rule that would refuse it; none if it would be allowed.
    pub denial: Option<Denial>,
    /// When it is to be rotated; none if never, or once it is being rotated.
    pub due_at: Option<Timestamp>,
}

/// Whether a call of a key would be allowed now, by the rules of the key; its nonce, its rate and its second factor are
/// another matter. Nothing is changed, and nothing used up.
///
/// # Errors
/// [`ManageError`].
pub async fn ask(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    thought: &Thought,
) -> Result<Asked, ManageError> {
    let work = async {
        let record = own(authority, caller, id).await?.record;
        let snapshot = KeySnapshot::new(&record, None, None);
        let denial = weigh(thought, &snapshot, authority.now()).err();
        let (account, now) = (record.account, authority.now());
        let max_age = read(authority, move |store| policy_of(store, account, now)).await?.max_age;
        let due_at = max_age.due_at(&record);
        Ok(Asked { record, denial, due_at })
    };
    guarded(authority, caller, Operation::KeyShow, Target::Key(id), work).await
}

/// Whether the latest calls of a key show that two processes share it.
pub(crate) fn shared_by(store: &dyn Store, key: &KeyRecord) -> Result<Option<Shared>, StoreError> {
    let page = store.history(&HistoryQuery {
        account: Some(key.account),
        key: Some(key.id),
        which: Which::Calls,
        outcomes: vec![Outcome::Allowed, Outcome::Refused],
        limit: MAX_CALLS,
        max_scan: MAX_CALLS * 4,
        ..HistoryQuery::default()
    })?;
    let sent: Vec<Sent> = page.entries.iter().rev().filter_map(sent).collect();
    Ok(shared(&sent))
}

/// A call that burnt its nonce, whatever became of it, or was refused for it.
fn sent(entry: &Entry) -> Option<Sent> {
    let draft = &entry.draft;
    let (nonce, accepted) = match (draft.nonce, draft.reason, &draft.detail) {
        (Some(nonce), _, _) => (nonce, true),
        (None, Reason::InvalidNonce, Detail::Nonce { given, .. }) => (*given, false),
        _ => return None,
    };
    Some(Sent { nonce, source: draft.source, accepted })
}
