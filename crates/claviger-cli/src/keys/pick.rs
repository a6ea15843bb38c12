//! Finding the key that is meant: by id, by name, or from a list.

use super::list::COLUMNS;
use crate::failure::{Failure, Status};
use crate::http::{Api, Paging, pages};
use crate::output::{Column, Kind, Out, ask_line, harmless, is_interactive, list, note};
use claviger_core::id::KeyId;
use serde_json::Value;

const NUMBER: Column = Column::new("#", Kind::Number, &["/number"]);

/// The key of this id or name, as the API describes it. Names of revoked keys may be used again,
/// so a key that is not revoked goes before one that is.
pub(crate) fn find(api: &Api, wanted: &str) -> Result<Value, Failure> {
    if let Ok(id) = wanted.parse::<KeyId>() {
        return api.get(&path(&id.to_string()), &[]);
    }
    let keys = all(api, &[("text", wanted.to_owned())])?;
    let named = |key: &&Value| text(key, "name").to_lowercase() == wanted.to_lowercase();
    let mut matching: Vec<&Value> = keys.iter().filter(named).collect();
    matching.sort_by_key(|key| text(key, "state") == "revoked");
    match matching.as_slice() {
        [] => Err(no_such(wanted)),
        [first, second, ..] if text(first, "state") == "revoked" && text(second, "state") == "revoked" => {
            Err(Failure::new(Status::NotFoundOrConflict, "several revoked keys had this name")
                .next("say which by its id; `claviger keys list --state revoked` shows them"))
        }
        [first, ..] => Ok((*first).clone()),
    }
}

/// The key of this id or name; if none is named, whoever sits at the terminal picks one of those
/// that are not revoked.
pub(super) fn find_or_ask(api: &Api, wanted: Option<&str>, out: &Out) -> Result<Value, Failure> {
    match wanted {
        Some(wanted) => find(api, wanted),
        None if is_interactive() => ask(api, out),
        None => Err(Failure::usage("which key? give its name or id")),
    }
}

fn ask(api: &Api, out: &Out) -> Result<Value, Failure> {
    let mut keys = all(api, &[])?;
    keys.retain(|key| text(key, "state") != "revoked");
    if keys.is_empty() {
        return Err(Failure::new(Status::NotFoundOrConflict, "this account has no key that is not revoked"));
    }
    for (key, number) in keys.iter_mut().zip(1u32..) {
        if let Some(fields) = key.as_object_mut() {
            fields.insert("number".to_owned(), number.into());
        }
    }
    let columns: Vec<Column> = std::iter::once(NUMBER).chain(COLUMNS.iter().copied()).collect();
    note(&list(&keys, &columns, out));
    let said = ask_line("Which one? Its number:")?;
    let picked = said.parse::<usize>().ok().and_then(|number| keys.get(number.checked_sub(1)?));
    picked.cloned().ok_or_else(|| Failure::usage("that is none of them; nothing was done"))
}

pub(super) fn all(api: &Api, query: &[(&str, String)]) -> Result<Vec<Value>, Failure> {
    let mut answer = pages(api, "/keys", query, &Paging::everything())?;
    match answer.get_mut("items").map(Value::take) {
        Some(Value::Array(keys)) => Ok(keys),
        _ => Ok(Vec::new()),
    }
}

fn no_such(wanted: &str) -> Failure {
    Failure::new(
        Status::NotFoundOrConflict,
        format!("no key of this account is called `{}`", harmless(wanted)),
    )
    .next("`claviger keys list` shows them all")
}

/// A text field of a key, empty if it is not there.
pub(crate) fn text<'a>(key: &'a Value, field: &str) -> &'a str {
    key.get(field).and_then(Value::as_str).unwrap_or("")
}

/// Where the key of this id is.
pub(crate) fn path(id: &str) -> String {
    format!("/keys/{}", crate::http::encode(id))
}
