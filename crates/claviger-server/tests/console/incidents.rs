//! After a leak: one page that leads through it. What the key did, stopping it, one like it, a report; each again.

use crate::check::good;
use crate::guards::NOW;
use crate::seed::{BEFORE, named, seed};
use crate::town::Town;
use crate::world::{Answer, World};
use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::entry::Entry;
use claviger::core::id::{KeyId, LogId};
use claviger::core::key::KeyState;
use claviger::core::reason::Detail;
use claviger::core::role::Role;
use claviger::core::store::Store as _;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, LOCATION};
use sha2::{Digest as _, Sha256};

const NAME: &str = "Grid bot BTC/USD";

async fn seeded() -> (World, KeyId) {
    let world = World::at(NOW.plus_secs(-BEFORE), None, Limits::default()).await;
    let made = seed(&world, NOW).await;
    (world, named(&made, NAME))
}

fn header(answer: &Answer, name: HeaderName) -> String {
    answer.headers[name].to_str().unwrap().to_owned()
}

fn state(world: &World, id: KeyId) -> KeyState {
    world.store.key(id).unwrap().unwrap().record.state
}

fn entries(world: &World, action: Action) -> Vec<Entry> {
    let all = world.store.entries(LogId(0), 0, 100_000).unwrap();
    all.into_iter().filter(|entry| entry.draft.action == action).collect()
}

#[tokio::test]
async fn the_page_shows_what_it_did_and_who_only_looks_stops_nothing() {
    let (world, id) = seeded().await;
    let path = format!("/keys/{id}/incident");
    for role in [Role::Operator, Role::KeyManager, Role::Auditor] {
        let page = world.get(role, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{role}: {}", page.text);
        good(&path, &page);
        for part in ["From which addresses", "What it asked for", "its creation", "Where it stands"] {
            assert!(page.text.contains(part), "{role} {part}: {}", page.text);
        }
        assert_eq!(page.text.contains("Stop the key</button>"), role != Role::Auditor, "{role}");
        assert!(page.text.contains("Save the report"), "{role}");
    }
    assert_eq!(world.get(Role::Viewer, &path).await.status, StatusCode::FORBIDDEN);
    let key = world.get(Role::Auditor, &format!("/keys/{id}")).await;
    assert!(key.text.contains(&format!("href=\"{path}\"")), "the key's page leads there");
    let stop = world.post(Role::Auditor, &format!("{path}/stop"), &[("state", "frozen")]).await;
    assert_eq!((stop.status, state(&world, id)), (StatusCode::FORBIDDEN, KeyState::Active));
}

#[tokio::test]
async fn a_moment_is_named_and_one_that_cannot_be_is_told() {
    let (world, id) = seeded().await;
    let get =
        async |since: &str| world.get(Role::Operator, &format!("/keys/{id}/incident?since={since}")).await;
    let day = NOW.plus_secs(-86_400).to_string();
    let named = get(day.get(..19).unwrap()).await;
    good("named", &named);
    assert!(named.text.contains("the moment you named"), "{}", named.text);
    let early = get("2001-01-01T00:00:00").await;
    assert!(early.text.contains("since you named a moment before it"), "{}", early.text);
    let ahead = get("2999-01-01T00:00:00").await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
    good("ahead", &ahead);
    assert!(ahead.text.contains("id=\"since-wrong\""), "{}", ahead.text);
    assert_eq!(get("yesterday").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn it_is_stopped_by_its_name_and_again_and_then_one_like_it_is_offered() {
    let (world, id) = seeded().await;
    let path = format!("/keys/{id}/incident");
    let stop = format!("{path}/stop");
    let wrong = world.post(Role::Operator, &stop, &[("state", "revoked"), ("name", "another")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    good("wrong", &wrong);
    assert!(wrong.text.contains("id=\"name-wrong\"") && state(&world, id) == KeyState::Active);
    let none = world.post(Role::Operator, &stop, &[("state", "active")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let fields = [("state", "revoked"), ("name", NAME), ("since", "2001-01-01T00:00:00")];
        let stopped = world.post(Role::Operator, &stop, &fields).await;
        assert_eq!(stopped.status, StatusCode::SEE_OTHER, "{}", stopped.text);
        let location = header(&stopped, LOCATION);
        assert!(location.ends_with("incident?since=2001-01-01T00:00:00Z"), "{location}");
    }
    assert_eq!(state(&world, id), KeyState::Revoked);
    assert_eq!(
        entries(&world, Action::KeyRevoke).iter().filter(|one| one.draft.key() == Some(id)).count(),
        1
    );
    let page = world.get(Role::Operator, &path).await;
    good("stopped", &page);
    assert!(!page.text.contains("Stop the key</button>") && page.text.contains("nothing brings it back"));
    let like = format!("/keys/new?like={id}");
    assert!(page.text.contains(&format!("href=\"{like}\"")), "{}", page.text);
    let form = world.get(Role::Operator, &like).await;
    good("like", &form);
    assert!(form.text.contains(&format!("value=\"{NAME}\"")), "the name is free again: {}", form.text);
    let record = world.store.key(id).unwrap().unwrap().record;
    for permission in record.permissions.iter() {
        let ticked = format!("value=\"{}\" checked", permission.name());
        assert!(form.text.contains(&ticked), "{ticked}: {}", form.text);
    }
    let least = world.get(Role::Operator, &format!("{like}&permission=query-funds")).await;
    assert_eq!(
        least.text.matches("name=\"permission\"").count(),
        form.text.matches("name=\"permission\"").count()
    );
    assert!(least.text.contains("value=\"query-funds\" checked"));
    assert!(!least.text.contains("value=\"modify-trades\" checked"));
    for bad in ["/keys/new?like=nonsense", "/keys/new?like=key_000000000000"] {
        assert!(world.get(Role::Operator, bad).await.status.is_client_error(), "{bad}");
    }
}

#[tokio::test]
async fn the_report_is_a_file_that_is_kept_nowhere_and_its_digest_is_on_record() {
    let (world, id) = seeded().await;
    let made = world.post(Role::Auditor, &format!("/keys/{id}/incident/report"), &[("since", "")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    assert_eq!(header(&made, CONTENT_TYPE), "text/markdown; charset=utf-8");
    assert_eq!(header(&made, CACHE_CONTROL), "no-store");
    let file = header(&made, CONTENT_DISPOSITION);
    assert!(file.starts_with("attachment; filename=\"claviger-incident-key_"), "{file}");
    for part in
        ["# After a leak: Grid bot BTC/USD", "## Steps", "## From which addresses", "## What it asked for"]
    {
        assert!(made.text.contains(part), "{part}: {}", made.text);
    }
    let [entry] = &entries(&world, Action::IncidentReport)[..] else { panic!("one entry") };
    let Detail::Change(words) = &entry.draft.detail else { panic!("{entry:?}") };
    let digest: String =
        Sha256::digest(made.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(words.contains(&digest), "{words}");
}

#[tokio::test]
async fn a_person_is_led_to_their_own_password_and_sessions_and_others_are_not() {
    let town = Town::with_exchange().await;
    let key = crate::team::key_of(&town, "owner").await;
    let path = format!("/keys/{}/incident", key.id);
    let own = town.page("owner", &path).await;
    good("own", &own);
    assert!(own.text.contains("action=\"/settings/sessions/end-others\""), "{}", own.text);
    let other = town.page("auditor", &path).await;
    good("other", &other);
    assert!(
        !other.text.contains("/settings/sessions/end-others")
            && other.text.contains("They change it themselves")
    );
    assert!(other.text.contains(" changed it: "), "an auditor reads about members: {}", other.text);
    let manager = town.world.get(Role::KeyManager, &path).await;
    good("manager", &manager);
    assert!(manager.text.contains("ask them, or an admin"), "{}", manager.text);
    for word in [" has had it since ", " changed it: ", " session, begun since", " of them from before"] {
        assert!(!manager.text.contains(word), "who may not read about members is told nothing: {word}");
    }
}
