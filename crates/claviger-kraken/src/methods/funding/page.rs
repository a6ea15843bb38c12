//! Pages. A cursor holds the query it belongs to and the last row shown, so that it is sent alone.

use crate::error::KrakenError;
use crate::methods::Answer;
use crate::parse::{Params, parse_form};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt::Write as _;

const CURSOR: KrakenError = KrakenError::InvalidArgument("cursor");
/// Rows of a page unless asked otherwise.
const USUAL: usize = 100;
/// Name of the last row shown, among the parameters in a cursor.
const AFTER: &str = "after";

/// What a page shows.
pub(super) struct Page<'p> {
    after: Option<&'p str>,
    limit: usize,
    query: String,
}

/// Reads `cursor` and `limit`, and has `write` answer from the query as it stood on the first page.
pub(super) fn paged(
    query: &Params<'_>,
    most: usize,
    write: impl FnOnce(&Params<'_>, &Page<'_>) -> Answer,
) -> Answer {
    let Some(cursor) = query.one("cursor")? else {
        let page = Page { after: None, limit: limit(query, most)?.unwrap_or(USUAL), query: rebuilt(query) };
        return write(query, &page);
    };
    if query.iter().any(|(name, _)| !matches!(name, "cursor" | "limit")) {
        return Err(CURSOR);
    }
    let first = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| CURSOR)?;
    let first = parse_form(&first).map_err(|_| CURSOR)?;
    let limit = match limit(query, most)? {
        Some(limit) => limit,
        None => limit_of_first(&first, most)?,
    };
    let page = Page { after: Some(first.need(AFTER).map_err(|_| CURSOR)?), limit, query: rebuilt(&first) };
    write(&first, &page)
}

fn limit_of_first(first: &Params<'_>, most: usize) -> Result<usize, KrakenError> {
    Ok(limit(first, most).map_err(|_| CURSOR)?.unwrap_or(USUAL))
}

fn limit(query: &Params<'_>, most: usize) -> Result<Option<usize>, KrakenError> {
    let limit = crate::read::integer(query, "limit")?;
    if limit.is_some_and(|limit| !(1..=most).contains(&limit)) {
        return Err(KrakenError::InvalidArgument("limit"));
    }
    Ok(limit)
}

/// The query as one text, without what only places the page.
fn rebuilt(query: &Params<'_>) -> String {
    let mut text = String::new();
    for (name, value) in query.iter().filter(|(name, _)| !matches!(*name, "cursor" | AFTER)) {
        escaped(&mut text, name);
        text.push('=');
        escaped(&mut text, value);
        text.push('&');
    }
    text
}

fn escaped(text: &mut String, part: &str) {
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

impl Page<'_> {
    /// The rows of this page, and the cursor of the next one if there is more. `name` tells rows
    /// apart; a row that is gone since ends nothing silently: `EGeneral:Invalid arguments:cursor`.
    pub(super) fn rows<T>(
        &self,
        rows: impl Iterator<Item = T>,
        name: impl Fn(&T) -> String,
    ) -> Result<(Vec<T>, Option<String>), KrakenError> {
        let mut rows = rows.fuse();
        if let Some(after) = self.after {
            rows.find(|row| name(row) == after).ok_or(CURSOR)?;
        }
        let page: Vec<T> = rows.by_ref().take(self.limit).collect();
        let more = rows.next().is_some();
        let last = page.last().filter(|_| more);
        let next = last.map(|row| {
            let mut text = self.query.clone();
            text.push_str("after=");
            escaped(&mut text, &name(row));
            URL_SAFE_NO_PAD.encode(text)
        });
        Ok((page, next))
    }
}
