//! How often the account wants its keys reviewed, and what becomes of those nobody uses, is changed.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::Notice;
use super::list::{PolicyView, show};
use claviger::core::key::life::LifeError;
use claviger::core::key::review::{PolicyError, ReviewPolicy};
use claviger::manage::ManageError;
use claviger::manage::reviews::{EditPolicy, edit_policy};

/// Changes it.
pub(in super::super) async fn edit(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["every", "dormant", "freeze"], &[])?;
    let mut errors = Errors::default();
    let number = |text: &str, wrong| text.trim().parse::<u32>().map_err(|_| wrong);
    let days = |text| number(text, PolicyError::Days).and_then(ReviewPolicy::days);
    let every = errors.take("every", days(form.text("every")));
    let dormant = errors.take("dormant", days(form.text("dormant")));
    let freeze = |text| number(text, PolicyError::FreezeDays).and_then(ReviewPolicy::freeze_after);
    let freeze = errors.take("freeze", form.given("freeze").map(freeze).transpose());
    let (true, Some(freeze)) = (errors.is_empty(), freeze) else {
        let typed = |name: &str| form.text(name).to_owned();
        let policy = PolicyView { every: typed("every"), dormant: typed("dormant"), freeze: typed("freeze") };
        let words = errors.for_the_log();
        return Ok(show(&call, Some(policy), errors).await?.refusing(words));
    };
    let asked = EditPolicy { every_days: every, dormant_days: dormant, freeze_days: Some(freeze) };
    match edit_policy(&call.state.authority, call.caller(), asked).await {
        Ok(_) => Ok(Shown::go("/reviews").saying(Notice::PolicySaved, call.state.secure)),
        Err(ManageError::Life(LifeError::NoChange)) => Ok(Shown::go("/reviews")),
        Err(error) => Err(error.into()),
    }
}
