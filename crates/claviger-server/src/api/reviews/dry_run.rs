//! What a change would have refused. Nothing is changed, so it is asked for with GET.

use super::super::failure::{Failure, Fields};
use super::super::instant::{self, show};
use super::super::query::Query;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::json::DryRunJson;
use super::{address_list, days, permission_list};
use crate::problem::Problem;
use claviger::core::key::KeyState;
use claviger::core::time::Timestamp;
use claviger::manage::reviews::Tried;
use claviger::manage::{Thing, reviews};

const KNOWN: [&str; 8] =
    ["permissions", "allowlist", "not_before", "expires_at", "query_from", "query_to", "state", "days"];

/// Judges the recorded calls of a key by the key as it would be after a change: what is left out stays.
#[utoipa::path(get, path = "/keys/{id}/dry-run", tag = "reviews", operation_id = "key.dry-run",
    params(
        ("id" = String, Path, description = "The key's id.", example = "key_0123456789ab"),
        ("permissions" = Option<String>, Query, description = "The whole set, separated by commas; empty for none."),
        ("allowlist" = Option<String>, Query, description = "The whole list, separated by commas; empty for anywhere."),
        ("not_before" = Option<String>, Query, description = "Not valid before this instant (RFC 3339); empty for no such limit."),
        ("expires_at" = Option<String>, Query, description = "Not valid at or after this instant; empty for never expiring."),
        ("query_from" = Option<String>, Query, description = "The earliest history it may read; empty for no such limit."),
        ("query_to" = Option<String>, Query, description = "The latest history it may read; empty for no such limit."),
        ("state" = Option<String>, Query, description = "Another state."),
        ("days" = Option<u32>, Query, description = "Days to look back, 1 to 3660; 90 unless told.", minimum = 1, maximum = 3660)),
    responses((status = 200, description = "What would have become of its calls.", body = DryRunJson)))]
pub(in super::super) async fn dry_run(call: Call) -> Result<Reply, Failure> {
    let id = call.id(Thing::Key)?;
    let query = call.query(&KNOWN)?;
    let (tried, days) = (tried(query)?, days(query)?);
    let ran = reviews::dry_run(&call.state.authority, &call.caller, id, &tried, days).await?;
    Ok(Reply::ok(&DryRunJson::of(&ran.told, ran.since.to_string(), show(ran.cut_at)))?)
}

fn tried(query: &Query) -> Result<Tried, Problem> {
    let mut fields = Fields::default();
    let mut moment = |name| moment(&mut fields, name, query.get(name));
    let (not_before, expires_at) = (moment("not_before"), moment("expires_at"));
    let (query_from, query_to) = (moment("query_from"), moment("query_to"));
    let state = fields.optional("state", query.get("state"), str::parse::<KeyState>);
    let (permissions, allowlist) = (permission_list(query)?, address_list(query)?);
    let parsed = || {
        Some(Tried {
            permissions,
            allowlist,
            not_before: not_before?,
            expires_at: expires_at?,
            query_from: query_from?,
            query_to: query_to?,
            state: state?,
        })
    };
    let parsed = parsed();
    fields.done(parsed)
}

/// Left out, cleared, or an instant; the outermost `None` if it is not one.
fn moment(fields: &mut Fields, name: &str, text: Option<&str>) -> Option<Option<Option<Timestamp>>> {
    match text {
        None => Some(None),
        Some("") => Some(Some(None)),
        Some(text) => fields.take(name, instant::parse(text)).map(|at| Some(Some(at))),
    }
}
