//! The second step of signing in: a factor.

use super::super::ManageError;
use super::super::factors::passkeys;
use super::attempt::{CameTo, attempt};
use super::begin::begin;
use super::person::by_id;
use super::proof::proof;
use super::sign_in::refused;
use super::ticket::{Act, Ticket};
use super::{NewSession, Origin, Place, SignInError};
use crate::authority::Authority;
use claviger_core::people::User;
use claviger_core::reason::Reason;
use zeroize::Zeroizing;

/// A factor is asked for. Has no `Debug`.
pub struct FactorWanted {
    /// To be given back with the answer.
    pub ticket: String,
    /// Whether a time-based code is taken.
    pub totp: bool,
    /// Whether a recovery code is taken.
    pub recovery: bool,
    /// Whether the password is taken: only where there is no second factor.
    pub password: bool,
    /// JSON of the `PublicKeyCredentialRequestOptions`, if a passkey is taken.
    pub passkeys: Option<String>,
}

/// What somebody proves who they are with. Has no `Debug`.
pub enum Given {
    /// The password; taken only where there is no second factor.
    Password(Zeroizing<String>),
    /// A time-based code.
    Totp(String),
    /// A recovery code.
    Recovery(String),
    /// JSON of the credential that the browser gave.
    Passkey(String),
}

impl Given {
    /// Whether it is one of the few there are.
    pub(in super::super) const fn is_code(&self) -> bool {
        matches!(self, Given::Totp(_))
    }
}

/// What can be asked of a person who has a second factor, under this ticket.
pub(in super::super) async fn wanted(
    authority: &Authority,
    user: &User,
    ticket: Ticket,
    act: Act,
    origin: &Origin,
) -> Result<FactorWanted, ManageError> {
    let asked = passkeys::ask(authority, user.id, origin).await?;
    let (ticket, passkeys) = match asked {
        Some(asked) => (ticket.asking(&asked.challenge, &asked.passkeys), Some(asked.options)),
        None => (ticket, None),
    };
    Ok(FactorWanted {
        ticket: ticket.seal(authority, act)?,
        totp: user.totp.is_some(),
        recovery: !user.recovery.is_empty(),
        password: false,
        passkeys,
    })
}

/// Signs somebody in whose password was right.
///
/// # Errors
/// [`SignInError`].
pub async fn prove_sign_in(
    authority: &Authority,
    ticket: &str,
    given: Given,
    origin: &Origin,
    place: &Place,
) -> Result<NewSession, SignInError> {
    let ticket = Ticket::open(authority, Act::SignIn, ticket).ok_or(SignInError::Stale)?;
    let person = by_id(authority, ticket.user().0).await?.ok_or(SignInError::Stale)?;
    let account = person.first_account().ok_or(SignInError::Stale)?;
    if !ticket.is_of(&person.user, None) {
        return Err(SignInError::Stale);
    }
    let login = person.user.login.to_string();
    let is_code = given.is_code();
    let work = async {
        match proof(authority, person.user.clone(), &ticket, given, origin).await {
            Ok(proof) => {
                let new = begin(authority, proof, account, place).await?;
                authority.halfway.forget(person.user.id, place.source);
                Ok(new)
            }
            Err(error) => {
                if error == SignInError::Wrong {
                    refused(authority, Some(&person), place, Reason::SecondFactorWrong);
                }
                Err(error)
            }
        }
    };
    attempt(authority, (&login, is_code), place, |_| CameTo::Proved, work).await
}
