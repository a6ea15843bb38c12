//! Keys.

pub(super) mod ask;
mod belongs;
mod concern;
pub(super) mod create;
mod cursor;
mod diff;
pub(super) mod edit;
mod fields;
mod line;
pub(super) mod list;
mod marks;
pub(super) mod new;
mod pair;
pub(super) mod readmit;
pub(super) mod retire;
pub(super) mod revoke;
pub(super) mod roll_back;
pub(super) mod rotate;
mod secret;
pub(super) mod show;
mod snippets;
pub(super) mod step;
pub(super) mod stop;
mod summary;
pub(super) mod traffic;
pub(super) mod unused;

pub(super) use fields::{Errors, LIST, optional};
pub(super) use line::{Line, lines};
pub(super) use marks::{Badge, Chip, chip, state_badge};
pub(super) use revoke::is_name;
pub(super) use secret::first_calls;
pub(super) use show::KeyView;
pub(super) use snippets::Snippet;

use claviger::core::id::KeyId;

/// Where calls of a key are told, from a place in the log on.
pub(super) fn waiting_for(key: KeyId, since: u64) -> String {
    format!("/history/live?key={key}&since={since}")
}
