//! Settings of the account at the paper exchange.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::changes::of_setting;
use super::failure;
use crate::problem::Problem;
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
    let (change, mutation) = of_setting(&call.answering(shown), settings.verify_new_addresses, &settings);
    call.state.paper.change_book(call.caller.account, change, mutation).await.map_err(failure)?;
    Ok(shown(&settings)?)
}

fn shown(settings: &PaperSettings) -> Result<Reply, Problem> {
    Reply::ok(settings)
}
