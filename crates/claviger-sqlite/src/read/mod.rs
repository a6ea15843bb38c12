//! What is read through the pool.

pub(crate) mod accounts;
pub(crate) mod answers;
pub(crate) mod entries;
pub(crate) mod history;
pub(crate) mod journal;
pub(crate) mod keys;
pub(crate) mod nonces;
pub(crate) mod position;
pub(crate) mod records;
pub(crate) mod runs;
pub(crate) mod stats;
pub(crate) mod tokens;

use crate::error::{Fault, Result};
use rusqlite::{Connection, Params, Row};

/// The first row, read by `parse`.
pub(crate) fn one<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    parse: impl Fn(&Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(parse).transpose()
}

/// At most `limit` rows for which `parse` gives something.
pub(crate) fn some<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    limit: usize,
    parse: impl Fn(&Row<'_>) -> Result<Option<T>>,
) -> Result<Vec<T>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while found.len() < limit {
        let Some(row) = rows.next()? else { break };
        found.extend(parse(row)?);
    }
    Ok(found)
}

/// The number in the first column of the only row.
pub(crate) fn number(conn: &Connection, sql: &str) -> Result<i64> {
    conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).map_err(Fault::from)
}
