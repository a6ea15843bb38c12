//! The first page: true, small, from this host alone; and the way to a first call.

use crate::check::{attributes, good, tags};
use crate::guards::{NOW, world};
use crate::history::{event, listen};
use crate::pages::make;
use crate::seed::{BEFORE, claim, named, seed};
use crate::world::World;
use axum::body::Body;
use claviger::Limits;
use claviger::core::key::KeyRecord;
use claviger::core::role::Role;
use std::collections::BTreeSet;
use std::time::Instant;

/// Most bytes of the first page with all it loads.
const MOST_BYTES: usize = 100_000;

async fn seeded() -> (World, Vec<KeyRecord>) {
    let world = World::at(NOW.plus_secs(-BEFORE), None, Limits::default()).await;
    let made = seed(&world, NOW).await;
    (world, made)
}

/// What a browser loads along with a page.
fn loaded(text: &str) -> BTreeSet<String> {
    let tags = tags(text).filter(|tag| ["link ", "script ", "img "].iter().any(|name| tag.starts_with(name)));
    let addresses = tags.flat_map(attributes).filter(|(name, _)| matches!(*name, "href" | "src"));
    addresses.map(|(_, address)| address.to_owned()).collect()
}

/// What in a file asks another host for something.
fn asks_elsewhere(text: &str) -> Option<&'static str> {
    ["://", "url(", "@import"].into_iter().find(|word| text.contains(word))
}

#[tokio::test]
async fn a_first_visit_loads_little_and_all_of_it_from_here() {
    let (world, _) = seeded().await;
    for role in Role::OF_TOKENS {
        let home = world.get(role, "/").await;
        good("/", &home);
        let mut bytes = home.text.len();
        let loaded = loaded(&home.text);
        assert_eq!(loaded.len(), 3, "{loaded:?}");
        for path in loaded {
            let file = world.send(world.request(None, "GET", &path).body(Body::empty()).unwrap()).await;
            let is_picture = file.headers["content-type"] == "image/svg+xml";
            assert!(
                is_picture || asks_elsewhere(&file.text).is_none(),
                "{path}: {:?}",
                asks_elsewhere(&file.text)
            );
            bytes += file.text.len();
        }
        assert!(bytes <= MOST_BYTES, "{role}: a first visit loads {bytes} bytes");
    }
}

#[test]
fn tooth_another_host_is_seen() {
    for bad in ["@import 'a.css'", "a { background: url(/a) }", "fetch(\"https://a.example\")"] {
        assert!(asks_elsewhere(bad).is_some(), "{bad}");
    }
}

#[tokio::test]
async fn figures_are_those_of_the_pages_they_lead_to() {
    let (world, _) = seeded().await;
    let home = world.get(Role::Auditor, "/").await.text;
    let count = |text: &str| -> usize {
        let digits: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '\u{202f}').collect();
        digits.replace('\u{202f}', "").parse().unwrap()
    };
    for lack in ["allowlist", "expiry"] {
        let item =
            home.split("<li class=\"open\">").find(|item| item.contains(&format!("lacks={lack}"))).unwrap();
        let said = item.split("To do: </span>").nth(1).unwrap();
        let list = world.get(Role::Auditor, &format!("/keys?lacks={lack}")).await.text;
        let listed = list.split("<p class=\"faint\">").nth(1).unwrap();
        assert_eq!(count(said), count(listed), "{lack}");
    }
    assert!(home.contains("Done: </span>Every key has a holder by name") && !home.contains("lacks=holder"));
    let tile = home.split("Keys in force</span><strong>").nth(1).unwrap();
    assert_eq!(count(tile), 12);
    let accepted = count(home.split("Calls accepted</span><strong>").nth(1).unwrap());
    let label = home.split("Calls by the hour: ").nth(1).unwrap();
    assert!(accepted > 0);
    assert_eq!(count(label), accepted, "picture and figure say the same");
}

#[tokio::test]
async fn a_role_sees_what_it_may() {
    let (world, made) = seeded().await;
    let viewer = world.get(Role::Viewer, "/").await.text;
    assert!(!viewer.contains("/history") && !viewer.contains("/audit") && !viewer.contains("Create a key"));
    assert!(viewer.contains("Keys in force"));
    let operator = world.get(Role::Operator, "/").await.text;
    assert!(operator.contains("What was done in the last 24 hours") && operator.contains("Create a key"));
    assert!(operator.contains("may withdraw, and works from every address"));
    assert!(operator.contains(&format!("/keys/{}/edit#allowlist", named(&made, "Treasury"))));
}

#[tokio::test]
async fn reviews_that_are_overdue_are_told_with_what_deserves_attention() {
    let (world, _) = seeded().await;
    assert!(!world.get(Role::Viewer, "/").await.text.contains("/reviews?overdue"));
    let often = [("every", "10"), ("dormant", "30"), ("freeze", "")];
    world.post(Role::Operator, "/reviews/policy", &often).await;
    let home = world.get(Role::Viewer, "/").await;
    good("/", &home);
    assert!(home.text.contains("reviews of keys overdue") && home.text.contains("/reviews?overdue=1"));
}

#[tokio::test]
async fn a_new_account_is_led_to_its_first_call() {
    let world = world().await;
    let empty = world.get(Role::Operator, "/").await;
    good("/", &empty);
    assert!(empty.text.contains("Create the first key") && !empty.text.contains("data-await"));
    assert!(world.get(Role::Viewer, "/").await.text.contains("Ask an administrator"));
    let key = make(&world, &world.caller(Role::Operator).await, "Grid bot").await;
    let waiting = world.get(Role::Operator, "/").await;
    good("/", &waiting);
    let live = tags(&waiting.text).flat_map(attributes).find(|(name, _)| *name == "data-await").unwrap().1;
    let live = live.replace("&#38;", "&").replace("&amp;", "&");
    assert!(live.contains(&key.id.to_string()), "{live}");
    // What comes between the page and its live part is told, too.
    world.authority.lane().submit_call(claim(&key, 2), Instant::now()).await.unwrap();
    let mut body = listen(&world, Role::Operator, &live).await.into_body();
    let event = event(&mut body).await.unwrap();
    assert_eq!(event["entries"][0]["class"], "good");
    let after = world.get(Role::Operator, "/").await;
    assert!(!after.text.contains("data-await") && after.text.contains("Calls of the last 24 hours"));
}
