//! How well the members of an account are protected, for whoever looks after it.

use super::super::read::read;
use super::super::{Caller, ManageError, Operation, guarded};
use crate::authority::Authority;
use claviger_core::entry::Target;
use claviger_core::id::AccountId;
use claviger_core::people::{HelpPage, Login, Member, User};
use claviger_core::store::{Record, RecordKind, RecordsOf, Store, StoreError};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use std::collections::BTreeMap;

/// Most members that are looked at.
const MAX_MEMBERS: usize = 1_000;
/// Most passkeys that are counted.
const MAX_PASSKEYS: usize = 100;

/// A member, with what they are protected by.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// The place in the account.
    pub member: Member,
    /// What the person is called.
    pub name: Name,
    /// What the person signs in as.
    pub login: Login,
    /// Whether there is a time-based code.
    pub totp: bool,
    /// How many passkeys there are.
    pub passkeys: u32,
    /// How many recovery codes are left.
    pub recovery_left: u32,
    /// Which pages of the help were read, and when.
    pub help_read: BTreeMap<HelpPage, Timestamp>,
}

impl PersonView {
    /// Whether there is a second factor.
    #[must_use]
    pub const fn has_second_factor(&self) -> bool {
        self.totp || self.passkeys > 0
    }
}

/// The members of the account, in the order in which they came.
///
/// # Errors
/// [`ManageError`].
pub async fn overview(authority: &Authority, caller: &Caller) -> Result<Vec<PersonView>, ManageError> {
    let account = caller.account;
    let work = async {
        let found = read(authority, move |store| look(store, account)).await?;
        found.iter().map(view).collect()
    };
    guarded(authority, caller, Operation::MemberProtection, Target::Account, work).await
}

/// A member's record, the person's, and how many passkeys they have.
type Found = (Record, Record, usize);

fn look(store: &dyn Store, account: AccountId) -> Result<Vec<Found>, StoreError> {
    let members = store.records(RecordKind::Member, RecordsOf::Account(account), None, MAX_MEMBERS)?;
    let found = members.into_iter().map(|member| {
        let Some(user) = store.record(RecordKind::User, member.owner)? else { return Ok(None) };
        let passkeys = store.records(RecordKind::Passkey, RecordsOf::Owner(user.id), None, MAX_PASSKEYS)?;
        Ok(Some((member, user, passkeys.len())))
    });
    Ok(found.collect::<Result<Vec<_>, StoreError>>()?.into_iter().flatten().collect())
}

fn view((member, user, passkeys): &Found) -> Result<PersonView, ManageError> {
    let (member, user) = (Member::try_from(member)?, User::try_from(user)?);
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(PersonView {
        member,
        name: user.name,
        login: user.login,
        totp: user.totp.is_some(),
        passkeys: count(*passkeys),
        recovery_left: count(user.recovery.len()),
        help_read: user.help_read,
    })
}
