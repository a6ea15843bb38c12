//! A row of `tokens`.

use super::{Cells, unbits};
use crate::error::Result;
use claviger_core::id::{AccountId, TokenId, UserId};
use claviger_core::role::Role;
use claviger_core::text::Name;
use claviger_core::token::{TokenDigest, TokenRecord};
use rusqlite::Row;

/// What [`token`] reads.
pub(crate) const TOKEN_COLUMNS: &str =
    "id, account, revision, role, digest, name, created_at, expires_at, revoked_at, made_by";

pub(crate) fn token(row: &Row<'_>) -> Result<TokenRecord> {
    let mut cells = Cells::new("tokens", row);
    Ok(TokenRecord {
        id: TokenId::from_u64(cells.narrow("id")?),
        account: AccountId::from_u64(cells.narrow("account")?),
        revision: unbits(cells.int("revision")?),
        role: cells.code("role", Role::from_u8)?,
        digest: TokenDigest(cells.array("digest")?),
        name: cells.parsed("name", Name::parse)?,
        created_at: cells.time("created_at")?,
        expires_at: cells.opt_time("expires_at")?,
        revoked_at: cells.opt_time("revoked_at")?,
        made_by: cells.opt_narrow("made_by")?.map(UserId::from_u64),
    })
}
