//! A member's role is changed.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::{Notice, Trouble};
use super::show::page;
use claviger::core::id::MemberId;
use claviger::core::role::Role;
use claviger::manage::{ManageError, Thing, members};
use http::StatusCode;

/// Changes it, if the member is as it was when the page was made.
pub(in super::super) async fn change(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["role", "revision"], &[])?;
    let id: MemberId = call.id(Thing::Member)?;
    let role = Role::of_member(form.text("role"));
    let role = role.map_err(|_| Trouble::malformed("there is no such role".to_owned()))?;
    let from = form.text("revision").parse::<u64>();
    let from = from.map_err(|_| Trouble::malformed("a revision is a whole number".to_owned()))?;
    match members::edit(&call.state.authority, call.caller(), id, role, from).await {
        Ok(_) => Ok(Shown::go(format!("/team/{id}")).saying(Notice::RoleChanged, call.state.secure)),
        Err(error @ (ManageError::LastOwner | ManageError::Changed)) => {
            let mut errors = Errors::default();
            errors.add("role", error);
            Ok(page(&call, errors, Some(role.name())).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}
