//! Every place is read at once, and none for longer than a limit.

use super::PlaceError;
use super::place::{PATIENCE, Place};
use claviger_audit::witness::Statement;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// What a URL needs at most, and a little more.
const LIMIT: Duration = PATIENCE.saturating_add(Duration::from_millis(500));

/// What was found at a place.
pub(crate) struct Seen {
    pub(crate) place: Arc<Place>,
    pub(crate) found: Result<Option<Statement>, PlaceError>,
}

/// What was found at all of them, in their order.
pub(crate) struct Looked(pub(crate) Vec<Seen>);

/// Reads them. One that hangs leaves a thread behind, which ends with the process.
pub(crate) fn look(places: &[Arc<Place>]) -> Looked {
    let until = Instant::now() + LIMIT;
    let asked: Vec<_> = places.iter().map(|place| (place.clone(), ask(place.clone()))).collect();
    let seen = asked.into_iter().map(|(place, answer)| {
        let left = until.saturating_duration_since(Instant::now());
        let found = answer.and_then(|answer| answer.recv_timeout(left).ok());
        Seen { found: found.unwrap_or_else(|| Err(PlaceError::Late(place.shown()))), place }
    });
    Looked(seen.collect())
}

type Found = Result<Option<Statement>, PlaceError>;

fn ask(place: Arc<Place>) -> Option<std::sync::mpsc::Receiver<Found>> {
    let (answer, receiver) = channel();
    // Nobody may wait for it any more.
    let ask = move || drop(answer.send(place.read()));
    std::thread::Builder::new().name("witness-look".into()).spawn(ask).ok().map(|_| receiver)
}
