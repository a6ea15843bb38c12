//! A person's time-based code.

use super::super::second_factor::TotpOnce;
use super::super::sessions::person::passkeys_of;
use super::super::sessions::ticket::{Act as TicketAct, Ticket};
use super::super::sessions::{NewSession, SignInError, Signed};
use super::super::{ManageError, Operation, guarded};
use super::act::{Act, own, target, write};
use super::{FactorError, RecoveryCodes, recovery};
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entropy::Entropy as _;
use claviger_core::id::UserId;
use claviger_core::otp::{OtpVerdict, SecondFactor, TOTP_SECRET_BYTES};
use claviger_core::people::User;
use claviger_core::store::{RecordKind, RecordWrite, SealedBytes};
use claviger_core::time::Timestamp;
use claviger_seal::{Binding, Purpose, Sealed};
use zeroize::Zeroizing;

/// A time-based code that is being set up: nothing is on record yet. Has no `Debug`.
pub struct TotpSetup {
    /// To be given back with a first code.
    pub ticket: String,
    /// The secret in base32, for typing.
    pub secret_base32: Zeroizing<String>,
    /// `otpauth://` URI, for a QR code.
    pub uri: Zeroizing<String>,
}

/// Makes a secret for the person's device.
///
/// # Errors
/// [`ManageError`].
pub async fn begin(authority: &Authority, signed: &Signed) -> Result<TotpSetup, ManageError> {
    let work = async {
        signed.caller.require_proof()?;
        let mut secret = Zeroizing::new([0u8; TOTP_SECRET_BYTES]);
        OsEntropy.fill(secret.as_mut_slice())?;
        let ticket = Ticket::new(authority, &signed.user).in_session(signed.session.id);
        let ticket = ticket.with_secret(secret.as_slice()).seal(authority, TicketAct::TotpSetUp)?;
        let TotpOnce { secret, uri } = TotpOnce::new(secret.as_slice(), signed.user.login.as_str());
        Ok(TotpSetup { ticket, secret_base32: secret, uri })
    };
    guarded(authority, &signed.caller, Operation::FactorAdd, target(signed), work).await
}

/// Puts the secret on record, once the device has shown that it has it; the code that showed it is used up.
/// The first second factor comes with recovery codes, to be shown once. The ticket is the proof that a factor
/// was proved of late: nobody else gets one.
///
/// # Errors
/// [`FactorError`].
pub async fn confirm(
    authority: &Authority,
    signed: &Signed,
    ticket: &str,
    code: &str,
) -> Result<(NewSession, Option<RecoveryCodes>), FactorError> {
    let work = async {
        let ticket = Ticket::open(authority, TicketAct::TotpSetUp, ticket).ok_or(FactorError::Stale)?;
        if !ticket.is_of(&signed.user, Some(signed.session.id)) {
            return Err(FactorError::Stale);
        }
        let secret = ticket.secret();
        let step = step_of(&secret, code, authority.now()).ok_or(FactorError::Wrong)?;
        let mut user = signed.user.clone();
        user.totp = Some(sealed(authority, user.id, &secret)?);
        user.totp_last_step = Some(step);
        let codes = user.recovery.is_empty().then(|| recovery::fresh(&mut user));
        let codes = codes.transpose().map_err(ManageError::from)?;
        let words = "a time-based code is wanted from now on";
        let act = Act { action: Action::FactorAdd, words, more: Vec::new(), proof_at: None };
        Ok((write(authority, signed, user, act).await?, codes))
    };
    own(authority, signed, Operation::FactorAdd, work).await
}

/// Takes the time-based code off; with the last second factor the recovery codes go, too.
///
/// # Errors
/// [`FactorError`]; [`FactorError::LastFactor`] if the password could not stand alone.
pub async fn remove(authority: &Authority, signed: &Signed) -> Result<NewSession, FactorError> {
    let work = async {
        signed.caller.require_proof()?;
        let mut user = signed.user.clone();
        if user.totp.is_none() {
            return Err(ManageError::NoSecondFactor.into());
        }
        let left = passkeys_of(authority, user.id).await?;
        let more = match left.first() {
            // It stands in for what goes, so it must still be there then.
            Some(passkey) => vec![RecordWrite::Require {
                kind: RecordKind::Passkey,
                id: passkey.id,
                revision: passkey.revision,
            }],
            None => without_factor(&mut user).map(|()| Vec::new())?,
        };
        user.totp = None;
        let words = "a time-based code is not wanted any more";
        write(authority, signed, user, Act { action: Action::FactorRemove, words, more, proof_at: None })
            .await
    };
    own(authority, signed, Operation::FactorRemove, work).await
}

/// The person without any second factor, if the password can stand alone.
pub(in super::super) fn without_factor(user: &mut User) -> Result<(), FactorError> {
    if !user.password_long {
        return Err(FactorError::LastFactor);
    }
    user.recovery.clear();
    Ok(())
}

/// Takes a code of the person's device: whether it is right and its step was not used before. The step is
/// used up only once the record is written.
pub(in super::super) fn use_up(
    authority: &Authority,
    user: &mut User,
    code: &str,
) -> Result<bool, SignInError> {
    let Some(sealed) = &user.totp else { return Ok(false) };
    let secret = opened(authority, user.id, sealed)?;
    let step = step_of(&secret, code, authority.now());
    let fresh = step.filter(|step| user.totp_last_step.is_none_or(|last| *step > last));
    user.totp_last_step = fresh.or(user.totp_last_step);
    Ok(fresh.is_some())
}

/// The step whose code it is, however it is typed.
fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Option<u64> {
    let digits: Zeroizing<String> = Zeroizing::new(code.chars().filter(|c| !c.is_whitespace()).collect());
    match SecondFactor::Totp(secret.to_vec()).check(digits.as_bytes(), now) {
        OtpVerdict::Right(step) => step,
        OtpVerdict::Wrong => None,
    }
}

fn sealed(authority: &Authority, user: UserId, secret: &[u8]) -> Result<SealedBytes, ManageError> {
    let sealed = authority.secrets().keyring().seal(binding(user), secret, &mut OsEntropy)?;
    Ok(SealedBytes(sealed.to_bytes().into()))
}

fn opened(
    authority: &Authority,
    user: UserId,
    sealed: &SealedBytes,
) -> Result<Zeroizing<Vec<u8>>, ManageError> {
    let plain = authority.secrets().keyring().open(binding(user), &Sealed::from_bytes(&sealed.0)?)?;
    Ok(Zeroizing::new(plain.expose().to_vec()))
}

const fn binding(user: UserId) -> Binding {
    Binding { purpose: Purpose::PersonFactor, account: 0, id: user.as_u64() }
}
