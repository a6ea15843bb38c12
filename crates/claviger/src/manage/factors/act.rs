//! What every act of a person about themselves has in common.

use super::super::sessions::begin::rotated;
use super::super::sessions::{NewSession, SignInError, Signed};
use super::super::{ManageError, Operation, Thing, entry, guarded};
use super::FactorError;
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::people::User;
use claviger_core::store::{Change, Conflict, RecordKind, RecordWrite};
use claviger_core::time::Timestamp;

/// Does the work if the person may look after themselves; a refusal leaves its entry. What was typed wrongly
/// is no refusal.
pub(in super::super) async fn own<T>(
    authority: &Authority,
    signed: &Signed,
    operation: Operation,
    work: impl Future<Output = Result<T, FactorError>>,
) -> Result<T, FactorError> {
    let work = async {
        match work.await {
            Err(FactorError::Manage(error)) => Err(error),
            done => Ok(done),
        }
    };
    guarded(authority, &signed.caller, operation, target(signed), work).await?
}

/// The person, as the target of an entry.
pub(in super::super) fn target(signed: &Signed) -> Target {
    Target::Record(RecordKind::User, signed.user.id.as_u64())
}

/// What is written of a person.
pub(in super::super) struct Act<'a> {
    /// What it is, for the entry.
    pub(in super::super) action: Action,
    /// What changed, in words without secrets.
    pub(in super::super) words: &'a str,
    /// What else is written, before the person's record.
    pub(in super::super) more: Vec<RecordWrite>,
    /// The proof just given, if one was.
    pub(in super::super) proof_at: Option<Timestamp>,
}

/// Writes a changed person together with another token for the session, and gives both.
pub(in super::super) async fn write(
    authority: &Authority,
    signed: &Signed,
    mut user: User,
    act: Act<'_>,
) -> Result<NewSession, FactorError> {
    let from = user.revision;
    user.revision = from.saturating_add(1);
    let person = RecordWrite::Update { record: user.record().map_err(ManageError::from)?, from };
    let (new, session) = rotated(authority, &signed.session, user, act.proof_at)?;
    let writes = act.more.into_iter().chain([person, session]).collect();
    let entry = entry::act(&signed.caller, act.action, target(signed), 0, act.words);
    let mutation = signed.caller.mutation(Change::Records(writes), entry, &());
    match authority.commit_change(mutation).await {
        Ok(_) => Ok(new),
        Err(ChangeError::Conflict(Conflict::Revision | Conflict::Missing)) => Err(FactorError::Stale),
        Err(error) => Err(ManageError::from_change(error, Thing::Person).into()),
    }
}

impl From<SignInError> for FactorError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wrong => FactorError::Wrong,
            SignInError::Throttled { wait_secs } => FactorError::Throttled { wait_secs },
            SignInError::Stale => FactorError::Stale,
            SignInError::Unavailable => ManageError::Unavailable.into(),
            SignInError::Internal => ManageError::Internal.into(),
        }
    }
}
