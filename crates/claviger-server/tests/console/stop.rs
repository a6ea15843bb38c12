//! Keys stopped together, and those no longer used revoked together.

use crate::check::good;
use crate::create::hidden;
use crate::guards::NOW;
use crate::seed::{BEFORE, seed};
use crate::world::World;
use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::id::LogId;
use claviger::core::key::{KeyRecord, KeyState};
use claviger::core::role::Role;
use claviger::core::store::Store as _;
use http::StatusCode;

async fn seeded() -> (World, Vec<KeyRecord>) {
    let world = World::at(NOW.plus_secs(-BEFORE), None, Limits::default()).await;
    let made = seed(&world, NOW).await;
    claviger::usage::warm::warm(&world.authority).await.unwrap();
    (world, made)
}

fn states(world: &World, made: &[KeyRecord]) -> Vec<KeyState> {
    made.iter().map(|key| world.store.key(key.id).unwrap().unwrap().record.state).collect()
}

fn count(world: &World, action: Action) -> usize {
    let entries = world.store.entries(LogId(0), 0, 100_000).unwrap();
    entries.iter().filter(|entry| entry.draft.action == action).count()
}

#[tokio::test]
async fn one_press_stops_every_key_and_says_what_came_of_it() {
    let (world, made) = seeded().await;
    let before = states(&world, &made);
    let page = world.get(Role::Operator, "/stop").await;
    good("/stop", &page);
    assert!(page.text.contains("value=\"frozen\" checked"), "the safest is offered");
    let wrong = world.post(Role::Operator, "/stop", &[("state", "active"), ("which", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    good("/stop", &wrong);
    assert_eq!(states(&world, &made), before, "nothing was widened, nor stopped");
    let done = world.post(Role::Operator, "/stop", &[("state", "frozen"), ("which", "")]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    good("/stop", &done);
    assert!(done.text.contains("stepped to Frozen"));
    let (at, _) = made.iter().zip(&before).find(|(_, state)| **state == KeyState::CancelOnly).unwrap();
    assert!(
        done.text.contains(&format!("Back to Cancel-only<span class=\"sr\">: {}", at.name)),
        "{}",
        done.text
    );
    let own = world.get(Role::Operator, &format!("/keys/{}", at.id)).await;
    good("/keys/{id}", &own);
    assert!(own.text.contains("Put it back to Cancel-only"));
    let seen = world.get(Role::Auditor, &format!("/keys/{}", at.id)).await;
    assert!(!seen.text.contains("Put it back"), "who only looks is offered nothing");
    let all = states(&world, &made);
    assert!(all.iter().all(|state| matches!(state, KeyState::Frozen | KeyState::Revoked)), "{all:?}");
    assert_eq!(count(&world, Action::KeyStop), 1);
    for role in [Role::Auditor, Role::Viewer] {
        let refused = world.post(role, "/stop", &[("state", "frozen"), ("which", "")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role}");
    }
}

#[tokio::test]
async fn one_holders_keys_are_stopped_and_no_others() {
    let (world, made) = seeded().await;
    let holder = made.iter().find(|key| !key.holder.to_string().is_empty()).unwrap().holder.to_string();
    let which = format!("holder:{holder}");
    let fields = [("state", "cancel-only"), ("which", which.as_str())];
    let done = world.post(Role::Operator, "/stop", &fields).await;
    good("/stop", &done);
    for (key, now) in made.iter().zip(states(&world, &made)) {
        let held = key.holder.to_string() == holder;
        assert!(now == key.state || held, "{} was not held by {holder}", key.name);
        assert!(!held || now.within(KeyState::CancelOnly), "{} is {now}", key.name);
    }
}

#[tokio::test]
async fn an_applications_keys_or_some_by_name_are_stopped_and_a_slip_stops_none() {
    let (world, made) = seeded().await;
    let tag = made.iter().find(|key| !key.application.as_str().is_empty()).unwrap().application.clone();
    let page = world.get(Role::Operator, "/stop").await;
    assert!(page.text.contains(&format!("<option value=\"application:{tag}\">")));
    assert!(page.text.contains("name=\"drain\" value=\"1\" checked"), "waiting is offered");
    let before = states(&world, &made);
    let (named, which) = (made[0].name.to_string(), format!("application:{tag}"));
    for wrong in [
        [("which", "application:"), ("keys", "")],
        [("which", "somebody"), ("keys", "")],
        [("which", ""), ("keys", "no such key\r\n")],
        [("which", which.as_str()), ("keys", named.as_str())],
    ] {
        let fields: Vec<_> = [("state", "frozen")].into_iter().chain(wrong).collect();
        let refused = world.post(Role::Operator, "/stop", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        good("/stop", &refused);
        assert_eq!(states(&world, &made), before, "{wrong:?}");
    }
    let asked = [("state", "cancel-only"), ("which", which.as_str()), ("drain", "1")];
    good("/stop", &world.post(Role::Operator, "/stop", &asked).await);
    for (key, now) in made.iter().zip(states(&world, &made)) {
        let tagged = key.application == tag;
        assert!(now == key.state || tagged, "{} is not of {tag}", key.name);
        assert!(!tagged || now.within(KeyState::CancelOnly), "{} is {now}", key.name);
    }
    let before = states(&world, &made);
    let keys = format!("{named}\r\n\r\n{}", made[1].id);
    let done = world.post(Role::Operator, "/stop", &[("state", "frozen"), ("keys", &keys)]).await;
    assert!(done.text.contains("2 chosen keys"), "{}", done.text);
    let now = states(&world, &made);
    assert!(now[..2].iter().all(|state| state.within(KeyState::Frozen)), "{now:?}");
    assert_eq!(now[2..], before[2..]);
}

#[tokio::test]
async fn keys_no_longer_used_are_listed_and_revoked_together() {
    let (world, made) = seeded().await;
    let page = world.get(Role::Auditor, "/keys/unused").await;
    good("/keys/unused", &page);
    assert!(!page.text.contains("type=\"checkbox\""), "who only looks chooses nothing");
    let page = world.get(Role::Operator, "/keys/unused").await;
    good("/keys/unused", &page);
    let listed: Vec<&str> = page.text.split("name=\"key\" value=\"").skip(1).collect();
    let listed: Vec<&str> = listed.iter().map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(!listed.is_empty());
    let none = world.post(Role::Operator, "/keys/unused", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    good("/keys/unused", &none);
    let used = made.iter().find(|key| !listed.contains(&key.id.to_string().as_str())).unwrap().id.to_string();
    // A key that is in use is not revoked here, whatever the form says.
    let chosen = [("key", listed[0]), ("key", used.as_str())];
    let review = world.post(Role::Operator, "/keys/unused", &chosen).await;
    good("/keys/unused", &review);
    let mut fields = hidden(&review);
    assert_eq!(fields.iter().filter(|(name, _)| name == "key").count(), 1);
    fields.push(("count".to_owned(), "2".to_owned()));
    let post = async |fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        world.post(Role::Operator, "/keys/unused/revoke", &fields).await
    };
    let wrong = post(&fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    good("/keys/unused/revoke", &wrong);
    let revoked = count(&world, Action::KeyRevoke);
    fields.pop();
    fields.push(("count".to_owned(), "1".to_owned()));
    let done = post(&fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(count(&world, Action::KeyRevoke), revoked + 1);
    let left = world.get(Role::Operator, "/keys/unused").await;
    assert!(!left.text.contains(listed[0]));
}
