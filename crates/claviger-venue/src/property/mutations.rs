//! Damaged journals and snapshots: an error or a venue, never a panic.

use proptest::prelude::*;

use super::{biting, config, ops::ops, run};
use crate::{AccountNo, Command, Faults, LedgerFilter, Micros, Venue, decode_events, encode_events};

/// Replaces the nth digit of a text.
fn spoil(bytes: &mut [u8], nth: &prop::sample::Index, digit: u8) {
    let digits: Vec<_> =
        bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(place, _)| place).collect();
    if !digits.is_empty() {
        bytes[digits[nth.index(digits.len())]] = b'0' + digit;
    }
}

/// Uses everything that reads the state a damaged record may have left.
fn exercise(venue: &mut Venue, now: Micros) {
    let _ = venue.totals();
    for account in super::ACCOUNTS {
        let _ = venue.equivalent_balance(account, crate::Asset::XBT, now);
        let _ = venue.trade_volume(account, now);
        let _ = venue.ledger(account, &LedgerFilter::default());
        let _ = venue.plan(account, &Command::CancelAll, now, Micros::MAX);
    }
    let _ = venue.advance(now.plus(Micros::from_secs(100_000)));
    let _ = venue.execute(AccountNo(1), &Command::CancelAll, now, Micros::MAX);
}

/// The same cases every time: one in some thousands damages an instant so that the venue looks for the prices of years, second
/// by second, and no run of the tests should wait for that.
#[test]
fn damaged_records_are_refused_or_harmless() {
    let strategy = (
        ops(),
        any::<prop::sample::Index>(),
        prop::collection::vec((any::<prop::sample::Index>(), 0..10_u8), 1..4),
    );
    biting(64)
        .run(&strategy, |(ops, which, spoils)| {
            let (venue, log) = run(config(Faults::default()), &ops)?;
            let mut snapshot = venue.snapshot().unwrap();
            let which = which.index(log.len());
            let mut record = encode_events(&log[which..=which]).unwrap();
            for (nth, digit) in &spoils {
                spoil(&mut snapshot, nth, *digit);
                spoil(&mut record, nth, *digit);
            }
            if let Ok(mut damaged) = Venue::restore(&snapshot) {
                exercise(&mut damaged, venue.clock());
            }
            let mut replayed = Venue::new(config(Faults::default()));
            replayed.apply_all(&log[..which]).unwrap();
            if decode_events(&record).is_ok_and(|events| replayed.apply_all(&events).is_ok()) {
                let _ = replayed.apply_all(&log[which + 1..]);
                exercise(&mut replayed, venue.clock());
            }
            Ok(())
        })
        .unwrap();
}
