//! Members: the people who have a place in an account.

mod edit;
mod finish;
mod leave;
mod list;
mod remove;

pub use edit::{Edited, edit};
pub use finish::finish_leaving;
pub use leave::leave;
pub use list::{MemberView, list, page, show, user_of};
pub use remove::{Removed, remove};

use super::people::{links, removal};
use claviger_core::id::{AccountId, UserId};
use claviger_core::people::Purpose;
use claviger_core::principal::Principal;
use claviger_core::role::Role;
use claviger_core::store::{RecordKind, RecordWrite, Store, StoreError};
use claviger_core::time::Timestamp;

/// Takes away the links that rest on what a member was: those that let the person back in, which were
/// made by whoever had a say over the old role, and the invitations the person made that `role` could not
/// make any more (none: no role at all).
fn links_that_end(
    store: &dyn Store,
    (user, account): (UserId, AccountId),
    role: Option<Role>,
    now: Timestamp,
) -> Result<Vec<RecordWrite>, StoreError> {
    let own = RecordWrite::RemoveOwned { kind: RecordKind::Invitation, owner: user.as_u64(), except: None };
    let by_them = links(store, account, now)?.into_iter().filter(|link| {
        let Purpose::Join { role: invited, .. } = link.purpose else { return false };
        link.made_by == Some(Principal::User(user)) && !role.is_some_and(|role| role.may_appoint(invited))
    });
    Ok(std::iter::once(own).chain(by_them.map(|link| removal(&link))).collect())
}
