//! Price alerts of a real process: what comes to hold while nothing runs fires at the next start, for its own second, once.

use crate::image::Image;
use claviger_core::action::Action;
use claviger_core::entry::Entry;
use claviger_tests::admin::Admin;
use claviger_tests::cases::Verdict;
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Options, Server, nap};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Alerts on either side of the price, a few ticks apart: within seconds it comes to some of them.
const SIDE: i64 = 20;
/// How long nothing runs, in milliseconds.
const DOWN: u64 = 8_000;

/// Runs it.
pub(crate) fn while_it_is_down() -> Verdict {
    let scratch = Scratch::new("alert");
    let options = Options::new(&scratch.join("data"));
    let server = Server::start(&options);
    let token = server.token();
    create(&mut server.admin(&token));
    let before = ids(&fired(&mut server.admin(&token)));
    server.kill();
    let known = latest(&options);
    nap(DOWN);
    let server = Server::start(&options);
    let after = fired(&mut server.admin(&token));
    let missed: Vec<&Value> = after.iter().filter(|one| !before.contains(&alert(one))).collect();
    let at = |one: &&Value| one["at"].as_str().expect("an instant").to_owned();
    assert!(!missed.is_empty(), "nothing fired while the server was down");
    assert!(missed.iter().any(|one| at(one) < known_and(DOWN, &known)), "for its own second: {missed:?}");
    server.kill();
    let server = Server::start(&options);
    let again = fired(&mut server.admin(&token));
    server.kill();
    assert!(after.iter().all(|one| again.contains(one)), "what has fired stays as it was");
    let entries = Image::read(&options.data).entries;
    let entries = entries.iter().filter(|entry: &&Entry| entry.draft.action == Action::AlertFired).count();
    assert_eq!((ids(&again).len(), entries), (again.len(), again.len()), "each once, with its entry");
    Verdict::Passed(format!("{} fired for seconds while nothing ran; {entries} in all", missed.len()))
}

/// The time of the latest entry, as it is written.
fn latest(options: &Options) -> claviger_core::time::Timestamp {
    Image::read(&options.data).entries.last().expect("entries").place.time
}

/// A little later, as it is written.
fn known_and(millis: u64, at: &claviger_core::time::Timestamp) -> String {
    let micros = at.micros() + i64::try_from(millis).expect("a short time") * 1_000;
    claviger_core::time::Timestamp::from_micros(micros).to_string()
}

fn create(admin: &mut Admin) {
    let ticker = admin.get("/ticker?pairs=XBTUSD").expect("an answer").json();
    let last = ticker["items"][0]["last"].as_str().expect("a price").replace('.', "");
    let last: i64 = last.parse().expect("a number of ticks");
    for place in 1..=SIDE {
        for (kind, ticks) in [("above", last + 2 * place), ("below", last - 2 * place)] {
            let price = format!("{}.{}", ticks / 10, ticks % 10);
            let body = json!({ "pair": "XBTUSD", "condition": { "kind": kind, "price": price } });
            let made = admin.post("/alerts", &body).expect("an answer");
            assert_eq!(made.status, 201, "{}", made.text());
        }
    }
}

fn fired(admin: &mut Admin) -> Vec<Value> {
    let page = admin.get("/alerts/fired?limit=200").expect("an answer").json();
    page["items"].as_array().expect("items").clone()
}

fn alert(firing: &Value) -> String {
    firing["alert"].as_str().expect("an id").to_owned()
}

fn ids(fired: &[Value]) -> BTreeSet<String> {
    fired.iter().map(alert).collect()
}
