//! What a key was before it was stepped down: so that one step puts it back, without anybody having to remember.

use claviger_core::action::Action;
use claviger_core::entry::Outcome;
use claviger_core::key::{KeyRecord, KeyState};
use claviger_core::reason::Detail;
use claviger_core::store::{HistoryQuery, Store, StoreError, Which};

/// Entries about the key looked at for its last step.
const MAX_SCAN: usize = 2_000;
/// What stands before both states.
const STATE: &str = "state: ";
/// What stands between them.
const TO: &str = " → ";

/// A step, in words for the log; [`from`] reads them again.
pub(super) fn words(from: KeyState, to: KeyState) -> String {
    format!("{STATE}{from}{TO}{to}")
}

fn from(words: &str) -> Option<(KeyState, KeyState)> {
    let (from, rest) = words.strip_prefix(STATE)?.split_once(TO)?;
    let to = rest.split_once(';').map_or(rest, |(to, _)| to);
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// The state from which a key came to be stepped down as it is; none if it is not, or if that is not told in what is kept
/// of the log.
pub(super) fn stepped_from(store: &dyn Store, key: &KeyRecord) -> Result<Option<KeyState>, StoreError> {
    if matches!(key.state, KeyState::Active | KeyState::Revoked) {
        return Ok(None);
    }
    let page = store.history(&HistoryQuery {
        account: Some(key.account),
        key: Some(key.id),
        which: Which::Acts,
        actions: vec![Action::KeyStep, Action::KeyDormant],
        outcomes: vec![Outcome::Changed],
        limit: 1,
        max_scan: MAX_SCAN,
        ..HistoryQuery::default()
    })?;
    let told = page.entries.first().and_then(|entry| match &entry.draft.detail {
        Detail::Change(words) => from(words),
        _ => None,
    });
    Ok(told.filter(|(from, to)| *to == key.state && !from.within(*to)).map(|(from, _)| from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_a_step_is_read_again() {
        let steps = || KeyState::ALL.into_iter().filter(|state| *state != KeyState::Revoked);
        for one in steps() {
            for other in steps() {
                assert_eq!(from(&words(one, other)), Some((one, other)));
                let more = format!("{}; member: user_000000000007 → none", words(one, other));
                assert_eq!(from(&more), Some((one, other)));
            }
        }
        assert_eq!(from("state: asleep → frozen"), None);
        assert_eq!(from("not used for 180 days"), None);
    }
}
