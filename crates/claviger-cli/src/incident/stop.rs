//! The leaked key is stopped.

use super::{Args, is_meant};
use crate::failure::Failure;
use crate::http::{ANSWER, Api};
use crate::keys::{pick, put_drain};
use crate::output::{Out, harmless};
use serde_json::{Value, json};
use std::time::Duration;

/// Stops it, as the kill switch does; what lets no more through already stays as it is.
pub(super) fn stop(args: &Args, api: &Api, key: &Value, state: &str) -> Result<Value, Failure> {
    if state == "revoked" && pick::text(key, "state") != "revoked" {
        is_meant(args, key)?;
    }
    let mut body =
        json!({ "state": state, "keys": [pick::text(key, "id")], "cancel_orders": args.cancel_orders });
    put_drain(&mut body, args.drain);
    api.post_within("/keys/stop", &body, ANSWER + Duration::from_secs(args.drain.unwrap_or(0)))
}

/// Says what came of it.
pub(super) fn tell(key: &Value, stopped: &Value, out: &mut Out) -> Result<(), Failure> {
    let name = harmless(pick::text(key, "name"));
    let count = |field| stopped.get(field).and_then(Value::as_u64).unwrap_or(0);
    if count("stopped") > 0 {
        out.line(format!("`{name}` is {} now", pick::text(stopped, "state")))?;
    } else {
        out.line(format!("`{name}` let no more through already; it stays {}", pick::text(key, "state")))?;
    }
    for open in stopped.get("still_open").and_then(Value::as_array).into_iter().flatten() {
        crate::keys::tell_open_calls(open, out)?;
    }
    match stopped.get("cancelled_orders").and_then(Value::as_u64) {
        None => Ok(()),
        Some(1) => out.line("1 open order was cancelled"),
        Some(cancelled) => out.line(format!("{cancelled} open orders were cancelled")),
    }
}
