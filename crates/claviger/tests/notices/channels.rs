//! Channels: secrets, codes, rules, removal.

use crate::post::{Desk, Letter, PostOffice, deliveries, hook, inbox, is_quiet, name, until};
use crate::world::{World, on_both};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger::core::key::KeyState;
use claviger::core::notices::{Audience, EventKind, Level, Scope, Service, Verdict};
use claviger::core::role::Role;
use claviger::core::text::Holder;
use claviger::manage::channels::{self, Confirmed, EditChannel, NewChannel, NewRoute};
use claviger::manage::{ManageError, Operation, Thing, keys, rules};
use claviger_notify::sign;
use std::sync::Arc;

on_both! {
    a_holder_and_a_person_are_told_of_their_own
    messages_are_signed_by_both_secrets_after_a_rotation
    an_address_takes_nothing_before_its_code_was_given
    rules_say_where_things_go
    what_is_removed_gets_nothing_more
    only_who_may_looks_after_channels
}

const A: &str = "https://hooks.example.com/a";

/// The bytes of a secret as it was shown.
fn bytes(shown: &str) -> Vec<u8> {
    STANDARD.decode(shown.strip_prefix(sign::SECRET_PREFIX).unwrap()).unwrap()
}

async fn messages_are_signed_by_both_secrets_after_a_rotation(world: World) {
    let post = Arc::new(PostOffice::default());
    let desk = Desk::open(&world, &post).await;
    let made = hook(&world, "a", A).await;
    let (id, first) = (made.channel.id, bytes(&made.secret.unwrap().shown()));
    let rotated = channels::rotate(&world.node, &world.host(), id).await.unwrap();
    let second = bytes(&rotated.secret.unwrap().shown());
    channels::test(&world.node, &world.host(), id).await.unwrap();
    until("the test", || is_quiet(&world, id, 3)).await;
    let last = post.letters(A).last().cloned().unwrap();
    let (stamp, signed) = (&last.headers["webhook-timestamp"], &last.headers["webhook-signature"]);
    let by = |secrets: &[&[u8]]| sign::header(secrets, &last.event, stamp.parse().unwrap(), &last.body);
    assert_eq!(*signed, by(&[&second, &first]));
    assert_eq!(last.headers["webhook-id"], last.event);
    world.clock.step_secs(channels::OVERLAP_SECS);
    channels::test(&world.node, &world.host(), id).await.unwrap();
    until("another test", || is_quiet(&world, id, 4)).await;
    let last = post.letters(A).last().cloned().unwrap();
    let alone =
        sign::header(&[&second], &last.event, last.headers["webhook-timestamp"].parse().unwrap(), &last.body);
    assert_eq!(last.headers["webhook-signature"], alone, "the one before has ended");
    desk.close().await;
}

async fn an_address_takes_nothing_before_its_code_was_given(world: World) {
    let post = Arc::new(PostOffice::default());
    let desk = Desk::open(&world, &post).await;
    let host = world.host();
    let route = NewRoute::parse(Service::Mail, "ops@example.com", None).unwrap();
    let new = NewChannel { name: name("mail"), route, least: Level::Info, audience: Audience::Account };
    let made = channels::create(&world.node, &host, new).await.unwrap();
    assert_eq!(made.code_failed, None);
    let id = made.channel.id;
    world.key(&host, "before").await;
    until("having been followed", || inbox_now(&world).contains("before")).await;
    let asleep = channels::test(&world.node, &host, id).await;
    assert!(matches!(asleep, Err(ManageError::ChannelAsleep)));
    let mail = String::from_utf8(post.letters("ops@example.com")[0].body.clone()).unwrap();
    let code =
        mail.lines().map(str::trim).find(|line| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit()));
    let wrong = channels::confirm(&world.node, &host, id, "not it").await.unwrap().1;
    assert_eq!(wrong, Confirmed::Wrong(4));
    let right = channels::confirm(&world.node, &host, id, code.unwrap()).await.unwrap().1;
    assert_eq!(right, Confirmed::Yes);
    world.key(&host, "after").await;
    until("the mail", || post.letters("ops@example.com").len() >= 2).await;
    desk.close().await;
    assert!(deliveries(&world, id).iter().all(|one| !one.event.sentence.contains("before")));
    let mail = String::from_utf8(post.letters("ops@example.com").last().unwrap().body.clone()).unwrap();
    assert!(mail.contains("The key \"after\" was created"), "{mail}");
}

async fn rules_say_where_things_go(world: World) {
    let post = Arc::new(PostOffice::default());
    let desk = Desk::open(&world, &post).await;
    let (host, a) = (world.host(), hook(&world, "a", A).await.channel.id);
    let set = async |scope, verdict| {
        rules::set(&world.node, &host, scope, EventKind::KeyCreated, verdict).await.unwrap();
    };
    set(Scope::Account, Some(Verdict::Nowhere)).await;
    let hidden = world.key(&host, "hidden").await;
    // Rules count as they are when something is told; so it is waited for what comes after it.
    keys::revoke(&world.node, &host, hidden, None).await.unwrap();
    until("having been followed", || inbox_now(&world).contains("was revoked")).await;
    set(Scope::Account, Some(Verdict::Inbox)).await;
    world.key(&host, "inside").await;
    until("the one inside", || inbox_now(&world).contains("inside")).await;
    set(Scope::Account, None).await;
    world.key(&host, "outside").await;
    let told = |words: &str| deliveries(&world, a).iter().any(|one| one.event.sentence.contains(words));
    until("the last one", || told("outside")).await;
    desk.close().await;
    assert!(!told("hidden\" was created") && !told("inside"));
    let inbox = inbox(&world).await.join("\n");
    assert!(
        !inbox.contains("hidden\" was created") && inbox.contains("inside") && inbox.contains("outside"),
        "{inbox}"
    );
}

async fn what_is_removed_gets_nothing_more(world: World) {
    let post = Arc::new(PostOffice::default());
    let desk = Desk::open(&world, &post).await;
    let (host, a) = (world.host(), hook(&world, "a", A).await.channel.id);
    let off = EditChannel { on: Some(false), ..EditChannel::default() };
    until("quiet", || is_quiet(&world, a, 1)).await;
    channels::edit(&world.node, &host, a, off).await.unwrap();
    world.key(&host, "while off").await;
    channels::remove(&world.node, &host, a).await.unwrap();
    world.key(&host, "later").await;
    until("having been followed", || inbox_now(&world).contains("later")).await;
    desk.close().await;
    assert!(deliveries(&world, a).is_empty());
    let said: Vec<String> =
        post.letters(A).iter().map(|one| String::from_utf8_lossy(&one.body).into_owned()).collect();
    assert!(said.iter().all(|said| !said.contains("while off") && !said.contains("later")), "{said:?}");
    assert!(matches!(
        channels::show(&world.node, &host, a).await,
        Err(ManageError::NotFound(Thing::Channel))
    ));
}

/// The inbox as it is on record, without asking for it.
fn inbox_now(world: &World) -> String {
    use claviger::core::store::{RecordKind, RecordsOf, Store as _};
    let found = world.store.records(RecordKind::Notice, RecordsOf::Kind, None, 1_000).unwrap();
    found.iter().map(|record| String::from_utf8_lossy(&record.body).into_owned()).collect()
}

async fn only_who_may_looks_after_channels(world: World) {
    let post = Arc::new(PostOffice::default());
    let desk = Desk::open(&world, &post).await;
    let a = hook(&world, "a", A).await.channel.id;
    for role in [Role::Auditor, Role::KeyManager, Role::Viewer] {
        let person = world.person(&format!("{role}"), role).await;
        let caller = world.as_(person);
        let may_read = role == Role::Auditor;
        assert_eq!(channels::list(&world.node, &caller).await.is_ok(), may_read, "{role}");
        let refused = channels::remove(&world.node, &caller, a).await.map(drop);
        assert_eq!(refused, Err(ManageError::Forbidden { role, operation: Operation::ChannelRemove }));
    }
    desk.close().await;
}

async fn a_holder_and_a_person_are_told_of_their_own(world: World) {
    let post = Arc::new(PostOffice::default());
    let desk = Desk::open(&world, &post).await;
    let ada = world.person("ada", Role::KeyManager).await;
    let vendor = Holder::parse("vendor X").unwrap();
    let all = [
        ("all", Audience::Account),
        ("vendor", Audience::Holder(vendor.clone())),
        ("ada", Audience::Person(ada.user)),
    ];
    for (called, audience) in all {
        let route = NewRoute::parse(Service::Webhook, &format!("https://hooks.example.com/{called}"), None);
        let new = NewChannel { name: name(called), route: route.unwrap(), least: Level::Warning, audience };
        channels::create(&world.node, &world.host(), new).await.unwrap();
    }
    for called in ["of the vendor", "of nobody"] {
        let key = world.key(&world.host(), called).await;
        if called == "of the vendor" {
            let held = keys::EditKey { holder: Some(vendor.clone()), ..keys::EditKey::default() };
            keys::edit(&world.node, &world.host(), key, held).await.unwrap();
        }
        keys::step(&world.node, &world.host(), key, KeyState::Frozen, None).await.unwrap();
    }
    world.key(&world.as_(ada), "of ada").await;
    let said = |called: &str| -> Vec<String> {
        let letters = post.letters(&format!("https://hooks.example.com/{called}"));
        let said = |letter: &Letter| {
            let json: serde_json::Value = serde_json::from_slice(&letter.body).unwrap();
            json["data"]["sentence"].as_str().unwrap().to_owned()
        };
        letters.iter().map(said).filter(|said| said.starts_with("The key")).collect()
    };
    let at_last = |said: &Vec<String>| said.iter().any(|said| said.contains("\"of ada\""));
    until("everything", || at_last(&said("all"))).await;
    until("what is for ada", || at_last(&said("ada"))).await;
    desk.close().await;
    assert_eq!(said("all").len(), 5, "{:?}", said("all"));
    // Its making may be told before it was given away, or after.
    let vendor = said("vendor");
    assert!(vendor.iter().any(|said| said.contains("was stepped")), "{vendor:?}");
    assert!(vendor.iter().all(|said| said.contains("\"of the vendor\"")), "{vendor:?}");
    assert_eq!(said("ada").len(), 1, "{:?}", said("ada"));
}
