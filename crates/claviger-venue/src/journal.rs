//! The bytes of events and snapshots: JSON with a version.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    apply::number_all,
    event::Event,
    index::FundingKind,
    venue::{State, Venue, VenueConfig},
};

/// Version of both encodings. A reader refuses every other one.
const VERSION: u32 = 1;

/// Why bytes could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The bytes are not what this crate writes.
    #[error("malformed record")]
    Malformed(#[source] serde_json::Error),
    /// Written by another version.
    #[error("record version {0} is not supported")]
    Version(u32),
    /// A snapshot whose balances break `0 ≤ held ≤ total`, or whose allocations or address numbers cannot be.
    #[error("snapshot with an impossible balance or number")]
    Unsound,
}

/// A version and something, under short names.
#[derive(Serialize)]
struct Versioned<'a, T: ?Sized> {
    v: u32,
    b: &'a T,
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

#[derive(Deserialize)]
struct Body<T> {
    b: T,
}

fn encode<T: Serialize + ?Sized>(body: &T) -> Result<Vec<u8>, JournalError> {
    serde_json::to_vec(&Versioned { v: VERSION, b: body }).map_err(JournalError::Malformed)
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, JournalError> {
    let Version { v } = serde_json::from_slice(bytes).map_err(JournalError::Malformed)?;
    if v != VERSION {
        return Err(JournalError::Version(v));
    }
    let Body { b } = serde_json::from_slice(bytes).map_err(JournalError::Malformed)?;
    Ok(b)
}

/// One journal record holding events in order.
///
/// # Errors
/// [`JournalError::Malformed`] when the serialiser fails, which it does not for events.
pub fn encode_events(events: &[Event]) -> Result<Vec<u8>, JournalError> {
    encode(events)
}

/// The events of a journal record.
///
/// # Errors
/// [`JournalError`] when the bytes are malformed or of another version.
pub fn decode_events(bytes: &[u8]) -> Result<Vec<Event>, JournalError> {
    decode(bytes)
}

/// What a snapshot is made of.
#[derive(Serialize)]
struct SnapshotRef<'a> {
    config: &'a VenueConfig,
    state: &'a State,
}

#[derive(Deserialize)]
struct Snapshot {
    config: VenueConfig,
    state: State,
}

impl Venue {
    /// The whole venue as bytes.
    ///
    /// # Errors
    /// [`JournalError::Malformed`] when the serialiser fails, which it does not for venues.
    pub fn snapshot(&self) -> Result<Vec<u8>, JournalError> {
        encode(&SnapshotRef { config: &self.config, state: &self.state })
    }

    /// The venue of a snapshot.
    ///
    /// # Errors
    /// [`JournalError`] when the bytes are malformed, of another version, or hold impossible balances.
    pub fn restore(bytes: &[u8]) -> Result<Self, JournalError> {
        let Snapshot { config, mut state } = decode(bytes)?;
        let State { next, accounts, .. } = &mut state;
        number_all(next, accounts).map_err(|_| JournalError::Unsound)?;
        let mut venue = Self::new(config);
        for (number, records) in &state.accounts {
            if records.holdings.iter().any(|(_, holding)| !holding.is_sound()) {
                return Err(JournalError::Unsound);
            }
            for (asset, allocation) in &records.allocations {
                if !allocation.is_sound(*asset) {
                    return Err(JournalError::Unsound);
                }
                let next = allocation.next_reward().map(|at| (at, *number, *asset));
                venue.index.rewards.extend(next);
            }
            if let Some(at) = records.cancel_at {
                venue.index.switches.insert((at, *number));
            }
            for order in records.open_orders() {
                let place = (&venue.market, state.checked_to.secs(), venue.ids);
                venue.index.insert(place, *number, order);
            }
            for deposit in &records.deposits {
                venue.wait(FundingKind::Deposit, (deposit.changed_at, *number, deposit.id), deposit.status);
            }
            for withdrawal in &records.withdrawals {
                venue.wait(
                    FundingKind::Withdrawal,
                    (withdrawal.changed_at, *number, withdrawal.id),
                    withdrawal.status,
                );
            }
        }
        venue.state = state;
        venue.watch_alerts();
        Ok(venue)
    }
}
