//! Whoever has a link gets in, once.

use crate::world::{AWAY, HOME, World, on_both};
use claviger::core::action::Action;
use claviger::core::entry::Actor;
use claviger::core::people::Login;
use claviger::core::role::Role;
use claviger::core::store::RecordKind;
use claviger::core::text::{Description, Name};
use claviger::manage::invitations::{self, AcceptError, InvitationToken, Newcomer};
use claviger::manage::sessions::{NewSession, Place};
use claviger::manage::{Caller, members};
use zeroize::Zeroizing;

on_both! {
    whoever_has_a_link_becomes_a_member_and_is_signed_in
    of_two_who_use_a_link_at_once_one_gets_in
    a_login_that_is_in_use_leaves_the_link
    a_dead_link_lets_nobody_in
    the_first_owner_is_the_first_person_of_all
    an_account_has_so_many_members
}

const PASSWORD: &str = "seven purple lanterns hum";

fn newcomer(login: &str, password: &str) -> Newcomer {
    Newcomer {
        login: Login::parse(login).unwrap(),
        name: Name::parse("Ada Lovelace").unwrap(),
        password: Zeroizing::new(password.to_owned()),
    }
}

async fn accept(world: &World, token: &InvitationToken, login: &str) -> Result<NewSession, AcceptError> {
    let token = token.reveal();
    invitations::accept(&world.node, &token, newcomer(login, PASSWORD), &Place::default()).await
}

async fn invited(world: &World, role: Role) -> InvitationToken {
    let note = Description::default();
    invitations::create(&world.node, &world.host(), role, note, None).await.unwrap().token
}

async fn whoever_has_a_link_becomes_a_member_and_is_signed_in(world: World) {
    let token = invited(&world, Role::KeyManager).await;
    let weak = newcomer("ada", "ada lovelace ada");
    let refused = invitations::accept(&world.node, &token.reveal(), weak, &Place::default()).await;
    assert!(matches!(refused, Err(AcceptError::Weak(_))), "{:?}", refused.map(drop));
    let before = world.entries().len();
    let new = accept(&world, &token, "Ada@Example.com").await.unwrap();
    assert_eq!(world.done_since(before), [Action::InvitationAccept], "one entry in one transaction");
    let entry = world.entries().pop().unwrap().draft;
    assert_eq!((entry.actor, entry.account), (Actor::User(new.user.id), HOME));
    let members = members::list(&world.node, &world.host()).await.unwrap();
    let [ada] = members.as_slice() else { panic!("{members:?}") };
    assert_eq!(
        (ada.member.role, ada.member.user, ada.login.as_str()),
        (Role::KeyManager, new.user.id, "ada@example.com")
    );
    assert_eq!((ada.sessions, ada.has_totp, ada.keys_held), (1, false, 0));
    assert!(world.has(RecordKind::Session, new.session.id.as_u64()));
    let kept = world.user(new.user.id).unwrap();
    assert!(kept.password.is_some() && kept.password_long);
    let again = accept(&world, &token, "bo").await.map(drop);
    assert_eq!(again, Err(AcceptError::Gone), "it works once");
}

async fn of_two_who_use_a_link_at_once_one_gets_in(world: World) {
    let token = invited(&world, Role::Admin).await;
    let both = ["ada", "bo"].map(|login| {
        let (node, token) = (world.node.clone(), token.reveal());
        tokio::spawn(async move {
            invitations::accept(&node, &token, newcomer(login, PASSWORD), &Place::default()).await.map(drop)
        })
    });
    let [one, two] = both;
    let (one, two) = (one.await.unwrap(), two.await.unwrap());
    let (good, bad) = if one.is_ok() { (one, two) } else { (two, one) };
    assert_eq!((good, bad), (Ok(()), Err(AcceptError::Gone)));
    assert_eq!(members::list(&world.node, &world.host()).await.unwrap().len(), 1);
}

async fn a_login_that_is_in_use_leaves_the_link(world: World) {
    world.person("ada", Role::Viewer).await;
    let token = invited(&world, Role::Viewer).await;
    assert_eq!(accept(&world, &token, "ADA").await.map(drop), Err(AcceptError::LoginTaken));
    assert_eq!(accept(&world, &token, "bo").await.map(drop), Ok(()));
}

async fn a_dead_link_lets_nobody_in(world: World) {
    let late = invited(&world, Role::Viewer).await;
    world.clock.step_secs(3 * 86_400);
    let never = InvitationToken::random(&mut claviger::OsEntropy).unwrap();
    // One that is about to be taken back while it is used.
    let owner = world.as_(world.person("owner", Role::Owner).await);
    let note = Description::default();
    let made = invitations::create(&world.node, &owner, Role::Viewer, note, None).await.unwrap();
    invitations::revoke(&world.node, &owner, made.invitation.id).await.unwrap();
    let before = world.entries().len();
    for dead in [&late, &never, &made.token] {
        assert_eq!(accept(&world, dead, "ada").await.map(drop), Err(AcceptError::Gone));
    }
    assert_eq!(world.entries().len(), before, "strangers write nothing to the log");
}

async fn the_first_owner_is_the_first_person_of_all(world: World) {
    let first = invitations::first_owner(&world.node, HOME).await.unwrap().unwrap();
    let other = invitations::first_owner(&world.node, AWAY).await.unwrap().unwrap();
    let both = [(&first, "ada"), (&other, "bo")].map(|(link, login)| {
        let (node, token) = (world.node.clone(), link.token.reveal());
        tokio::spawn(async move {
            invitations::accept(&node, &token, newcomer(login, PASSWORD), &Place::default()).await.map(drop)
        })
    });
    let [one, two] = both;
    let (one, two) = (one.await.unwrap(), two.await.unwrap());
    assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
    let account = if one.is_ok() { HOME } else { AWAY };
    let members = members::list(&world.node, &Caller::system(account)).await.unwrap();
    assert_eq!((members.len(), members[0].member.role), (1, Role::Owner));
    assert!(invitations::first_owner(&world.node, HOME).await.unwrap().is_none());
    let left = if one.is_ok() { &other } else { &first };
    assert!(invitations::look(&world.node, &left.token.reveal()).await.unwrap().is_none());
}

async fn an_account_has_so_many_members(world: World) {
    let token = invited(&world, Role::Viewer).await;
    for n in 0..world.node.limits().members_per_account {
        world.person(&format!("p{n}"), Role::Viewer).await;
    }
    let over = accept(&world, &token, "ada").await.map(drop);
    assert!(
        matches!(over, Err(AcceptError::Manage(claviger::manage::ManageError::LimitReached { .. }))),
        "{over:?}"
    );
    assert!(invitations::look(&world.node, &token.reveal()).await.unwrap().is_some(), "the link stays");
}
