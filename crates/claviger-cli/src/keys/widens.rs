//! What an edit allows that the key did not allow before. The server decides alone what it is; this
//! is only what a person is asked about.

use super::pick::text;
use claviger_core::allowlist::Allowlist;
use claviger_core::permission::Permission;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// What is wider after `body` than it is in `key`, in words; empty if nothing is. What cannot be
/// understood counts as wider: asking once too often does no harm.
pub(super) fn widened(key: &Value, body: &Map<String, Value>) -> Vec<String> {
    let mut found: Vec<String> = permissions(key, body).into_iter().collect();
    let mut note = |wider: bool, words: &str| {
        if wider {
            found.push(words.to_owned());
        }
    };
    let later = |name| body.get(name).is_some_and(|to| !is_earlier(to, old(key, name)));
    let sooner = |name| body.get(name).is_some_and(|to| !is_later(to, old(key, name)));
    let allow = body.get("allowlist");
    note(allow.is_some_and(|to| !within(to, old(key, "allowlist"))), &from_where(allow));
    note(later("expires_at"), "it may be used longer");
    note(sooner("not_before"), "it may be used sooner");
    note(sooner("query_from"), "it may read older history");
    note(later("query_to"), "it may read newer history");
    note(window(body) > window_of(key), "it may send nonces further below its highest");
    let factor = body.get("second_factor").is_some_and(Value::is_null);
    note(factor && !old(key, "second_factor").is_null(), "its calls need no second factor any more");
    found
}

fn old<'a>(key: &'a Value, name: &str) -> &'a Value {
    key.get(name).unwrap_or(&Value::Null)
}

fn permissions(key: &Value, body: &Map<String, Value>) -> Option<String> {
    let had = strings(old(key, "permissions"));
    let new = strings(body.get("permissions")?).into_iter().filter(|name| !had.contains(name));
    // Names of ours: whatever else it is, no word of the request goes to the terminal.
    let new: Vec<&str> = new.filter_map(|name| name.parse().ok()).map(Permission::name).collect();
    (!new.is_empty()).then(|| format!("it may {}", new.join(", ")))
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn within(new: &Value, old: &Value) -> bool {
    match (Allowlist::parse(strings(new)), Allowlist::parse(strings(old))) {
        (Ok(new), Ok(old)) => new.within(&old),
        _ => false,
    }
}

fn from_where(allow: Option<&Value>) -> String {
    let blocks = allow.map(strings).unwrap_or_default();
    match blocks.as_slice() {
        [] => "it may be used from anywhere".to_owned(),
        some => format!("it may be used from {}", some.join(", ")),
    }
}

/// Whether an end is not moved further away; no end is the furthest.
fn is_earlier(to: &Value, from: &Value) -> bool {
    from.is_null() || matches!((time(to), time(from)), (Some(to), Some(from)) if to <= from)
}

/// Whether a beginning is not moved back; no beginning is the furthest.
fn is_later(to: &Value, from: &Value) -> bool {
    from.is_null() || matches!((time(to), time(from)), (Some(to), Some(from)) if to >= from)
}

fn time(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

fn window(body: &Map<String, Value>) -> u64 {
    body.get("nonce_window").and_then(Value::as_str).and_then(|ticks| ticks.parse().ok()).unwrap_or(0)
}

fn window_of(key: &Value) -> u64 {
    text(key, "nonce_window").parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn key() -> Value {
        json!({"permissions": ["query-funds"], "allowlist": ["10.0.0.0/8"], "not_before": "2026-01-01T00:00:00Z",
            "expires_at": "2027-01-01T00:00:00Z", "query_from": null, "query_to": "2026-06-01T00:00:00Z",
            "nonce_window": "5", "second_factor": "totp"})
    }

    fn words(body: Value) -> Vec<String> {
        widened(&key(), body.as_object().unwrap())
    }

    #[test]
    fn what_narrows_or_renames_is_not_asked_about() {
        for body in [
            json!({"name": "x", "holder": "y"}),
            json!({"permissions": [], "allowlist": ["10.1.0.0/16"], "nonce_window": "5"}),
            json!({"expires_at": "2026-12-31T00:00:00Z", "not_before": "2026-01-01T00:00:00Z"}),
            json!({"query_from": "2020-01-01T00:00:00Z", "query_to": "2026-06-01T00:00:00Z"}),
            json!({"second_factor": {"kind": "password", "password": "x"}}),
        ] {
            assert_eq!(words(body.clone()), Vec::<String>::new(), "{body}");
        }
        let open = json!({"allowlist": [], "expires_at": null, "not_before": null, "query_to": null});
        let close = json!({"allowlist": ["10.0.0.1"], "expires_at": "2030-01-01T00:00:00Z"});
        assert!(widened(&open, close.as_object().unwrap()).is_empty());
    }

    #[test]
    fn whatever_widens_is_said() {
        for (body, said) in [
            (json!({"permissions": ["query-funds", "withdraw-funds"]}), "it may withdraw-funds"),
            (json!({"allowlist": []}), "from anywhere"),
            (json!({"allowlist": ["10.0.0.0/8", "203.0.113.7"]}), "203.0.113.7"),
            (json!({"expires_at": null}), "longer"),
            (json!({"expires_at": "2027-01-01T00:00:01Z"}), "longer"),
            (json!({"not_before": null}), "sooner"),
            (json!({"not_before": "2025-12-31T23:59:59Z"}), "sooner"),
            (json!({"query_to": null}), "newer history"),
            (json!({"nonce_window": "6"}), "nonces"),
            (json!({"second_factor": null}), "second factor"),
        ] {
            let words = words(body.clone());
            assert!(words.len() == 1 && words[0].contains(said), "{body}: {words:?}");
        }
    }
}
