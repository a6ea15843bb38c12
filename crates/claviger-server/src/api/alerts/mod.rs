//! Price alerts of the account on the markets of the paper exchange.

pub(super) mod create;
mod desk;
pub(super) mod edit;
pub(super) mod fired;
mod json;
pub(super) mod list;
pub(super) mod remove;
pub(super) mod show;

pub use desk::{AlertChange, AlertDesk, FiredFilter, OfAlert, SeenAlert};
pub(super) use json::{ABOVE, BELOW, CHANGE, WAYS, direction};

use super::failure::Failure;
use super::paper::{self, PaperError};
use super::reply::Reply;
use super::shell::Call;
use crate::problem::{Code, Problem};
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::store::Change;
use claviger::manage::{ManageError, Thing, act};
use claviger_venue::{Alert, AlertError, AlertId, VenueError};
use json::AlertJson;

/// The alert whose id is in the path.
async fn find(call: &Call) -> Result<SeenAlert, Failure> {
    let id: AlertId = call.id(Thing::Alert)?;
    let found = call.state.alerts.alert(call.caller.account, id).await.map_err(failure)?;
    found.ok_or_else(|| Problem::from(ManageError::NotFound(Thing::Alert)).into())
}

/// Changes an alert, and answers with what becomes of it.
async fn changed(
    call: &Call,
    action: Action,
    change: AlertChange,
    after: &SeenAlert,
) -> Result<Reply, Failure> {
    let alert = &after.alert;
    let on = match change {
        AlertChange::Enable(_, true) => ", turned on",
        AlertChange::Enable(_, false) => ", turned off",
        AlertChange::Remove(_) => "",
    };
    let entry = act(&call.caller, action, Target::Account, 0, &format!("{}{on}", words(alert)));
    let json = AlertJson::of(after);
    let mutation = call.answering(shown).mutation(Change::UPSTREAM, entry, &json);
    call.state.alerts.change_alert(call.caller.account, change, mutation).await.map_err(failure)?;
    Ok(shown(&json)?)
}

fn shown(alert: &AlertJson) -> Result<Reply, Problem> {
    Reply::ok(alert)
}

/// What the log says of an alert. Not its description, which is whatever somebody typed.
fn words(alert: &Alert) -> String {
    format!("{}: {} {}", alert.id, alert.pair.altname(), alert.condition.text(alert.pair))
}

/// What the desk answered, as a failure.
fn failure(error: PaperError) -> Failure {
    let PaperError::Refused(VenueError::Alert(refused)) = error else { return paper::failure(error) };
    let words = refused.to_string();
    match refused {
        AlertError::Price | AlertError::TickSize => Problem::field("condition.price", words),
        AlertError::Percent => Problem::field("condition.percent", words),
        AlertError::Repeat => Problem::field("repeat_secs", words),
        AlertError::Description => Problem::field("description", words),
        AlertError::Expiry => Problem::field("expires_at", words),
        AlertError::TooMany => Problem::new(Code::LimitReached, words),
        AlertError::Unknown => ManageError::NotFound(Thing::Alert).into(),
        AlertError::NoChange => Problem::new(Code::NoChange, words),
        AlertError::Expired => Problem::new(Code::UpstreamRefused, words),
    }
    .into()
}
