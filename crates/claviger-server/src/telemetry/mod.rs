//! Logs, metrics and probes. Ids and counts only: never a header, a body, a query or a secret.

mod counters;
mod log;
mod metrics;
mod ready;

pub use counters::{Counters, Surface};
pub use log::{LogError, init_log};
pub use metrics::Metrics;
pub use ready::{Readiness, watch_store};
