//! A try to prove something, under the throttle: counted when it begins, taken back unless it was wrong.

use super::{Place, SignInError};
use crate::authority::Authority;
use claviger_core::people::Login;
use sha2::{Digest as _, Sha256};

/// Bytes looked at of what cannot be a login.
const MAX_BYTES: usize = 256;

/// What a try that was not wrong came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum CameTo {
    /// Everything was proved that is asked for.
    Proved,
    /// The password was right, and a second factor is asked for.
    Halfway,
}

/// Does `work` as a try at this login. One that gets the person in makes the source known for the login.
pub(in super::super) async fn attempt<T, E: Failure>(
    authority: &Authority,
    (login, is_code): (&str, bool),
    place: &Place,
    came_to: impl FnOnce(&T) -> CameTo,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let (throttle, now) = (&authority.throttle, authority.now());
    let tried =
        throttle.begin(place.source, digest(login), is_code, now).map_err(|wait_secs| E::wait(wait_secs))?;
    // Dropped half-way, it stays counted: nobody gets free tries by hanging up.
    let done = work.await;
    match &done {
        Ok(value) => match came_to(value) {
            CameTo::Proved => throttle.succeed(tried, authority.now()),
            CameTo::Halfway => throttle.stop_halfway(tried, authority.now()),
        },
        Err(error) if error.is_wrong() => {}
        _ => throttle.take_back(tried),
    }
    done
}

/// What went wrong with a try.
pub(in super::super) trait Failure {
    /// Not now: so many seconds later.
    fn wait(wait_secs: u32) -> Self;
    /// Whether what was given is wrong, rather than the server unable to tell.
    fn is_wrong(&self) -> bool;
}

impl Failure for SignInError {
    fn wait(wait_secs: u32) -> Self {
        SignInError::Throttled { wait_secs }
    }

    fn is_wrong(&self) -> bool {
        *self == SignInError::Wrong
    }
}

/// Refuses another password where too many were right and had no second factor after them.
pub(super) fn may_begin(authority: &Authority, login: &str, place: &Place) -> Result<(), SignInError> {
    let may = authority.throttle.may_begin(place.source, digest(login), authority.now());
    may.map_err(|wait_secs| SignInError::Throttled { wait_secs })
}

/// What tries are counted by: however a login is written, it is one.
fn digest(login: &str) -> [u8; 32] {
    match Login::parse(login) {
        Ok(login) => Sha256::digest(login.as_str()).into(),
        Err(_) => Sha256::digest(login.as_bytes().get(..MAX_BYTES).unwrap_or(login.as_bytes())).into(),
    }
}
