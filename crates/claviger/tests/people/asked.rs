//! What a person asks for, from a session: written as theirs, once, and only while they are who was recognised.

use crate::common::{Hand, Safe, make_key, start};
use claviger::Authority;
use claviger::core::action::Action;
use claviger::core::entry::{Actor, Entry, Target};
use claviger::core::id::{AccountId, LogId, MemberId, SessionId, TokenId, UserId};
use claviger::core::key::KeyKind;
use claviger::core::key::life::NewKey;
use claviger::core::people::{Member, Session};
use claviger::core::permission::PermissionSet;
use claviger::core::principal::Principal;
use claviger::core::restriction::Restrictions;
use claviger::core::role::Role;
use claviger::core::store::{Change, Item, Mutation, Record, RecordKind, RecordWrite, Standing, Store as _};
use claviger::core::text::{Application, ClientName, Description, Holder, Name};
use claviger::core::token::TokenDigest;
use claviger::manage::{Asked, Caller, ManageError, host_act, keys, once};
use claviger_store::MemoryStore;
use std::sync::Arc;
use std::time::{Duration, Instant};

const ACCOUNT: AccountId = AccountId::from_u64(1);
const USER: UserId = UserId::from_u64(2);
const SESSION: SessionId = SessionId::from_u64(3);
const MEMBER: MemberId = MemberId::from_u64(4);

struct World {
    node: Authority,
    store: MemoryStore,
    clock: Hand,
}

impl World {
    /// A node with an account, and a key manager of it who is signed in for an hour.
    async fn new() -> Self {
        let (store, safe, clock) = (MemoryStore::new(), Safe::new(), Hand::new());
        let node = start(Arc::new(store.clone()), &safe, &clock, 0);
        make_key(&node, &safe, 1, Restrictions::default()).await;
        let world = World { node, store, clock };
        let records = [world.session().record().unwrap(), member().record().unwrap()];
        world.write(records.map(|record| RecordWrite::Create { record, limit: None }).into()).await;
        world
    }

    fn session(&self) -> Session {
        Session {
            id: SESSION,
            user: USER,
            digest: TokenDigest([3; 32]),
            account: Some(ACCOUNT),
            proof_at: None,
            source: None,
            client: ClientName::default(),
            revision: 1,
            created_at: self.node.now(),
            expires_at: self.node.now().plus_secs(3600),
        }
    }

    async fn write(&self, writes: Vec<RecordWrite>) {
        let entry = host_act(ACCOUNT, Action::MemberEdit, Target::Record(RecordKind::User, 2), "by the test");
        self.node.commit_change(Mutation::new(Change::Records(writes), entry)).await.unwrap();
    }

    fn record(&self, kind: RecordKind, id: u64) -> Option<Record> {
        self.store.record(kind, id).unwrap()
    }

    fn entries(&self) -> Vec<Entry> {
        self.store.entries(LogId(0), 0, 1000).unwrap()
    }
}

fn member() -> Member {
    let created_at = claviger::core::time::Timestamp::from_secs(crate::common::START);
    let (role, leaving, revision) = (Role::KeyManager, false, 1);
    Member { id: MEMBER, user: USER, account: ACCOUNT, role, leaving, heir: None, revision, created_at }
}

fn caller() -> Caller {
    let by = Standing::Session { user: USER, session: SESSION, member: MEMBER, member_revision: 1 };
    Caller { by: Some(by), role: Role::KeyManager, ..Caller::system(ACCOUNT) }
}

async fn create(world: &World, caller: &Caller, name: &str) -> Result<keys::CreatedKey, ManageError> {
    let key = NewKey {
        kind: KeyKind::Private,
        name: Name::parse(name).unwrap(),
        holder: Holder::parse("").unwrap(),
        application: Application::default(),
        member: Some(USER),
        description: Description::parse("").unwrap(),
        permissions: PermissionSet::NONE,
        restrictions: Restrictions::default(),
    };
    keys::create(&world.node, caller, keys::CreateKey { key, second_factor: None }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_person_does_is_told_as_theirs() {
    let world = World::new().await;
    let made = create(&world, &caller(), "own").await.unwrap().record;
    let entry = world.entries().pop().unwrap().draft;
    assert_eq!((entry.actor, entry.target), (Actor::User(USER), Target::Key(made.id)));
    assert!(entry.detail.to_string().contains("member: user_000000000002"), "{}", entry.detail);
    assert_eq!(world.store.key(made.id).unwrap().unwrap().record.member, Some(USER));
    // What the role does not allow is refused, and told as theirs, too.
    let refused = claviger::manage::tokens::list(&world.node, &caller(), None, 9).await.map(drop);
    assert!(matches!(refused, Err(ManageError::Forbidden { role: Role::KeyManager, .. })), "{refused:?}");
    let entry = world.entries().pop().unwrap().draft;
    assert_eq!((entry.actor, entry.action), (Actor::User(USER), Action::AdminRefused));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_outlives_the_session_or_the_place_it_was_asked_with() {
    let world = World::new().await;
    let gone = async |name: &str| create(&world, &caller(), name).await.map(|made| made.record.id);
    assert!(gone("before").await.is_ok());
    let (kind, id) = (RecordKind::Session, SESSION.as_u64());
    world.write(vec![RecordWrite::Remove { kind, id, from: 1 }]).await;
    assert_eq!(gone("after its end").await, Err(ManageError::CallerGone));
    let again = world.session().record().unwrap();
    world.write(vec![RecordWrite::Create { record: again, limit: None }]).await;
    assert!(gone("signed in again").await.is_ok());
    let demoted = Member { role: Role::Viewer, revision: 2, ..member() }.record().unwrap();
    world.write(vec![RecordWrite::Update { record: demoted, from: 1 }]).await;
    assert_eq!(gone("after the role changed").await, Err(ManageError::CallerGone));
    let back = Caller { by: Some(standing(2)), ..caller() };
    assert!(create(&world, &back, "with the new place").await.is_ok());
    world.clock.step_secs(3600);
    assert_eq!(create(&world, &back, "idle").await.map(drop), Err(ManageError::CallerGone));
}

fn standing(member_revision: u64) -> Standing {
    Standing::Session { user: USER, session: SESSION, member: MEMBER, member_revision }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_sent_twice_takes_effect_once_and_is_the_persons_own() {
    let world = World::new().await;
    let asked = |by: &Caller| Asked::new(&world.node, by, b"key of the request", &[b"body"]).unwrap();
    let caller = Caller { asked: Some(asked(&caller())), ..caller() };
    create(&world, &caller, "once").await.unwrap();
    assert_eq!(create(&world, &caller, "twice").await.map(drop), Err(ManageError::Repeated));
    assert!(matches!(once::known(&world.node, &asked(&caller)).await, Ok(once::Known::Same(_))));
    // A token that has the person's number is somebody else.
    let token = Standing::Token { token: TokenId::from_u64(USER.as_u64()), revision: 1 };
    let other = Caller { by: Some(token), ..caller.clone() };
    assert_eq!(once::known(&world.node, &asked(&other)).await, Ok(once::Known::Nothing));
    assert_eq!(
        (caller.principal(), other.actor()),
        (Some(Principal::User(USER)), Actor::Token(TokenId::from_u64(2)))
    );
}

/// Nobody waits for it, and no entry tells of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn use_prolongs_a_session_behind_the_request() {
    let world = World::new().await;
    let (before, later) = (world.entries().len(), world.node.now().plus_secs(7200));
    let (kind, id) = (RecordKind::Session, SESSION.as_u64());
    assert!(world.node.lane().submit_unwatched(Item::Prolong { kind, id, expires_at: later }));
    let deadline = Instant::now() + Duration::from_secs(10);
    while world.record(kind, id).unwrap().expires_at != Some(later) {
        assert!(Instant::now() < deadline, "it was not prolonged");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(world.entries().len(), before);
    world.clock.step_secs(7199);
    assert!(create(&world, &caller(), "late").await.is_ok());
}
