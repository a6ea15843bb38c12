//! Somebody who is signed in comes into another account, and goes from it, as the person they are.

use crate::world::{AWAY, HOME, World, on_both};
use claviger::core::action::Action;
use claviger::core::people::Login;
use claviger::core::role::Role;
use claviger::core::text::{Description, Name};
use claviger::manage::invitations::{self, AcceptError, InvitationToken, Newcomer};
use claviger::manage::sessions::{self, NewSession, Place, Signed};
use claviger::manage::{Caller, ManageError, members, resets};

on_both! {
    whoever_is_signed_in_joins_as_who_they_are
    a_place_in_another_account_ends_links_that_let_back_in
    whoever_is_removed_is_recognised_no_more
}

async fn link(world: &World, account: claviger::core::id::AccountId, role: Role) -> InvitationToken {
    let (by, note) = (Caller::system(account), Description::default());
    invitations::create(&world.node, &by, role, note, None).await.unwrap().token
}

async fn comes(world: &World, login: &str, role: Role) -> NewSession {
    let token = link(world, HOME, role).await;
    let newcomer = Newcomer {
        login: Login::parse(login).unwrap(),
        name: Name::parse("Ada").unwrap(),
        password: "seven purple lanterns hum".to_owned().into(),
    };
    invitations::accept(&world.node, &token.reveal(), newcomer, &Place::default()).await.unwrap()
}

async fn signed(world: &World, session: &NewSession) -> Option<Signed> {
    sessions::recognise(&world.node, &session.token.reveal(), &Place::default()).await.unwrap()
}

async fn whoever_is_signed_in_joins_as_who_they_are(world: World) {
    let first = comes(&world, "ada", Role::Owner).await;
    let ada = signed(&world, &first).await.unwrap();
    assert_eq!((ada.account.id, ada.member.role, ada.accounts.len()), (HOME, Role::Owner, 1));
    assert!(ada.caller.proven, "whoever just chose a password has proved who they are");
    let token = link(&world, AWAY, Role::Viewer).await;
    let before = world.entries().len();
    let second = invitations::accept_as(&world.node, &token.reveal(), &ada).await.unwrap();
    assert_eq!(world.done_since(before), [Action::InvitationAccept]);
    let entry = world.entries().pop().unwrap().draft;
    assert_eq!((entry.account, entry.actor), (AWAY, ada.caller.actor()), "told where they come");
    assert!(signed(&world, &first).await.is_none(), "the session has another token");
    let there = signed(&world, &second).await.unwrap();
    assert_eq!((there.user.id, there.account.id, there.member.role), (ada.user.id, AWAY, Role::Viewer));
    assert_eq!(there.accounts.len(), 2);
    let again = invitations::accept_as(&world.node, &token.reveal(), &there).await.map(drop);
    assert_eq!(again, Err(AcceptError::Gone));
    let other = link(&world, AWAY, Role::Owner).await;
    let already = invitations::accept_as(&world.node, &other.reveal(), &there).await.map(drop);
    assert_eq!(already, Err(AcceptError::MemberAlready));
    let late = invitations::accept_as(&world.node, &other.reveal(), &ada).await.map(drop);
    assert_eq!(late, Err(AcceptError::Manage(ManageError::Changed)), "nor by what an old session knew");
}

async fn a_place_in_another_account_ends_links_that_let_back_in(world: World) {
    comes(&world, "owner", Role::Owner).await;
    let session = comes(&world, "ada", Role::Viewer).await;
    let ada = signed(&world, &session).await.unwrap();
    let reset = resets::create(&world.node, &world.host(), ada.member.id).await.unwrap();
    let token = link(&world, AWAY, Role::Owner).await;
    invitations::accept_as(&world.node, &token.reveal(), &ada).await.unwrap();
    assert!(!world.has(claviger::core::store::RecordKind::Invitation, reset.invitation.id.as_u64()));
    let refused = resets::create(&world.node, &world.host(), ada.member.id).await.map(drop);
    assert_eq!(refused, Err(ManageError::ElsewhereToo));
}

async fn whoever_is_removed_is_recognised_no_more(world: World) {
    comes(&world, "owner", Role::Owner).await;
    let session = comes(&world, "ada", Role::KeyManager).await;
    let ada = signed(&world, &session).await.unwrap();
    let key = world.key(&ada.caller, "bot").await;
    assert_eq!(world.record_of(key).member, Some(ada.user.id));
    members::remove(&world.node, &world.host(), ada.member.id, None).await.unwrap();
    assert!(signed(&world, &session).await.is_none());
    assert!(world.key_of(&ada.caller, "late", None).await.is_err());
    // Half-way, too: a place that is being left lets nobody in.
    let session = comes(&world, "ada", Role::KeyManager).await;
    let place = signed(&world, &session).await.unwrap().member;
    world.mark(place).await;
    assert!(signed(&world, &session).await.is_none());
}
