//! The account's keys by when they are to be reviewed.

use super::super::cursor::{List, after, read_after};
use super::super::failure::Failure;
use super::super::keys::KeyJson;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::SignedOffJson;
use claviger::manage::reviews::{self, KeyDue};
use serde::Serialize;
use utoipa::ToSchema;

/// A key, and when it is to be reviewed.
#[derive(Serialize, ToSchema)]
#[schema(as = KeyDue)]
pub(in super::super) struct KeyDueJson {
    /// The key.
    key: KeyJson,
    /// When it is to be reviewed.
    #[schema(format = DateTime)]
    due_at: String,
    /// Whether that has passed.
    overdue: bool,
    /// The last sign-off; null if there was none.
    reviewed: Option<SignedOffJson>,
}

impl KeyDueJson {
    fn of(due: &KeyDue) -> Self {
        KeyDueJson {
            key: KeyJson::of(&due.record),
            due_at: due.due_at.to_string(),
            overdue: due.is_overdue,
            reviewed: due.last.as_ref().map(SignedOffJson::of),
        }
    }
}

/// A page of keys by when they are to be reviewed.
#[derive(Serialize, ToSchema)]
#[schema(as = ReviewPage)]
pub(in super::super) struct ReviewPage {
    /// The keys.
    items: Vec<KeyDueJson>,
    /// How many keys of the account are overdue in all.
    overdue: usize,
    /// The cursor of the next page; null at the end.
    next: Option<String>,
}

/// Lists the keys in force, those due first at the top.
#[utoipa::path(get, path = "/reviews", tag = "reviews", operation_id = "review.list",
    params(
        ("limit" = Option<u32>, Query, description = "Most items of the page, 1 to 200; 50 unless told.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next` of the page before."),
        ("overdue" = Option<bool>, Query, description = "`true`: only those that are overdue.")),
    responses((status = 200, description = "A page of keys.", body = ReviewPage)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    let query = call.query(&["limit", "cursor", "overdue"])?;
    let overdue = query.one("overdue", |text| text.parse().ok(), "`true` or `false`")?.unwrap_or(false);
    let place = query.cursor(|text| read_after(List::Reviews, text))?;
    let skip = place.and_then(|place| usize::try_from(place).ok()).unwrap_or(0);
    let limit = query.limit()?;
    let found = reviews::list(&call.state.authority, &call.caller, overdue, skip, limit).await?;
    let reached = skip.saturating_add(found.keys.len());
    Ok(Reply::ok(&ReviewPage {
        items: found.keys.iter().map(KeyDueJson::of).collect(),
        overdue: found.overdue,
        next: (reached < found.all).then(|| after(List::Reviews, reached as u64)),
    })?)
}
