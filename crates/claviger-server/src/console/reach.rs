//! How a browser reaches the console: over TLS or not, and under which name.

use super::ConsoleState;
use crate::net::host_asked;
use claviger::manage::sessions::Origin;
use http::request::Parts;

/// Most characters of a host that is shown.
const MAX_HOST_CHARS: usize = 100;

/// Among the extensions of a request: whether a trusted proxy says that TLS was spoken with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverTls(pub bool);

/// Whether the browser of a request speaks TLS: with this server, as the settings say, or with a trusted proxy.
pub(super) fn is_secure(always: bool, head: &Parts) -> bool {
    always || head.extensions.get::<OverTls>().is_some_and(|over| over.0)
}

/// The console as the browser of this request reaches it.
pub(super) fn seen(state: &ConsoleState, head: &Parts) -> ConsoleState {
    ConsoleState { secure: is_secure(state.secure, head), ..state.clone() }
}

/// The host that was asked, if it looks like one.
pub(super) fn host(head: &Parts) -> String {
    let named = host_asked(&head.headers, &head.uri).and_then(|host| std::str::from_utf8(host).ok());
    let fits = |host: &&str| {
        host.len() <= MAX_HOST_CHARS
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    };
    named.filter(fits).unwrap_or("localhost").to_owned()
}

/// Where this console is reached: as the settings say, else as the browser asked.
pub(super) fn origin(state: &ConsoleState, host: &str) -> Origin {
    if let Some(url) = &state.public_url {
        return Origin { rp_id: url.host().to_owned(), origin: url.origin().to_owned() };
    }
    let scheme = if state.secure { "https" } else { "http" };
    let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(name, _)| name);
    Origin { rp_id: name.to_ascii_lowercase(), origin: format!("{scheme}://{host}") }
}
