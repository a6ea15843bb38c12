//! Requests by surface and class of status, a table of fixed size, and a few counters beside it.

use http::StatusCode;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Who a path belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// Kraken's wire.
    Kraken = 0,
    /// The management API.
    Api = 1,
    /// Probes and metrics.
    Probe = 2,
    /// Nobody.
    Nowhere = 3,
    /// The pages of the console.
    Console = 4,
}

impl Surface {
    /// All surfaces.
    pub const ALL: [Surface; 5] =
        [Surface::Kraken, Surface::Api, Surface::Probe, Surface::Nowhere, Surface::Console];

    /// The value of the label.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Surface::Kraken => "kraken",
            Surface::Api => "api",
            Surface::Probe => "probe",
            Surface::Nowhere => "nowhere",
            Surface::Console => "console",
        }
    }
}

/// Classes of status from 1xx to 5xx.
const CLASSES: usize = 5;

/// The values of the label.
pub(super) const CLASS_NAMES: [&str; CLASSES] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// What the server counts since its start: requests answered, and a few things more.
#[derive(Debug, Default)]
pub struct Counters {
    table: [[AtomicU64; CLASSES]; Surface::ALL.len()],
    /// Calls of the exchange's wire, come whole, that are being answered now.
    pub in_flight: AtomicU64,
    /// Requests of the management API that are being answered now.
    pub api_in_flight: AtomicU64,
    /// Pages of the console that are being made now.
    pub console_in_flight: AtomicU64,
    /// Refused because too many were being answered.
    pub shed: AtomicU64,
    /// Price alerts that fired.
    pub alerts_fired: AtomicU64,
}

impl Counters {
    /// Counts an answer.
    pub fn answered(&self, surface: Surface, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        if let Some(counter) = self.table.get(surface as usize).and_then(|row| row.get(class)) {
            counter.fetch_add(1, Relaxed);
        }
    }

    /// Surface, class of status, count.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, &'static str, u64)> {
        Surface::ALL.into_iter().zip(&self.table).flat_map(|(surface, row)| {
            CLASS_NAMES
                .iter()
                .zip(row)
                .map(move |(class, count)| (surface.name(), *class, count.load(Relaxed)))
        })
    }
}
