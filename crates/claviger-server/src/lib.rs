//! The server: sockets, configuration, telemetry and wiring around the authority.
//!
//! Purpose: read the configuration, open the store, unwrap the keys, start the authority, and answer
//! HTTP: Kraken's wire under `/0/`, the management API under `/api/`, the console, probes and metrics beside them.
//!
//! It must not know: policy (the authority decides), SQL, how a secret is opened, or what a call of
//! the exchange means (`claviger-kraken` does).
//!
//! Promises it carries: P6 (readiness says when calls cannot be settled), P7 (logs and metrics hold
//! ids, never headers, bodies or secrets), P8 (every limit of a socket has a name), P10 (an operation
//! without a named permission does not start), P14 (data
//! that was rolled back is not served), P17 (whatever is beyond a limit is shed).
//!
//! | module | what |
//! |---|---|
//! | [`api`] | the management API, `/api/v1` |
//! | [`bare`] | a server that does nothing, the benchmark's yardstick |
//! | [`boot`] | from a configuration to a running server, and back down |
//! | [`config`] | typed configuration: file, environment, flags |
//! | [`console`] | the pages in which people look after keys |
//! | [`net`] | the accept loop, limits of sockets, the client's address |
//! | [`problem`] | errors as RFC 9457 problems |
//! | [`host`] | what an operator does beside or without a running server |
//! | [`telemetry`] | log, metrics, readiness |
//! | [`witness`] | what is kept elsewhere of the log, and the comparison with it at the start |

pub mod api;
pub mod bare;
pub mod boot;
pub mod config;
pub mod console;
pub mod host;
mod incident;
pub mod net;
pub mod problem;
mod site;
pub mod telemetry;
pub mod witness;
