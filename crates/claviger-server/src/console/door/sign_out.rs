//! `/sign-out`: the session ends, here and at once.

use super::super::answer::Shown;
use super::super::guest::Guest;
use super::super::page::Trouble;
use super::super::{cookie, csrf};
use super::leave;

/// Ends the session of the browser that asks. Without one there is nothing to do, and it goes to the door all the same.
pub(in super::super) async fn sign_out(guest: Guest) -> Result<Shown, Trouble> {
    let form = guest.form(&[csrf::FIELD])?;
    if let Some(visit) = guest.visit().await? {
        if !visit.csrf.is(Some(form.text(csrf::FIELD))) {
            return Err(Trouble::not_ours());
        }
        leave(&guest).await;
    }
    Ok(Shown::go("/sign-in?out=1").cookie(cookie::session("", guest.state.secure)))
}
