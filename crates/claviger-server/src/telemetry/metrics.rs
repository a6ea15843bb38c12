//! Metrics in the OpenMetrics text format. Labels have a fixed, small set of values.

mod families;

use super::counters::{CLASS_NAMES, Counters};
use crate::net::NetStats;
use crate::net::tls::TlsStats;
use crate::witness::{PlaceState, PlaceStats, Watch};
use claviger::Authority;
use claviger_core::reason::Reason;
use claviger_core::store::StoreStats;
use families::Families;
use parking_lot::Mutex;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, text};
use prometheus_client::registry::Registry;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// How long counts of the store stay good: they may cost a walk through an index.
const STORE_AGE: Duration = Duration::from_secs(5);

/// Everything that is exported, and where it is read.
pub struct Metrics {
    registry: Registry,
    source: Arc<Source>,
}

struct Source {
    authority: Arc<Authority>,
    counters: Arc<Counters>,
    witness: Arc<Watch>,
    net: Box<dyn Fn() -> NetStats + Send + Sync>,
    store: Mutex<Option<(Instant, StoreStats)>>,
}

impl Metrics {
    /// The `Content-Type` of [`Metrics::text`].
    pub const CONTENT_TYPE: &'static str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// Over these sources.
    #[must_use]
    pub fn new(
        authority: Arc<Authority>,
        counters: Arc<Counters>,
        witness: Arc<Watch>,
        net: Box<dyn Fn() -> NetStats + Send + Sync>,
    ) -> Self {
        let source = Arc::new(Source { authority, counters, witness, net, store: Mutex::new(None) });
        let mut registry = Registry::default();
        registry.register_collector(Box::new(Exported(source.clone())));
        Metrics { registry, source }
    }

    /// The text of a scrape.
    ///
    /// # Errors
    /// [`fmt::Error`], which would be a defect.
    pub async fn text(&self) -> Result<String, fmt::Error> {
        self.source.refresh_store().await;
        let mut text = String::with_capacity(8192);
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl Source {
    /// Reads the store's counts if those that are there have grown old. Whoever comes meanwhile
    /// gets the old ones.
    async fn refresh_store(&self) {
        {
            let mut held = self.store.lock();
            match &mut *held {
                Some((at, _)) if at.elapsed() < STORE_AGE => return,
                Some((at, _)) => *at = Instant::now(),
                None => *held = Some((Instant::now(), StoreStats::default())),
            }
        }
        let store = self.authority.store().clone();
        if let Ok(Ok(stats)) = tokio::task::spawn_blocking(move || store.stats()).await {
            *self.store.lock() = Some((Instant::now(), stats));
        }
    }
}

struct Exported(Arc<Source>);

impl fmt::Debug for Exported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exported")
    }
}

impl Collector for Exported {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut families = Families(encoder);
        let source = &*self.0;
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        families.gauges("claviger_build", "What is running.", [(version, 1)].into_iter())?;
        calls(&mut families, source)?;
        lane(&mut families, source)?;
        requests(&mut families, source)?;
        witness(&mut families, &source.witness)?;
        let fired = source.counters.alerts_fired.load(Relaxed);
        families.counter("claviger_alerts_fired", "Price alerts that fired, and are on record.", fired)?;
        store(&mut families, source)
    }
}

fn calls(families: &mut Families<'_>, source: &Source) -> fmt::Result {
    let stats = source.authority.stats();
    families.counter("claviger_calls_accepted", "Calls let in.", stats.accepted.load(Relaxed))?;
    let refused = Reason::ALL.iter().filter(|reason| **reason != Reason::None);
    let refused = refused.map(|reason| ([("reason", reason.code())], stats.refused(*reason)));
    families.counters("claviger_calls_refused", "Calls refused, by reason.", refused)?;
    families.counter(
        "claviger_unknown_tokens",
        "Administration tokens tried that nobody knows.",
        stats.unknown_tokens.load(Relaxed),
    )?;
    families.counter(
        "claviger_unknown_logins",
        "Tries to sign in under a login that nobody has.",
        stats.unknown_logins.load(Relaxed),
    )?;
    families.counter(
        "claviger_password_hashes",
        "Passwords hashed, to set or to compare one.",
        stats.password_hashes.load(Relaxed),
    )?;
    families.gauge(
        "claviger_keys_cached",
        "Opened keys in memory.",
        source.authority.cached_keys() as u64,
    )?;
    families.counter(
        "claviger_key_loads",
        "Keys read since they were not in memory.",
        stats.key_loads.load(Relaxed),
    )
}

fn lane(families: &mut Families<'_>, source: &Source) -> fmt::Result {
    let (lane, stats) = (source.authority.lane(), source.authority.stats());
    let micros = stats.commit_micros.load(Relaxed);
    families.gauge("claviger_lane_healthy", "1 if calls can be committed.", u64::from(lane.is_healthy()))?;
    families.gauge("claviger_lane_queued", "Items that wait to be committed.", lane.queued() as u64)?;
    families.counter("claviger_lane_groups", "Groups committed.", stats.groups.load(Relaxed))?;
    families.counter("claviger_lane_items", "Items committed.", stats.items.load(Relaxed))?;
    families.counter("claviger_lane_commit_micros", "Microseconds spent in commits.", micros)?;
    families.counter(
        "claviger_lane_failures",
        "Commits that failed or stalled.",
        stats.commit_failures.load(Relaxed),
    )
}

fn requests(families: &mut Families<'_>, source: &Source) -> fmt::Result {
    let net = (source.net)();
    let counters = &source.counters;
    let rows = counters.rows().filter(|(_, class, count)| *class != CLASS_NAMES[0] || *count > 0);
    let rows = rows.map(|(surface, class, count)| ([("surface", surface), ("status", class)], count));
    families.counters("claviger_requests", "Requests answered, by surface and class of status.", rows)?;
    let surfaces = [&counters.in_flight, &counters.api_in_flight, &counters.console_in_flight];
    let in_flight = surfaces.iter().map(|count| count.load(Relaxed)).sum();
    families.gauge("claviger_requests_in_flight", "Requests being answered.", in_flight)?;
    let shed = counters.shed.load(Relaxed);
    families.counter(
        "claviger_requests_shed",
        "Requests refused since too many were being answered.",
        shed,
    )?;
    families.gauge("claviger_connections", "Open connections.", net.open as u64)?;
    families.counter("claviger_connections_accepted", "Connections accepted.", net.accepted)?;
    families.counter("claviger_connections_broken", "Connections that ended by an error.", net.broken)?;
    families.counter("claviger_connections_late", "Connections closed for taking too long.", net.late)?;
    net.tls.map_or(Ok(()), |tls| certificate(families, tls, net.tls_refused))
}

/// Only there if TLS is spoken.
fn certificate(families: &mut Families<'_>, tls: TlsStats, refused: u64) -> fmt::Result {
    let expires = u64::try_from(tls.expires_at_secs).unwrap_or(0);
    families.gauge(
        "claviger_tls_certificate_expires_seconds",
        "When the certificate in force expires: seconds since 1970.",
        expires,
    )?;
    let reloads = [([("result", "taken")], tls.taken), ([("result", "refused")], tls.refused)];
    families.counters(
        "claviger_tls_reloads",
        "Certificates exchanged since the start, and refused.",
        reloads.into_iter(),
    )?;
    families.counter("claviger_tls_handshakes_refused", "Connections that could not set TLS up.", refused)
}

/// Only there if there is a witness.
fn witness(families: &mut Families<'_>, watch: &Watch) -> fmt::Result {
    let all: Vec<_> = watch.stats().collect();
    if all.is_empty() {
        return Ok(());
    }
    let each =
        |value: fn(&PlaceStats) -> u64| all.iter().map(move |place| ([("place", place.label)], value(place)));
    families.gauges(
        "claviger_witness_healthy",
        "1 if the witness has been told what there was to tell.",
        each(healthy),
    )?;
    families.gauges(
        "claviger_witness_next_sequence",
        "The next sequence the witness was told of.",
        each(|place| place.next_sequence),
    )?;
    families.counters("claviger_witness_kept", "Statements the witness took.", each(|place| place.kept))?;
    families.counters(
        "claviger_witness_failures",
        "Attempts to tell the witness that failed.",
        each(|place| place.failed),
    )
}

fn healthy(place: &PlaceStats) -> u64 {
    u64::from(place.state == PlaceState::Kept)
}

fn store(families: &mut Families<'_>, source: &Source) -> fmt::Result {
    let Some((_, stats)) = *source.store.lock() else { return Ok(()) };
    families.gauge("claviger_store_keys", "Keys on record, revoked ones included.", stats.keys)?;
    families.gauge("claviger_store_bytes", "Bytes the store takes on disk.", stats.bytes)?;
    families.gauge(
        "claviger_idempotency_keys",
        "Requests to the management API remembered by their keys.",
        stats.answers,
    )?;
    let entries = stats.next_sequence.saturating_sub(stats.oldest_sequence);
    families.gauge("claviger_store_entries", "Entries of the log that are kept.", entries)?;
    families.counter("claviger_store_entries_written", "Entries ever written.", stats.next_sequence)
}
