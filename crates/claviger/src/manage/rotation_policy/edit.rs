//! What an account wants is changed.

use super::super::people::TRIES;
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::Recipient;
use super::show::policy;
use crate::authority::Authority;
use crate::change::ChangeError;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::key::RotationPolicy;
use claviger_core::key::age::MAX_DAYS;
use claviger_core::key::life::LifeError;
use claviger_core::store::{Change, Conflict, RecordKind, RecordWrite};

/// The changes asked for. What is `None` stays; `Some(None)` clears.
#[derive(Debug, Clone, Default)]
pub struct EditRotationPolicy {
    /// How old keys may grow, in days; 0 for any age.
    pub days: Option<u16>,
    /// How old keys that withdraw may grow, in days; 0 as any other.
    pub withdrawing_days: Option<u16>,
    /// Whom private keys of successors are encrypted to.
    pub recipient: Option<Option<Recipient>>,
}

/// Changes what the account wants of rotations. It wants a recent proof of a person: whoever names the recipient reads the
/// private keys.
///
/// # Errors
/// [`ManageError`]; [`LifeError::NoChange`].
pub async fn edit(
    authority: &Authority,
    caller: &Caller,
    asked: EditRotationPolicy,
) -> Result<RotationPolicy, ManageError> {
    let work = async {
        caller.require_proof()?;
        for _ in 0..TRIES {
            let was = policy(authority, caller.account).await?;
            let next = asked.applied(&was)?;
            let record = next.record().map_err(|error| {
                tracing::error!(%error, "a rotation policy could not be written");
                ManageError::Internal
            })?;
            let target = Target::Record(RecordKind::RotationPolicy, record.id);
            let words = words(&was, &next);
            let entry = entry::act(caller, Action::RotationPolicyEdit, target, next.revision, &words);
            let write = match was.revision {
                0 => RecordWrite::Create { record, limit: None },
                from => RecordWrite::Update { record, from },
            };
            let change = Change::Records(vec![write]);
            match authority.commit_change(caller.mutation(change, entry, &next)).await {
                Ok(_) => return Ok(next),
                Err(ChangeError::Conflict(Conflict::Revision | Conflict::Exists)) => {}
                Err(error) => return Err(ManageError::from_change(error, Thing::Account)),
            }
        }
        Err(ManageError::Changed)
    };
    guarded(authority, caller, Operation::RotationPolicyEdit, Target::Account, work).await
}

impl EditRotationPolicy {
    fn applied(&self, was: &RotationPolicy) -> Result<RotationPolicy, ManageError> {
        let mut next = RotationPolicy { revision: was.revision + 1, ..was.clone() };
        next.max_age.days = self.days.unwrap_or(was.max_age.days).min(MAX_DAYS);
        next.max_age.withdrawing_days =
            self.withdrawing_days.unwrap_or(was.max_age.withdrawing_days).min(MAX_DAYS);
        if let Some(recipient) = &self.recipient {
            next.recipient = recipient.as_ref().map(ToString::to_string);
        }
        if (next.max_age, &next.recipient) == (was.max_age, &was.recipient) {
            return Err(LifeError::NoChange.into());
        }
        Ok(next)
    }
}

fn words(was: &RotationPolicy, is: &RotationPolicy) -> String {
    let shown = |recipient: &Option<String>| recipient.clone().unwrap_or_else(|| "none".to_owned());
    let told = [
        ("max_age_days", was.max_age.days.to_string(), is.max_age.days.to_string()),
        (
            "withdrawing_max_age_days",
            was.max_age.withdrawing_days.to_string(),
            is.max_age.withdrawing_days.to_string(),
        ),
        ("recipient", shown(&was.recipient), shown(&is.recipient)),
    ];
    let changed = told.into_iter().filter(|(_, was, is)| was != is);
    changed.map(|(name, was, is)| format!("{name}: {was} → {is}")).collect::<Vec<_>>().join("; ")
}
