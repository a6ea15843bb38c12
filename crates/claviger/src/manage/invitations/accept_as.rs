//! A link is used by somebody who is signed in: they become a member of one more account.
//!
//! # Order of writes
//! One transaction: the link goes, the place comes about, the session turns to it under another token. The
//! person's record gets a new revision, and links that let the person back in go: those were made while
//! they had fewer places, by somebody who has no say over this one.

use super::super::people::removal;
use super::super::sessions::begin::rotated;
use super::super::sessions::{NewSession, Signed};
use super::super::{ManageError, Thing, entry};
use super::AcceptError;
use super::accept::{leads_in, new_member, placed};
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::{EntryDraft, Target};
use claviger_core::people::{Session, User};
use claviger_core::store::{Change, Conflict, RecordKind, RecordWrite};

/// Makes somebody who is signed in a member of the account that the link leads into; from then on the
/// session looks at it.
///
/// # Errors
/// [`AcceptError`].
pub async fn accept_as(
    authority: &Authority,
    token: &str,
    signed: &Signed,
) -> Result<NewSession, AcceptError> {
    let (open, role) = leads_in(authority, token).await?;
    let (account, from) = (open.account.id, signed.user.revision);
    if signed.accounts.iter().any(|(own, _)| own.id == account) {
        return Err(AcceptError::MemberAlready);
    }
    let user = User { revision: from.saturating_add(1), ..signed.user.clone() };
    let member = new_member(user.id, account, role, authority.now())?;
    let there = Session { account: Some(account), ..signed.session.clone() };
    let (owner, record) = (user.id.as_u64(), user.record().map_err(ManageError::from)?);
    let (new, session) = rotated(authority, &there, user, None)?;
    let writes = vec![
        removal(&open.link),
        RecordWrite::Update { record, from },
        RecordWrite::RemoveOwned { kind: RecordKind::Invitation, owner, except: None },
        placed(authority, &member)?,
        session,
    ];
    let words = format!("\"{}\" ({}) joined; role {role}", new.user.login, new.user.id);
    let target = Target::Record(RecordKind::Member, member.id.as_u64());
    let entry = entry::act(&signed.caller, Action::InvitationAccept, target, 1, &words);
    let entry = EntryDraft { account, ..entry };
    let mutation = signed.caller.mutation(Change::Records(writes), entry, &());
    match authority.commit_change(mutation).await {
        Ok(_) => Ok(new),
        Err(ChangeError::Conflict(Conflict::NameTaken)) => Err(AcceptError::MemberAlready),
        Err(ChangeError::Conflict(Conflict::Missing)) => Err(AcceptError::Gone),
        Err(error) => Err(ManageError::from_change(error, Thing::Member).into()),
    }
}
