//! Records are made, changed, removed and prolonged.

use super::{Changed, unless_taken};
use crate::error::Result;
use crate::read::{accounts, records};
use crate::row::bits;
use claviger_core::store::{
    Conflict, DerivedWrites, Record, RecordKind, RecordLimit, RecordScope, RecordWrite, Settled,
};
use claviger_core::time::Timestamp;
use rusqlite::{Connection, Params, params};

/// One write was made, or its condition does not hold.
type Done = Result<Result<(), Conflict>>;

/// All of the writes, or none: what else the group does stays either way.
pub(super) fn write_all(conn: &Connection, writes: &[RecordWrite], time: Timestamp) -> Changed {
    if let Err(conflict) = RecordWrite::fit(writes) {
        return Ok(Err(conflict));
    }
    execute(conn, "SAVEPOINT records", [])?;
    for one in writes {
        if let Err(conflict) = write(conn, one, time)? {
            execute(conn, "ROLLBACK TO records", [])?;
            execute(conn, "RELEASE records", [])?;
            return Ok(Err(conflict));
        }
    }
    execute(conn, "RELEASE records", [])?;
    Ok(Ok(None))
}

/// Writes what follows from entries that are there already.
pub(in super::super) fn derived(
    conn: &Connection,
    writes: &DerivedWrites,
    time: Timestamp,
) -> Result<Settled> {
    Ok(match write_all(conn, writes.as_slice(), time)? {
        Ok(_) => Settled::Derived,
        Err(conflict) => Settled::Conflict(conflict),
    })
}

/// Moves the expiry of a record that is live, if that makes it later; gives whether anything was
/// written.
pub(in super::super) fn prolong(
    conn: &Connection,
    (kind, id): (RecordKind, u64),
    expires_at: Timestamp,
    time: Timestamp,
) -> Result<(Settled, bool)> {
    let Some(stored) = live(conn, kind, id, time)? else {
        return Ok((Settled::Conflict(Conflict::Missing), false));
    };
    let later = stored.expires_at.is_some_and(|at| at < expires_at);
    if later {
        let sql = "UPDATE records SET expires_at = ?3 WHERE kind = ?1 AND id = ?2";
        execute(conn, sql, params![kind as u8, bits(id), expires_at.micros()])?;
    }
    Ok((Settled::Prolonged, later))
}

fn write(conn: &Connection, write: &RecordWrite, time: Timestamp) -> Done {
    match write {
        RecordWrite::Create { record, limit } => create(conn, record, *limit, time),
        RecordWrite::Update { record, from } => update(conn, record, *from, time),
        RecordWrite::Require { kind, id, revision } => require(conn, *kind, *id, *revision, time),
        RecordWrite::Remove { kind, id, from } => match require(conn, *kind, *id, *from, time)? {
            Ok(()) => remove(conn, *kind, *id).map(Ok),
            conflict => Ok(conflict),
        },
        RecordWrite::RemoveOwned { kind, owner, except } => {
            let sql = "DELETE FROM records WHERE kind = ?1 AND owner = ?2 AND owner <> 0 AND id IS NOT ?3";
            execute(conn, sql, params![*kind as u8, bits(*owner), except.map(bits)]).map(|_| Ok(()))
        }
    }
}

fn create(conn: &Connection, record: &Record, limit: Option<RecordLimit>, time: Timestamp) -> Done {
    if let Some(account) = record.account
        && accounts::slot(conn, account)?.is_none()
    {
        return Ok(Err(Conflict::Missing));
    }
    if live(conn, record.kind, record.id, time)?.is_some() {
        return Ok(Err(Conflict::Exists));
    }
    if let Err(conflict) = free_handle(conn, record, time)? {
        return Ok(Err(conflict));
    }
    if let Some(limit) = limit
        && count(conn, record, limit.scope, time)? >= i64::from(limit.most)
    {
        return Ok(Err(Conflict::LimitReached(limit.most)));
    }
    // One that is live no longer makes room.
    remove(conn, record.kind, record.id)?;
    let sql = "INSERT INTO records (kind, id, account, owner, handle, revision, created_at, expires_at, body)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    put(conn, sql, record)
}

fn update(conn: &Connection, record: &Record, from: u64, time: Timestamp) -> Done {
    let stored = live(conn, record.kind, record.id, time)?
        .filter(|stored| (stored.account, stored.owner) == (record.account, record.owner));
    let Some(stored) = stored else { return Ok(Err(Conflict::Missing)) };
    if stored.revision != from || record.revision <= from {
        return Ok(Err(Conflict::Revision));
    }
    if let Err(conflict) = free_handle(conn, record, time)? {
        return Ok(Err(conflict));
    }
    let sql = "UPDATE records SET account = ?3, owner = ?4, handle = ?5, revision = ?6, created_at = ?7,
                                  expires_at = ?8, body = ?9
               WHERE kind = ?1 AND id = ?2";
    put(conn, sql, record)
}

fn require(conn: &Connection, kind: RecordKind, id: u64, revision: u64, time: Timestamp) -> Done {
    Ok(match live(conn, kind, id, time)? {
        None => Err(Conflict::Missing),
        Some(stored) if stored.revision != revision => Err(Conflict::Revision),
        Some(_) => Ok(()),
    })
}

fn live(conn: &Connection, kind: RecordKind, id: u64, time: Timestamp) -> Result<Option<Record>> {
    Ok(records::by_id(conn, kind, id)?.filter(|record| record.is_live(time)))
}

/// Refuses a handle that another live record has; one that is live no longer gives it up.
fn free_handle(conn: &Connection, record: &Record, time: Timestamp) -> Done {
    let Some(handle) = &record.handle else { return Ok(Ok(())) };
    match records::by_handle(conn, record.kind, handle)?.filter(|other| other.id != record.id) {
        None => Ok(Ok(())),
        Some(other) if other.is_live(time) => Ok(Err(Conflict::NameTaken)),
        Some(other) => remove(conn, other.kind, other.id).map(Ok),
    }
}

/// The live records a limit counts. All of them are in an index; those that are live no longer are
/// few, since upkeep removes them, and are taken off.
fn count(conn: &Connection, record: &Record, scope: RecordScope, time: Timestamp) -> Result<i64> {
    let whose = match scope {
        RecordScope::Account => record.account.map(|account| bits(account.as_u64())),
        RecordScope::Owner => Some(bits(record.owner)),
        RecordScope::Kind => None,
    };
    let params = params![record.kind as u8, whose, time.micros()];
    Ok(conn.prepare_cached(&counting(scope))?.query_row(params, |row| row.get(0))?)
}

fn counting(scope: RecordScope) -> String {
    let (all, gone) = match scope {
        RecordScope::Account => ("account IS ?2", "+account IS ?2"),
        RecordScope::Owner => ("owner = ?2", "+owner = ?2"),
        RecordScope::Kind => ("?2 IS NULL", "?2 IS NULL"),
    };
    format!(
        "SELECT (SELECT count(*) FROM records WHERE kind = ?1 AND {all})
              - (SELECT count(*) FROM records WHERE expires_at <= ?3 AND +kind = ?1 AND {gone})"
    )
}

fn remove(conn: &Connection, kind: RecordKind, id: u64) -> Result<()> {
    let sql = "DELETE FROM records WHERE kind = ?1 AND id = ?2";
    execute(conn, sql, params![kind as u8, bits(id)]).map(drop)
}

fn put(conn: &Connection, sql: &str, record: &Record) -> Done {
    let params = params![
        record.kind as u8,
        bits(record.id),
        record.account.map(|account| bits(account.as_u64())),
        bits(record.owner),
        record.handle.as_deref(),
        bits(record.revision),
        record.created_at.micros(),
        record.expires_at.map(|at| at.micros()),
        &*record.body
    ];
    let written = unless_taken(conn.prepare_cached(sql)?.execute(params))?;
    Ok(written.map(drop).ok_or(Conflict::Exists))
}

fn execute(conn: &Connection, sql: &str, params: impl Params) -> Result<usize> {
    Ok(conn.prepare_cached(sql)?.execute(params)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lane stops for no count: what is counted stands in an index, what is taken off is due for upkeep.
    #[test]
    fn a_limit_is_counted_in_indexes() {
        let dir = tempfile::tempdir().unwrap();
        let store = crate::SqliteStore::open(dir.path(), crate::Options::default()).unwrap();
        let conn = crate::connect::reader(&store.shared().path, 64).unwrap();
        for (scope, index) in [
            (RecordScope::Account, "records_of_account (kind=? AND account=?)"),
            (RecordScope::Owner, "records_of_owner (kind=? AND owner=?)"),
            (RecordScope::Kind, "records_of_kind (kind=?)"),
        ] {
            let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {}", counting(scope))).unwrap();
            let steps = plan.query_map(params![1, 1, 1], |row| row.get::<_, String>("detail")).unwrap();
            let steps: Vec<String> =
                steps.map(Result::unwrap).filter(|step| step.contains("records")).collect();
            let counted = format!("SEARCH records USING COVERING INDEX {index}");
            assert_eq!(
                steps,
                [counted.as_str(), "SEARCH records USING INDEX records_by_expiry (expires_at<?)"]
            );
        }
    }
}
