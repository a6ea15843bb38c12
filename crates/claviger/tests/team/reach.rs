//! A key manager reaches their own keys, and no other is there for them: in no list, no history, no name.

use crate::world::{AWAY, World, on_both};
use claviger::core::action::Action;
use claviger::core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger::core::id::{KeyId, UserId};
use claviger::core::key::{KeyRecord, KeyState};
use claviger::core::reason::{Detail, Reason};
use claviger::core::role::Role;
use claviger::core::store::{Claim, Item, KeyFilter, NonceUse, Settled};
use claviger::core::text::ClientName;
use claviger::core::time::Timestamp;
use claviger::manage::history::{HistoryFilter, follow, list};
use claviger::manage::keys::{self, EditKey, OverviewQuery};
use claviger::manage::{Caller, ManageError, Operation, Reach, Thing};
use std::time::Instant;

on_both! {
    nothing_of_others_is_there
    calls_are_counted_of_ones_own_keys
    stopping_everything_stops_ones_own
    whoever_reaches_all_sees_all
    a_key_belongs_to_whom_it_was_made_for
    what_widens_a_key_wants_a_recent_proof
}

/// Every use case on one key; gives what each answered.
async fn tried(world: &World, by: &Caller, key: KeyId) -> Vec<(&'static str, Option<ManageError>)> {
    let node = &world.node;
    let filter = HistoryFilter { key: Some(key), ..HistoryFilter::default() };
    let edit = EditKey { nonce_window: Some(9), ..EditKey::default() };
    vec![
        ("show", keys::show(node, by, key).await.err()),
        ("activity", keys::activity(node, by, key).await.err()),
        ("history", list(node, by, Operation::KeyHistory, filter, None, 9).await.err()),
        ("edit", keys::edit(node, by, key, edit).await.err()),
        ("step", keys::step(node, by, key, KeyState::Frozen, None).await.err()),
        ("readmit", keys::readmit(node, by, key, None).await.err()),
        ("revoke", keys::revoke(node, by, key, None).await.err()),
    ]
}

async fn nothing_of_others_is_there(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let (ada, bo) = (world.person("ada", Role::KeyManager).await, world.person("bo", Role::KeyManager).await);
    let (as_ada, as_bo) = (world.as_(ada), world.as_(bo));
    let own = world.key(&as_ada, "adas").await;
    let theirs = world.key(&as_bo, "bos").await;
    let nobodys = world.key(&world.host(), "nobodys").await;
    let owners = world.key(&world.as_(owner), "owners").await;
    for other in [theirs, nobodys, owners, KeyId::from_u64(9)] {
        for (verb, error) in tried(&world, &as_ada, other).await {
            assert_eq!(error, Some(ManageError::NotFound(Thing::Key)), "{verb} {other}");
        }
    }
    let listed = keys::list(&world.node, &as_ada, KeyFilter::default(), None, 9).await.unwrap();
    assert_eq!(listed.items.iter().map(|key| key.id).collect::<Vec<_>>(), [own]);
    let of_bo = KeyFilter { member: Some(bo.user), ..KeyFilter::default() };
    assert!(keys::list(&world.node, &as_ada, of_bo, None, 9).await.unwrap().items.is_empty());
    let after = keys::list(&world.node, &as_ada, KeyFilter::default(), Some(theirs), 9).await;
    assert_eq!(after.map(drop), Err(ManageError::NotFound(Thing::Cursor)));
    let query = OverviewQuery { limit: 9, ..OverviewQuery::default() };
    let overview = keys::overview(&world.node, &as_ada, query).await.unwrap();
    assert_eq!((overview.items.len(), overview.matching, overview.by_state[0]), (1, 1, 1));
    assert!(overview.attention.iter().all(|line| line.record.id == own));
    let names = keys::names(&world.node, &as_ada, [own, theirs, nobodys]).await.unwrap();
    assert_eq!(names.len(), 1);
    assert_eq!(keys::find(&world.node, &as_ada, "bos").await, Ok(None));
    assert_eq!(keys::find(&world.node, &as_ada, "adas").await, Ok(Some(own)));
    assert_eq!(keys::held_by(&world.node, &as_ada, "").await, Ok([own].into()));
    its_history_is_ones_own(&world, &as_ada, own).await;
}

async fn calls_are_counted_of_ones_own_keys(world: World) {
    let (ada, bo) = (world.person("ada", Role::KeyManager).await, world.person("bo", Role::KeyManager).await);
    let (as_ada, as_bo) = (world.as_(ada), world.as_(bo));
    let (own, theirs) = (world.key(&as_ada, "adas").await, world.key(&as_bo, "bos").await);
    for key in [own, theirs, theirs] {
        let called = world.node.lane().submit_call(balance(&world.record_of(key)), Instant::now());
        assert!(matches!(called.await, Ok((Settled::Accepted(_), _))));
    }
    let counted = async |by: &Caller| {
        let survey = keys::survey(&world.node, by, 0).await.unwrap();
        survey.hours.unwrap().iter().map(|hour| hour.allowed).sum::<u32>()
    };
    // They are counted behind the answers.
    while counted(&world.host()).await < 3 {
        tokio::task::yield_now().await;
    }
    assert_eq!((counted(&as_ada).await, counted(&as_bo).await, counted(&world.host()).await), (1, 2, 3));
}

/// A call that was let in.
fn balance(key: &KeyRecord) -> Item {
    let draft = EntryDraft {
        account: key.account,
        actor: Actor::Key(key.id),
        target: Target::Account,
        action: Action::Balance,
        outcome: Outcome::Allowed,
        revision: key.revision,
        source: Some("203.0.113.7".parse().unwrap()),
        client: ClientName::from_bytes(b"test"),
        reason: Reason::None,
        detail: Detail::None,
        nonce: None,
        otp_step: None,
        digest: [7; 32],
    };
    let (key, revision) = (key.id, key.revision);
    Item::Claim(Claim { key, revision, deadline: Timestamp::MAX, nonce: NonceUse::Spare, draft })
}

async fn stopping_everything_stops_ones_own(world: World) {
    let (ada, bo) = (world.person("ada", Role::KeyManager).await, world.person("bo", Role::KeyManager).await);
    let own = world.key(&world.as_(ada), "adas").await;
    let theirs = world.key(&world.as_(bo), "bos").await;
    let late = Caller { proven: false, ..world.as_(ada) };
    let stop = async |which| {
        let asked = keys::Stop { which, to: KeyState::Frozen, drain: None };
        keys::stop(&world.node, &late, asked, None).await.map(|stopped| stopped.stopped)
    };
    assert_eq!(stop(keys::Which::Named(vec![theirs])).await, Err(ManageError::NotFound(Thing::Key)));
    assert_eq!(stop(keys::Which::Account).await, Ok(1));
    let state = |key| world.record_of(key).state;
    assert_eq!((state(own), state(theirs)), (KeyState::Frozen, KeyState::Active));
}

async fn its_history_is_ones_own(world: &World, by: &Caller, own: KeyId) {
    for operation in [Operation::HistoryList, Operation::AuditList] {
        let page = list(&world.node, by, operation, HistoryFilter::default(), None, 200).await.unwrap();
        assert!(!page.items.is_empty());
        for entry in &page.items {
            let draft = &entry.draft;
            assert!(
                draft.key() == Some(own) || (draft.key().is_none() && draft.actor == by.actor()),
                "{draft:?}"
            );
        }
        let new = follow(&world.node, by, operation, HistoryFilter::default(), 0, 200).await.unwrap();
        assert_eq!(new.entries.len(), page.items.len());
    }
}

async fn whoever_reaches_all_sees_all(world: World) {
    let ada = world.person("ada", Role::KeyManager).await;
    let key = world.key(&world.as_(ada), "adas").await;
    let token = Caller { role: Role::KeyManager, ..world.host() };
    assert_eq!(token.reach, Reach::All, "a token reaches all");
    for role in [Role::Owner, Role::Admin, Role::Auditor, Role::Viewer] {
        let other = world.person(role.name(), role).await;
        keys::show(&world.node, &world.as_(other), key).await.unwrap();
    }
    keys::show(&world.node, &token, key).await.unwrap();
    let listed = keys::list(&world.node, &token, KeyFilter::default(), None, 9).await.unwrap();
    assert_eq!(listed.items.len(), 1);
}

async fn a_key_belongs_to_whom_it_was_made_for(world: World) {
    let owner = world.person("owner", Role::Owner).await;
    let (ada, viewer) = (world.person("ada", Role::KeyManager).await, world.person("vi", Role::Viewer).await);
    let bo = world.person("bo", Role::KeyManager).await;
    let away = world.person("away", Role::KeyManager).await;
    world.forget(world.member(away.member).unwrap()).await;
    world.joins(away.user, AWAY, Role::KeyManager).await;
    let (as_owner, as_ada) = (world.as_(owner), world.as_(ada));
    let made = async |by: &Caller, name: &str, member: Option<UserId>| {
        world.key_of(by, name, member).await.map(|key| world.record_of(key).member)
    };
    assert_eq!(made(&as_ada, "own", None).await, Ok(Some(ada.user)));
    assert_eq!(made(&as_owner, "owners", None).await, Ok(Some(owner.user)));
    assert_eq!(made(&as_owner, "for ada", Some(ada.user)).await, Ok(Some(ada.user)));
    assert_eq!(made(&world.host(), "nobodys", None).await, Ok(None));
    for unfit in [viewer.user, away.user, UserId::from_u64(9)] {
        assert_eq!(made(&as_owner, "unfit", Some(unfit)).await, Err(ManageError::NoKeyHolder));
    }
    let forbidden = made(&as_ada, "for bo", Some(bo.user)).await;
    assert!(matches!(forbidden, Err(ManageError::Forbidden { operation: Operation::KeyHandOver, .. })));
    let token = Caller { role: Role::KeyManager, ..world.host() };
    assert!(made(&token, "for bo", Some(bo.user)).await.is_err(), "nor does a key manager's token");
}

async fn what_widens_a_key_wants_a_recent_proof(world: World) {
    let ada = world.person("ada", Role::KeyManager).await;
    let proven = world.as_(ada);
    let late = Caller { proven: false, ..proven.clone() };
    let key = world.key(&proven, "adas").await;
    let wanted = Some(ManageError::ProofWanted);
    assert_eq!(world.key_of(&late, "more", None).await.err(), wanted);
    let narrower = EditKey { expires_at: Some(Some(world.node.now().plus_secs(60))), ..EditKey::default() };
    assert_eq!(keys::edit(&world.node, &late, key, narrower).await.err(), None);
    let wider = || EditKey { expires_at: Some(None), ..EditKey::default() };
    assert_eq!(keys::edit(&world.node, &late, key, wider()).await.err(), wanted);
    assert_eq!(keys::edit(&world.node, &proven, key, wider()).await.err(), None);
    let step = async |by: &Caller, to| keys::step(&world.node, by, key, to, None).await.err();
    assert_eq!(step(&late, KeyState::Frozen).await, None, "nobody waits to step a key down");
    let before = world.entries().len();
    assert_eq!(step(&late, KeyState::CancelOnly).await, wanted);
    assert_eq!(world.done_since(before), [Action::AdminRefused]);
    assert_eq!(step(&proven, KeyState::Active).await, None);
    assert_eq!(keys::readmit(&world.node, &late, key, None).await.err(), wanted);
    assert_eq!(keys::revoke(&world.node, &late, key, None).await.err(), None, "nor to take one back");
}
