//! What older releases wrote is read, and means the same.
//!
//! `encoding/N.journal` is what release N of the encoding wrote: the first line a snapshot of the new venue, then one record
//! a line; `encoding/N.snapshot` is the venue after the last of them. They are never made anew.

use claviger_venue::{Venue, decode_events};
use serde_json::Value;

const JOURNAL: &str = include_str!("encoding/1.journal");
const SNAPSHOT: &[u8] = include_bytes!("encoding/1.snapshot");

fn replayed() -> Venue {
    let mut lines = JOURNAL.lines();
    let mut venue = Venue::restore(lines.next().unwrap().as_bytes()).unwrap();
    for line in lines {
        let events = decode_events(line.as_bytes()).unwrap();
        venue.apply_all(&events).unwrap_or_else(|error| panic!("{line}: {error}"));
    }
    venue
}

/// A snapshot without what the release did not keep.
fn as_it_was(venue: &Venue) -> Value {
    let mut snapshot: Value = serde_json::from_slice(&venue.snapshot().unwrap()).unwrap();
    for account in snapshot["b"]["state"]["accounts"].as_object_mut().unwrap().values_mut() {
        account.as_object_mut().unwrap().remove("amendments");
    }
    snapshot
}

#[test]
fn the_first_encoding_loads_and_replays_to_what_it_was() {
    let (replayed, restored) = (replayed(), Venue::restore(SNAPSHOT).unwrap());
    let written: Value = serde_json::from_slice(SNAPSHOT).unwrap();
    assert_eq!(as_it_was(&replayed), written, "the journal");
    assert_eq!(as_it_was(&restored), written, "the snapshot");
}

#[test]
fn a_venue_of_the_first_encoding_goes_on_alike_from_either() {
    let (mut replayed, mut restored) = (replayed(), Venue::restore(SNAPSHOT).unwrap());
    let later = replayed.clock().plus(claviger_venue::Micros::from_secs(400_000));
    assert_eq!(replayed.advance(later).unwrap(), restored.advance(later).unwrap());
    assert_eq!(as_it_was(&replayed), as_it_was(&restored));
}
