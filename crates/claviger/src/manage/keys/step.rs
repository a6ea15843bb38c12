//! A key is stepped down or up.

use super::super::{Caller, ManageError, Operation, guarded};
use super::change::{Changed, Next, change};
use super::stepped::words;
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::key::life::step as begin;
use claviger_core::key::{KeyState, widens};
use claviger_core::store::KeyRow;
use std::time::Duration;

/// Steps a key to another state; up wants a recent proof of a person. Once this has answered, no call is accepted that the new state
/// refuses; `drain` waits for those accepted before.
///
/// # Errors
/// [`ManageError`].
pub async fn step(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    to: KeyState,
    drain: Option<Duration>,
) -> Result<Changed, ManageError> {
    let work = async {
        let make = |row: KeyRow, now| {
            let record = begin(&row.record, to, now)?;
            if widens(&row.record, &record, false) {
                caller.require_proof()?;
            }
            let words = words(row.record.state, to);
            Ok(Next { row: KeyRow { record, ..row }, words, told: () })
        };
        let (record, ()) = change(authority, caller, id, Action::KeyStep, make).await?;
        Ok(Changed::counted(authority, record, drain).await)
    };
    guarded(authority, caller, Operation::KeyStep, Target::Key(id), work).await
}
