//! One key: looked at, changed, stepped, taken back.

use crate::check::good;
use crate::create::hidden;
use crate::guards::{NOW, world};
use crate::seed::{BEFORE, claim, named, seed};
use crate::world::{Answer, World};
use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::id::{KeyId, LogId};
use claviger::core::key::{KeyRecord, KeyState};
use claviger::core::permission::Permission;
use claviger::core::role::Role;
use claviger::core::store::Store as _;
use http::StatusCode;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Instant;

pub(crate) async fn seeded() -> (World, Vec<KeyRecord>) {
    let world = World::at(NOW.plus_secs(-BEFORE), None, Limits::default()).await;
    let made = seed(&world, NOW).await;
    (world, made)
}

pub(crate) fn record(world: &World, id: KeyId) -> KeyRecord {
    world.store.key(id).unwrap().unwrap().record
}

pub(crate) fn count(world: &World, action: Action) -> usize {
    let entries = world.store.entries(LogId(0), 0, 100_000).unwrap();
    entries.iter().filter(|entry| entry.draft.action == action).count()
}

/// The fields of a key's edit form, as its page has them, with some changed.
pub(crate) fn edited<'a>(record: &KeyRecord, changes: &[(&'a str, &'a str)]) -> Vec<(String, String)> {
    let mut fields = vec![
        ("revision".to_owned(), record.revision.to_string()),
        ("name".to_owned(), record.name.to_string()),
        ("holder".to_owned(), record.holder.to_string()),
        ("application".to_owned(), record.application.to_string()),
        ("allowlist".to_owned(), record.restrictions.allowlist.to_texts().join("\n")),
        ("expires".to_owned(), "keep".to_owned()),
        ("second_factor".to_owned(), "keep".to_owned()),
    ];
    fields.extend(
        record.permissions.iter().map(|permission| ("permission".to_owned(), permission.name().to_owned())),
    );
    for (name, value) in changes {
        if *name == "without" {
            fields.retain(|(_, known)| known != value);
        } else {
            fields.retain(|(known, _)| known != name || *name == "permission");
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

async fn post(world: &World, path: &str, fields: &[(String, String)]) -> Answer {
    world.post(Role::Operator, path, &borrowed(fields)).await
}

#[tokio::test]
async fn a_key_is_shown_with_its_use_and_its_history() {
    let (world, made) = seeded().await;
    claviger::usage::warm::warm(&world.authority).await.unwrap();
    for key in &made {
        let path = format!("/keys/{}", key.id);
        for role in [Role::Operator, Role::Auditor, Role::Viewer] {
            let page = world.get(role, &path).await;
            assert_eq!(page.status, StatusCode::OK);
            good(&path, &page);
            let tells = role != Role::Viewer;
            assert_eq!(page.text.contains("Calls by the hour"), tells, "{role}");
            assert!(!page.text.contains("203.0.113.7</code> <span class=\"faint e-client\""));
            assert_eq!(page.text.contains("id=\"history\""), tells, "{role}");
            let changes = role == Role::Operator && key.state != KeyState::Revoked;
            assert_eq!(page.text.contains("Change the state"), changes, "{role}");
        }
    }
    let page = world.get(Role::Operator, &format!("/keys/{}", named(&made, "Grid bot BTC/USD"))).await;
    assert!(page.text.contains("class=\"chart\""));
    assert!(page.text.contains("Narrow it to what was needed"));
    let older = page.text.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let older = world.get(Role::Operator, older.split('#').next().unwrap()).await;
    assert!(older.text.contains(">Newest<"));
    good("older", &older);
}

#[tokio::test]
async fn an_edit_shows_what_changes_and_which_way_and_saves_just_that() {
    let (world, made) = seeded().await;
    let id = named(&made, "Grid bot BTC/USD");
    let before = record(&world, id);
    let (review, save) = (format!("/keys/{id}/edit"), format!("/keys/{id}/save"));
    let fields =
        edited(&before, &[("allowlist", "203.0.113.7\n198.51.100.0/24"), ("without", "modify-trades")]);
    let page = post(&world, &review, &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    good(&review, &page);
    assert!(page.text.contains("<del>Trade</del>") && page.text.contains("<ins>198.51.100.0/24</ins>"));
    assert!(page.text.contains("class=\"way narrower\"") && page.text.contains("class=\"way wider\""));
    assert!(!page.text.contains(">Expires</th>"), "what stays is not told");
    assert_eq!(record(&world, id), before, "looking changes nothing");
    let saved = post(&world, &save, &hidden(&page)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let after = record(&world, id);
    assert_eq!(after.restrictions.allowlist.to_string(), "198.51.100.0/24, 203.0.113.7");
    assert!(!after.permissions.contains(Permission::ModifyTrades));
    assert_eq!(after.restrictions.expires_at, before.restrictions.expires_at, "to the microsecond");
    assert_eq!((after.revision, count(&world, Action::KeyEdit)), (before.revision + 1, 1));
    // The same form again is about a key that is no more.
    let again = post(&world, &save, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("Somebody changed this key"));
    good(&save, &again);
    assert_eq!((record(&world, id), count(&world, Action::KeyEdit)), (after, 1));
}

#[tokio::test]
async fn narrowing_needs_no_fresh_proof_and_widening_does() {
    let (world, made) = seeded().await;
    world.stale.store(true, SeqCst);
    let id = named(&made, "Grid bot BTC/USD");
    let save = format!("/keys/{id}/save");
    let narrower = edited(&record(&world, id), &[("without", "modify-trades")]);
    assert_eq!(post(&world, &save, &narrower).await.status, StatusCode::SEE_OTHER);
    let now = record(&world, id);
    for wider in
        [("permission", "withdraw-funds"), ("allowlist", ""), ("expires", "never"), ("nonce_window", "9")]
    {
        let page = post(&world, &save, &edited(&now, &[wider])).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{wider:?}");
        assert!(page.text.contains("Confirm that it is you"), "{wider:?}");
    }
    assert_eq!(record(&world, id), now);
    let step = async |state: &str| {
        world.post(Role::Operator, &format!("/keys/{id}/step"), &[("state", state)]).await
    };
    assert_eq!(step("frozen").await.status, StatusCode::SEE_OTHER);
    let up = step("active").await;
    assert_eq!(up.status, StatusCode::FORBIDDEN);
    assert!(up.text.contains("Confirm that it is you") && up.text.contains("/prove?next=%2Fkeys%2F"));
    good("/step", &up);
    assert_eq!(record(&world, id).state, KeyState::Frozen);
    world.stale.store(false, SeqCst);
    assert_eq!(step("active").await.status, StatusCode::SEE_OTHER);
    let page = post(&world, &save, &edited(&record(&world, id), &[("permission", "withdraw-funds")])).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "the tooth: with a fresh proof it is taken");
}

#[tokio::test]
async fn a_key_is_revoked_only_under_its_typed_name() {
    let (world, made) = seeded().await;
    let id = named(&made, "Market maker ETH");
    let path = format!("/keys/{id}/revoke");
    let page = world.get(Role::Operator, &path).await;
    good(&path, &page);
    assert!(page.text.contains("What will stop:") && page.text.contains("203.0.113.7"), "{}", page.text);
    for wrong in ["", "market maker eth", "Market maker", "Grid bot BTC/USD"] {
        let page = world.post(Role::Operator, &path, &[("name", wrong)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(page.text.contains("id=\"name-wrong\""));
    }
    assert_eq!((record(&world, id).state, count(&world, Action::AdminRefused)), (KeyState::Active, 4));
    let done = world.post(Role::Operator, &path, &[("name", " Market maker ETH ")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(done.headers["location"], format!("/keys/{id}").as_str());
    assert!(done.headers["set-cookie"].to_str().unwrap().starts_with("claviger-notice=revoked;"));
    assert_eq!(record(&world, id).state, KeyState::Revoked);
    let again = world.post(Role::Operator, &path, &[("name", "Market maker ETH")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "pressed twice is pressed once");
    for path in [format!("/keys/{id}/edit"), format!("/keys/{id}/revoke")] {
        let page = world.get(Role::Operator, &path).await;
        assert!(matches!(page.status, StatusCode::CONFLICT | StatusCode::SEE_OTHER));
    }
}

#[tokio::test]
async fn what_was_done_is_said_by_one_page_and_by_no_link() {
    let (world, made) = seeded().await;
    let path = format!("/keys/{}", named(&made, "Treasury"));
    let with = async |cookie: &str| {
        let cookie = format!("session={}; claviger-notice={cookie}", world.tokens["operator"]);
        let request =
            http::Request::builder().uri(&path).header("host", crate::world::HOST).header("cookie", cookie);
        world.send(request.body(axum::body::Body::empty()).unwrap()).await
    };
    let told = with("stepped").await;
    assert!(told.text.contains("The state was changed."));
    assert!(told.headers["set-cookie"].to_str().unwrap().starts_with("claviger-notice=; Path=/; Max-Age=0"));
    let other = with("The key is safe, send us money").await;
    assert!(!other.text.contains("send us money") && !other.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn a_new_second_factor_is_shown_once() {
    let (world, made) = seeded().await;
    let id = named(&made, "Treasury");
    let save = format!("/keys/{id}/save");
    let fields = edited(&record(&world, id), &[("second_factor", "totp")]);
    let page = post(&world, &save, &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    good(&save, &page);
    assert!(page.text.contains("data-secret") && page.text.contains("class=\"qr\""));
    let again = post(&world, &save, &fields).await;
    assert!(!again.text.contains("data-secret"), "sent again it changes nothing and shows nothing");
    let now = record(&world, id);
    let page =
        post(&world, &save, &edited(&now, &[("second_factor", "password"), ("factor_password", "short")]))
            .await;
    assert!(page.text.contains("id=\"factor_password-wrong\""));
    assert_eq!(record(&world, id), now);
}

#[tokio::test]
async fn what_nobody_needs_or_somebody_still_tries_comes_to_the_top() {
    let (world, made) = seeded().await;
    let page = world.get(Role::Operator, "/keys").await;
    let attention = page.text.split("id=\"attention\"").nth(1).unwrap().split("</section>").next().unwrap();
    let at = |name: &str| attention.find(name).unwrap_or_else(|| panic!("{name}: {attention}"));
    assert!(at("Old grid bot") < at("Treasury") && at("Treasury") < at("Demo key"));
    // A call refused since the key is revoked is what puts it there.
    let quiet = named(&made, "Intern laptop");
    assert!(!attention.contains("Intern laptop"));
    let item = claim(&record(&world, quiet), 1);
    world.authority.lane().submit_call(item, Instant::now()).await.unwrap();
    while world.authority.lane().usage().of(quiet).is_none() {
        tokio::task::yield_now().await;
    }
    let page = world.get(Role::Operator, "/keys?attention=1").await;
    assert!(page.text.contains("Intern laptop"));
    assert!(!world.get(Role::Viewer, "/keys").await.text.contains("was tried"), "that is history");
}

#[tokio::test]
async fn the_list_is_searched_filtered_sorted_and_paged() {
    let (world, _) = seeded().await;
    let names = async |query: &str| {
        let page = world.get(Role::Operator, &format!("/keys?{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        good(query, &page);
        let rows = page.text.split("class=\"name\"").skip(1);
        rows.map(|row| row.split("<bdi>").nth(1).unwrap().split('<').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("q=GRID").await, ["Grid bot BTC/USD"]);
    assert_eq!(names("q=grid&state=all&sort=name").await, ["Grid bot BTC/USD", "Old grid bot"]);
    assert_eq!(names("state=frozen").await.len(), 1);
    assert_eq!(names("holder=Ada+Byron&sort=name").await, ["Cold-wallet sweep", "Treasury"]);
    assert_eq!(names("application=grid-bot").await, ["Grid bot BTC/USD"]);
    assert_eq!(names("application=grid-bot&state=all&sort=name").await, ["Grid bot BTC/USD", "Old grid bot"]);
    assert_eq!(names("permission=export-data&sort=name").await, ["Tax export 2026", "数量ロボット"]);
    assert_eq!(names("sort=expiry").await[0], "Demo key");
    assert_eq!(names("sort=calls").await[0], "Grid bot BTC/USD");
    assert_eq!(names("q=no+such+key").await, Vec::<String>::new());
    assert_eq!(names("state=all").await.len(), 14);
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended() {
    let world = world().await;
    let caller = world.caller(Role::Operator).await;
    for number in 0..60 {
        world.clock.step_secs(1);
        crate::pages::make(&world, &caller, &format!("Key {number:02}")).await;
    }
    for sort in ["newest", "name", "calls"] {
        let (mut path, mut seen) = (format!("/keys?sort={sort}"), Vec::new());
        loop {
            let page = world.get(Role::Operator, &path).await;
            seen.extend(page.text.split("<bdi>Key ").skip(1).map(|rest| rest[..2].to_owned()));
            match page.text.split("rel=\"next\" href=\"").nth(1) {
                Some(next) => path = next.split('"').next().unwrap().replace("&#38;", "&"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 60, "{sort}");
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 60, "{sort}: none twice");
    }
}
