//! Room for sockets.

use rustix::process::{Resource, getrlimit, setrlimit};

/// Descriptors that are not connections: database, logs, listener.
const OTHERS: u64 = 128;

/// Raises the soft limit of open files as far as the system lets us, and says if it is too low.
pub(super) fn make_room(connections: usize) {
    let mut limit = getrlimit(Resource::Nofile);
    let wanted = connections as u64 + OTHERS;
    if limit.current.is_some_and(|current| current < wanted) {
        limit.current = Some(limit.maximum.map_or(wanted, |most| most.min(wanted)));
        let _ = setrlimit(Resource::Nofile, limit);
    }
    if let Some(room) = getrlimit(Resource::Nofile).current
        && room < wanted
    {
        tracing::warn!(
            room,
            wanted,
            "the limit of open files is below limits.connections; raise it (ulimit -n)"
        );
    }
}
