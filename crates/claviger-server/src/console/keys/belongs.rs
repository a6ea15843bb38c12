//! Whom a new key belongs to: whoever looks after the team may name somebody; of everybody else it is their own.

use super::super::call::Call;
use super::super::page::Trouble;
use claviger::core::role::Need;
use claviger::manage::{ManageError, members};

/// Ids and names of those it may belong to, whoever asks first; nothing if that is not theirs to choose.
pub(super) async fn choices(call: &Call) -> Result<Vec<(String, String)>, ManageError> {
    if !call.caller().role.may(Need::WriteMembers) {
        return Ok(Vec::new());
    }
    let all = members::list(&call.state.authority, call.caller()).await?;
    let own = call.caller().person();
    let others = all.iter().filter(|view| {
        let member = &view.member;
        !member.leaving && member.role.may(Need::WriteKeys) && Some(member.user) != own
    });
    let first = if own.is_some() { "You" } else { "Nobody in particular" };
    let named = others.map(|view| (view.member.user.to_string(), format!("{} ({})", view.name, view.login)));
    Ok(std::iter::once((String::new(), first.to_owned())).chain(named).collect())
}

/// Refuses a name that no form of theirs offered.
pub(super) fn may_name(call: &Call, member: &str) -> Result<(), Trouble> {
    if member.is_empty() || call.caller().role.may(Need::WriteMembers) {
        return Ok(());
    }
    Err(Trouble::malformed("whom a key belongs to is not yours to choose".to_owned()))
}
