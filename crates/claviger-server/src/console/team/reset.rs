//! A link with which a member sets a new password.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::link;
use super::view::member;
use claviger::manage::resets;

/// Makes it.
pub(in super::super) async fn create(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let (found, _) = member(&call).await?;
    let id = found.member.id;
    let invited = resets::create(&call.state.authority, call.caller(), id).await?;
    let heading = format!("A new password for {}", found.name);
    let words = "Send it on a way you trust. It ends every session there is once it is used, and asks for the second factor, if there is one.";
    Ok(link::show(&call, &invited, heading, words, format!("/team/{id}"))?)
}
