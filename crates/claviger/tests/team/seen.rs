//! What an account sees of where its members are signed in: what looks at it, and nothing of their other accounts.

use crate::world::{AWAY, World, on_both};
use claviger::core::id::SessionId;
use claviger::core::role::Role;
use claviger::manage::{Caller, members, sessions};

on_both! {
    an_account_sees_the_sessions_that_look_at_it
    a_person_sees_all_of_their_own
    a_session_whose_place_is_gone_is_seen_where_it_looks_now
}

async fn seen(world: &World, by: &Caller, of: claviger::core::id::UserId) -> Vec<SessionId> {
    let found = sessions::list(&world.node, by, Some(of)).await.unwrap();
    found.iter().map(|view| view.session.id).collect()
}

/// Tooth: the line that keeps those alone that look at the account.
async fn an_account_sees_the_sessions_that_look_at_it(world: World) {
    let (owner, auditor) =
        (world.person("owner", Role::Owner).await, world.person("auditor", Role::Auditor).await);
    let ada = world.person("ada", Role::Admin).await;
    world.joins(ada.user, AWAY, Role::Viewer).await;
    let elsewhere = world.looks_at(ada.user, Some(AWAY)).await;
    for by in [world.as_(owner), world.as_(auditor), world.host()] {
        assert_eq!(seen(&world, &by, ada.user).await, [ada.session]);
    }
    let away = Caller::system(AWAY);
    assert_eq!(seen(&world, &away, ada.user).await, [elsewhere]);
    let all = members::list(&world.node, &world.as_(auditor)).await.unwrap();
    let view = all.iter().find(|view| view.member.user == ada.user).unwrap();
    assert_eq!(view.sessions, 1, "nor are they counted");
    let before = view.last_seen;
    world.clock.step_secs(300);
    world.looks_at(ada.user, Some(AWAY)).await;
    let view = members::show(&world.node, &world.as_(auditor), ada.member).await.unwrap();
    assert_eq!((view.sessions, view.last_seen), (1, before), "nor told by when they were used");
}

async fn a_person_sees_all_of_their_own(world: World) {
    let ada = world.person("ada", Role::Viewer).await;
    world.joins(ada.user, AWAY, Role::Viewer).await;
    let elsewhere = world.looks_at(ada.user, Some(AWAY)).await;
    let mut own = seen(&world, &world.as_(ada), ada.user).await;
    own.sort_unstable();
    let mut wanted = [ada.session, elsewhere];
    wanted.sort_unstable();
    assert_eq!(own, wanted);
}

async fn a_session_whose_place_is_gone_is_seen_where_it_looks_now(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let ada = world.person("ada", Role::Viewer).await;
    // It looked at an account the person has left, or at none yet.
    let (left, none) = (world.looks_at(ada.user, Some(AWAY)).await, world.looks_at(ada.user, None).await);
    let found = seen(&world, &world.as_(owner), ada.user).await;
    assert!(found.len() == 3 && found.contains(&left) && found.contains(&none), "{found:?}");
}
