//! The fields of a key, as options of `create` and `edit`.

use crate::failure::Failure;
use crate::output::{Toward, parse_when};
use clap::Args;
use claviger::clock::{Clock as _, SystemClock};
use claviger_core::allowlist::Allowlist;
use claviger_core::permission::Permission;
use serde_json::{Map, Value};

/// A word that clears a field.
const NONE: &str = "none";

/// What a key may do, and what narrows it.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Permissions and restrictions")]
pub(super) struct Fields {
    /// Permissions, separated by commas; `claviger permissions` lists them
    #[arg(long, short = 'p', value_name = "LIST", value_delimiter = ',')]
    permissions: Option<Vec<String>>,
    /// Addresses and blocks it may be used from, separated by commas, as in 203.0.113.7,2001:db8::/48
    #[arg(long, short = 'a', value_name = "LIST", value_delimiter = ',')]
    allow: Option<Vec<String>>,
    /// When it expires: 90d, 2026-12-31, or 2026-12-31T18:00:00Z
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    /// From when on it is valid
    #[arg(long, value_name = "TIME")]
    not_before: Option<String>,
    /// The earliest history it may read
    #[arg(long, value_name = "TIME")]
    query_from: Option<String>,
    /// The latest history it may read
    #[arg(long, value_name = "TIME")]
    query_to: Option<String>,
    /// How far below the highest nonce one is still taken, in ticks of the nonce
    #[arg(long, value_name = "TICKS")]
    nonce_window: Option<u64>,
    /// Who holds it: a bot, a desk, a vendor
    #[arg(long, value_name = "TEXT")]
    holder: Option<String>,
    /// What program it is for, in a short word that several keys may share: grid-bot-3
    #[arg(long, value_name = "TAG")]
    application: Option<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

impl Fields {
    /// Puts what was given into a request; `none` clears.
    pub(super) fn put(&self, body: &mut Map<String, Value>) -> Result<(), Failure> {
        if let Some(names) = &self.permissions {
            body.insert("permissions".to_owned(), permissions(names)?);
        }
        if let Some(entries) = &self.allow {
            body.insert("allowlist".to_owned(), allowlist(entries)?);
        }
        let times = [
            ("expires_at", &self.expires),
            ("not_before", &self.not_before),
            ("query_from", &self.query_from),
            ("query_to", &self.query_to),
        ];
        for (name, given) in times {
            if let Some(given) = given {
                body.insert(name.to_owned(), time(given)?);
            }
        }
        if let Some(window) = self.nonce_window {
            body.insert("nonce_window".to_owned(), window.to_string().into());
        }
        let texts = [
            ("holder", &self.holder),
            ("application", &self.application),
            ("description", &self.description),
        ];
        for (name, given) in texts {
            if let Some(given) = given {
                body.insert(name.to_owned(), given.as_str().into());
            }
        }
        Ok(())
    }
}

pub(super) fn permissions(names: &[String]) -> Result<Value, Failure> {
    let names = given("--permissions", names)?;
    for name in &names {
        name.parse::<Permission>().map_err(|error| Failure::usage(format!("`{name}`: {error}")))?;
    }
    Ok(names.into())
}

pub(super) fn allowlist(entries: &[String]) -> Result<Value, Failure> {
    let entries = given("--allow", entries)?;
    let list =
        Allowlist::parse(entries.iter().copied()).map_err(|error| Failure::usage(error.to_string()))?;
    Ok(list.to_texts().into())
}

/// The items of a list; `none` alone is the empty one. Nothing at all is what a variable gives that
/// was never set, and never meant: an empty allowlist is every address.
fn given<'a>(option: &str, items: &'a [String]) -> Result<Vec<&'a str>, Failure> {
    let items: Vec<&str> = items.iter().map(|item| item.trim()).collect();
    if items.iter().any(|item| item.is_empty()) {
        let failure = Failure::usage(format!("{option}: an entry of the list is empty"));
        return Err(failure.next(format!("write `{option} {NONE}` if the list is meant to be empty")));
    }
    Ok(if items == [NONE] { Vec::new() } else { items })
}

pub(super) fn time(text: &str) -> Result<Value, Failure> {
    if text == NONE {
        Ok(Value::Null)
    } else {
        Ok(parse_when(text, SystemClock.now(), Toward::Future)?.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn body(fields: &Fields) -> Result<Value, Failure> {
        let mut body = Map::new();
        fields.put(&mut body).map(|()| Value::Object(body))
    }

    fn texts(items: &[&str]) -> Option<Vec<String>> {
        Some(items.iter().map(|item| (*item).to_owned()).collect())
    }

    #[test]
    fn only_what_is_given_is_sent() {
        assert_eq!(body(&Fields::default()).unwrap(), json!({}));
        let fields = Fields {
            permissions: texts(&["query-funds", " modify-trades"]),
            allow: texts(&["127.0.0.1/32"]),
            expires: Some("2026-12-31".to_owned()),
            nonce_window: Some(5),
            ..Fields::default()
        };
        assert_eq!(
            body(&fields).unwrap(),
            json!({"permissions": ["query-funds", "modify-trades"], "allowlist": ["127.0.0.1"],
                "expires_at": "2026-12-31T00:00:00Z", "nonce_window": "5"})
        );
    }

    #[test]
    fn none_clears() {
        let fields = Fields {
            permissions: texts(&["none"]),
            allow: texts(&["none"]),
            expires: Some("none".to_owned()),
            ..Fields::default()
        };
        assert_eq!(body(&fields).unwrap(), json!({"permissions": [], "allowlist": [], "expires_at": null}));
    }

    #[test]
    fn nonsense_is_found_before_anything_is_sent() {
        for fields in [
            Fields { permissions: texts(&["query-fund"]), ..Fields::default() },
            Fields { permissions: texts(&[""]), ..Fields::default() },
            Fields { allow: texts(&[""]), ..Fields::default() },
            Fields { allow: texts(&["10.0.0.1", " "]), ..Fields::default() },
            Fields { allow: texts(&["203.0.113.7/24"]), ..Fields::default() },
            Fields { allow: texts(&["0.0.0.0/0"]), ..Fields::default() },
            Fields { not_before: Some("soon".to_owned()), ..Fields::default() },
        ] {
            assert!(body(&fields).is_err());
        }
    }
}
