//! The dead man's switch of a real process: within a second of its time while the server runs, and at the start if it did
//! not run then.

use crate::image::Image;
use claviger_core::action::Action;
use claviger_core::entry::Entry;
use claviger_tests::cases::Verdict;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Options, Server, nap};
use claviger_tests::trader::Trader;
use serde_json::Value;
use std::time::{SystemTime, UNIX_EPOCH};

/// How long after its time a switch may go off, in milliseconds.
const LATE: i64 = 1_000;

/// Runs both.
pub(crate) fn of_a_dead_man() -> Verdict {
    let scratch = Scratch::new("switch");
    let options = Options::new(&scratch.join("data"));
    let server = Server::start(&options);
    let token = server.token();
    let trader = server.admin(&token).new_trader("dead man");
    let running = while_it_runs(&server, &trader);
    let down = while_it_is_down(server, &options, &trader);
    let is_fired = |entry: &&Entry| entry.draft.action == Action::SwitchFired;
    let fired = Image::read(&options.data).entries.iter().filter(is_fired).count();
    assert_eq!(fired, 2, "each time has its entry");
    Verdict::Passed(format!(
        "off {running} ms after its time while running; {down} orders gone before the first call"
    ))
}

/// Milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "a test compares with the clock of another process")]
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    i64::try_from(since.as_millis()).expect("a clock of our time")
}

fn place(server: &Server, trader: &Trader) {
    let order =
        [("pair", "XBTUSD"), ("type", "buy"), ("ordertype", "limit"), ("price", "10000"), ("volume", "0.01")];
    let reply = trader.call(server.address, "AddOrder", &order);
    assert!(reply.is_ok(), "{}", reply.error());
}

fn arm(server: &Server, trader: &Trader, secs: &str) -> Value {
    let reply = trader.call(server.address, "CancelAllOrdersAfter", &[("timeout", secs)]);
    assert!(reply.is_ok(), "{}", reply.error());
    reply.result()
}

/// When each closed order ended, in milliseconds; a switch goes off on a whole second.
fn ended(server: &Server, trader: &Trader) -> Vec<i64> {
    let closed = trader.call(server.address, "ClosedOrders", &[]).result();
    let orders = closed["closed"].as_object().expect("orders").values().cloned().collect::<Vec<_>>();
    let secs = |order: &Value| order["closetm"].to_string().split('.').next()?.parse::<i64>().ok();
    orders.iter().map(|order| secs(order).expect("an instant") * 1_000).collect()
}

/// No call comes that would set it off: only a read looks, and reads set nothing off.
fn while_it_runs(server: &Server, trader: &Trader) -> i64 {
    place(server, trader);
    arm(server, trader, "2");
    let armed = now();
    loop {
        let gone = ended(server, trader);
        let seen = now();
        if let Some(at) = gone.first() {
            let late = seen - at;
            assert!(late < LATE, "seen {late} ms after its time");
            assert!(seen - armed > 1_000, "too soon");
            return late;
        }
        assert!(seen - armed < 10_000, "it never went off");
        nap(20);
    }
}

/// Killed before its time and started after it.
fn while_it_is_down(server: Server, options: &Options, trader: &Trader) -> usize {
    place(&server, trader);
    place(&server, trader);
    arm(&server, trader, "1");
    server.kill();
    nap(2_200);
    let server = Server::start(options);
    let open = trader.call(server.address, "OpenOrders", &[]).result();
    assert_eq!(open["open"].as_object().map(serde_json::Map::len), Some(0), "open after the start: {open}");
    server.kill();
    2
}
