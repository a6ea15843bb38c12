//! What the account wants of rotations is changed.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::Notice;
use super::list::{PolicyView, show};
use claviger::core::key::age::MAX_DAYS;
use claviger::core::key::life::LifeError;
use claviger::manage::ManageError;
use claviger::manage::rotation_policy::{self, EditRotationPolicy, Recipient};

/// Changes it.
pub(in super::super) async fn edit(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["days", "withdrawing", "recipient"], &[])?;
    let mut errors = Errors::default();
    let any = errors.take("days", days(form.text("days")));
    let withdrawing = errors.take("withdrawing", days(form.text("withdrawing")));
    let recipient = form.given("recipient").map(str::parse::<Recipient>).transpose();
    let recipient = errors.take("recipient", recipient);
    if !errors.is_empty() {
        let typed = |name: &str| form.text(name).to_owned();
        let policy = PolicyView {
            days: typed("days"),
            withdrawing: typed("withdrawing"),
            recipient: typed("recipient"),
        };
        let words = errors.for_the_log();
        return Ok(show(&call, Some(policy), errors).await?.refusing(words));
    }
    let asked = EditRotationPolicy { days: any, withdrawing_days: withdrawing, recipient };
    match rotation_policy::edit(&call.state.authority, call.caller(), asked).await {
        Ok(_) => Ok(Shown::go("/rotations").saying(Notice::PolicySaved, call.state.secure)),
        Err(ManageError::Life(LifeError::NoChange)) => Ok(Shown::go("/rotations")),
        Err(error) => Err(error.into()),
    }
}

fn days(text: &str) -> Result<u16, String> {
    let days = text.trim().parse::<u16>().ok().filter(|days| *days <= MAX_DAYS);
    days.ok_or_else(|| format!("takes days, at most {MAX_DAYS}; 0 for any age"))
}
