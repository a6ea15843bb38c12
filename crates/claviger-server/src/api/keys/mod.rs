//! Keys.

pub(super) mod create;
pub(super) mod due;
pub(super) mod edit;
pub(super) mod hand_over;
pub(super) mod history;
pub(super) mod json;
pub(super) mod list;
pub(super) mod readmit;
pub(super) mod retire;
pub(super) mod revoke;
pub(super) mod roll_back;
pub(super) mod rotate;
pub(super) mod rotation;
mod second_factor;
pub(super) mod show;
pub(super) mod step;
pub(super) mod stop;

use super::failure::Fields;
use super::query::digits;
use claviger::core::allowlist::{Allowlist, AllowlistError};
use claviger::core::permission::{PermissionSet, UnknownPermission};
use claviger::manage::keys::MAX_DRAIN;
pub(super) use json::KeyJson;
use std::time::Duration;

/// Permissions as named.
pub(super) fn permissions(names: &[String]) -> Result<PermissionSet, UnknownPermission> {
    names.iter().map(|name| name.parse()).collect()
}

/// An allowlist as typed.
pub(super) fn allowlist(entries: &[String]) -> Result<Allowlist, AllowlistError> {
    Allowlist::parse(entries.iter().map(String::as_str))
}

/// A nonce window: a number in a text, since it may be greater than what JSON numbers hold.
fn nonce_window(text: &str) -> Result<u64, &'static str> {
    digits(text).ok_or("takes a number from 0 to 18446744073709551615 as a text of digits")
}

/// How long to wait for open calls.
fn drain(fields: &mut Fields, secs: Option<u64>) -> Option<Option<Duration>> {
    let Some(secs) = secs else { return Some(None) };
    let drain = Duration::from_secs(secs);
    let judged = if drain <= MAX_DRAIN { Ok(drain) } else { Err("takes at most 10 seconds") };
    fields.take("drain_secs", judged).map(Some)
}
