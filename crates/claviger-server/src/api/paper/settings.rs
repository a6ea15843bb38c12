//! Settings of the account at the paper exchange.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::{BookChange, failure};
use crate::problem::Problem;
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::store::Change;
use claviger::manage::act;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Settings of the account at the paper exchange.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = PaperSettings)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct PaperSettings {
    /// Whether withdrawal addresses that keys save, or rename, wait for a member to confirm them.
    verify_new_addresses: bool,
}

/// Shows the settings.
#[utoipa::path(get, path = "/paper/settings", tag = "paper", operation_id = "paper.settings-show",
    responses((status = 200, description = "The settings.", body = PaperSettings)))]
pub(in super::super) async fn show(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let book = call.state.paper.book(call.caller.account).await.map_err(failure)?;
    Ok(Reply::ok(&PaperSettings { verify_new_addresses: book.verify_new })?)
}

/// Changes the settings, for addresses to come; those saved already stay as they are.
#[utoipa::path(patch, path = "/paper/settings", tag = "paper", operation_id = "paper.settings-edit",
    request_body = PaperSettings,
    responses((status = 200, description = "The settings.", body = PaperSettings)))]
pub(in super::super) async fn edit(call: Call) -> Result<Reply, Failure> {
    let settings: PaperSettings = call.json()?;
    let verify = settings.verify_new_addresses;
    let words = format!("verify_new_addresses: {verify}");
    let entry = act(&call.caller, Action::PaperSettings, Target::Account, 0, &words);
    let mutation = call.answering(shown).mutation(Change::UPSTREAM, entry, &settings);
    let change = BookChange::VerifyNew(verify);
    call.state.paper.change_book(call.caller.account, change, mutation).await.map_err(failure)?;
    Ok(shown(&settings)?)
}

fn shown(settings: &PaperSettings) -> Result<Reply, Problem> {
    Reply::ok(settings)
}
