//! The members of the account, as far as they are told to whoever looks.

use super::call::Call;
use claviger::manage::Operation;
use claviger::manage::factors::{PersonView, overview};

/// How well they are protected, and what they have read; none for whoever may not see it. A page that has more to show
/// stands without them if they cannot be read.
pub(super) async fn people(call: &Call) -> Option<Vec<PersonView>> {
    if !Operation::MemberProtection.allows(call.caller().role) {
        return None;
    }
    match overview(&call.state.authority, call.caller()).await {
        Ok(people) => Some(people),
        Err(error) => {
            tracing::warn!(%error, "a page is shown without the members");
            None
        }
    }
}
