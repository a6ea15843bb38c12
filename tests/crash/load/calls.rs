//! Calls of the exchange's wire.

use super::{Actor, Cast, Gone};
use crate::book::KeyStory;
use claviger_tests::admin::{Admin, PERMISSIONS, trader};
use claviger_tests::http::Connection;
use claviger_tests::trader::Trader;
use serde_json::json;

/// Markets with a volume above the minimum; many, because each has a rate counter of its own.
const MARKETS: &[(&str, &str)] = &[
    ("XRPUSD", "4"),
    ("BNBUSD", "0.01"),
    ("USDCUSD", "10"),
    ("XDGUSD", "30"),
    ("TRXUSD", "20"),
    ("ADAUSD", "10"),
    ("SUIUSD", "2"),
    ("HYPEUSD", "0.2"),
    ("XLMUSD", "20"),
    ("LINKUSD", "0.4"),
    ("BCHUSD", "0.02"),
    ("HBARUSD", "30"),
    ("AVAXUSD", "0.4"),
    ("TONUSD", "3"),
    ("UNIUSD", "1"),
    ("DOTUSD", "3"),
    ("XMRUSD", "0.03"),
    ("ENAUSD", "15"),
];

pub(super) fn reads(actor: &mut Actor, cast: &Cast) {
    while actor.call(&cast.reader, "Balance", &[]).is_ok() {}
}

/// Each call twice at once, on two connections: at most one of the two may be let in.
pub(super) fn twins(actor: &mut Actor, cast: &Cast) {
    let mut other = Connection::new(actor.stage.to);
    while both(actor, &cast.twin, &mut other).is_ok() {}
}

fn both(actor: &mut Actor, who: &Trader, other: &mut Connection) -> Result<(), Gone> {
    let signed = who.sign("Balance", &[]);
    let (one, two) = std::thread::scope(|scope| {
        let two = scope.spawn(|| signed.send(other));
        (signed.send(&mut actor.connection), two.join().expect("sending does not panic"))
    });
    let (one, two) = (actor.fate(&one), actor.fate(&two));
    let first = actor.note(who, signed.clone(), one);
    let second = actor.note(who, signed, two);
    let (first, second) = (first?, second?);
    if first.error.is_empty() && second.error.is_empty() {
        actor.complain("one nonce was accepted twice".to_owned());
    }
    Ok(())
}

/// Orders that trade at once and orders that rest far from any price; some of those are cancelled.
pub(super) fn orders(actor: &mut Actor, cast: &Cast) {
    let who = &cast.trader;
    let mut run = || -> Result<(), Gone> {
        actor.call(who, "CancelAll", &[])?;
        loop {
            for (at, (pair, volume)) in MARKETS.iter().enumerate() {
                let name = actor.word("o");
                let params =
                    [("type", "buy"), ("pair", pair), ("volume", volume), ("cl_ord_id", name.as_str())];
                let market = [("ordertype", "market")];
                let rests = [("ordertype", "limit"), ("price", "0.01")];
                let rests_here = at % 3 == 0 && pair.len() > 6;
                let kind: &[_] = if rests_here { &rests } else { &market };
                let placed = actor.call(who, "AddOrder", &[&params, kind].concat())?;
                if let Some(id) = placed.names.filter(|_| rests_here) {
                    actor.call(who, "CancelOrder", &[("txid", id.as_str())])?;
                }
            }
        }
    };
    let _ = run();
}

pub(super) fn withdrawals(actor: &mut Actor, cast: &Cast) {
    let who = &cast.mover;
    let mut run = || -> Result<(), Gone> {
        loop {
            let params = [("asset", "XBT"), ("key", "cold-btc"), ("amount", "0.0005")];
            let asked = actor.call(who, "Withdraw", &params)?;
            if let Some(id) = asked.names.filter(|_| actor.number.is_multiple_of(2)) {
                actor.call(who, "WithdrawCancel", &[("asset", "XBT"), ("refid", id.as_str())])?;
            }
            actor.number += 1;
        }
    };
    let _ = run();
}

/// Reports asked for and, while they are being made, cancelled again but for some.
pub(super) fn reports(actor: &mut Actor, cast: &Cast) {
    let who = &cast.reporter;
    let mut run = || -> Result<(), Gone> {
        loop {
            let asked = actor.call(who, "AddExport", &[("report", "ledgers"), ("description", "mine")])?;
            // Few are kept: an account has so many at once.
            if let Some(id) = asked.names.filter(|_| !actor.number.is_multiple_of(20)) {
                actor.call(who, "RemoveExport", &[("id", id.as_str()), ("type", "cancel")])?;
            }
            actor.number += 1;
        }
    };
    let _ = run();
}

/// Calls that are refused after a good signature: evidence of them is kept, too.
pub(super) fn forbidden(actor: &mut Actor, cast: &Cast) {
    let params = [("asset", "XBT"), ("key", "cold-btc"), ("amount", "0.0005")];
    while actor.call(&cast.weak, "Withdraw", &params).is_ok() {}
}

/// A few calls of a key made for them.
pub(super) fn few(actor: &mut Actor, admin: &mut Admin) -> Result<(), Gone> {
    let name = actor.word("few ");
    actor.book.keys.push(KeyStory { name: name.clone(), id: None, renamed: None, revoked: None });
    let body = json!({ "name": name, "permissions": PERMISSIONS });
    let who = admin.post("/keys", &body).ok().and_then(|answer| trader(&answer)).ok_or(Gone)?;
    if let Some(story) = actor.book.keys.last_mut() {
        story.id = Some(who.id);
    }
    actor.call(&who, "Balance", &[])?;
    let order =
        [("type", "buy"), ("pair", "XRPUSD"), ("volume", "4"), ("ordertype", "limit"), ("price", "0.5")];
    let name = actor.word("o");
    let placed = actor.call(&who, "AddOrder", &[&order[..], &[("cl_ord_id", name.as_str())]].concat())?;
    actor.call(&who, "Withdraw", &[("asset", "XBT"), ("key", "cold-btc"), ("amount", "0.01")])?;
    if let Some(id) = placed.names {
        actor.call(&who, "CancelOrder", &[("txid", id.as_str())])?;
    }
    Ok(())
}
