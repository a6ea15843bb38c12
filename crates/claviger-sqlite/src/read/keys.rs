//! Keys by id, by API key, and an account's in the order of their creation.

use super::{one, some};
use crate::error::Result;
use crate::row::{Cells, KEY_COLUMNS, bits, key};
use claviger_core::credential::ApiKey;
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::KeyRecord;
use claviger_core::store::{KeyFilter, KeyRow};
use rusqlite::{Connection, params};

pub(crate) fn by_id(conn: &Connection, id: KeyId) -> Result<Option<KeyRow>> {
    one(conn, &select("WHERE id = ?1"), [bits(id.as_u64())], key)
}

pub(crate) fn by_api_key(conn: &Connection, api_key: &ApiKey) -> Result<Option<KeyRow>> {
    let found = one(conn, &select("WHERE api_key_hash = ?1"), [hash(api_key)], key)?;
    Ok(found.filter(|row| row.record.api_key == *api_key))
}

/// What an API key is found by. Keys are 32 random bytes, so that two of a million keys share it
/// with a chance of one in ten million; the second one would be refused as existing.
pub(crate) fn hash(api_key: &ApiKey) -> i64 {
    let (words, _) = api_key.as_bytes().as_chunks::<8>();
    let mixed = words.iter().fold(0u64, |mixed, word| {
        (mixed ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    });
    bits(mixed)
}

pub(crate) fn list(
    conn: &Connection,
    account: AccountId,
    filter: &KeyFilter,
    after: Option<KeyId>,
    limit: usize,
) -> Result<Vec<KeyRow>> {
    let after = match after {
        None => 0,
        Some(id) => match slot(conn, id)? {
            Some(slot) => slot,
            None => return Ok(Vec::new()),
        },
    };
    let text = filter.text.as_deref().map(str::to_lowercase);
    let member = filter.member.map(|member| bits(member.as_u64()));
    let own = if member.is_some() { "member = ?3" } else { "?3 IS NULL" };
    let retiring = if filter.retiring { "AND retires_at IS NOT NULL AND state <> 5" } else { "" };
    let sql = select(&format!("WHERE account = ?1 AND slot > ?2 AND {own} {retiring} ORDER BY slot"));
    some(conn, &sql, params![bits(account.as_u64()), after, member], limit, |row| {
        let row = key(row)?;
        Ok(matches(&row.record, filter, text.as_deref()).then_some(row))
    })
}

/// The slot of a key, if it is on record.
pub(crate) fn slot(conn: &Connection, id: KeyId) -> Result<Option<u32>> {
    one(conn, "SELECT slot FROM keys WHERE id = ?1", [bits(id.as_u64())], |row| {
        Cells::new("keys", row).narrow("slot")
    })
}

fn matches(record: &KeyRecord, filter: &KeyFilter, folded: Option<&str>) -> bool {
    let has = |text: &str, part: &str| text.to_lowercase().contains(part);
    (filter.states.is_empty() || filter.states.contains(&record.state))
        && filter.holder.as_deref().is_none_or(|holder| record.holder.as_str() == holder)
        && filter.application.as_deref().is_none_or(|tag| record.application.as_str() == tag)
        && folded.is_none_or(|part| {
            has(record.name.as_str(), part)
                || has(record.holder.as_str(), part)
                || has(record.application.as_str(), part)
                || has(record.description.as_str(), part)
        })
}

fn select(rest: &str) -> String {
    format!("SELECT {KEY_COLUMNS} FROM keys {rest}")
}
