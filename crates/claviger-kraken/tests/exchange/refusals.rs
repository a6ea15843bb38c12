//! What a key may not do: the text of the table, and the reason for whoever proved the signature.

use crate::world::{Client, HOME, P, World, reason, result};
use claviger::core::allowlist::Allowlist;
use claviger::core::entry::{Entry, Outcome};
use claviger::core::id::LogId;
use claviger::core::key::KeyState;
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::manage::keys;
use claviger_kraken::WireRequest;
use http::{HeaderMap, Method};
use std::net::{IpAddr, Ipv4Addr};

const ORDER: &str = "pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=0.5";

/// What a call is answered with: the text, and the first word of the reason.
async fn told(world: &World, bot: &Client, method: &str, params: &str) -> (String, String) {
    let response = world.send(bot, method, params).await;
    let text = result(&response).err().unwrap_or_default();
    (text, reason(&response).split(';').next().unwrap_or_default().to_owned())
}

fn pair(text: &str, reason: &str) -> (String, String) {
    (text.to_owned(), reason.to_owned())
}

const DENIED: &str = "EGeneral:Permission denied";
const INVALID_KEY: &str = "EAPI:Invalid key";

#[tokio::test]
async fn a_missing_permission_is_named_in_the_reason_only() {
    let world = World::new().await;
    let bot = world.key(&[P::QueryFunds]).await;
    assert_eq!(told(&world, &bot, "AddOrder", ORDER).await, pair(DENIED, "permission-missing"));
    let response = world.send(&bot, "Withdraw", "asset=XBT&key=cold-btc&amount=0.5").await;
    assert_eq!(reason(&response), "permission-missing; missing: withdraw-funds");
    assert_eq!(told(&world, &bot, "EditOrder", "").await, pair(DENIED, "permission-missing"));
}

#[tokio::test]
async fn which_permission_an_order_needs_depends_on_its_state() {
    let world = World::new().await;
    let owner = world.full().await;
    let open = world.ok(&owner, "AddOrder", ORDER).await["txid"][0].as_str().unwrap().to_owned();
    let filled = "pair=XBTUSD&type=buy&ordertype=market&volume=0.01";
    let closed = world.ok(&owner, "AddOrder", filled).await["txid"][0].as_str().unwrap().to_owned();
    let (sees_open, sees_closed) =
        (world.key(&[P::QueryOpenTrades]).await, world.key(&[P::QueryClosedTrades]).await);
    for (bot, txid, seen) in [
        (&sees_open, &open, true),
        (&sees_open, &closed, false),
        (&sees_closed, &closed, true),
        (&sees_closed, &open, false),
    ] {
        let answer = result(&world.send(bot, "QueryOrders", &format!("txid={txid}")).await);
        assert_eq!(answer.is_ok(), seen, "{answer:?}");
    }
    let both = format!("txid={open},{closed}");
    assert_eq!(world.refused(&sees_open, "QueryOrders", &both).await, DENIED);
}

#[tokio::test]
async fn source_expiry_and_not_before() {
    let world = World::new().await;
    let at = |secs| Some(world.node.now().plus_secs(secs));
    let elsewhere = Allowlist::parse(["198.51.100.7"]).unwrap();
    let mut bots = Vec::new();
    for (limits, reason) in [
        (Restrictions { allowlist: elsewhere, ..Restrictions::default() }, "source-not-allowed"),
        (Restrictions { expires_at: at(5), ..Restrictions::default() }, "expired"),
        (Restrictions { not_before: at(500), ..Restrictions::default() }, "not-yet-valid"),
    ] {
        bots.push((world.restricted(&[P::QueryFunds], limits).await, reason));
    }
    world.step(10);
    for (bot, reason) in bots {
        assert_eq!(told(&world, &bot, "Balance", "").await, pair(INVALID_KEY, reason));
    }
}

#[tokio::test]
async fn stepping_down_and_revoking() {
    let world = World::new().await;
    let bot = world.full().await;
    let txid = world.ok(&bot, "AddOrder", ORDER).await["txid"][0].as_str().unwrap().to_owned();
    let step = async |to| drop(keys::step(&world.node, &world.owner, bot.id, to, None).await.unwrap());
    step(KeyState::Frozen).await;
    assert_eq!(told(&world, &bot, "Balance", "").await, pair(DENIED, "frozen"));
    step(KeyState::ReadOnly).await;
    assert_eq!(told(&world, &bot, "AddOrder", ORDER).await, pair(DENIED, "read-only"));
    step(KeyState::CancelOnly).await;
    assert_eq!(told(&world, &bot, "AddOrder", ORDER).await, pair(DENIED, "cancel-only"));
    assert_eq!(told(&world, &bot, "CancelOrder", &format!("txid={txid}")).await, pair("", ""));
    keys::revoke(&world.node, &world.owner, bot.id, None).await.unwrap();
    assert_eq!(told(&world, &bot, "CancelAll", "").await, pair(INVALID_KEY, "revoked"));
}

#[tokio::test]
async fn replays_bad_signatures_and_strangers() {
    let world = World::new().await;
    let bot = world.full().await;
    let once = world.send_raw(&bot, "Balance", "nonce=100", "100", HOME).await;
    assert!(result(&once).is_ok());
    let again = world.send_raw(&bot, "Balance", "nonce=100", "100", HOME).await;
    assert_eq!(
        (result(&again), reason(&again)),
        (Err("EAPI:Invalid nonce".to_owned()), "invalid-nonce; nonce 100, needs at least 101")
    );
    let unexpected = world.send_raw(&bot, "Balance", "nonce=101&otp=1", "101", HOME).await;
    assert_eq!(result(&unexpected), Err("EAPI:Invalid signature".to_owned()));
    assert_eq!(reason(&unexpected), "second-factor-unexpected");
    // Nothing is told to whoever did not prove the signature.
    let forged = world.send_raw(&bot, "Balance", "nonce=102", "103", HOME).await;
    assert_eq!((result(&forged), reason(&forged)), (Err("EAPI:Invalid signature".to_owned()), ""));
    let other = World::new().await;
    let stranger = other.send(&bot, "Balance", "").await;
    assert_eq!((result(&stranger), reason(&stranger)), (Err(INVALID_KEY.to_owned()), ""));
}

#[tokio::test]
async fn what_is_not_a_call_is_answered_without_the_authority() {
    let world = World::new().await;
    let before = world.node.lane().next_sequence();
    let headers = HeaderMap::new();
    for (method, path_and_query, error) in [
        (Method::POST, "/0/private/GetWebSocketsToken", "EAPI:Feature disabled"),
        (Method::POST, "/0/private/WalletTransfer", "EAPI:Feature disabled"),
        (Method::POST, "/0/private/Nope", "EGeneral:Unknown method"),
        (Method::GET, "/0/private/Balance", "EGeneral:Invalid arguments"),
        (Method::POST, "/0/private/Balance", INVALID_KEY),
        (Method::POST, "/anything/else", "EGeneral:Unknown method"),
    ] {
        let method = &method;
        let source = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let request = WireRequest { method, path_and_query, headers: &headers, body: b"nonce=1", source };
        assert_eq!(result(&world.wire.handle(request).await), Err(error.to_owned()), "{path_and_query}");
    }
    assert_eq!(world.node.lane().next_sequence(), before);
}

#[tokio::test]
async fn every_mutating_call_leaves_a_claim_and_one_outcome_and_failed_reads_too() {
    let world = World::new().await;
    let bot = world.full().await;
    for (method, params, outcome, why) in [
        ("AddOrder", ORDER, Outcome::Done, Reason::None),
        ("AddOrder", "pair=XBTUSD", Outcome::Failed, Reason::InvalidArguments),
        ("CancelOrder", "txid=5", Outcome::Failed, Reason::UpstreamRefused),
        ("DepositAddresses", "asset=XBT", Outcome::Done, Reason::None),
        ("Ledgers", "type=nope", Outcome::Failed, Reason::InvalidArguments),
    ] {
        let from = world.node.lane().next_sequence();
        world.send(&bot, method, params).await;
        let entries = entries(&world, from, 2).await;
        let [claim, closing] = entries.as_slice() else { panic!("{method}: {entries:?}") };
        assert_eq!(claim.draft.outcome, Outcome::Allowed);
        assert_eq!((closing.draft.outcome, closing.draft.reason), (outcome, why), "{method}");
        assert_eq!(closing.draft.closes_claim(), Some(claim.place.sequence));
    }
    let from = world.node.lane().next_sequence();
    world.ok(&bot, "Balance", "").await;
    assert_eq!(entries(&world, from, 1).await.len(), 1);
}

/// The entries from `from` on, once there are `count`.
async fn entries(world: &World, from: u64, count: u64) -> Vec<Entry> {
    while world.node.lane().next_sequence() < from + count {
        tokio::task::yield_now().await;
    }
    world.node.store().entries(LogId(0), from, 10).unwrap()
}
