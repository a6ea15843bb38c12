//! The review of a key is signed off on its page.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::form::Pairs;
use super::super::page::{Notice, Trouble};
use super::chosen::{Chosen, LIST};
use super::show::{Typed, days, page};
use claviger::core::id::KeyId;
use claviger::core::key::KeyRecord;
use claviger::core::key::life::LifeError;
use claviger::core::key::review::{DEFAULT_UNDO_DAYS, Decided};
use claviger::core::text::{Description, Name};
use claviger::manage::reviews::{SignOff, Verdict, sign_off as sign};
use claviger::manage::{ManageError, Thing, keys};
use http::StatusCode;

/// Signs it off, if the key is as it was when the page was made.
pub(in super::super) async fn sign_off(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["decision", "revision", "addresses", "note", "name", "days", "try"], &[LIST])?;
    let id: KeyId = call.id(Thing::Key)?;
    // The same form asks for the dry run of what is chosen in it: that one can look at again, and changes nothing.
    if !form.text("try").is_empty() {
        return Ok(Shown::go(Chosen::of(form).dry_run_of(id, form.text("days"))));
    }
    let record = keys::show(&call.state.authority, call.caller(), id).await?.record;
    let mut typed = Typed { note: form.text("note").to_owned(), ..Typed::default() };
    let Some(asked) = asked(form, &record, &mut typed)? else {
        let words = typed.errors.for_the_log();
        return Ok(again(&call, typed).await?.refusing(words));
    };
    match sign(&call.state.authority, call.caller(), id, &asked).await {
        Ok(_) => Ok(Shown::go(format!("/keys/{id}/review")).saying(Notice::Reviewed, call.state.secure)),
        Err(
            error
            @ (ManageError::Changed | ManageError::NotNarrower | ManageError::Life(LifeError::NoChange)),
        ) => {
            typed.errors.add("decision", error);
            Ok(again(&call, typed).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

async fn again(call: &Call, typed: Typed) -> Result<Shown, Failure> {
    page(call, days(&call.form)?, Some(Chosen::of(&call.form)), typed).await
}

/// What is meant; none if something has to be put right.
fn asked(form: &Pairs, record: &KeyRecord, typed: &mut Typed) -> Result<Option<SignOff>, Trouble> {
    let from = form.text("revision").parse::<u64>();
    let from = from.map_err(|_| Trouble::malformed("a revision is a whole number".to_owned()))?;
    let errors = &mut typed.errors;
    let note = errors.take("note", Description::parse(form.text("note")));
    let verdict = match Decided::from_name(form.text("decision")) {
        None => errors.take("decision", Err::<Verdict, _>("choose what you decided")),
        Some(Decided::Keep) => Some(Verdict::Keep),
        Some(Decided::Narrow) => {
            let chosen = Chosen::of(form);
            let list = chosen.allowlist(errors);
            if chosen.is_present(record) {
                errors.add(
                    "decision",
                    "nothing is taken away: choose other permissions or addresses above, or keep it",
                );
            }
            list.map(|list| Verdict::Narrow { permissions: Some(chosen.permissions), allowlist: Some(list) })
        }
        Some(Decided::Revoke) => {
            let is_name = Name::parse(form.text("name")).is_ok_and(|name| name == record.name);
            if !is_name {
                errors.add("name", "that is not the name of this key");
            }
            Some(Verdict::Revoke)
        }
    };
    let asked = note.zip(verdict).filter(|_| errors.is_empty());
    Ok(asked.map(|(note, verdict)| SignOff { from: Some(from), verdict, note, undo_days: DEFAULT_UNDO_DAYS }))
}
