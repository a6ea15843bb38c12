//! A row of `accounts`.

use super::Cells;
use crate::error::Result;
use claviger_core::account::AccountRecord;
use claviger_core::id::AccountId;
use claviger_core::text::Name;
use rusqlite::Row;

/// What [`account`] reads.
pub(crate) const ACCOUNT_COLUMNS: &str = "id, name, created_at";

pub(crate) fn account(row: &Row<'_>) -> Result<AccountRecord> {
    let mut cells = Cells::new("accounts", row);
    Ok(AccountRecord {
        id: AccountId::from_u64(cells.narrow("id")?),
        name: cells.parsed("name", Name::parse)?,
        created_at: cells.time("created_at")?,
    })
}
