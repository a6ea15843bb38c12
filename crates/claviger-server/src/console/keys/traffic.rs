//! The traffic of both keys of a rotation while it moves, as server-sent events: the page of either key shows it so.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::time::Moment;
use super::super::stream::Stream;
use super::super::visit::Visit;
use super::pair::{Pair, Side};
use claviger::Authority;
use claviger::core::id::KeyId;
use claviger::manage::keys::{find_rotation, rotation};
use claviger::manage::{ManageError, Operation, Thing};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether anything was written, and the traffic is told anew if it was.
const LOOK: Duration = Duration::from_secs(1);
/// Looks between two signs of life, and looks whether the visit still stands.
const SIGN: u32 = 10;
/// Looks after which the browser is told to come again.
const MOST: u32 = 600;

/// Tells it; refused where there is no rotation.
pub(in super::super) async fn live(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let id: KeyId = call.id(Thing::Key)?;
    rotation(&call.state.authority, call.caller(), id).await?;
    let (stream, body) = Stream::open(&call, Operation::KeyRotation)?;
    tokio::spawn(tell(call.state.authority.clone(), stream, id));
    Ok(Shown::stream("text/event-stream", None, body))
}

/// Ends with the visit, with the rotation, and by itself after a while: browsers come again, and are looked at anew.
async fn tell(authority: Arc<Authority>, stream: Stream, id: KeyId) {
    if !stream.give("retry: 2000\n\n").await {
        return;
    }
    let (mut reached, mut told) = (None, String::new());
    for look in 1..=MOST {
        if look % SIGN == 0 && (stream.visit().await.is_none() || !stream.give(": still here\n\n").await) {
            return;
        }
        let written = authority.lane().next_sequence();
        if reached != Some(written) {
            // Who may see it is looked at before each.
            let Some(visit) = stream.visit().await else { return };
            match traffic(&authority, &visit, id).await {
                Ok(Some((text, goes_on))) => {
                    if text != told && !stream.give(text.clone()).await {
                        return;
                    }
                    (reached, told) = (Some(written), text);
                    if !goes_on {
                        return;
                    }
                }
                Err(ManageError::Unavailable) => {}
                Ok(None) | Err(_) => return,
            }
        }
        tokio::select! {
            () = stream.left() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// One event with the traffic of both, and whether the rotation is still open.
async fn traffic(
    authority: &Authority,
    visit: &Visit,
    id: KeyId,
) -> Result<Option<(String, bool)>, ManageError> {
    let Some(found) = find_rotation(authority, &visit.caller, id).await? else { return Ok(None) };
    let pair = Pair::of(&found, id, false, authority.now());
    let event = json!({ "open": pair.open, "sides": pair.sides.each_ref().map(side) });
    Ok(Some((format!("data: {event}\n\n"), pair.open)))
}

fn side(side: &Side) -> Value {
    let last = |last: &Moment| json!({ "iso": last.iso, "exact": last.exact, "relative": last.relative });
    json!({
        "calls": side.lately.calls,
        "sources": side.lately.sources,
        "more": side.lately.more,
        "day": side.day,
        "last": side.last.as_ref().map(last),
    })
}
