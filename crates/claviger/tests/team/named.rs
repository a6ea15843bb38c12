//! Whoever reads an entry is told by name who acted.

use crate::tokens::token;
use crate::world::{World, on_both};
use claviger::core::entry::{Actor, EntryDraft};
use claviger::core::id::AccountId;
use claviger::core::role::Role;
use claviger::core::text::ClientName;
use claviger::manage::Caller;
use claviger::manage::history::names;
use claviger::manage::tokens::authenticate;

on_both! {
    people_and_tokens_are_told_by_name
}

async fn people_and_tokens_are_told_by_name(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let ada = world.person("ada", Role::KeyManager).await;
    let as_owner = world.as_(owner);
    let made = token(&world, &as_owner, "deployment", Role::KeyManager).await;
    let secret = made.token.reveal();
    let by_token = authenticate(&world.node, secret.as_bytes(), None, ClientName::default()).await.unwrap();
    let own = world.key(&world.as_(ada), "adas").await;
    let deployed = world.key(&by_token, "deployed").await;
    let drafts: Vec<EntryDraft> = world.entries().into_iter().map(|entry| entry.draft).collect();
    let told = names(&world.node, &as_owner, &drafts).await.unwrap();
    assert_eq!((told.key(own), told.key(deployed)), (Some("adas"), Some("deployed")));
    let (person, token) = (Actor::User(ada.user), Actor::Token(made.record.id));
    let name = world.user(ada.user).unwrap().name.to_string();
    assert_eq!((told.actor(person), told.actor(token)), (Some(name.as_str()), Some("deployment")));
    assert_eq!(told.actor(Actor::System), None);
    // Keys out of reach have no name, whoever did what to them has.
    let told = names(&world.node, &world.as_(ada), &drafts).await.unwrap();
    assert_eq!((told.key(own), told.key(deployed)), (Some("adas"), None));
    // A token of another account that acted here, such as the host's, keeps its name there.
    let elsewhere = Caller { account: AccountId::from_u64(77), ..as_owner };
    assert_eq!(names(&world.node, &elsewhere, &drafts).await.unwrap().actor(token), None);
}
