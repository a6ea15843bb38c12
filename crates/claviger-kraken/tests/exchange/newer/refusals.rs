//! Who may, who may not, and that both styles are one counter and never one another.

use super::{Sent, bare, method_id};
use crate::world::{Client, HOME, P, World, reason, result};
use claviger::core::allowlist::Allowlist;
use claviger::core::entry::Outcome;
use claviger::core::id::LogId;
use claviger::core::key::KeyState;
use claviger::core::permission::Permission;
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::core::time::Timestamp;
use claviger::manage::keys;
use http::Method;
use serde_json::json;
use std::net::{IpAddr, Ipv4Addr};

const DENIED: &str = "EGeneral:Permission denied";
const NETWORKS: &str = "/funding/v1/networks";
/// No such address, in the form of one.
const NOBODY: &str = "v1/addresses/AB7J4FF-BGM7G-V2JMIH";

fn sent<'a>(target: &'a str, nonce: &'a str) -> Sent<'a> {
    Sent { verb: Method::GET, target, nonce, otp: None, body: "", source: HOME }
}

/// Every method, and the permissions of which any one is enough.
const RULES: [(Method, &str, &[Permission]); 15] = [
    (Method::GET, "v1/assets/deposit", &[P::QueryFunds]),
    (Method::GET, "v1/methods/withdraw", &[P::QueryFunds]),
    (Method::GET, "v1/networks", &[P::QueryFunds]),
    (Method::GET, "v1/fees/m?amount=1", &[P::QueryFunds]),
    (Method::GET, "v1/limits/deposit/currency/XBT", &[P::QueryFunds]),
    (Method::GET, "v1/limits/withdrawal/currency/XBT", &[P::QueryFunds]),
    (Method::GET, "v1/deposits", &[P::QueryFunds]),
    (Method::GET, "v1/withdrawals", &[P::QueryFunds]),
    (Method::GET, "v1/addresses", &[P::QueryFunds]),
    (Method::GET, "v2/deposit/addresses", &[P::QueryFunds]),
    (Method::PUT, "v1/deposit/address", &[P::AddFunds]),
    (Method::POST, "v1/addresses", &[P::AddWithdrawAddress]),
    (Method::PUT, NOBODY, &[P::UpdateWithdrawAddress, P::AddWithdrawAddress]),
    (Method::DELETE, NOBODY, &[P::UpdateWithdrawAddress, P::AddWithdrawAddress]),
    (Method::POST, "v1/withdrawals", &[P::WithdrawFunds]),
];

#[tokio::test]
async fn each_method_needs_its_permission_and_no_other() {
    let world = World::new().await;
    for permission in Permission::ALL {
        let bot = world.key(&[permission]).await;
        for (verb, target, enough) in &RULES {
            let response = world.newer(&bot, verb.clone(), target, "").await;
            let denied = bare(&response) == Err(DENIED.to_owned());
            assert_eq!(denied, !enough.contains(&permission), "{permission} {verb} {target}");
            assert_eq!(reason(&response).starts_with("permission-missing; missing: "), denied);
        }
    }
}

#[tokio::test]
async fn a_nonce_burnt_in_one_style_is_burnt_in_the_other() {
    let world = World::new().await;
    let bot = world.full().await;
    assert!(result(&world.send_raw(&bot, "Balance", "nonce=100", "100", HOME).await).is_ok());
    let again = world.newer_raw(&bot, sent(NETWORKS, "100")).await;
    assert_eq!(bare(&again), Err("EAPI:Invalid nonce".to_owned()));
    assert_eq!(reason(&again), "invalid-nonce; nonce 100, needs at least 101");
    assert!(bare(&world.newer_raw(&bot, sent(NETWORKS, "101")).await).is_ok());
    assert_eq!(
        bare(&world.newer_raw(&bot, sent(NETWORKS, "101")).await),
        Err("EAPI:Invalid nonce".to_owned())
    );
    let older = world.send_raw(&bot, "Balance", "nonce=101", "101", HOME).await;
    assert_eq!(result(&older), Err("EAPI:Invalid nonce".to_owned()));
    // A refused call burns its nonce, too.
    let narrow = world.key(&[P::QueryLedger]).await;
    assert_eq!(bare(&world.newer_raw(&narrow, sent(NETWORKS, "50")).await), Err(DENIED.to_owned()));
    let older = world.send_raw(&narrow, "Ledgers", "nonce=50", "50", HOME).await;
    assert_eq!(result(&older), Err("EAPI:Invalid nonce".to_owned()));
}

/// A window counts for both styles at once.
#[tokio::test]
async fn a_nonce_window_is_shared() {
    let world = World::new().await;
    let bot = world
        .restricted(&[P::QueryFunds], Restrictions { nonce_window: 10, ..Restrictions::default() })
        .await;
    assert!(bare(&world.newer_raw(&bot, sent(NETWORKS, "1000")).await).is_ok());
    assert!(result(&world.send_raw(&bot, "Balance", "nonce=995", "995", HOME).await).is_ok());
    assert!(bare(&world.newer_raw(&bot, sent(NETWORKS, "995")).await).is_err());
    assert!(bare(&world.newer_raw(&bot, sent(NETWORKS, "996")).await).is_ok());
    assert!(bare(&world.newer_raw(&bot, sent(NETWORKS, "0996")).await).is_err(), "the same number again");
}

#[tokio::test]
async fn a_call_of_one_style_is_no_call_of_the_other() {
    let world = World::new().await;
    let bot = world.full().await;
    // A body-style body, signed for the newer path: the nonce has to be in the header.
    let body = r#"{"nonce":"5","method_id":"m"}"#;
    let mut headers = http::HeaderMap::new();
    let path = "/funding/v1/deposit/address";
    let signature = signed(&bot, path, "5", body);
    headers.insert("api-key", bot.key.parse().unwrap());
    headers.insert("api-sign", signature.parse().unwrap());
    let answer = handle(&world, Method::PUT, path, &headers, body).await;
    assert_eq!(result_of(&answer), "EAPI:Invalid nonce");
    // The same bytes with the header, presented elsewhere, verify nowhere.
    headers.insert("api-nonce", "5".parse().unwrap());
    let elsewhere = handle(&world, Method::PUT, NOBODY_PATH, &headers, body).await;
    assert_eq!(result_of(&elsewhere), "EAPI:Invalid signature");
    let older = handle(&world, Method::POST, "/0/private/Balance", &headers, body).await;
    assert_eq!(result_of(&older), "EAPI:Invalid signature");
    // An older call's signature does not sign a newer one of the same nonce and body.
    let signature = signed(&bot, "/0/private/Balance", "6", r#"{"nonce":"6"}"#);
    headers.insert("api-sign", signature.parse().unwrap());
    headers.insert("api-nonce", "6".parse().unwrap());
    let newer = handle(&world, Method::PUT, NOBODY_PATH, &headers, r#"{"nonce":"6"}"#).await;
    assert_eq!(result_of(&newer), "EAPI:Invalid signature");
    // An older path takes no nonce from a header.
    let signature = signed(&bot, "/0/private/Balance", "7", "");
    headers.insert("api-sign", signature.parse().unwrap());
    headers.insert("api-nonce", "7".parse().unwrap());
    let header_only = handle(&world, Method::POST, "/0/private/Balance", &headers, "").await;
    assert_eq!(result_of(&header_only), "EAPI:Invalid nonce");
    // None of it burnt anything: the first nonce is still good.
    assert!(bare(&world.newer_raw(&bot, sent(NETWORKS, "5")).await).is_ok());
}

const NOBODY_PATH: &str = "/funding/v1/addresses/AB7J4FF-BGM7G-V2JMIH";

fn signed(bot: &Client, path: &str, nonce: &str, body: &str) -> String {
    use base64::Engine as _;
    use claviger::core::signature::{SignedBytes, sign};
    let (path, nonce_text) = (path.as_bytes(), nonce.as_bytes());
    let bytes = SignedBytes { path, nonce_text, body: body.as_bytes() };
    base64::engine::general_purpose::STANDARD.encode(sign(bot.secret.expose(), path, &bytes.digest()))
}

async fn handle(
    world: &World,
    verb: Method,
    path_and_query: &str,
    headers: &http::HeaderMap,
    body: &str,
) -> claviger_kraken::WireResponse {
    let (method, body, source) = (&verb, body.as_bytes(), HOME);
    world.wire.handle(claviger_kraken::WireRequest { method, path_and_query, headers, body, source }).await
}

fn result_of(response: &claviger_kraken::WireResponse) -> String {
    bare(response).expect_err("refused")
}

#[tokio::test]
async fn the_order_of_checks_is_the_same() {
    let world = World::new().await;
    let home = Allowlist::parse(["198.51.100.0/24"]).unwrap();
    let elsewhere =
        world.restricted(&[P::QueryFunds], Restrictions { allowlist: home, ..Restrictions::default() }).await;
    let refused = world.newer_raw(&elsewhere, sent(NETWORKS, "1")).await;
    assert_eq!(
        (bare(&refused), reason(&refused)),
        (Err("EAPI:Invalid key".to_owned()), "source-not-allowed; seen from 192.0.2.1")
    );
    let there = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7));
    assert!(bare(&world.newer_raw(&elsewhere, Sent { source: there, ..sent(NETWORKS, "2") }).await).is_ok());
    let soon = Timestamp::from_micros(world.node.now().micros() + 5_000_000);
    let expiring = world
        .restricted(&[P::QueryFunds], Restrictions { expires_at: Some(soon), ..Restrictions::default() })
        .await;
    assert!(bare(&world.newer_raw(&expiring, sent(NETWORKS, "1")).await).is_ok());
    world.step(6);
    let late = world.newer_raw(&expiring, sent(NETWORKS, "2")).await;
    assert_eq!(
        (bare(&late), reason(&late).starts_with("expired")),
        (Err("EAPI:Invalid key".to_owned()), true)
    );
    let bot = world.full().await;
    let plain = world.full().await;
    let unasked = world.newer_raw(&plain, Sent { otp: Some("123456"), ..sent(NETWORKS, "1") }).await;
    assert_eq!(
        (bare(&unasked), reason(&unasked)),
        (Err("EAPI:Invalid signature".to_owned()), "second-factor-unexpected")
    );
    let method = method_id(&world, &bot, "deposit", "XBT").await;
    keys::step(&world.node, &world.owner, bot.id, KeyState::Frozen, None).await.unwrap();
    let body = json!({ "method_id": method }).to_string();
    let frozen = world.newer(&bot, Method::PUT, "v1/deposit/address", &body).await;
    assert_eq!((bare(&frozen), reason(&frozen)), (Err(DENIED.to_owned()), "frozen"));
    keys::step(&world.node, &world.owner, bot.id, KeyState::ReadOnly, None).await.unwrap();
    assert_eq!(world.no(&bot, Method::PUT, "v1/deposit/address", &body).await, DENIED);
    world.got(&bot, "v1/networks").await;
    // Nothing is told to whoever did not prove the signature.
    let stranger = World::new().await.full().await;
    let unknown = world.newer_raw(&stranger, sent(NETWORKS, "1")).await;
    assert_eq!((bare(&unknown), reason(&unknown)), (Err("EAPI:Invalid key".to_owned()), ""));
}

#[tokio::test]
async fn every_change_leaves_a_claim_and_one_outcome() {
    let world = World::new().await;
    let bot = world.full().await;
    let method = method_id(&world, &bot, "deposit", "XBT").await;
    for (verb, target, body, outcome, why) in [
        (
            Method::PUT,
            "v1/deposit/address",
            json!({ "method_id": method }).to_string(),
            Outcome::Done,
            Reason::None,
        ),
        (Method::POST, "v1/addresses", "{}".to_owned(), Outcome::Failed, Reason::InvalidArguments),
        (Method::DELETE, NOBODY, String::new(), Outcome::Failed, Reason::UpstreamRefused),
    ] {
        let from = world.node.lane().next_sequence();
        world.newer(&bot, verb, target, &body).await;
        while world.node.lane().next_sequence() < from + 2 {
            tokio::task::yield_now().await;
        }
        let entries = world.node.store().entries(LogId(0), from, 10).unwrap();
        let [claim, closing] = entries.as_slice() else { panic!("{target}: {entries:?}") };
        assert_eq!(claim.draft.outcome, Outcome::Allowed);
        assert_eq!((closing.draft.outcome, closing.draft.reason), (outcome, why), "{target}");
        assert_eq!(closing.draft.closes_claim(), Some(claim.place.sequence));
    }
}
