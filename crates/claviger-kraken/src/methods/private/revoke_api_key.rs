//! `RevokeApiKey`: this server's own. Whoever signs with a key may take it back.

use crate::envelope::success;
use crate::methods::Answer;
use crate::shape::object;
use claviger::Killed;
use serde::Serialize;

/// The value of one member.
#[derive(Serialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    Number(u32),
    Flag(bool),
}

/// Says that the key is revoked, since when, and how many of its calls were under way.
pub(crate) fn answer(killed: &Killed) -> Answer {
    let record = &killed.record;
    let since = record.revoked_at.unwrap_or(record.modified_at).secs();
    success(&object([
        ("api_key_name", Value::Text(record.name.to_string())),
        ("api_key", Value::Text(record.api_key.to_string())),
        ("revoked", Value::Flag(true)),
        ("revoked_before", Value::Flag(killed.before)),
        ("revoked_time", Value::Text(since.to_string())),
        ("open_calls", Value::Number(killed.open_calls)),
    ]))
}
