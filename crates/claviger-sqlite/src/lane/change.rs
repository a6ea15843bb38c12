//! Changes of what is on record: conditions checked and rows written in the commit's transaction.

mod account;
mod data_keys;
mod hold;
mod key;
mod once;
mod record;
mod rotate;
mod standing;
mod token;

pub(super) use record::{derived, prolong};

use super::active::Active;
use super::group::{Group, Slots};
use crate::error::{Fault, Result};
use claviger_core::store::{Change, Conflict, Mutation, Settled};
use claviger_core::time::Timestamp;
use rusqlite::ErrorCode;

/// Written, with the slot of a key that was made; or the condition that did not hold (nothing is
/// written then).
type Changed = Result<Result<Option<u32>, Conflict>>;

impl Active {
    /// Writes a change, its entry and its journal record, or none of them.
    pub(super) fn change(
        &mut self,
        group: &mut Group<'_>,
        mutation: &Mutation,
        now: Timestamp,
    ) -> Result<Settled> {
        if !standing::holds(&self.conn, mutation.by, group.time())? {
            return Ok(Settled::Conflict(Conflict::CallerGone));
        }
        if once::is_repeated(&self.conn, mutation.once.as_ref(), group.time())? {
            return Ok(Settled::Conflict(Conflict::Repeated));
        }
        let slots = match self.apply(group, &mutation.change, now)? {
            Err(conflict) => return Ok(Settled::Conflict(conflict)),
            // A new key is not taken into memory before it is used: keys are made by the million.
            Ok(Some(slot)) => {
                Slots { key: Some(slot), account: self.account_slot(mutation.entry.account)?, other: None }
            }
            Ok(None) => self.slots_of(&mutation.entry)?,
        };
        let entry = group.append(&self.conn, mutation.entry.clone(), slots)?;
        self.opened(&entry);
        if !mutation.journal.is_empty() {
            group.journal(&self.conn, &mutation.journal)?;
        }
        if let Some(once) = &mutation.once {
            once::remember(&self.conn, once, entry.place)?;
        }
        Ok(Settled::Written(entry.place))
    }

    fn apply(&mut self, group: &mut Group<'_>, change: &Change, now: Timestamp) -> Changed {
        match change {
            Change::CreateAccount { record, limit } => account::create(&self.conn, record, *limit),
            Change::CreateKey { row, limit } => key::create(&self.conn, row, *limit),
            Change::UpdateKey { row, from } => key::update(&self.conn, &mut self.hot, row, *from),
            Change::UpdateKeyWith { row, from, records } => {
                key::update_with(&self.conn, &mut self.hot, (row, *from), records, group.time())
            }
            Change::ReadmitKey { row, from, floor } => {
                key::readmit(&self.conn, &mut self.hot, row, *from, *floor)
            }
            Change::RotateKey { row, from, successor, limit } => {
                rotate::rotate(&self.conn, &mut self.hot, (row, *from), (successor, *limit))
            }
            Change::RollBackKey { row, from, successor, successor_from } => {
                rotate::roll_back(&self.conn, &mut self.hot, (row, *from), (successor, *successor_from))
            }
            Change::Hold => hold::hold(&self.conn, group.time()).map(|()| Ok(None)),
            Change::CreateToken { record, limit } => token::create(&self.conn, record, *limit),
            Change::UpdateToken { record, from } => token::update(&self.conn, record, *from),
            Change::Records(writes) => record::write_all(&self.conn, writes, group.time()),
            Change::DataKeys { wrapped, from } => data_keys::replace(&self.conn, wrapped, *from),
            Change::ResetClock => {
                group.head.latest = now;
                Ok(Ok(None))
            }
            Change::Journal(record) if record.is_empty() => Ok(Ok(None)),
            Change::Journal(record) => group.journal(&self.conn, record).map(|_| Ok(None)),
        }
    }
}

/// Whether a statement failed because a row like this is there already.
fn is_taken(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}

/// The rows a statement changed; `None` if a row like this is there already.
fn unless_taken(result: rusqlite::Result<usize>) -> Result<Option<usize>> {
    match result {
        Ok(rows) => Ok(Some(rows)),
        Err(error) if is_taken(&error) => Ok(None),
        Err(error) => Err(Fault::from(error)),
    }
}
