//! A rule is set, or taken away.

use super::super::people::place_of;
use super::super::read::read;
use super::super::{Caller, ManageError, Operation, Thing, entry, guarded, keys};
use crate::authority::Authority;
use crate::notices::RULES_PER_ACCOUNT;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::{KeyId, RuleId, UserId};
use claviger_core::notices::{EventKind, Rule, Scope, Verdict};
use claviger_core::store::{Change, RecordKind, RecordLimit, RecordScope, RecordWrite};

/// Sets what is done with events of a kind about the account, a person or a key; without a verdict the rule is taken away,
/// and what is done unless told is done again. Gives the rule that holds then, if there is one.
///
/// # Errors
/// [`ManageError`].
pub async fn set(
    authority: &Authority,
    caller: &Caller,
    scope: Scope,
    kind: EventKind,
    verdict: Option<Verdict>,
) -> Result<Option<Rule>, ManageError> {
    let work = async {
        known(authority, caller, scope).await?;
        let handle = Rule::handle(caller.account, scope, kind);
        let found = read(authority, move |store| store.record_by_handle(RecordKind::Rule, &handle)).await?;
        let was = found.as_ref().map(Rule::try_from).transpose()?;
        let rule = match verdict {
            None => None,
            Some(verdict) => Some(next(authority, caller, was, scope, kind, verdict)?),
        };
        let writes = writes(was, rule)?;
        let id = rule.or(was).map_or(0, |rule| rule.id.as_u64());
        let target = if id == 0 { Target::Account } else { Target::Record(RecordKind::Rule, id) };
        let words = format!("{kind} {}: {}", told(scope), verdict.map_or("unless told", Verdict::name));
        let act = entry::act(caller, Action::RuleSet, target, rule.map_or(0, |rule| rule.revision), &words);
        let written = authority.commit_change(caller.mutation(Change::Records(writes), act, &rule)).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Rule))?;
        Ok(rule)
    };
    guarded(authority, caller, Operation::RuleSet, Target::Account, work).await
}

fn next(
    authority: &Authority,
    caller: &Caller,
    was: Option<Rule>,
    scope: Scope,
    kind: EventKind,
    verdict: Verdict,
) -> Result<Rule, ManageError> {
    Ok(match was {
        Some(was) => Rule { verdict, revision: was.revision.saturating_add(1), ..was },
        None => Rule {
            id: RuleId::random(&mut OsEntropy)?,
            account: caller.account,
            scope,
            kind,
            verdict,
            revision: 1,
            created_at: authority.now(),
        },
    })
}

fn writes(was: Option<Rule>, is: Option<Rule>) -> Result<Vec<RecordWrite>, ManageError> {
    let limit = Some(RecordLimit { scope: RecordScope::Account, most: RULES_PER_ACCOUNT });
    Ok(match (was, is) {
        (None, None) => Vec::new(),
        (None, Some(rule)) => vec![RecordWrite::Create { record: rule.record()?, limit }],
        (Some(was), Some(rule)) => vec![RecordWrite::Update { record: rule.record()?, from: was.revision }],
        (Some(was), None) => {
            vec![RecordWrite::Remove { kind: RecordKind::Rule, id: was.id.as_u64(), from: was.revision }]
        }
    })
}

/// Whoever or whatever it is about is there.
async fn known(authority: &Authority, caller: &Caller, scope: Scope) -> Result<(), ManageError> {
    match scope {
        Scope::Account => Ok(()),
        Scope::Key(key) => keys::own(authority, caller, KeyId::from_u64(key)).await.map(drop),
        Scope::Person(user) => {
            let (user, account) = (UserId::from_u64(user), caller.account);
            let place = read(authority, move |store| place_of(store, user, account)).await?;
            place.map(drop).ok_or(ManageError::NotFound(Thing::Person))
        }
    }
}

fn told(scope: Scope) -> String {
    match scope {
        Scope::Account => "of the account".to_owned(),
        Scope::Person(user) => format!("about {}", UserId::from_u64(user)),
        Scope::Key(key) => format!("about {}", KeyId::from_u64(key)),
    }
}
