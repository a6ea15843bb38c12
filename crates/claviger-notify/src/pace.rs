//! When a delivery that failed is tried again.

use claviger_core::time::Timestamp;

/// The first pause, in seconds; it doubles with every try.
const FIRST_SECS: i64 = 5;
/// No pause is longer, in seconds.
const LONGEST_SECS: i64 = 3_600;
/// For so long it is tried, in seconds: a day.
pub const GIVE_UP_SECS: i64 = 86_400;

/// When to try again after `tries` tries, the first of them at `first`; none once it is given up. `chance` moves the pause
/// by up to a quarter either way, so that what failed together is not tried together.
#[must_use]
pub fn next(tries: u32, first: Timestamp, now: Timestamp, chance: u32) -> Option<Timestamp> {
    let doubled = FIRST_SECS.checked_shl(tries.saturating_sub(1).min(30)).unwrap_or(LONGEST_SECS);
    let pause = doubled.min(LONGEST_SECS) * 1_000_000;
    let shift = pause / 4 * (i64::from(chance % 2_001) - 1_000) / 1_000;
    let at = now.plus_micros(pause + shift);
    (at.since(first) < GIVE_UP_SECS * 1_000_000).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour_and_end_after_a_day() {
        let first = Timestamp::from_secs(1_800_000_000);
        let (mut now, mut tries, mut pauses) = (first, 1, Vec::new());
        while let Some(at) = next(tries, first, now, 1_000) {
            pauses.push(at.since(now) / 1_000_000);
            (now, tries) = (at, tries + 1);
        }
        assert_eq!(&pauses[..5], [5, 10, 20, 40, 80]);
        assert_eq!(pauses.iter().max(), Some(&LONGEST_SECS));
        assert!((25..50).contains(&pauses.len()), "{}", pauses.len());
    }

    #[test]
    fn what_failed_together_is_not_tried_together() {
        let first = Timestamp::from_secs(1_800_000_000);
        let at = |chance| next(3, first, first, chance).unwrap().since(first);
        assert_eq!((at(0), at(1_000), at(2_000)), (15_000_000, 20_000_000, 25_000_000));
    }
}
