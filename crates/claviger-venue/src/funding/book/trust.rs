//! Whether an account trusts addresses that its keys save.

use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::{Event, Reply},
};

/// Decides it for addresses to come; those saved already stay as they are.
pub(crate) fn run(draft: &mut Draft<'_>, account: AccountNo, trust: bool) -> Result<Reply, VenueError> {
    draft.account(account)?;
    draft.events.push(Event::AddressTrustSet { at: draft.at, account, trust });
    Ok(Reply::AddressTrustSet)
}
