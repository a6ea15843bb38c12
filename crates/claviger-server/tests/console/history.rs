//! The log: filtered, exported whole, followed live.

use crate::check::good;
use crate::door::token_of;
use crate::guards::NOW;
use crate::seed::{BEFORE, claim, named, seed};
use crate::world::World;
use axum::body::Body;
use claviger::Limits;
use claviger::core::entry::Outcome;
use claviger::core::id::LogId;
use claviger::core::key::KeyRecord;
use claviger::core::role::Role;
use claviger::core::store::Store as _;
use http::StatusCode;
use http_body_util::BodyExt as _;
use serde_json::Value;
use std::time::{Duration, Instant};
use tower::ServiceExt as _;

async fn seeded() -> (World, Vec<KeyRecord>) {
    let world = World::at(NOW.plus_secs(-BEFORE), None, Limits::default()).await;
    let made = seed(&world, NOW).await;
    (world, made)
}

#[tokio::test]
async fn filters_show_what_they_say_and_what_is_wrong_with_them() {
    let (world, made) = seeded().await;
    let key = named(&made, "Grid bot BTC/USD");
    for (query, is_shown, is_not) in [
        (format!("key={key}"), "203.0.113.7", "Market maker ETH</bdi>"),
        ("key=grid+bot+btc%2Fusd".to_owned(), "Grid bot BTC/USD</bdi>", "Price ticker</bdi>"),
        ("holder=Ada+Byron".to_owned(), "Treasury</bdi>", "Grid bot BTC/USD</bdi>"),
        ("application=grid-bot".to_owned(), "Old grid bot</bdi>", "Treasury</bdi>"),
        ("reason=revoked".to_owned(), "Old grid bot</bdi>", "Treasury</bdi>"),
        ("outcome=refused&action=orders.open".to_owned(), "Open orders", "<strong>Balances"),
        ("source=203.0.113.0/24".to_owned(), "203.0.113.7", "Nothing here"),
        ("source=198.51.100.1".to_owned(), "Nothing here", "203.0.113.7</code>"),
        ("from=2026-12-01T00:00&to=2026-12-02T00:00".to_owned(), "Nothing here", "203.0.113.7</code>"),
    ] {
        let page = world.get(Role::Auditor, &format!("/history?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        good(&query, &page);
        let log = page.text.split("class=\"bar\"").nth(1).unwrap();
        assert!(log.contains(is_shown) && !log.contains(is_not), "{query}: {log}");
    }
    for (query, words) in [
        ("key=nonesuch", "There is no key of this name or id"),
        ("holder=nobody", "Nobody of this name"),
        ("application=nothing", "No key of this application"),
        ("holder=Ada+Byron&application=grid-bot", "No key of this application"),
        ("source=here", "neither an address"),
        ("from=yesterday", "Takes a time"),
        ("action=no.such", "Choose one"),
    ] {
        let page = world.get(Role::Auditor, &format!("/history?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        good(query, &page);
        assert!(page.text.contains(words), "{query}");
    }
    let audit = world.get(Role::Auditor, "/audit").await;
    assert!(audit.text.contains("A key was created") && !audit.text.contains("<strong>Balances"));
    assert_eq!(world.get(Role::Viewer, "/history").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_export_is_exactly_what_is_filtered_and_whole() {
    let (world, made) = seeded().await;
    let key = named(&made, "Grid bot BTC/USD");
    let all = world.store.entries(LogId(0), 0, 1_000_000).unwrap();
    let of_key = all.iter().filter(|entry| {
        entry.draft.key() == Some(key) && entry.draft.action.class() != claviger::core::action::Class::Manage
    });
    let refused = of_key.clone().filter(|entry| entry.draft.outcome == Outcome::Refused).count();
    let whole = of_key.count();
    assert!(whole > 400, "more than two pages");
    let csv = world.get(Role::Auditor, &format!("/history/export?format=csv&key={key}")).await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(csv.headers["cache-control"], "no-store");
    let file = csv.headers["content-disposition"].to_str().unwrap();
    assert_eq!(file, "attachment; filename=\"claviger-history-2027-01-15.csv\"");
    let lines: Vec<&str> = csv.text.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), whole + 1);
    assert!(lines[0].starts_with("time,log,sequence,"));
    let json =
        world.get(Role::Auditor, &format!("/history/export?format=jsonl&key={key}&outcome=refused")).await;
    let parsed: Vec<Value> = json.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(parsed.len(), refused);
    assert!(parsed.iter().all(|entry| entry["key"] == key.to_string() && entry["outcome"] == "refused"));
    for wrong in ["format=xml", "format=csv&key=nonesuch", "format=csv&what=1"] {
        assert_eq!(
            world.get(Role::Auditor, &format!("/history/export?{wrong}")).await.status,
            StatusCode::BAD_REQUEST
        );
    }
    assert_eq!(world.get(Role::Viewer, "/history/export?format=csv").await.status, StatusCode::FORBIDDEN);
}

/// The next event of a live view.
pub(crate) async fn event(body: &mut Body) -> Option<Value> {
    loop {
        let frame =
            tokio::time::timeout(Duration::from_secs(10), body.frame()).await.expect("no event came")?;
        let bytes = frame.unwrap().into_data().unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        if let Some(data) = text.lines().find_map(|line| line.strip_prefix("data: ")) {
            return Some(serde_json::from_str(data).unwrap());
        }
    }
}

pub(crate) async fn listen(world: &World, role: Role, path: &str) -> http::Response<Body> {
    let request = world.request(Some(role), "GET", path).body(Body::empty()).unwrap();
    world.router.clone().oneshot(request).await.unwrap()
}

#[tokio::test]
async fn a_call_appears_by_itself() {
    let (world, made) = seeded().await;
    let key = made.iter().find(|key| key.name.as_str() == "Treasury").unwrap();
    let answer = listen(&world, Role::Auditor, &format!("/history/live?key={}", key.id)).await;
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut body = answer.into_body();
    let other = made.iter().find(|key| key.name.as_str() == "Grid bot BTC/USD").unwrap();
    for call in [claim(other, 2), claim(key, 2)] {
        world.authority.lane().submit_call(call, Instant::now()).await.unwrap();
    }
    let event = event(&mut body).await.unwrap();
    let entries = event["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 1, "those of other keys are not told");
    assert_eq!((&entries[0]["key"], &event["missed"]), (&Value::from("Treasury"), &Value::from(false)));
}

#[tokio::test]
async fn a_live_view_ends_with_its_visit_and_there_are_only_so_many() {
    let (world, made) = seeded().await;
    let mut open = Vec::new();
    for _ in 0..5 {
        open.push(listen(&world, Role::Auditor, "/history/live").await);
    }
    // Read only once it is refused: a live view has no end.
    let one_more = listen(&world, Role::Auditor, "/history/live").await;
    assert_eq!(one_more.status(), StatusCode::TOO_MANY_REQUESTS);
    let one_more = world.get(Role::Auditor, "/history/live").await;
    good("/history/live", &one_more);
    assert!(one_more.text.contains("You have 5 open"), "{}", one_more.text);
    let export = world.get(Role::Auditor, "/history/export?format=csv").await;
    assert_eq!(export.status, StatusCode::TOO_MANY_REQUESTS, "exports are of the same number");
    // They are not those of others, and together they are so many.
    let mut others = Vec::new();
    for role in [Role::Operator, Role::Admin, Role::KeyManager] {
        others.push(listen(&world, role, "/history/live").await);
    }
    assert!(others.iter().all(|answer| answer.status() == StatusCode::OK));
    let refused = listen(&world, Role::Operator, "/history/live").await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    drop(others);
    // A token that is revoked is a session that was ended elsewhere.
    let auditor = token_of(&world.caller(Role::Auditor).await);
    let caller = world.caller(Role::Operator).await;
    claviger::manage::tokens::revoke(&world.authority, &caller, auditor).await.unwrap();
    let key = made.iter().find(|key| key.name.as_str() == "Treasury").unwrap();
    world.authority.lane().submit_call(claim(key, 2), Instant::now()).await.unwrap();
    for answer in open {
        let mut body = answer.into_body();
        assert_eq!(event(&mut body).await, None, "it ends by itself, and tells nothing of what came after");
    }
    let mut again = StatusCode::SERVICE_UNAVAILABLE;
    while again == StatusCode::SERVICE_UNAVAILABLE {
        again = listen(&world, Role::Operator, "/history/live").await.status();
    }
    assert_eq!(again, StatusCode::OK, "its place is free again");
}

#[tokio::test]
async fn a_search_that_finds_nothing_says_how_far_it_looked_and_goes_on() {
    let (world, made) = seeded().await;
    let key = made.iter().find(|key| key.name.as_str() == "Grid bot BTC/USD").unwrap();
    // More than one page looks at, wherever an index says where to look.
    for _ in 0..60 {
        // Few enough for one commit, also where others use the machine.
        let calls = (0..100).map(|_| world.authority.lane().submit_call(claim(key, 2), Instant::now()));
        for call in calls.collect::<Vec<_>>() {
            call.await.unwrap();
        }
    }
    let mut path = format!("/history?key={}&reason=unknown-key", key.id);
    let mut pages = 0;
    loop {
        let page = world.get(Role::Auditor, &path).await;
        good(&path, &page);
        pages += 1;
        let Some(rest) = page.text.split("rel=\"next\" href=\"").nth(1) else {
            assert!(page.text.contains("This is the end of what is kept"));
            break;
        };
        assert!(page.text.contains("Nothing here so far") && page.text.contains("Look further back"));
        path = rest.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    }
    assert_eq!(pages, 2);
}
