//! Keys are created and changed.

use super::{Changed, record, unless_taken};
use crate::error::Result;
use crate::lane::hot::Hot;
use crate::read::{accounts, keys, one};
use crate::row::{Cells, bits, unbits};
use claviger_core::key::{KeyRecord, KeyState, Revision};
use claviger_core::nonce::Nonce;
use claviger_core::otp::SecondFactorKind;
use claviger_core::store::{Conflict, KeyRow, RecordWrite, SealedBytes};
use claviger_core::time::Timestamp;
use rusqlite::{Connection, params};

pub(super) fn create(conn: &Connection, row: &KeyRow, limit: u32) -> Changed {
    // The usual case is two statements, since keys are also loaded by the million.
    if !count_one_more(conn, &row.record, limit)? {
        return Ok(Err(why_not(conn, &row.record, limit)?));
    }
    let sql = "INSERT INTO keys (account, revision, nonce_window, state, kind, permissions, api_key,
                   api_key_hash, name, folded,
                   holder, description, allowlist, not_before, expires_at, query_from, query_to, factor_kind,
                   created_at, modified_at, revoked_at, secret, second_factor, id,
                   incarnation, member, predecessor, successor, retires_at, application)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                   ?21, ?22, ?23, ?24, (SELECT incarnation FROM meta) - ?25, ?26, ?27, ?28, ?29,
                   ?30)";
    if write(conn, sql, row)? {
        return Ok(Ok(u32::try_from(conn.last_insert_rowid()).ok()));
    }
    count_live(conn, &row.record, -i64::from(is_live(row.record.state)))?;
    Ok(Err(why_not(conn, &row.record, limit)?))
}

pub(super) fn update(conn: &Connection, hot: &mut Hot, row: &KeyRow, from: Revision) -> Changed {
    match write_row(conn, hot, row, from)? {
        Err(conflict) => Ok(Err(conflict)),
        Ok(slot) => {
            remember(conn, hot, slot, &row.record)?;
            Ok(Ok(None))
        }
    }
}

/// Changes the row alone, which can be taken back; gives its slot. The memory is to follow it ([`remember`]), which cannot.
pub(super) fn write_row(
    conn: &Connection,
    hot: &mut Hot,
    row: &KeyRow,
    from: Revision,
) -> Result<std::result::Result<u32, Conflict>> {
    let record = &row.record;
    let Some(slot) = hot.slot(conn, record.id)? else { return Ok(Err(Conflict::Missing)) };
    let found = one(conn, "SELECT state, revision FROM keys WHERE slot = ?1", [slot], |row| {
        let mut cells = Cells::new("keys", row);
        Ok((cells.code("state", KeyState::from_u8)?, unbits(cells.int("revision")?)))
    });
    let was = match found? {
        Some((was, revision)) if revision == from && record.revision > from => was,
        _ => return Ok(Err(Conflict::Revision)),
    };
    let sql = "UPDATE keys SET account = ?1, revision = ?2, nonce_window = ?3, state = ?4, kind = ?5,
                   permissions = ?6, api_key = ?7, api_key_hash = ?8, name = ?9, folded = ?10, holder = ?11,
                   description = ?12, allowlist = ?13, not_before = ?14, expires_at = ?15, query_from = ?16,
                   query_to = ?17, factor_kind = ?18, created_at = ?19, modified_at = ?20, revoked_at = ?21,
                   secret = ?22, second_factor = ?23,
                   incarnation = (SELECT incarnation FROM meta) - ?25, member = ?26,
                   predecessor = ?27, successor = ?28, retires_at = ?29, application = ?30
               WHERE id = ?24";
    if !write(conn, sql, row)? {
        return Ok(Err(if is_known(conn, record)? { Conflict::Exists } else { Conflict::NameTaken }));
    }
    count_live(conn, record, i64::from(is_live(record.state)) - i64::from(is_live(was)))?;
    Ok(Ok(slot))
}

/// A key is changed and records are written, both or neither. The records come first: the memory follows a key at once, and
/// nothing would take that back.
pub(super) fn update_with(
    conn: &Connection,
    hot: &mut Hot,
    (row, from): (&KeyRow, Revision),
    records: &[RecordWrite],
    time: Timestamp,
) -> Changed {
    let step = |sql| conn.prepare_cached(sql)?.execute([]);
    step("SAVEPOINT key_and_records")?;
    let mut done = record::write_all(conn, records, time)?;
    if done.is_ok() {
        done = update(conn, hot, row, from)?;
    }
    if done.is_err() {
        step("ROLLBACK TO key_and_records")?;
    }
    step("RELEASE key_and_records")?;
    Ok(done)
}

/// A key that was held is admitted again, with its floor raised in memory and in the file.
pub(super) fn readmit(
    conn: &Connection,
    hot: &mut Hot,
    row: &KeyRow,
    from: Revision,
    floor: Option<Nonce>,
) -> Changed {
    if let Err(conflict) = update(conn, hot, row, from)? {
        return Ok(Err(conflict));
    }
    let (Some(floor), Some(slot)) = (floor, hot.slot(conn, row.record.id)?) else { return Ok(Ok(None)) };
    let accepted = hot.burn_cell(slot).map(|cell| {
        cell.with_nonces(|nonces, _| {
            nonces.raise_floor(floor);
            nonces.accepted().to_vec()
        })
    });
    hot.write_page_of(conn, slot)?;
    crate::checkpoint::save_set(conn, slot, &accepted.unwrap_or_default())?;
    Ok(Ok(None))
}

/// The memory follows the row. A change of the window raises the floor, and what is checkpointed
/// of the key with it: a replay under the new window must find the new floor.
pub(super) fn remember(conn: &Connection, hot: &mut Hot, slot: u32, record: &KeyRecord) -> Result<()> {
    let window = record.restrictions.nonce_window;
    let Some(cell) = hot.cell_mut(slot) else { return Ok(()) };
    cell.set_revision(record.revision);
    if cell.window() == window {
        return Ok(());
    }
    if let Some(cell) = hot.burn_cell(slot) {
        cell.change_window(window);
    }
    hot.write_page_of(conn, slot)?;
    crate::checkpoint::save_set(conn, slot, &[]).map(|_| ())
}

/// Whether the row was written; not if it is unlike no other one.
fn write(conn: &Connection, sql: &str, row: &KeyRow) -> Result<bool> {
    let KeyRow { record, secret, second_factor } = row;
    let limits = &record.restrictions;
    let micros = |at: Option<Timestamp>| at.map(|at| at.micros());
    let params = params![
        bits(record.account.as_u64()),
        bits(record.revision),
        bits(limits.nonce_window),
        record.state as u8,
        record.kind as u8,
        record.permissions.bits(),
        record.api_key.as_bytes(),
        keys::hash(&record.api_key),
        record.name.as_str(),
        record.name.folded(),
        record.holder.as_str(),
        record.description.as_str(),
        limits.allowlist.to_texts().join(" "),
        micros(limits.not_before),
        micros(limits.expires_at),
        micros(limits.query_from),
        micros(limits.query_to),
        limits.second_factor.map(factor_code),
        record.created_at.micros(),
        record.modified_at.micros(),
        micros(record.revoked_at),
        secret.as_ref().map(sealed),
        second_factor.as_ref().map(sealed),
        bits(record.id.as_u64()),
        // Lower than the store's by one is held.
        record.held,
        record.member.map(|member| bits(member.as_u64())),
        record.predecessor.map(|key| bits(key.as_u64())),
        record.successor.map(|key| bits(key.as_u64())),
        micros(record.retires_at),
        record.application.as_str()
    ];
    Ok(unless_taken(conn.prepare_cached(sql)?.execute(params))?.is_some())
}

const fn sealed(bytes: &SealedBytes) -> &[u8] {
    &bytes.0
}

const fn factor_code(kind: SecondFactorKind) -> u8 {
    match kind {
        SecondFactorKind::Password => 1,
        SecondFactorKind::Totp => 2,
    }
}

fn is_live(state: KeyState) -> bool {
    state != KeyState::Revoked
}

/// Counts a new key in, if its account is there and below the limit.
fn count_one_more(conn: &Connection, record: &KeyRecord, limit: u32) -> Result<bool> {
    let sql = "UPDATE accounts SET live_keys = live_keys + ?3 WHERE id = ?1 AND live_keys < ?2";
    let params = params![bits(record.account.as_u64()), limit, is_live(record.state)];
    Ok(conn.prepare_cached(sql)?.execute(params)? == 1)
}

fn count_live(conn: &Connection, record: &KeyRecord, change: i64) -> Result<()> {
    if change != 0 {
        let sql = "UPDATE accounts SET live_keys = live_keys + ?2 WHERE id = ?1";
        conn.prepare_cached(sql)?.execute(params![bits(record.account.as_u64()), change])?;
    }
    Ok(())
}

/// Which condition of a new key does not hold, in the order of the contract.
fn why_not(conn: &Connection, record: &KeyRecord, limit: u32) -> Result<Conflict> {
    if accounts::slot(conn, record.account)?.is_none() {
        return Ok(Conflict::Missing);
    }
    if keys::slot(conn, record.id)?.is_some() || is_known(conn, record)? {
        return Ok(Conflict::Exists);
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM keys WHERE account = ?1 AND folded = ?2 AND state <> 5)";
    let params = params![bits(record.account.as_u64()), record.name.folded()];
    let taken = conn.prepare_cached(sql)?.query_row(params, |row| row.get(0))?;
    Ok(if taken { Conflict::NameTaken } else { Conflict::LimitReached(limit) })
}

/// Whether another key has this API key.
fn is_known(conn: &Connection, record: &KeyRecord) -> Result<bool> {
    let other = keys::by_api_key(conn, &record.api_key)?;
    Ok(other.is_some_and(|other| other.record.id != record.id))
}
