//! A person's password.

use super::super::sessions::attempt::{CameTo, attempt};
use super::super::sessions::person::passkeys_of;
use super::super::sessions::sign_in::is_password;
use super::super::sessions::step_up::failed;
use super::super::sessions::{NewSession, Place, Signed};
use super::super::{ManageError, Operation};
use super::FactorError;
use super::act::{Act, own, write};
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::people::{PasswordHash, User};
use claviger_core::reason::Reason;
use claviger_core::store::{RecordKind, RecordWrite};
use claviger_core::time::Timestamp;
use claviger_seal::password;
use zeroize::Zeroizing;

/// Changes the password: the old one is the proof. All other sessions end, and this one gets another
/// token; links that would have set another password are worth nothing any more.
///
/// # Errors
/// [`FactorError`].
pub async fn change(
    authority: &Authority,
    signed: &Signed,
    old: &str,
    new: &str,
    place: &Place,
) -> Result<NewSession, FactorError> {
    let work = async {
        if !is_password(authority, signed.user.password.clone(), old).await? {
            return Err(FactorError::Wrong);
        }
        changed(authority, signed, new).await
    };
    let work = async {
        let done =
            attempt(authority, (signed.user.login.as_str(), false), place, |_| CameTo::Proved, work).await;
        // Behind the count of the try, which an entry that finds no room would take back.
        if matches!(done, Err(FactorError::Wrong)) {
            failed(authority, signed, ("the old password", Reason::PasswordWrong)).await?;
        }
        done
    };
    own(authority, signed, Operation::PasswordChange, work).await
}

async fn changed(authority: &Authority, signed: &Signed, new: &str) -> Result<NewSession, FactorError> {
    let mut user = signed.user.clone();
    let with_factor = user.totp.is_some() || !passkeys_of(authority, user.id).await?.is_empty();
    let known = [user.login.as_str(), user.name.as_str(), signed.account.name.as_str()];
    let accepted = accepted(authority, new, &known, with_factor).await?;
    let now = authority.now();
    accepted.set(&mut user, now);
    let (owner, except) = (user.id.as_u64(), Some(signed.session.id.as_u64()));
    let sessions = RecordWrite::RemoveOwned { kind: RecordKind::Session, owner, except };
    let links = RecordWrite::RemoveOwned { kind: RecordKind::Invitation, owner, except: None };
    // Where there is a second factor, the password alone is no proof.
    let proof_at = (!with_factor).then_some(now);
    let words = "changed the password; all other sessions ended";
    let act = Act { action: Action::PasswordChange, words, more: vec![sessions, links], proof_at };
    write(authority, signed, user, act).await
}

/// A password that may be set, hashed. Has no `Debug`.
pub(in super::super) struct NewPassword {
    hash: PasswordHash,
    long: bool,
}

impl NewPassword {
    /// Puts it on the person's record.
    pub(in super::super) fn set(self, user: &mut User, now: Timestamp) {
        user.password = Some(self.hash);
        user.password_long = self.long;
        user.password_changed_at = Some(now);
    }
}

/// Judges and hashes a new password. `known` are words that whoever guesses knows: login, name, the name of the
/// account.
pub(in super::super) async fn accepted(
    authority: &Authority,
    text: &str,
    known: &[&str],
    with_second_factor: bool,
) -> Result<NewPassword, FactorError> {
    let judgement = password::judge(text, known, with_second_factor);
    if !judgement.ok {
        return Err(FactorError::Weak(judgement));
    }
    let long = password::is_long(text);
    let text = Zeroizing::new(text.to_owned());
    let hashed = authority.hashing.run(move |cost| password::hash(&text, cost, &mut OsEntropy)).await;
    let hashed = hashed.ok_or(FactorError::Throttled { wait_secs: 1 })?;
    let hash = hashed.map_err(|error| {
        tracing::error!(%error, "a password could not be hashed");
        ManageError::Internal
    })?;
    Ok(NewPassword { hash, long })
}
