//! Sockets and requests: an accept loop of our own over hyper's HTTP/1 and HTTP/2, in the clear or over TLS, so that
//! every limit has a name and the path of a call carries nothing it does not need.
//!
//! | limit | what happens beyond it |
//! |---|---|
//! | connections | the next one waits in the system's queue |
//! | header bytes, headers | 431 |
//! | time of a TLS handshake | closed; it counts as a connection meanwhile |
//! | time of the headers, of an idle connection, of taking an answer (or the next part of a streamed one) | closed |
//! | body bytes | 413 before it is buffered |
//! | time of the body | 408 |
//! | requests in flight | refused as unavailable by whoever the path belongs to |
//!
//! Time is watched from the side: a request stores where its connection stands (`pulse`) and one
//! task looks at all of them ten times a second, so no timer is set on the path of a call. What HTTP/2 needs beyond
//! this is in `http2`, what TLS needs in [`tls`]. Whom this side trusts when it calls others is in [`trust`].

mod answer;
mod asked;
pub mod body;
mod connection;
mod http2;
mod io;
mod listen;
mod pulse;
mod registry;
pub mod source;
pub mod tls;
pub mod trust;
mod watch;

pub use answer::{AnswerBody, BrokenOff};
pub use asked::{host_asked, without_port};
pub use connection::Handler;
pub use listen::{Net, NetStats, bind};

/// The answer of a handler: whole as a rule.
pub type Answer = http::Response<AnswerBody>;
