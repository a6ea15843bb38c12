//! Whether a link works, and what it leads to.

use super::super::people::{parsed, place_of, places, user};
use super::InvitationToken;
use claviger_core::account::AccountRecord;
use claviger_core::id::AccountId;
use claviger_core::people::{Invitation, Member, Purpose, User};
use claviger_core::principal::Principal;
use claviger_core::role::Role;
use claviger_core::store::{RecordKind, RecordsOf, Store, StoreError};
use claviger_core::time::Timestamp;

/// A link that works.
#[derive(Debug, Clone)]
pub(in super::super) struct Open {
    pub(in super::super) link: Invitation,
    /// The account it leads into.
    pub(in super::super) account: AccountRecord,
    pub(in super::super) leads: Leads,
}

/// What it leads to.
#[derive(Debug, Clone)]
pub(in super::super) enum Leads {
    /// A place with this role.
    In { role: Role },
    /// The person's own place.
    Back {
        user: Box<User>,
        /// Whether a second factor is wanted besides.
        wants_factor: bool,
    },
}

/// The link that ends in `token`, if it works.
pub(in super::super) fn open(
    store: &dyn Store,
    token: &InvitationToken,
    now: Timestamp,
) -> Result<Option<Open>, StoreError> {
    let digest = token.digest();
    let Some(record) = store.record_by_handle(RecordKind::Invitation, &digest.0)? else { return Ok(None) };
    let link: Invitation = parsed(&record)?;
    if now >= link.expires_at || !link.digest.same(&digest) {
        return Ok(None);
    }
    let found = match link.purpose {
        Purpose::Join { account, role } => {
            makers_say(store, &link, (account, role), now)?.then_some((account, Leads::In { role }))
        }
        Purpose::FirstOwner { account } => {
            let nobody = store.records(RecordKind::User, RecordsOf::Kind, None, 1)?.is_empty();
            nobody.then_some((account, Leads::In { role: Role::Owner }))
        }
        Purpose::Reset { .. } => back(store, &link, now)?,
    };
    let Some((account, leads)) = found else { return Ok(None) };
    Ok(store.account(account)?.map(|account| Open { link, account, leads }))
}

/// A reset link that was made in an account works only while that account is the only one the person has a
/// place in: they may have come into another one since, which whoever made the link has no say in.
fn back(
    store: &dyn Store,
    link: &Invitation,
    now: Timestamp,
) -> Result<Option<(AccountId, Leads)>, StoreError> {
    let Purpose::Reset { user: id, account, without_factors } = link.purpose else { return Ok(None) };
    let Some(user) = user(store, id)? else { return Ok(None) };
    let places = places(store, id)?;
    let Some(place) = places.iter().find(|place| !place.leaving) else { return Ok(None) };
    if let Some(account) = account {
        let only = places.len() == 1 && place.account == account;
        if !only || !makers_say(store, link, (account, place.role), now)? {
            return Ok(None);
        }
    }
    let owner = RecordsOf::Owner(id.as_u64());
    let has_factor = user.totp.is_some() || !store.records(RecordKind::Passkey, owner, None, 1)?.is_empty();
    let wants_factor = has_factor && !without_factors;
    Ok(Some((place.account, Leads::Back { user: Box::new(user), wants_factor })))
}

/// Whether whoever made the link still has a say over the role: a member who stays and may appoint it, a
/// token that still works, or the host.
fn makers_say(
    store: &dyn Store,
    link: &Invitation,
    (account, role): (AccountId, Role),
    now: Timestamp,
) -> Result<bool, StoreError> {
    match link.made_by {
        None => Ok(true),
        Some(Principal::User(maker)) => {
            let fit = |place: Member| !place.leaving && place.role.may_appoint(role);
            Ok(place_of(store, maker, account)?.is_some_and(fit))
        }
        Some(Principal::Token(maker)) => {
            let token = store.token(maker)?;
            Ok(token.is_some_and(|token| token.is_live(now) && token.role.may_appoint(role)))
        }
    }
}
