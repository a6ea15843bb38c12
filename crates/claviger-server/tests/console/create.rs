//! A key is created: asked for, reviewed, made once, shown once.

use crate::check::{attributes, good, tags};
use crate::guards::{NOW, world};
use crate::world::{Answer, SOURCE, World};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger::core::action::Action;
use claviger::core::id::LogId;
use claviger::core::permission::Permission;
use claviger::core::role::Role;
use claviger::core::store::{KeyFilter, KeyRow, Store as _};
use http::StatusCode;
use std::sync::atomic::Ordering::SeqCst;

const FILLED: &[(&str, &str)] = &[
    ("kind", "private"),
    ("name", "Grid bot"),
    ("holder", "Desk 7"),
    ("application", "grid-bot-3"),
    ("permission", "query-funds"),
    ("permission", "modify-trades"),
    ("allowlist", "203.0.113.7\n2001:db8::/32"),
    ("expires", "90"),
    ("second_factor", "none"),
];

/// A form with some fields filled in otherwise.
fn filled<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FILLED.iter().copied().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes.iter().copied()).collect()
}

/// The hidden fields of a page's form, but for the token.
pub(crate) fn hidden(page: &Answer) -> Vec<(String, String)> {
    let inputs = tags(&page.text).filter(|tag| tag.starts_with("input type=\"hidden\""));
    let pair = |tag: &str| {
        let get =
            |wanted| attributes(tag).find(|(name, _)| *name == wanted).map(|(_, value)| unescaped(value));
        (get("name").unwrap_or_default(), get("value").unwrap_or_default())
    };
    inputs.map(pair).filter(|(name, _)| !matches!(name.as_str(), "csrf" | "back")).collect()
}

pub(crate) fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&#60;", "<").replace("&gt;", ">").replace("&#62;", ">");
    text.replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn keys(world: &World) -> Vec<KeyRow> {
    world.store.keys(world.account.id, &KeyFilter::default(), None, 100).unwrap()
}

fn created_entries(world: &World, action: Action) -> usize {
    let entries = world.store.entries(LogId(0), 0, 10_000).unwrap();
    entries.iter().filter(|entry| entry.draft.action == action).count()
}

/// The review of a form, as the fields it sends.
async fn reviewed(world: &World, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let review = world.post(Role::Operator, "/keys/new", fields).await;
    assert_eq!(review.status, StatusCode::OK, "{}", review.text);
    good("/keys/new", &review);
    hidden(&review)
}

fn text_of<'a>(page: &'a Answer, id: &str) -> &'a str {
    let from = page.text.split_once(&format!("id=\"{id}\"")).unwrap().1;
    from.split_once('>').unwrap().1.split_once('<').unwrap().0
}

#[tokio::test]
async fn a_key_is_made_as_it_was_reviewed_and_its_private_half_is_in_that_answer_alone() {
    let world = world().await;
    let fields = reviewed(&world, FILLED).await;
    assert!(keys(&world).is_empty(), "a review makes nothing");
    let made = world.post(Role::Operator, "/keys", &borrowed(&fields)).await;
    assert_eq!(made.status, StatusCode::CREATED);
    good("/keys", &made);
    let record = keys(&world)[0].record.clone();
    assert_eq!((record.name.as_str(), record.holder.as_str()), ("Grid bot", "Desk 7"));
    assert_eq!(record.application.as_str(), "grid-bot-3");
    assert_eq!(
        record.permissions.iter().collect::<Vec<_>>(),
        [Permission::QueryFunds, Permission::ModifyTrades]
    );
    assert_eq!(record.restrictions.allowlist.to_string(), "203.0.113.7, 2001:db8::/32");
    assert_eq!(record.restrictions.expires_at, Some(NOW.plus_secs(90 * 86_400)));
    assert_eq!(text_of(&made, "public"), record.api_key.to_string());
    let private = text_of(&made, "private").to_owned();
    assert_eq!(private.len(), 88);
    // Sent again, as a reload does: nothing is made, and nothing is shown.
    let again = world.post(Role::Operator, "/keys", &borrowed(&fields)).await;
    assert_eq!((again.status, keys(&world).len()), (StatusCode::OK, 1));
    assert!(again.text.contains("The key exists already") && again.text.contains(&record.id.to_string()));
    good("/keys", &again);
    assert_eq!(created_entries(&world, Action::KeyCreate), 1);
    for page in [again, world.get(Role::Operator, "/keys").await, world.get(Role::Operator, "/").await] {
        assert!(!page.text.contains(&private));
    }
    let log = format!("{:?}", world.store.entries(LogId(0), 0, 10_000).unwrap());
    assert!(!log.contains(&private));
}

/// The tooth of the test above: a key that is made twice, since its form lost its mark on the way, would be seen.
#[tokio::test]
async fn tooth_a_form_without_its_mark_makes_nothing() {
    let world = world().await;
    let fields = reviewed(&world, FILLED).await;
    let unmarked: Vec<_> = fields.iter().filter(|(name, _)| name != "once").cloned().collect();
    let refused = world.post(Role::Operator, "/keys", &borrowed(&unmarked)).await;
    assert_eq!((refused.status, keys(&world).len()), (StatusCode::BAD_REQUEST, 0));
    // Another mark is another request: that is what tells a reload from a second key.
    let second = reviewed(&world, &filled(&[("name", "Another")])).await;
    world.post(Role::Operator, "/keys", &borrowed(&fields)).await;
    world.post(Role::Operator, "/keys", &borrowed(&second)).await;
    assert_eq!(keys(&world).len(), 2);
}

#[tokio::test]
async fn a_mark_that_was_used_for_another_form_gets_a_new_review() {
    let world = world().await;
    let fields = reviewed(&world, FILLED).await;
    world.post(Role::Operator, "/keys", &borrowed(&fields)).await;
    let mut other = fields.clone();
    other.iter_mut().find(|(name, _)| name == "name").unwrap().1 = "Second bot".to_owned();
    let review = world.post(Role::Operator, "/keys", &borrowed(&other)).await;
    assert!(review.text.contains("Review the key") && review.text.contains("Second bot"));
    assert_eq!(keys(&world).len(), 1);
    let made = world.post(Role::Operator, "/keys", &borrowed(&hidden(&review))).await;
    assert_eq!((made.status, keys(&world).len()), (StatusCode::CREATED, 2));
}

#[tokio::test]
async fn what_was_typed_is_kept_and_what_is_wrong_stands_at_its_field() {
    let world = world().await;
    for (changes, field, words) in [
        (&[("name", "")][..], "name", "Must not be empty"),
        (&[("name", "a\u{202e}b")], "name", "U+202E"),
        (&[("holder", &"x".repeat(65))], "holder", "at most 64"),
        (&[("application", &"x".repeat(33))], "application", "at most 32"),
        (&[("allowlist", "203.0.113.0/24\n10.0.0.300")], "allowlist", "10.0.0.300"),
        (&[("allowlist", "0.0.0.0/0")], "allowlist", "every address"),
        (&[("expires", "on"), ("expires_on", "2020-01-01T00:00")], "expires", "lies ahead"),
        (&[("expires", "soon")], "expires", "Choose"),
        (&[("not_before", "2099-01-01T00:00")], "expires", "before it starts"),
        (
            &[("query_from", "2026-01-02T00:00"), ("query_to", "2026-01-01T00:00")],
            "query_to",
            "before the earliest",
        ),
        (&[("nonce_window", "-5")], "nonce_window", "whole number"),
        (&[("second_factor", "sms")], "second_factor", "Choose"),
    ] {
        let page = world.post(Role::Operator, "/keys/new", &filled(changes)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{changes:?}");
        good("/keys/new", &page);
        let wrong = page.text.split_once(&format!("id=\"{field}-wrong\"")).map(|(_, rest)| rest);
        let wrong = wrong.unwrap_or_else(|| panic!("{changes:?}: {}", page.text));
        assert!(wrong.split("</p>").next().unwrap().contains(words), "{changes:?}: {wrong}");
        assert!(page.text.contains("value=\"modify-trades\" checked"), "what was ticked is kept");
    }
    let empty: Vec<_> = filled(&[]).into_iter().filter(|(name, _)| *name != "permission").collect();
    let page = world.post(Role::Operator, "/keys/new", &empty).await;
    assert!(page.text.contains("Tick at least one permission"));
    assert_eq!(created_entries(&world, Action::AdminRefused), 0, "looking again is not an act");
}

#[tokio::test]
async fn buttons_of_the_form_work_without_script() {
    let world = world().await;
    let page =
        world.post(Role::Operator, "/keys/new", &filled(&[("preset", "treasury"), ("name", "T")])).await;
    assert!(page.text.contains("value=\"withdraw-funds\" checked") && page.text.contains("value=\"T\""));
    assert!(!page.text.contains("value=\"modify-trades\" checked"));
    let page = world.post(Role::Operator, "/keys/new", &filled(&[("step", "own-address")])).await;
    assert!(page.text.contains(&format!("2001:db8::/32\n{SOURCE}</textarea>")), "{}", page.text);
    let fields = reviewed(&world, FILLED).await;
    let mut back = borrowed(&fields);
    back.push(("step", "back"));
    let page = world.post(Role::Operator, "/keys/new", &back).await;
    assert!(page.text.contains("value=\"Grid bot\"") && page.text.contains("What is it for?"));
    let page = world.get(Role::Operator, "/keys/new?preset=market-data").await;
    assert!(page.text.contains("value=\"public\" checked"));
    good("/keys/new", &page);
}

#[tokio::test]
async fn a_name_in_use_is_said_at_the_name_and_leaves_one_entry() {
    let world = world().await;
    let fields = reviewed(&world, FILLED).await;
    world.post(Role::Operator, "/keys", &borrowed(&fields)).await;
    let second = reviewed(&world, FILLED).await;
    let page = world.post(Role::Operator, "/keys", &borrowed(&second)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("id=\"name-wrong\"") && page.text.contains("The name is in use"));
    good("/keys", &page);
    assert_eq!((keys(&world).len(), created_entries(&world, Action::AdminRefused)), (1, 1));
}

#[tokio::test]
async fn an_old_proof_makes_nothing() {
    let world = world().await;
    let fields = reviewed(&world, FILLED).await;
    world.stale.store(true, SeqCst);
    let page = world.post(Role::Operator, "/keys", &borrowed(&fields)).await;
    assert_eq!((page.status, keys(&world).len()), (StatusCode::FORBIDDEN, 0));
    assert!(page.text.contains("Confirm that it is you"));
    assert_eq!(created_entries(&world, Action::AdminRefused), 1);
    world.stale.store(false, SeqCst);
    let page = world.post(Role::Operator, "/keys", &borrowed(&fields)).await;
    assert_eq!((page.status, keys(&world).len()), (StatusCode::CREATED, 1));
}

#[tokio::test]
async fn second_factors_and_files_are_handed_over_with_the_key() {
    let world = world().await;
    let mut fields = reviewed(&world, &filled(&[("second_factor", "password")])).await;
    let short = [borrowed(&fields), vec![("factor_password", "short"), ("passphrase", "too short")]].concat();
    let page = world.post(Role::Operator, "/keys", &short).await;
    assert!(
        page.text.contains("id=\"factor_password-wrong\"") && page.text.contains("id=\"passphrase-wrong\"")
    );
    assert!(!page.text.contains("too short\"") && !page.text.contains("\"short\""), "no secret comes back");
    fields = hidden(&page);
    let good_ones =
        [borrowed(&fields), vec![("factor_password", "swordfish"), ("passphrase", "correct horse")]].concat();
    let made = world.post(Role::Operator, "/keys", &good_ones).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    good("/keys", &made);
    let file = |ending: &str| {
        let tag =
            tags(&made.text).find(|tag| tag.contains(&format!("download=\"grid-bot.{ending}\""))).unwrap();
        let href = attributes(tag).find(|(name, _)| *name == "href").unwrap().1;
        STANDARD.decode(href.split_once("base64,").unwrap().1).unwrap()
    };
    let plain = String::from_utf8(file("env")).unwrap();
    assert!(plain.contains(&format!("KRAKEN_PRIVATE_KEY={}\n", text_of(&made, "private"))), "{plain}");
    assert!(plain.contains("KRAKEN_API_URL=http://keys.test\n"));
    assert!(file("env.age").starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(!made.text.contains("swordfish") && !made.text.contains("correct horse"));
    let fields = reviewed(&world, &filled(&[("second_factor", "totp"), ("name", "Other")])).await;
    let made = world.post(Role::Operator, "/keys", &borrowed(&fields)).await;
    assert_eq!(text_of(&made, "totp").len(), 32);
}

#[tokio::test]
async fn a_public_key_takes_nothing_of_the_account() {
    let world = world().await;
    let fields =
        reviewed(&world, &filled(&[("kind", "public"), ("second_factor", "totp"), ("nonce_window", "5")]))
            .await;
    let made = world.post(Role::Operator, "/keys", &borrowed(&fields)).await;
    assert_eq!(made.status, StatusCode::CREATED);
    assert!(keys(&world)[0].record.permissions.is_empty() && !made.text.contains("id=\"private\""));
}

#[tokio::test]
async fn roles_that_only_look_create_nothing() {
    let world = world().await;
    for role in [Role::Auditor, Role::Viewer] {
        for page in [world.get(role, "/keys/new").await, world.post(role, "/keys", FILLED).await] {
            assert_eq!(page.status, StatusCode::FORBIDDEN);
            good("/keys", &page);
        }
    }
    assert!(keys(&world).is_empty());
    assert!(!world.get(Role::Viewer, "/keys").await.text.contains("href=\"/keys/new\""));
}
