//! What older releases wrote is read, and means the same.
//!
//! `encoding/N.journal` is what the Nth release of the encoding wrote: the first line a snapshot of the new venue, then one
//! record a line; `encoding/N.snapshot` is the venue after the last of them. They are never made anew.

use claviger_venue::{AccountNo, Micros, Origin, Venue, decode_events};
use serde_json::Value;

/// One release.
struct Written {
    journal: &'static str,
    snapshot: &'static str,
    /// Members of an account that this release did not keep.
    unknown: &'static [&'static str],
    /// Whether it kept who saved an address, and gave it an id.
    numbered: bool,
}

const WRITTEN: &[Written] = &[
    // market and limit orders
    Written {
        journal: include_str!("encoding/1.journal"),
        snapshot: include_str!("encoding/1.snapshot"),
        unknown: &["amendments"],
        numbered: false,
    },
    // triggers, schedules, closing orders, amendments
    Written {
        journal: include_str!("encoding/2.journal"),
        snapshot: include_str!("encoding/2.snapshot"),
        unknown: &[],
        numbered: false,
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
            if !self.numbered {
                without_numbers(account);
            }
        }
        if !self.numbered {
            snapshot["b"]["state"]["next"].as_object_mut().unwrap().remove("address");
        }
        snapshot
    }
}

/// An account without what older releases did not keep of addresses, which is as it should be.
fn without_numbers(account: &mut Value) {
    let account = account.as_object_mut().unwrap();
    assert_eq!(account.remove("trust_new_addresses"), Some(Value::Bool(false)));
    for address in account["addresses"].as_array_mut().unwrap() {
        let address = address.as_object_mut().unwrap();
        assert!(address.remove("number").unwrap().as_u64() > Some(0));
        assert_eq!(address.remove("scope"), Some("method".into()));
        assert_eq!(address.remove("origin"), Some("member".into()));
    }
}

/// Addresses saved before they had ids are verified, have one each, and are the same from either.
#[test]
fn addresses_of_older_encodings_are_verified_and_named() {
    for written in WRITTEN.iter().filter(|written| !written.numbered) {
        let all = |venue: &Venue| {
            let addresses = [1, 2].into_iter().flat_map(|number| venue.addresses(AccountNo(number)));
            addresses.map(|saved| (venue.address_id(saved), saved.clone())).collect::<Vec<_>>()
        };
        let (replayed, restored) = (written.replayed(), written.restored());
        let saved = all(&replayed);
        assert_eq!(saved, all(&restored));
        assert!(saved.len() > 3);
        let ids: std::collections::BTreeSet<_> = saved.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids.len(), saved.len(), "every id is its own");
        assert!(saved.iter().all(|(_, address)| address.verified && address.origin == Origin::Member));
        assert!(replayed.verifies_new_addresses(AccountNo(1)));
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
