//! Calls by the hour.

use super::counted::Counted;
use claviger_core::reason::Reason;
use claviger_core::time::Timestamp;

/// Hours that are counted.
pub const HOURS: usize = 48;
const HOUR_SECS: i64 = 3_600;

/// Calls of one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hour {
    /// Accepted.
    pub allowed: u32,
    /// Refused.
    pub refused: u32,
}

/// The calls of the last [`HOURS`] hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hours {
    /// By number of the hour, modulo [`HOURS`].
    counts: [Hour; HOURS],
    /// The number of the latest hour counted.
    latest: i64,
}

impl Default for Hours {
    fn default() -> Self {
        Hours { counts: [Hour::default(); HOURS], latest: 0 }
    }
}

impl Hours {
    /// Counts a call; gives how many like it there were in its hour before it, and with it. Calls may come in any order; one
    /// from too long ago is not counted.
    pub(crate) fn count(&mut self, call: &Counted) -> (u32, u32) {
        let Some(hour) = self.of(call.at) else { return (0, 0) };
        let sort = if call.reason == Reason::None { &mut hour.allowed } else { &mut hour.refused };
        let before = *sort;
        *sort = sort.saturating_add(call.count);
        (before, *sort)
    }

    /// The hour to count in; none if it is too long ago.
    fn of(&mut self, at: Timestamp) -> Option<&mut Hour> {
        let number = at.secs().div_euclid(HOUR_SECS);
        if number > self.latest {
            let over = (self.latest + 1).max(number - HOURS as i64 + 1)..=number;
            for hour in over {
                if let Some(hour) = self.counts.get_mut(slot(hour)) {
                    *hour = Hour::default();
                }
            }
            self.latest = number;
        }
        if number <= self.latest - HOURS as i64 { None } else { self.counts.get_mut(slot(number)) }
    }

    /// The last `N` hours, the oldest first, the last one being the hour of `now`. Hours that are not counted any more, or
    /// not yet, are empty.
    pub(crate) fn last<const N: usize>(&self, now: Timestamp) -> [Hour; N] {
        let mut hours = [Hour::default(); N];
        let first = now.secs().div_euclid(HOUR_SECS) - N as i64 + 1;
        // Lists go through the hours of very many keys: those that are empty in any case are not looked at.
        let counted = first.max(self.latest - HOURS as i64 + 1)..=self.latest;
        for number in counted {
            let at = usize::try_from(number - first).ok();
            let Some(hour) = at.and_then(|at| hours.get_mut(at)) else { break };
            *hour = self.counts.get(slot(number)).copied().unwrap_or_default();
        }
        hours
    }
}

/// Of what nothing is left after some time.
pub(super) trait Fading: Default {
    /// Whether nothing is worth being kept any more.
    fn is_stale(&self, now: Timestamp) -> bool;
}

impl Fading for Hours {
    fn is_stale(&self, now: Timestamp) -> bool {
        self.latest + (HOURS as i64) < now.secs().div_euclid(HOUR_SECS)
    }
}

fn slot(hour: i64) -> usize {
    usize::try_from(hour.rem_euclid(HOURS as i64)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_core::action::Action;
    use claviger_core::id::{AccountId, KeyId};

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn counted(hours_ago: &[i64]) -> Hours {
        let mut hours = Hours::default();
        for ago in hours_ago {
            hours.count(&Counted {
                account: AccountId::from_u64(1),
                key: KeyId::from_u64(1),
                at: NOW.plus_secs(-ago * HOUR_SECS),
                source: None,
                client: 0,
                action: Action::Balance,
                reason: Reason::None,
                count: 1,
            });
        }
        hours
    }

    #[test]
    fn an_hour_stands_where_it_was_and_leaves_at_the_end() {
        let known = counted(&[3, 47, 0, 20, 3, 48]);
        for later in [-2, 0, 1, 5, 27, 46, 47, 48, 100] {
            let now = NOW.plus_secs(later * HOUR_SECS);
            let (all, day) = (known.last::<HOURS>(now), known.last::<24>(now));
            assert_eq!(all[HOURS - 24..], day, "{later} hours later");
            let calls = |ago: i64| {
                let at = HOURS as i64 - 1 - ago - later;
                usize::try_from(at).ok().and_then(|at| all.get(at)).map(|hour| hour.allowed)
            };
            for (ago, count) in [(0, 1), (3, 2), (20, 1), (47, 1)] {
                assert!(
                    calls(ago).is_none_or(|found| found == count),
                    "{ago} hours ago, {later} hours later"
                );
            }
            let shown = |ago: &i64| calls(*ago).is_some();
            let expected: u32 = [0, 3, 3, 20, 47].iter().filter(|ago| shown(ago)).count() as u32;
            assert_eq!(all.iter().map(|hour| hour.allowed).sum::<u32>(), expected, "{later} hours later");
        }
    }
}
