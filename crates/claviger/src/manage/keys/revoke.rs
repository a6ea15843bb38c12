//! A key is taken back, for ever.

use super::super::{Caller, ManageError, Operation, guarded};
use super::change::{Changed, Next, change};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::life::revoke as begin;
use claviger_core::store::KeyRow;
use std::time::Duration;

/// Revokes a key. Once this has answered, no call of the key is accepted any more, anywhere;
/// `drain` waits for those accepted before. The sealed secret is kept, so that whoever still signs
/// with it is told that the key is revoked.
///
/// # Errors
/// [`ManageError`].
pub async fn revoke(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    drain: Option<Duration>,
) -> Result<Changed, ManageError> {
    let work = async {
        let make = |row: KeyRow, now| {
            let record = begin(&row.record, now)?;
            let words = format!("state: {} → {}", row.record.state, record.state);
            Ok(Next { row: KeyRow { record, ..row }, words, told: () })
        };
        let (record, ()) = change(authority, caller, id, Action::KeyRevoke, make).await?;
        Ok(Changed::counted(authority, record, drain).await)
    };
    guarded(authority, caller, Operation::KeyRevoke, Target::Key(id), work).await
}
