//! Finding the token that is meant: by id or by name.

use crate::failure::{Failure, Status};
use crate::http::{Api, Paging, pages};
use crate::output::harmless;
use claviger_core::id::TokenId;
use serde_json::Value;

/// The token of this id or name; a name belongs to one token that is not revoked at most.
pub(super) fn find(api: &Api, wanted: &str) -> Result<Value, Failure> {
    let answer = pages(api, "/tokens", &[], &Paging::everything())?;
    let tokens = answer.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let by_id = wanted.parse::<TokenId>().is_ok();
    let meant = |token: &&Value| {
        if by_id {
            text(token, "id") == wanted
        } else {
            text(token, "name").to_lowercase() == wanted.to_lowercase()
                && text(token, "revoked_at").is_empty()
        }
    };
    tokens.iter().find(meant).cloned().ok_or_else(|| {
        Failure::new(
            Status::NotFoundOrConflict,
            format!("no token of this account is called `{}`", harmless(wanted)),
        )
        .next("`claviger tokens list` shows them all")
    })
}

/// A text field of a token, empty if it is not there.
pub(super) fn text<'a>(token: &'a Value, field: &str) -> &'a str {
    token.get(field).and_then(Value::as_str).unwrap_or("")
}

/// Where the token of this id is.
pub(super) fn path(token: &Value) -> String {
    format!("/tokens/{}", crate::http::encode(text(token, "id")))
}
