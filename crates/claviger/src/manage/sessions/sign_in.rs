//! Signing in with a login and a password.

use super::attempt::{CameTo, attempt, may_begin};
use super::begin::{begin, noted};
use super::person::{Person, by_login, passkeys_of};
use super::proof::Proof;
use super::prove::wanted;
use super::ticket::{Act, Ticket};
use super::{FactorWanted, Origin, Place, SessionToken};
use crate::authority::Authority;
use crate::hashing::Hashing;
use crate::secrets::OsEntropy;
use claviger_core::people::{Login, PasswordHash, Session, User};
use claviger_core::reason::Reason;
use claviger_seal::password;
use std::sync::atomic::Ordering::Relaxed;
use zeroize::Zeroizing;

/// A session that was begun, or has another token now. Has no `Debug`.
pub struct NewSession {
    /// What is on record.
    pub session: Session,
    /// The token, for the cookie.
    pub token: SessionToken,
    /// Whose it is.
    pub user: User,
}

/// What a right password leads to. Has no `Debug`.
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and it is taken apart at once")]
pub enum SignedIn {
    /// The person is in.
    In(NewSession),
    /// A second factor is wanted.
    FactorWanted(FactorWanted),
}

/// Why nobody got in. Tells nothing of who exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// Login, password or factor are wrong; nobody is told which.
    #[error("this is not right; check what you typed and try again")]
    Wrong,
    /// Too many tries from there.
    #[error("too many tries; wait {wait_secs} seconds")]
    Throttled {
        /// How long to wait, in seconds.
        wait_secs: u32,
    },
    /// It took too long, was done already, or something changed meanwhile: begin anew.
    #[error("this took too long, or was used before; begin again")]
    Stale,
    /// The store does not answer.
    #[error("the store could not settle this in time; try again")]
    Unavailable,
    /// Randomness, sealing or a stored record failed; the log has more.
    #[error("something inside failed and nothing was changed")]
    Internal,
}

/// Signs somebody in, or asks for the second factor. A wrong try under a login that somebody has is told in
/// the history, folded.
///
/// # Errors
/// [`SignInError`].
pub async fn sign_in(
    authority: &Authority,
    login: &str,
    password: &str,
    origin: &Origin,
    place: &Place,
) -> Result<SignedIn, SignInError> {
    may_begin(authority, login, place)?;
    let came_to = |signed: &SignedIn| match signed {
        SignedIn::In(_) => CameTo::Proved,
        SignedIn::FactorWanted(_) => CameTo::Halfway,
    };
    let work = async {
        let known = by_login(authority, Login::parse(login).ok()).await?;
        match by_password(authority, known, password).await? {
            Ok(person) => admitted(authority, person, password, origin, place).await,
            Err(known) => {
                refused(authority, known.as_ref(), place, Reason::PasswordWrong);
                Err(SignInError::Wrong)
            }
        }
    };
    attempt(authority, (login, false), place, came_to, work).await
}

/// The person, if the password is theirs and they have a place to come to; else whoever it was tried at.
async fn by_password(
    authority: &Authority,
    known: Option<Person>,
    password: &str,
) -> Result<Result<Person, Option<Person>>, SignInError> {
    let hash = known.as_ref().and_then(|person| person.user.password.clone());
    let is_right = is_password(authority, hash, password).await?;
    Ok(match known {
        Some(person) if is_right && !person.places.is_empty() => Ok(person),
        other => Err(other),
    })
}

/// Whether it is the password of this hash; without one, as much work is done.
pub(in super::super) async fn is_password(
    authority: &Authority,
    hash: Option<PasswordHash>,
    text: &str,
) -> Result<bool, SignInError> {
    let text = Zeroizing::new(text.to_owned());
    let compared = authority.hashing.run(move |cost| password::verify(&text, hash.as_ref(), cost)).await;
    compared.ok_or(SignInError::Throttled { wait_secs: 1 })?.map_err(|error| {
        tracing::error!(%error, "a password could not be compared");
        SignInError::Internal
    })
}

/// A right password: the person is in, unless there is a second factor.
async fn admitted(
    authority: &Authority,
    person: Person,
    password: &str,
    origin: &Origin,
    place: &Place,
) -> Result<SignedIn, SignInError> {
    if person.user.totp.is_some() || !passkeys_of(authority, person.user.id).await?.is_empty() {
        let ticket = Ticket::new(authority, &person.user);
        let wanted = wanted(authority, &person.user, ticket, Act::SignIn, origin).await?;
        stopped(authority, &person, place);
        return Ok(SignedIn::FactorWanted(wanted));
    }
    let account = person.first_account().ok_or(SignInError::Wrong)?;
    let proof = Proof::of_password(dearer(authority, person.user, password).await);
    Ok(SignedIn::In(begin(authority, proof, account, place).await?))
}

/// Remembers that the password was right, to be told unless the second factor comes while its ticket is good.
fn stopped(authority: &Authority, person: &Person, place: &Place) {
    let Some(account) = person.first_account() else { return };
    let who = (account, person.user.id);
    if let Some(stopped) = authority.halfway.add(who, place.source, &place.client, authority.now()) {
        authority.fold_halfway(&stopped);
    }
}

/// The person, with the password hashed anew if the cost has risen since it was set. If that fails, the
/// next sign-in does it.
async fn dearer(authority: &Authority, user: User, text: &str) -> (User, bool) {
    let cheap = user.password.clone().filter(|known| !password::is_costly(known, Hashing::cost()));
    if cheap.is_none() {
        return (user, false);
    }
    let text = Zeroizing::new(text.to_owned());
    let made = authority.hashing.run(move |cost| password::hash(&text, cost, &mut OsEntropy)).await;
    match made {
        Some(Ok(hash)) => (User { password: Some(hash), ..user }, true),
        _ => (user, false),
    }
}

/// Leaves a trace of a wrong try: folded per person and source, since strangers must not fill the log.
pub(in super::super) fn refused(
    authority: &Authority,
    known: Option<&Person>,
    place: &Place,
    reason: Reason,
) {
    match known {
        Some(person) => noted(authority, person, place, reason),
        None => {
            authority.stats().unknown_logins.fetch_add(1, Relaxed);
        }
    }
}
