//! Proving again that it is the person who signed in.

use super::super::{ManageError, Operation, entry, guarded};
use super::attempt::{CameTo, attempt};
use super::begin::rotated;
use super::person::{by_id, passkeys_of};
use super::proof::{Proof, proof};
use super::prove::wanted;
use super::ticket::{Act, Ticket};
use super::{FactorWanted, Given, NewSession, Origin, Place, SignInError, Signed};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::{EntryDraft, Outcome, Target};
use claviger_core::people::User;
use claviger_core::reason::Reason;
use claviger_core::store::{Change, Item, RecordKind, Settled};
use std::time::Instant;

/// What can be asked of the person: a second factor if there is one, else the password.
///
/// # Errors
/// [`ManageError`].
pub async fn step_up_options(
    authority: &Authority,
    signed: &Signed,
    origin: &Origin,
) -> Result<FactorWanted, ManageError> {
    let target = Target::Record(RecordKind::Session, signed.session.id.as_u64());
    let work = async {
        // As they are now: a ticket on what they were would be stale from the start.
        let user = as_on_record(authority, signed).await?;
        let ticket = Ticket::new(authority, &user).in_session(signed.session.id);
        if user.totp.is_some() || !passkeys_of(authority, user.id).await?.is_empty() {
            return wanted(authority, &user, ticket, Act::StepUp, origin).await;
        }
        let ticket = ticket.asking_password().seal(authority, Act::StepUp)?;
        Ok(FactorWanted { ticket, totp: false, recovery: false, password: true, passkeys: None })
    };
    guarded(authority, &signed.caller, Operation::SessionProve, target, work).await
}

/// Takes the answer. The session counts as proven for a while and gets another token.
///
/// # Errors
/// [`SignInError`].
pub async fn step_up(
    authority: &Authority,
    signed: &Signed,
    ticket: &str,
    given: Given,
    origin: &Origin,
    place: &Place,
) -> Result<NewSession, SignInError> {
    let ticket = Ticket::open(authority, Act::StepUp, ticket).ok_or(SignInError::Stale)?;
    let user = as_on_record(authority, signed).await?;
    if !ticket.is_of(&user, Some(signed.session.id)) {
        return Err(SignInError::Stale);
    }
    let (login, is_code) = (user.login.to_string(), given.is_code());
    let work = async {
        let proof = proof(authority, user, &ticket, given, origin).await?;
        proven(authority, signed, proof).await
    };
    let done = attempt(authority, (&login, is_code), place, |_| CameTo::Proved, work).await;
    // Behind the count of the try, which an entry that finds no room would take back.
    if matches!(done, Err(SignInError::Wrong)) {
        failed(authority, signed, ("a factor", Reason::SecondFactorWrong)).await?;
    }
    done
}

async fn as_on_record(authority: &Authority, signed: &Signed) -> Result<User, ManageError> {
    let found = by_id(authority, signed.user.id).await?;
    found.map(|person| person.user).ok_or(ManageError::CallerGone)
}

async fn proven(authority: &Authority, signed: &Signed, proof: Proof) -> Result<NewSession, SignInError> {
    let (action, words) = (proof.action(Action::StepUp), format!("proved again with {}", proof.words()));
    let (user, mut writes) = proof.writes()?;
    let (new, write) = rotated(authority, &signed.session, user, Some(authority.now()))?;
    writes.push(write);
    let target = Target::Record(RecordKind::Session, new.session.id.as_u64());
    let entry = entry::act(&signed.caller, action, target, 0, &words);
    authority.commit_change(signed.caller.mutation(Change::Records(writes), entry, &())).await?;
    Ok(new)
}

/// Puts on record that somebody who is signed in could not prove that it is them: whoever has their browser
/// may not be them. Durable before it is answered.
pub(in super::super) async fn failed(
    authority: &Authority,
    signed: &Signed,
    (what, reason): (&str, Reason),
) -> Result<(), ManageError> {
    let target = Target::Record(RecordKind::Session, signed.session.id.as_u64());
    let words = format!("{what} was wrong");
    let entry = entry::act(&signed.caller, Action::StepUpFailed, target, 0, &words);
    let entry = EntryDraft { outcome: Outcome::Refused, reason, ..entry };
    match authority.lane().submit_call(Item::Note(entry), Instant::now()).await {
        Ok((Settled::Written(_), _)) => Ok(()),
        _ => Err(ManageError::Unavailable),
    }
}
