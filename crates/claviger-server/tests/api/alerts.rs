//! Price alerts over the API: made, shown, turned off, removed, and what they fired.

use crate::world::{Answer, World};
use claviger::core::action::Action;
use claviger::core::reason::Detail;
use claviger_venue::{MOST_ALERTS, Pair};
use rust_decimal::Decimal;
use serde_json::{Value, json};

fn above(price: impl std::fmt::Display) -> Value {
    json!({"pair": "XBTUSD", "condition": {"kind": "above", "price": price.to_string()}})
}

/// A good request with some members changed.
fn with(members: Value) -> Value {
    let mut body = above("900000");
    body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    body
}

async fn create(world: &World, body: Value) -> Value {
    world.made(world.operator(), "/alerts", body).await
}

async fn delete(world: &World, token: &str, id: &str) -> Answer {
    world.send(http::Method::DELETE, &format!("/alerts/{id}"), Some(token), None).await
}

async fn last(world: &World) -> Decimal {
    world.paper.last(Pair::find("XBTUSD").unwrap()).await
}

fn words(world: &World) -> (Action, String) {
    let entry = world.entries().pop().unwrap();
    let Detail::Change(words) = &entry.draft.detail else { panic!("{entry:?}") };
    (entry.draft.action, words.to_string())
}

#[tokio::test]
async fn an_alert_is_made_shown_turned_off_and_removed() {
    let world = World::new().await;
    let condition = json!({"kind": "change", "percent": "50", "direction": "down"});
    let body =
        json!({"pair": "BTC/USD", "condition": condition, "repeat_secs": 600, "description": "  dip  "});
    let made = create(&world, body).await;
    let id = made["id"].as_str().unwrap();
    assert_eq!(
        (&made["pair"], &made["repeat_secs"], &made["description"]),
        (&json!("XBTUSD"), &json!(600), &json!("dip"))
    );
    let condition = json!({"kind": "change", "price": null, "percent": "50.00", "direction": "down", "words": "down 50.00 % in 24 h"});
    assert_eq!(
        (&made["condition"], &made["state"], &made["holds"]),
        (&condition, &json!("armed"), &json!(false))
    );
    assert_eq!(words(&world), (Action::AlertCreate, format!("{id}: XBTUSD down 50.00 % in 24 h")));
    let path = format!("/alerts/{id}");
    assert_eq!(world.get(&world.tokens["viewer"], &path).await.json(), made);
    let off = world.patch(world.operator(), &path, json!({"enabled": false})).await.json();
    assert_eq!((&off["state"], &off["enabled"]), (&json!("off"), &json!(false)));
    assert_eq!(words(&world), (Action::AlertEdit, format!("{id}: XBTUSD down 50.00 % in 24 h, turned off")));
    assert_eq!(world.get(world.operator(), &path).await.json(), off);
    let again = world.patch(world.operator(), &path, json!({"enabled": false})).await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (409, "no-change"));
    let on = world.patch(world.operator(), &path, json!({"enabled": true})).await.json();
    assert_eq!(
        (&on["state"], world.get(world.operator(), &path).await.json()),
        (&json!("armed"), on.clone())
    );
    assert_eq!(delete(&world, world.operator(), id).await.json(), on);
    assert_eq!(words(&world), (Action::AlertRemove, format!("{id}: XBTUSD down 50.00 % in 24 h")));
    for answer in [world.get(world.operator(), &path).await, delete(&world, world.operator(), id).await] {
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "not-found"));
    }
}

#[tokio::test]
async fn where_it_is_found_is_told_and_whose_it_is() {
    let world = World::new().await;
    let answer = world.post(world.operator(), "/alerts", above("900000")).await;
    let location = answer.headers["location"].to_str().unwrap().to_owned();
    assert_eq!(location, format!("/api/v1/alerts/{}", answer.json()["id"].as_str().unwrap()));
    let account = world.get(world.operator(), "/account").await.json();
    assert_eq!(answer.json()["by"], account["caller"]["token"]);
    let theirs = world.get(&world.stranger, location.strip_prefix("/api/v1").unwrap()).await;
    assert_eq!(theirs.status.as_u16(), 404);
    assert_eq!(world.get(&world.stranger, "/alerts").await.json()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn one_that_holds_already_says_so() {
    let world = World::new().await;
    let made = create(&world, above(last(&world).await)).await;
    assert_eq!((&made["holds"], &made["state"]), (&json!(true), &json!("waiting")));
}

#[tokio::test]
async fn what_cannot_be_is_named_by_its_field() {
    let world = World::new().await;
    let condition = |condition: Value| with(json!({"condition": condition}));
    for (body, field, message) in [
        (with(json!({"pair": "XBTEUR"})), "pair", "name of a market"),
        (above("0"), "condition.price", "positive decimal"),
        (above("-5"), "condition.price", "positive decimal"),
        (above("1e5"), "condition.price", "positive decimal"),
        (above("100000.05"), "condition.price", "tick size, 0.1"),
        (condition(json!({"kind": "above"})), "condition.price", "positive decimal"),
        (condition(json!({"kind": "near", "price": "5"})), "condition.kind", "`above`, `below` or `change`"),
        (
            condition(json!({"kind": "below", "price": "5", "percent": "1"})),
            "condition.percent",
            "does not belong",
        ),
        (
            condition(json!({"kind": "below", "price": "5", "direction": "up"})),
            "condition.direction",
            "does not belong",
        ),
        (
            condition(json!({"kind": "change", "percent": "5", "price": "5"})),
            "condition.price",
            "does not belong",
        ),
        (condition(json!({"kind": "change"})), "condition.percent", "positive decimal"),
        (condition(json!({"kind": "change", "percent": "0.001"})), "condition.percent", "0.01 to 1000"),
        (condition(json!({"kind": "change", "percent": "1000.01"})), "condition.percent", "0.01 to 1000"),
        (
            condition(json!({"kind": "change", "percent": "100", "direction": "down"})),
            "condition.percent",
            "below 100",
        ),
        (
            condition(json!({"kind": "change", "percent": "5", "direction": "left"})),
            "condition.direction",
            "`either`",
        ),
        (condition(json!({"kind": "change", "percent": "5", "x": 1})), "condition.x", "unknown"),
        (condition(json!(["above", "5"])), "condition", "expected an object"),
        (with(json!({"repeat_secs": 59})), "repeat_secs", "60 to 2592000"),
        (with(json!({"repeat_secs": 2_592_001})), "repeat_secs", "60 to 2592000"),
        (with(json!({"description": "x".repeat(201)})), "description", "200 bytes"),
        (with(json!({"expires_at": "1970-01-01T00:00:00Z"})), "expires_at", "future"),
        (with(json!({"expires_at": "tomorrow"})), "expires_at", "instant"),
        (with(json!({"enabled": "yes"})), "enabled", "boolean"),
        (with(json!({"x": 1})), "x", "unknown"),
    ] {
        let before = world.entries().len();
        let answer = world.post(world.operator(), "/alerts", body.clone()).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (422, "invalid"),
            "{body} {}",
            answer.text
        );
        let error = &answer.json()["errors"][0];
        assert_eq!(error["field"], field, "{body}");
        assert!(error["message"].as_str().unwrap().contains(message), "{body}: {error}");
        assert_eq!(world.entries().len(), before + 1, "the refusal is written: {body}");
    }
    let all = world.post(world.operator(), "/alerts", json!({"pair": "?", "condition": {"kind": "?"}})).await;
    assert_eq!(all.json()["errors"].as_array().unwrap().len(), 2, "all of it at once: {}", all.text);
}

#[tokio::test]
async fn an_account_has_so_many_alerts_and_no_more() {
    let world = World::new().await;
    for _ in 1..MOST_ALERTS {
        create(&world, above("900000")).await;
    }
    let answer = world.post(world.operator(), "/alerts", above("900000")).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (409, "limit-reached"));
    assert!(answer.text.contains("at most 200 alerts") && answer.text.contains("remove one first"));
    world.made(&world.stranger, "/alerts", above("900000")).await;
}

#[tokio::test]
async fn alerts_and_firings_come_in_pages() {
    let world = World::new().await;
    let price = last(&world).await;
    let mut made = vec![world.own.alert.clone()];
    for tenths in 1..=8 {
        let alert = create(&world, above(price + Decimal::new(tenths, 1))).await;
        made.push(alert["id"].as_str().unwrap().to_owned());
    }
    let gone = create(&world, above(price + Decimal::new(9, 1))).await;
    let gone = gone["id"].as_str().unwrap();
    let ids = |items: &[Value], field: &str| -> Vec<String> {
        items.iter().map(|item| item[field].as_str().unwrap().to_owned()).collect()
    };
    while world.get(world.operator(), "/alerts/fired").await.json()["items"].as_array().unwrap().len() < 9 {
        world.paper.pass(600).await;
    }
    assert_eq!(delete(&world, world.operator(), gone).await.status.as_u16(), 200);
    for limit in [1, 3, 200] {
        assert_eq!(ids(&crate::lists::walk(&world, world.operator(), "/alerts", limit).await, "id"), made);
        let fired = crate::lists::walk(&world, world.operator(), "/alerts/fired", limit).await;
        assert_eq!(fired.len(), 9);
        let times = ids(&fired, "at");
        assert!(times.windows(2).all(|two| two[0] >= two[1]), "newest first: {times:?}");
        assert!(ids(&fired, "alert").contains(&gone.to_owned()), "also of what is gone");
    }
    let of_one =
        crate::lists::walk(&world, world.operator(), &format!("/alerts/fired?alert={}", made[3]), 1).await;
    assert_eq!(ids(&of_one, "alert"), [made[3].clone()]);
    let one = &of_one[0];
    let open: Decimal = one["open"].as_str().unwrap().parse().unwrap();
    let then: Decimal = one["price"].as_str().unwrap().parse().unwrap();
    assert_eq!(one["change"], (then - open).to_string());
    assert_eq!((&one["pair"], &one["condition"]["kind"]), (&json!("XBTUSD"), &json!("above")));
    let alert = world.get(world.operator(), &format!("/alerts/{}", made[3])).await.json();
    assert_eq!(
        (&alert["state"], &alert["fired"], &alert["fired_at"]),
        (&json!("fired"), &json!(1), &one["at"])
    );
    assert_eq!(world.get(&world.stranger, "/alerts/fired").await.json()["items"], json!([]));
    let page = world.get(world.operator(), "/alerts?limit=1").await.json();
    for path in ["/alerts/fired", "/keys"] {
        let answer =
            world.get(world.operator(), &format!("{path}?cursor={}", page["next"].as_str().unwrap())).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "malformed"), "{path}");
    }
    let answer = world.get(world.operator(), "/alerts/fired?alert=AL").await;
    assert_eq!(answer.code(), "malformed");
}

#[tokio::test]
async fn alerts_that_cannot_be_read_are_not_an_empty_list() {
    let world = World::new().await;
    world.paper.rereading.store(true, std::sync::atomic::Ordering::SeqCst);
    for path in ["/alerts", "/alerts/fired", &format!("/alerts/{}", world.own.alert)] {
        assert_eq!(world.get(world.operator(), path).await.status.as_u16(), 503, "{path}");
    }
}
