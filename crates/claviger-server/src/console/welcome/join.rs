//! Somebody who is signed in joins another account with the login they have.

use super::super::answer::Shown;
use super::super::cookie;
use super::super::csrf;
use super::super::guest::Guest;
use super::super::keys::Errors;
use super::super::page::{Notice, Trouble};
use super::show::{Typed, ask, gone, token};
use claviger::manage::ManageError;
use claviger::manage::invitations::{AcceptError, accept_as, look};

/// Joins.
pub(in super::super) async fn join(guest: Guest) -> Result<Shown, Trouble> {
    let form = guest.form(&[csrf::FIELD])?;
    let visit = guest.visit().await?.ok_or_else(Trouble::signed_out)?;
    if !visit.csrf.is(Some(form.text(csrf::FIELD))) {
        return Err(Trouble::not_ours());
    }
    let signed = visit.signed.as_ref().ok_or_else(Trouble::no_person)?;
    let (secure, token) = (guest.state.secure, token(&guest));
    match accept_as(&guest.state.authority, token, signed).await {
        Ok(session) => {
            let keep = cookie::session(&session.token.reveal(), secure);
            Ok(Shown::go("/").cookie(keep).saying(Notice::Welcome, secure))
        }
        Err(AcceptError::Gone) => gone(&guest),
        Err(AcceptError::Manage(error @ (ManageError::Unavailable | ManageError::Internal))) => {
            Err(error.into())
        }
        Err(error) => match look(&guest.state.authority, token).await? {
            Some(view) => {
                let mut errors = Errors::default();
                errors.add("", error);
                ask(&guest, &view, Typed::default(), errors).await
            }
            None => gone(&guest),
        },
    }
}
