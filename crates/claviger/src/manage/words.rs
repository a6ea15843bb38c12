//! What changed, in words for the log. Never a secret: records hold none.

use claviger_core::allowlist::Allowlist;
use claviger_core::entry::cut;
use claviger_core::id::UserId;
use claviger_core::key::KeyRecord;
use claviger_core::otp::SecondFactorKind;
use claviger_core::permission::PermissionSet;
use claviger_core::time::Timestamp;

/// Most bytes of the words of an entry.
const MAX_BYTES: usize = 500;
/// A list of blocks longer than this is counted, not told.
const MAX_LIST_BYTES: usize = 100;

/// At most [`MAX_BYTES`] bytes, cut between characters and marked if it was.
pub(super) fn capped(words: &str) -> Box<str> {
    if words.len() <= MAX_BYTES {
        return words.into();
    }
    format!("{}…", cut(words, MAX_BYTES - '…'.len_utf8())).into()
}

/// What a new key is.
pub(super) fn created(key: &KeyRecord) -> String {
    let limits = &key.restrictions;
    let mut parts = vec![format!("{} key \"{}\"", key.kind, key.name)];
    if !key.permissions.is_empty() {
        parts.push(format!("permissions: {}", joined(key.permissions, "")));
    }
    parts.push(format!("allowlist: {}", blocks(&limits.allowlist)));
    let mut tell = |name: &str, is_set: bool, value: String| {
        if is_set {
            parts.push(format!("{name}: {value}"));
        }
    };
    tell("not_before", limits.not_before.is_some(), instant(limits.not_before));
    tell("expires_at", limits.expires_at.is_some(), instant(limits.expires_at));
    tell("query_from", limits.query_from.is_some(), instant(limits.query_from));
    tell("query_to", limits.query_to.is_some(), instant(limits.query_to));
    tell("nonce_window", limits.nonce_window > 0, limits.nonce_window.to_string());
    tell("second factor", limits.second_factor.is_some(), factor(limits.second_factor).to_owned());
    tell("member", key.member.is_some(), person(key.member));
    tell("application", !key.application.as_str().is_empty(), format!("\"{}\"", key.application));
    tell("holder", !key.holder.as_str().is_empty(), format!("\"{}\"", key.holder));
    parts.join("; ")
}

/// What is different, what matters most first.
pub(super) fn edited(old: &KeyRecord, new: &KeyRecord, new_second_factor: bool) -> String {
    let (was, is) = (&old.restrictions, &new.restrictions);
    let mut parts = Vec::new();
    let (added, removed) = (new.permissions.minus(old.permissions), old.permissions.minus(new.permissions));
    if old.permissions != new.permissions {
        let both = [joined(added, "+"), joined(removed, "-")];
        parts.push(format!("permissions: {}", both.join(" ").trim()));
    }
    let mut tell = |name: &str, old: String, new: String| {
        if old != new {
            parts.push(format!("{name}: {old} → {new}"));
        }
    };
    tell("state", old.state.to_string(), new.state.to_string());
    tell("second factor", factor(was.second_factor).to_owned(), factor(is.second_factor).to_owned());
    if was.allowlist != is.allowlist {
        tell("allowlist", blocks(&was.allowlist), blocks_after(&was.allowlist, &is.allowlist));
    }
    tell("not_before", instant(was.not_before), instant(is.not_before));
    tell("expires_at", instant(was.expires_at), instant(is.expires_at));
    tell("query_from", instant(was.query_from), instant(is.query_from));
    tell("query_to", instant(was.query_to), instant(is.query_to));
    tell("nonce_window", was.nonce_window.to_string(), is.nonce_window.to_string());
    tell("name", format!("\"{}\"", old.name), format!("\"{}\"", new.name));
    tell("member", person(old.member), person(new.member));
    tell("application", format!("\"{}\"", old.application), format!("\"{}\"", new.application));
    tell("holder", format!("\"{}\"", old.holder), format!("\"{}\"", new.holder));
    if new_second_factor && was.second_factor == is.second_factor {
        parts.push("second factor: replaced".to_owned());
    }
    if old.description != new.description {
        parts.push("description: changed".to_owned());
    }
    parts.join("; ")
}

fn joined(set: PermissionSet, sign: &str) -> String {
    let names: Vec<String> = set.iter().map(|permission| format!("{sign}{permission}")).collect();
    names.join(if sign.is_empty() { ", " } else { " " })
}

fn blocks(list: &Allowlist) -> String {
    let text = list.to_string();
    if text.len() <= MAX_LIST_BYTES { text } else { format!("{} blocks", list.blocks().len()) }
}

/// Two long lists of the same length must not look alike.
fn blocks_after(old: &Allowlist, new: &Allowlist) -> String {
    let (before, after) = (blocks(old), blocks(new));
    if before == after { format!("{} other blocks", new.blocks().len()) } else { after }
}

fn person(user: Option<UserId>) -> String {
    user.map_or_else(|| "none".to_owned(), |user| user.to_string())
}

fn instant(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "none".to_owned(), |at| at.to_string())
}

const fn factor(kind: Option<SecondFactorKind>) -> &'static str {
    match kind {
        None => "none",
        Some(SecondFactorKind::Password) => "password",
        Some(SecondFactorKind::Totp) => "totp",
    }
}

#[cfg(test)]
mod tests;
