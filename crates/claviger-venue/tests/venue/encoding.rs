//! What older releases wrote is read, and means the same.
//!
//! `encoding/N.journal` is what the Nth release of the encoding wrote: the first line a snapshot of the new venue, then one
//! record a line; `encoding/N.snapshot` is the venue after the last of them. They are never made anew.

use claviger_venue::{Micros, Venue, decode_events};
use serde_json::Value;

/// One release.
struct Written {
    journal: &'static str,
    snapshot: &'static str,
    /// Members of an account that this release did not keep.
    unknown: &'static [&'static str],
}

const WRITTEN: &[Written] = &[
    // market and limit orders
    Written {
        journal: include_str!("encoding/1.journal"),
        snapshot: include_str!("encoding/1.snapshot"),
        unknown: &["amendments"],
    },
    // triggers, schedules, closing orders, amendments
    Written {
        journal: include_str!("encoding/2.journal"),
        snapshot: include_str!("encoding/2.snapshot"),
        unknown: &[],
    },
];

impl Written {
    fn replayed(&self) -> Venue {
        let mut lines = self.journal.lines();
        let mut venue = Venue::restore(lines.next().unwrap().as_bytes()).unwrap();
        for line in lines {
            let events = decode_events(line.as_bytes()).unwrap();
            venue.apply_all(&events).unwrap_or_else(|error| panic!("{line}: {error}"));
        }
        venue
    }

    fn restored(&self) -> Venue {
        Venue::restore(self.snapshot.as_bytes()).unwrap()
    }

    /// A snapshot without what the release did not keep.
    fn as_it_was(&self, venue: &Venue) -> Value {
        let mut snapshot: Value = serde_json::from_slice(&venue.snapshot().unwrap()).unwrap();
        for account in snapshot["b"]["state"]["accounts"].as_object_mut().unwrap().values_mut() {
            for name in self.unknown {
                account.as_object_mut().unwrap().remove(*name);
            }
        }
        snapshot
    }
}

#[test]
fn every_encoding_loads_and_replays_to_what_it_was() {
    for written in WRITTEN {
        let expected: Value = serde_json::from_str(written.snapshot).unwrap();
        assert_eq!(written.as_it_was(&written.replayed()), expected, "the journal");
        assert_eq!(written.as_it_was(&written.restored()), expected, "the snapshot");
    }
}

#[test]
fn a_venue_of_an_older_encoding_goes_on_alike_from_either() {
    for written in WRITTEN {
        let (mut replayed, mut restored) = (written.replayed(), written.restored());
        let later = replayed.clock().plus(Micros::from_secs(400_000));
        let events = replayed.advance(later).unwrap();
        assert!(!events.is_empty());
        assert_eq!(events, restored.advance(later).unwrap());
        assert_eq!(written.as_it_was(&replayed), written.as_it_was(&restored));
    }
}
