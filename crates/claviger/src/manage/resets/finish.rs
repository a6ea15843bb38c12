//! A reset link is used: a new password is set.
//!
//! # Order of writes
//! One transaction: the link goes with every other of the person, the new password is on record from exactly
//! the revision that the factor was judged at, every session ends, and a new one comes about.

use super::super::factors::password::{NewPassword, accepted};
use super::super::invitations::{AcceptError, InvitationToken, Leads, Open, open};
use super::super::people::removal;
use super::super::read::read;
use super::super::sessions::attempt::{CameTo, Failure, attempt};
use super::super::sessions::begin::{begun, created};
use super::super::sessions::person::person_act;
use super::super::sessions::proof::proof;
use super::super::sessions::ticket::Ticket;
use super::super::sessions::{Given, NewSession, Origin, Place, SignInError};
use super::super::{ManageError, Thing};
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::people::{Purpose, User};
use claviger_core::store::{Change, Conflict, Mutation, RecordKind, RecordWrite};

/// Sets a new password, ends every session there is, and signs the person in. Whoever has a second factor
/// proves it, too: a time-based code or a recovery code.
///
/// # Errors
/// [`AcceptError`].
pub async fn finish(
    authority: &Authority,
    token: &str,
    new_password: &str,
    given: Option<Given>,
    origin: &Origin,
    place: &Place,
) -> Result<NewSession, AcceptError> {
    let token = InvitationToken::parse(token).ok_or(AcceptError::Gone)?;
    let now = authority.now();
    let open = read(authority, move |store| open(store, &token, now)).await?.ok_or(AcceptError::Gone)?;
    let Leads::Back { user, wants_factor } = open.leads.clone() else { return Err(AcceptError::Gone) };
    let known = [user.login.as_str(), user.name.as_str(), open.account.name.as_str()];
    let password = accepted(authority, new_password, &known, wants_factor).await?;
    match (wants_factor, given) {
        (false, _) => set(authority, &open, (*user, password), "the link alone", place).await,
        (true, None) => Err(AcceptError::FactorWanted),
        (true, Some(given)) => {
            let login = user.login.clone();
            let work = async {
                let (user, by) = proved(authority, *user, given, origin).await?;
                set(authority, &open, (user, password), &by, place).await
            };
            // Wrong codes count as those of a sign-in.
            attempt(authority, (login.as_str(), true), place, |_| CameTo::Proved, work).await
        }
    }
}

/// Judges the second factor. Gives the person without what was used up, which is written with the new
/// password, and by what it was proved.
async fn proved(
    authority: &Authority,
    user: User,
    given: Given,
    origin: &Origin,
) -> Result<(User, String), AcceptError> {
    if !matches!(given, Given::Totp(_) | Given::Recovery(_)) {
        return Err(AcceptError::WrongFactor);
    }
    let ticket = Ticket::new(authority, &user);
    match proof(authority, user, &ticket, given, origin).await {
        Ok(proof) => {
            let by = proof.words();
            Ok((proof.user, by))
        }
        Err(SignInError::Wrong | SignInError::Stale) => Err(AcceptError::WrongFactor),
        Err(SignInError::Throttled { wait_secs }) => Err(AcceptError::Throttled { wait_secs }),
        Err(SignInError::Unavailable) => Err(ManageError::Unavailable.into()),
        Err(SignInError::Internal) => Err(ManageError::Internal.into()),
    }
}

impl Failure for AcceptError {
    fn wait(wait_secs: u32) -> Self {
        AcceptError::Throttled { wait_secs }
    }

    fn is_wrong(&self) -> bool {
        *self == AcceptError::WrongFactor
    }
}

async fn set(
    authority: &Authority,
    open: &Open,
    (mut user, password): (User, NewPassword),
    by: &str,
    place: &Place,
) -> Result<NewSession, AcceptError> {
    let (from, owner) = (user.revision, user.id.as_u64());
    password.set(&mut user, authority.now());
    user.revision = from.saturating_add(1);
    let mut kinds = vec![RecordKind::Invitation, RecordKind::Session];
    if matches!(open.link.purpose, Purpose::Reset { without_factors: true, .. }) {
        user = User { totp: None, totp_last_step: None, recovery: Vec::new(), ..user };
        kinds.push(RecordKind::Passkey);
    }
    let record = user.record().map_err(ManageError::from)?;
    let new = begun(authority, user, open.account.id, place)?;
    let mut writes = vec![removal(&open.link), RecordWrite::Update { record, from }];
    writes.extend(kinds.into_iter().map(|kind| RecordWrite::RemoveOwned { kind, owner, except: None }));
    writes.push(created(&new)?);
    let words =
        format!("\"{}\" set a new password by a link; proved by: {by}; every session ended", new.user.login);
    let target = Target::Record(RecordKind::User, owner);
    let entry = person_act((new.user.id, open.account.id), place, Action::PasswordReset, target, &words);
    match authority.commit_change(Mutation::new(Change::Records(writes), entry)).await {
        Ok(_) => Ok(new),
        Err(ChangeError::Conflict(Conflict::Missing | Conflict::Revision)) => Err(AcceptError::Gone),
        Err(error) => Err(ManageError::from_change(error, Thing::Person).into()),
    }
}
