//! `GetApiKeyInfo`: the calling key, about itself, in both spellings the exchange's own documents
//! use (KRAKEN-WIRE.md §2.4).

use crate::envelope::success;
use crate::methods::Answer;
use crate::shape::object;
use claviger::KeyInfo;
use claviger_core::permission::Permission;
use claviger_core::time::Timestamp;
use serde::Serialize;

/// The value of one member.
#[derive(Clone, Serialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    Number(u64),
    Texts(Vec<String>),
    None,
}

impl Value {
    /// Unix seconds, `"0"` for none.
    fn seconds(at: Option<Timestamp>) -> Self {
        Value::Text(at.map_or(0, Timestamp::secs).to_string())
    }
}

/// Writes what the authority knows of the key.
pub(crate) fn answer(info: &KeyInfo) -> Answer {
    let record = &info.record;
    let limits = &record.restrictions;
    let text = |text: &str| Value::Text(text.to_owned());
    let last_used = info.last_used.map_or(Value::None, |at| Value::seconds(Some(at)));
    let both = [
        ("api_key_name", "name", text(record.name.as_str())),
        ("api_key", "key", Value::Text(record.api_key.to_string())),
        ("valid_until", "validUntil", Value::seconds(limits.expires_at)),
        ("query_from", "queryFrom", Value::seconds(limits.query_from)),
        ("query_to", "queryTo", Value::seconds(limits.query_to)),
        ("created_time", "createdTime", Value::seconds(Some(record.created_at))),
        ("modified_time", "modifiedTime", Value::seconds(Some(record.modified_at))),
        ("ip_allowlist", "ipAllowlist", Value::Texts(limits.allowlist.to_texts())),
        ("last_used", "lastUsed", last_used),
    ];
    let permissions = record.permissions.iter().map(Permission::name).map(str::to_owned).collect();
    let once = [
        ("nonce", Value::Text(info.nonce.to_string())),
        // As the live exchange sends it, and as its documents have it.
        ("nonce_window", Value::Text(limits.nonce_window.to_string())),
        ("nonceWindow", Value::Number(limits.nonce_window)),
        ("permissions", Value::Texts(permissions)),
        ("iban", Value::Text(info.account.iiban())),
    ];
    let both = both.into_iter().flat_map(|(snake, camel, value)| [(snake, value.clone()), (camel, value)]);
    success(&object(both.chain(once)))
}
