//! What would be a flood is told together: refusals of one key, wrong tries at one login.

use claviger_core::entry::Place;
use claviger_core::id::{AccountId, KeyId, LogId, UserId};
use claviger_core::notices::{Event, EventId, EventKind, Level, Refusals, TOP_REASONS};
use claviger_core::time::Timestamp;

const SEC: i64 = 1_000_000;
/// How long a burst is gathered before it is told, in seconds.
const GATHER_SECS: i64 = 60;
/// What is less than a burst is told after so long, in seconds; and nothing about one key more often than this.
const QUIET_SECS: i64 = 3_600;

/// From how many refusals on it is a burst.
const fn burst(kind: EventKind) -> u64 {
    match kind {
        EventKind::KeyTried | EventKind::SignInHalfway => 1,
        EventKind::SignInFailures => 3,
        _ => 10,
    }
}

/// When it is to be told; none if there is nothing. That a dead key is tried is told at once, the first time.
#[must_use]
pub fn due(refusals: &Refusals) -> Option<Timestamp> {
    let (kind, since) = (EventKind::from_name(&refusals.kind)?, refusals.since?);
    let is_burst = refusals.count >= burst(kind);
    let gathered = match kind {
        EventKind::KeyTried | EventKind::SignInHalfway => since,
        _ if is_burst => since.plus_micros(GATHER_SECS * SEC),
        _ => since.plus_micros(QUIET_SECS * SEC),
    };
    let rested = refusals.told_at.map(|at| at.plus_micros(QUIET_SECS * SEC));
    Some(rested.map_or(gathered, |rested| gathered.max(rested)))
}

/// The event that tells of it, and what is left: nothing but when it was told. `who` is the key or person in words.
#[must_use]
pub fn told(refusals: &Refusals, who: &str, now: Timestamp) -> Option<(Event, Refusals)> {
    let (kind, since) = (EventKind::from_name(&refusals.kind)?, refusals.since?);
    let account = AccountId::from_u64(refusals.account);
    let (log, epoch, sequence) = refusals.first;
    let place = Place { log: LogId(log), epoch, sequence, time: since };
    let (key, user) = (refusals.key.map(KeyId::from_u64), refusals.user.map(UserId::from_u64));
    let level = if refusals.count >= burst(kind) { kind.level() } else { Level::Info };
    let event =
        Event::new(EventId::beside(&place, "folded"), kind, account, now, &sentence(kind, refusals, who))
            .with("reasons", reasons(refusals))
            .with("since", since)
            .with("last from", refusals.source.clone().unwrap_or_default())
            .with("client", &refusals.client);
    let rest = Refusals { told_at: Some(now), ..Refusals::none(account, key, user, kind) };
    Some((Event { key, user, level, ..event }, rest))
}

fn sentence(kind: EventKind, refusals: &Refusals, who: &str) -> String {
    let count = refusals.count;
    let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
    match kind {
        EventKind::KeyTried => format!(
            "{who} is revoked, retired or expired and was still used, {times}, by somebody who has its private key."
        ),
        EventKind::SignInHalfway => format!(
            "Somebody gave the right password of {who} and no second factor, {times}: whoever it is knows the password."
        ),
        EventKind::SignInFailures => format!("Somebody did not get in as {who}, {times}."),
        _ => format!("Calls of {who} were refused, {times}."),
    }
}

fn reasons(refusals: &Refusals) -> String {
    let mut reasons = refusals.reasons.clone();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let told = reasons.iter().take(TOP_REASONS).map(|(reason, count)| format!("{reason} ({count})"));
    told.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_core::reason::Reason;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn refused(kind: EventKind, count: u64) -> Refusals {
        let mut refusals = Refusals::none(AccountId::from_u64(1), Some(KeyId::from_u64(2)), None, kind);
        let place = Place { log: LogId(0), epoch: 3, sequence: 44, time: NOW };
        refusals.add(&place, Reason::PermissionMissing, count);
        refusals
    }

    #[test]
    fn a_burst_is_told_soon_and_little_later() {
        assert_eq!(due(&refused(EventKind::Refusals, 10)), Some(NOW.plus_secs(60)));
        assert_eq!(due(&refused(EventKind::Refusals, 9)), Some(NOW.plus_secs(3_600)));
        assert_eq!(due(&refused(EventKind::KeyTried, 1)), Some(NOW), "at once");
    }

    #[test]
    fn nothing_is_told_twice_within_the_hour() {
        let (event, mut rest) = told(&refused(EventKind::KeyTried, 1), "The key \"a\"", NOW).unwrap();
        assert_eq!(event.id.as_str(), "evt_0-3-44-folded");
        assert_eq!(due(&rest), None);
        let place = Place { log: LogId(0), epoch: 3, sequence: 45, time: NOW.plus_secs(1) };
        rest.add(&place, Reason::Revoked, 1);
        assert_eq!(due(&rest), Some(NOW.plus_secs(3_600)));
    }
}
