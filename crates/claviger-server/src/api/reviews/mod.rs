//! Reviewing keys: what they were used for, what a change would have refused, signing off and taking back.

pub(super) mod dry_run;
mod json;
pub(super) mod list;
pub(super) mod policy;
pub(super) mod show;
pub(super) mod sign_off;
pub(super) mod undo;

pub(super) use json::{SpanJson, names};

use super::query::{Query, digits};
use crate::problem::Problem;
use claviger::core::allowlist::Allowlist;
use claviger::core::permission::PermissionSet;
use claviger::manage::reviews::MAX_DAYS;

/// Days to look back.
fn days(query: &Query) -> Result<Option<u32>, Problem> {
    let parse = |text: &str| digits(text).and_then(|days| u32::try_from(days).ok());
    let within = |text: &str| parse(text).filter(|days| (1..=MAX_DAYS).contains(days));
    query.one("days", within, "a number of days from 1 to 3660")
}

/// Values separated by commas; an empty text is none of them.
fn values(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|value| !value.is_empty())
}

fn permission_list(query: &Query) -> Result<Option<PermissionSet>, Problem> {
    let Some(text) = query.get("permissions") else { return Ok(None) };
    let parsed: Result<PermissionSet, _> = values(text).map(str::parse).collect();
    parsed.map(Some).map_err(|error| Problem::field("permissions", error.to_string()))
}

fn address_list(query: &Query) -> Result<Option<Allowlist>, Problem> {
    let Some(text) = query.get("allowlist") else { return Ok(None) };
    let parsed = Allowlist::parse(values(text));
    parsed.map(Some).map_err(|error| Problem::field("allowlist", error.to_string()))
}
