//! New entries as they come, as server-sent events.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::Trouble;
use super::super::stream::Stream;
use super::super::visit::Visit;
use super::Log;
use super::entry::{EntryView, drafts};
use super::filter::{NAMES, Typed};
use claviger::Authority;
use claviger::manage::ManageError;
use claviger::manage::history::{HistoryFilter, follow, names};
use http::HeaderName;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether there is something new.
const LOOK: Duration = Duration::from_millis(500);
/// Looks between two signs of life, and looks whether the visit still stands.
const SIGN: u32 = 20;
/// Looks after which the browser is told to come again.
const MOST: u32 = 1_200;
/// Entries shown at once; more are told to be missing.
const BATCH: usize = 50;

static LAST_EVENT: HeaderName = HeaderName::from_static("last-event-id");

/// Calls of keys.
pub(in super::super) async fn calls(call: Call) -> Result<Shown, Failure> {
    live(call, Log::Calls).await
}

/// Acts on keys, tokens and settings.
pub(in super::super) async fn acts(call: Call) -> Result<Shown, Failure> {
    live(call, Log::Acts).await
}

async fn live(call: Call, log: Log) -> Result<Shown, Failure> {
    let known: Vec<&str> = NAMES.into_iter().chain(["since"]).collect();
    let query = call.query(&known, &[])?;
    let filter = Typed::read(query).mean(&call, log).await?;
    let filter = filter.map_err(|errors| Trouble::malformed(errors.for_the_log()))?;
    // A browser that was cut off says how far it got.
    let reached = call.head.headers.get(&LAST_EVENT).and_then(|value| value.to_str().ok());
    let since = reached.or(query.given("since")).and_then(|text| text.parse::<u64>().ok());
    let since = since.unwrap_or_else(|| call.state.authority.lane().next_sequence());
    let (stream, body) = Stream::open(&call, log.operation())?;
    tokio::spawn(tell(call.state.authority.clone(), stream, log, filter, since));
    Ok(Shown::stream("text/event-stream", None, body))
}

/// Ends with the visit, and by itself after a while: browsers come again, and are looked at anew.
async fn tell(authority: Arc<Authority>, stream: Stream, log: Log, filter: HistoryFilter, mut since: u64) {
    let mut visit = stream.visit().await;
    if !stream.give("retry: 2000\n\n").await {
        return;
    }
    for look in 1..=MOST {
        if look % SIGN == 0 {
            visit = stream.visit().await;
            if !stream.give(": still here\n\n").await {
                return;
            }
        }
        let Some(known) = &visit else { return };
        match news(&authority, known, log, &filter, since).await {
            Ok((text, next)) if text.is_empty() => since = next,
            Ok(_) => {
                // Who may see it is looked at anew: a session that was ended meanwhile hears nothing of it.
                let Some(now) = stream.visit().await else { return };
                let Ok((text, next)) = news(&authority, &now, log, &filter, since).await else { return };
                if !text.is_empty() && !stream.give(text).await {
                    return;
                }
                (visit, since) = (Some(now), next);
            }
            Err(ManageError::Unavailable) => {}
            Err(_) => return,
        }
        tokio::select! {
            () = stream.left() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// One event with what is new, the oldest first, if anything is.
async fn news(
    authority: &Authority,
    visit: &Visit,
    log: Log,
    filter: &HistoryFilter,
    since: u64,
) -> Result<(String, u64), ManageError> {
    let caller = &visit.caller;
    let found = follow(authority, caller, log.operation(), filter.clone(), since, BATCH).await?;
    if found.entries.is_empty() && !found.missed {
        return Ok((String::new(), found.next));
    }
    let names = names(authority, caller, drafts(&found.entries)).await?;
    let now = authority.now();
    let views: Vec<EntryView> =
        found.entries.iter().rev().map(|entry| EntryView::of(entry, &names, now, caller.role)).collect();
    let event = serde_json::json!({ "entries": views, "missed": found.missed });
    Ok((format!("id: {}\ndata: {event}\n\n", found.next), found.next))
}
