//! Finding the member that is meant: by login, by the person's id or by the member's.

use crate::failure::{Failure, Status};
use crate::http::{Api, Paging, encode, pages};
use crate::output::harmless;
use serde_json::Value;

/// The member of this login or id.
pub(super) fn find(api: &Api, wanted: &str) -> Result<Value, Failure> {
    let answer = pages(api, "/members", &[], &Paging::everything())?;
    let members = answer.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let login = wanted.to_lowercase();
    let meant = |member: &&Value| {
        text(member, "id") == wanted || text(member, "user") == wanted || text(member, "login") == login
    };
    members.iter().find(meant).cloned().ok_or_else(|| {
        Failure::new(
            Status::NotFoundOrConflict,
            format!("no member of this account signs in as `{}`", harmless(wanted)),
        )
        .next("`claviger members list` shows them all")
    })
}

/// The id of the person who is a member with this login or id.
pub(crate) fn user_of(api: &Api, wanted: &str) -> Result<String, Failure> {
    Ok(text(&find(api, wanted)?, "user").to_owned())
}

/// A text field of a member, empty if it is not there.
pub(super) fn text<'a>(member: &'a Value, field: &str) -> &'a str {
    member.get(field).and_then(Value::as_str).unwrap_or("")
}

/// Where the member is.
pub(super) fn path(member: &Value) -> String {
    format!("/members/{}", encode(text(member, "id")))
}
