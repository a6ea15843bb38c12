//! Somebody is invited.

use super::super::people::has_say;
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::InvitationToken;
use crate::authority::Authority;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entropy::EntropyError;
use claviger_core::entry::Target;
use claviger_core::id::InvitationId;
use claviger_core::people::{Invitation, Purpose};
use claviger_core::principal::Principal;
use claviger_core::role::Role;
use claviger_core::store::{Change, RecordKind, RecordLimit, RecordScope, RecordWrite};
use claviger_core::text::Description;
use claviger_core::time::Timestamp;

/// How long an invitation works unless told, in days.
const DAYS: i64 = 3;
/// How long one can work, in days.
pub const MAX_DAYS: u32 = 30;
/// Most links of an account that are open. All of one person's fit into one change beside what ends them.
const MAX_OPEN: u32 = 50;

const DAY_SECS: i64 = 86_400;

/// A link, with its token, to be shown once. Has no `Debug`.
pub struct Invited {
    /// What is on record.
    pub invitation: Invitation,
    /// What the link ends in: `{public_url}/welcome/{token}`.
    pub token: InvitationToken,
}

/// Makes a link with which somebody becomes a member with this role: never more than the caller's own.
/// Without an expiry it works for three days; thirty are the most.
///
/// # Errors
/// [`ManageError`].
pub async fn create(
    authority: &Authority,
    caller: &Caller,
    role: Role,
    note: Description,
    expires_at: Option<Timestamp>,
) -> Result<Invited, ManageError> {
    let work = async {
        caller.require_proof()?;
        has_say(caller, role)?;
        let now = authority.now();
        let expires_at = until(expires_at, now)?;
        let purpose = Purpose::Join { account: caller.account, role };
        let link = new_link(purpose, caller.principal(), now, expires_at)?;
        let invited = Invited { invitation: Invitation { note, ..link.invitation }, token: link.token };
        let link = &invited.invitation;
        let record = link.record()?;
        let limit = Some(RecordLimit { scope: RecordScope::Account, most: MAX_OPEN });
        let note = match link.note.as_str() {
            "" => String::new(),
            note => format!("; for \"{note}\""),
        };
        let words = format!("role {role}; expires_at: {expires_at}{note}");
        let target = Target::Record(RecordKind::Invitation, record.id);
        let entry = entry::act(caller, Action::MemberInvite, target, link.revision, &words);
        let change = Change::Records(vec![RecordWrite::Create { record, limit }]);
        let written = authority.commit_change(caller.mutation(change, entry, &invited)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Invitation))?;
        Ok(invited)
    };
    guarded(authority, caller, Operation::InvitationCreate, Target::Account, work).await
}

fn until(asked: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, ManageError> {
    let expires_at = asked.unwrap_or(now.plus_secs(DAYS * DAY_SECS));
    if expires_at <= now {
        return Err(ManageError::AlreadyExpired);
    }
    if expires_at > now.plus_secs(i64::from(MAX_DAYS) * DAY_SECS) {
        return Err(ManageError::TooLong(MAX_DAYS));
    }
    Ok(expires_at)
}

/// A link made of fresh randomness, on no record yet.
pub(in super::super) fn new_link(
    purpose: Purpose,
    made_by: Option<Principal>,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<Invited, EntropyError> {
    let token = InvitationToken::random(&mut OsEntropy)?;
    let invitation = Invitation {
        id: InvitationId::random(&mut OsEntropy)?,
        digest: token.digest(),
        purpose,
        note: Description::default(),
        made_by,
        revision: 1,
        created_at: now,
        expires_at,
    };
    Ok(Invited { invitation, token })
}
