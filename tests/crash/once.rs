//! Changes under idempotency keys, the server killed at its first sync, at its second, at its third …, and what was not
//! answered sent again: each takes effect once (P9).

use crate::image::Image;
use crate::strace;
use claviger_core::action::Action;
use claviger_tests::admin::Admin;
use claviger_tests::cases::Verdict;
use claviger_tests::http::Response;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Options, Server};
use serde_json::{Value, json};
use std::time::Duration;

/// More syncs than a start, the requests and a stop make together.
const MANY: u32 = 200;

pub(crate) fn killed_at_sync() -> Verdict {
    if let Err(why) = strace::usable() {
        return Verdict::NotRun(why);
    }
    for at in 1..MANY {
        if !killed_at(at) {
            return Verdict::Passed(format!("killed at each of {} syncs; every change made once", at - 1));
        }
    }
    panic!("still killed at sync {MANY}: the requests are not as few as they were meant");
}

/// What is asked for, and the action its entry names.
fn requests() -> Vec<(&'static str, Value, Action)> {
    vec![
        ("/keys", json!({ "name": "bot", "permissions": ["query-funds"] }), Action::KeyCreate),
        ("/paper/deposits", json!({ "asset": "USD", "amount": "5" }), Action::Deposit),
        ("/tokens", json!({ "name": "ci", "role": "viewer" }), Action::TokenCreate),
        ("/accounts", json!({ "name": "desk" }), Action::AccountCreate),
        ("/paper/addresses", json!({ "asset": "XBT", "key": "a", "address": "bc1qa" }), Action::AddressAdd),
        (
            "/paper/orders",
            json!({ "pair": "XBTUSD", "side": "buy", "type": "limit", "volume": "1", "limit_price": "10" }),
            Action::OrderPlace,
        ),
        (
            "/alerts",
            json!({ "pair": "XBTUSD", "condition": { "kind": "below", "price": "1" } }),
            Action::AlertCreate,
        ),
    ]
}

/// A server that may be killed at any moment, and whoever asks it for changes.
struct Run {
    plain: Options,
    server: Server,
    admin: Admin,
    killed: bool,
}

impl Run {
    /// Sends a change until it is answered, under one key: a new one, or that of the last change.
    fn ask(mut self, again: bool, path: &str, body: &Value) -> (Self, Response) {
        let first =
            if again { self.admin.again("POST", path, Some(body)) } else { self.admin.post(path, body) };
        if let Ok(answer) = first {
            return (self, answer);
        }
        self.server.kill();
        let server = Server::start(&self.plain);
        self.admin.move_to(server.address);
        let answer = self.admin.again("POST", path, Some(body)).expect("an answer after the restart");
        (Run { server, killed: true, ..self }, answer)
    }
}

/// False if the server lived through all of it.
fn killed_at(at: u32) -> bool {
    let scratch = Scratch::new("once");
    let plain = Options::new(&scratch.join("data"));
    let server = Server::start(&plain);
    let token = server.token();
    server.stop(Duration::from_secs(10));
    let before = Image::read(&plain.data);
    let under = strace::under("fdatasync,fsync", &format!("signal=KILL:when={at}"));
    let Ok(server) = Server::try_start(&Options { under, ..plain.clone() }) else { return true };
    let admin = Admin::new(server.address, &token);
    let mut run = Run { plain, server, admin, killed: false };
    for (path, body, _) in requests() {
        let about = format!("killed at sync {at}: {path}");
        let (next, answer) = run.ask(false, path, &body);
        assert!(answer.status == 201, "{about}: {} {}", answer.status, answer.text());
        let (next, again) = next.ask(true, path, &body);
        assert_eq!(again.header("idempotency-replayed"), Some("true"), "{about}");
        assert_eq!(again.json()["id"], answer.json()["id"], "{about}");
        run = next;
    }
    let killed = !run.server.stop(Duration::from_secs(10)).success() || run.killed;
    let after = Image::read(&run.plain.data);
    for (path, _, action) in requests() {
        let count = |image: &Image| image.entries.iter().filter(|entry| entry.draft.action == action).count();
        // The token of the new account has an entry of its own.
        let wanted = if action == Action::TokenCreate { 2 } else { 1 };
        assert_eq!(count(&after) - count(&before), wanted, "killed at sync {at}: {path}");
    }
    killed
}
