//! The account's keys.

use super::super::cursor::{List, after, read_after};
use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::KeyJson;
use claviger::core::id::KeyId;
use claviger::core::key::KeyState;
use claviger::core::store::KeyFilter;
use claviger::manage::keys;
use serde::Serialize;
use utoipa::ToSchema;

/// Most characters of a text searched for.
const MAX_TEXT: usize = 100;

/// A page of keys.
#[derive(Serialize, ToSchema)]
#[schema(as = KeyPage)]
pub(in super::super) struct KeyPage {
    /// The keys.
    items: Vec<KeyJson>,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// Lists the account's keys in the order of their creation, revoked ones included.
#[utoipa::path(get, path = "/keys", tag = "keys", operation_id = "key.list",
    params(
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before."),
        ("state" = Option<String>, Query, description = "Only in these states, separated by commas."),
        ("holder" = Option<String>, Query, description = "Only of this holder, to the letter."),
        ("application" = Option<String>, Query, description = "Only of this application, to the letter."),
        ("text" = Option<String>, Query, description = "Only with this text in name, holder, application or description, in any case.")),
    responses((status = 200, description = "A page of keys.", body = KeyPage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["limit", "cursor", "state", "holder", "application", "text"])?;
    let state = |name: &str| KeyState::ALL.into_iter().find(|state| state.name() == name);
    let short = |text: &str| (text.chars().count() <= MAX_TEXT).then(|| text.to_owned());
    let filter = KeyFilter {
        states: query.list("state", state, "active, read-only, cancel-only, frozen, revoked")?,
        holder: query.one("holder", short, "at most 100 characters")?,
        application: query.one("application", short, "at most 100 characters")?,
        member: None,
        retiring: false,
        text: query.one("text", short, "at most 100 characters")?,
    };
    let cursor = query.cursor(|text| read_after(List::Keys, text))?.map(KeyId::from_u64);
    let page = keys::list(&call.state.authority, &call.caller, filter, cursor, query.limit()?).await?;
    Ok(Reply::ok(&KeyPage {
        items: page.items.iter().map(KeyJson::of).collect(),
        next: page.next.map(|id| after(List::Keys, id.as_u64())),
    })?)
}
