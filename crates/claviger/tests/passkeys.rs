//! A person's passkeys: added, named, taken off, each act on record and each answer good once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger::Authority;
use claviger::core::action::Action;
use claviger::core::entry::{Actor, Entry, Target};
use claviger::core::id::{AccountId, LogId, MemberId, SessionId, UserId};
use claviger::core::people::{Login, Member, Passkey, Session, User};
use claviger::core::restriction::Restrictions;
use claviger::core::role::Role;
use claviger::core::store::{Change, Mutation, Record, RecordKind, RecordWrite, Standing, Store as _};
use claviger::core::text::{ClientName, Name};
use claviger::core::token::TokenDigest;
use claviger::manage::factors::passkeys::{self, MAX_PASSKEYS};
use claviger::manage::factors::{FactorError, RecoveryCodes};
use claviger::manage::sessions::{NewSession, Origin, Signed};
use claviger::manage::{Caller, ManageError, Thing, host_act};
use claviger_passkey::PasskeyError;
use claviger_passkey::soft_device::SoftDevice;
use claviger_store::MemoryStore;
use common::{Hand, Safe, make_key, start};
use std::collections::BTreeMap;
use std::sync::Arc;

const ACCOUNT: AccountId = AccountId::from_u64(1);
const USER: UserId = UserId::from_u64(2);
const SESSION: SessionId = SessionId::from_u64(3);
const MEMBER: MemberId = MemberId::from_u64(4);

type Added = Result<(NewSession, Option<RecoveryCodes>), FactorError>;

struct World {
    node: Authority,
    store: MemoryStore,
    clock: Hand,
    origin: Origin,
}

impl World {
    /// A node with an owner who is signed in and has a long password.
    async fn new() -> Self {
        let (store, safe, clock) = (MemoryStore::new(), Safe::new(), Hand::new());
        let node = start(Arc::new(store.clone()), &safe, &clock, 0);
        make_key(&node, &safe, 1, Restrictions::default()).await;
        let origin = Origin { rp_id: "keys.example.com".into(), origin: "https://keys.example.com".into() };
        let world = World { node, store, clock, origin };
        let records =
            [user().record().unwrap(), world.session().record().unwrap(), member().record().unwrap()];
        world.write(records.map(|record| RecordWrite::Create { record, limit: None }).into()).await;
        world
    }

    fn session(&self) -> Session {
        Session {
            id: SESSION,
            user: USER,
            digest: TokenDigest([3; 32]),
            account: Some(ACCOUNT),
            proof_at: Some(self.node.now()),
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

    /// Changes the person behind everybody's back.
    async fn change(&self, change: impl FnOnce(&mut User)) {
        let mut user = self.signed().user;
        let from = user.revision;
        user.revision += 1;
        change(&mut user);
        self.write(vec![RecordWrite::Update { record: user.record().unwrap(), from }]).await;
    }

    fn record(&self, kind: RecordKind, id: u64) -> Record {
        self.store.record(kind, id).unwrap().unwrap()
    }

    fn last(&self) -> Entry {
        self.store.entries(LogId(0), 0, 1000).unwrap().pop().unwrap()
    }

    /// The person as they are recognised now.
    fn signed(&self) -> Signed {
        let member = Member::try_from(&self.record(RecordKind::Member, MEMBER.as_u64())).unwrap();
        let by = Standing::Session {
            user: USER,
            session: SESSION,
            member: MEMBER,
            member_revision: member.revision,
        };
        let account = self.store.account(ACCOUNT).unwrap().unwrap();
        Signed {
            caller: Caller { by: Some(by), role: member.role, ..Caller::system(ACCOUNT) },
            user: User::try_from(&self.record(RecordKind::User, USER.as_u64())).unwrap(),
            session: Session::try_from(&self.record(RecordKind::Session, SESSION.as_u64())).unwrap(),
            accounts: vec![(account.clone(), member.role)],
            account,
            member,
        }
    }

    async fn begin(&self) -> Result<(String, String), ManageError> {
        passkeys::begin(&self.node, &self.signed(), &self.origin).await
    }

    async fn finish(&self, ticket: &str, credential: &str, name: &str) -> Added {
        let name = Name::parse(name).unwrap();
        passkeys::add(&self.node, &self.signed(), &self.origin, ticket, credential, name).await
    }

    async fn add(&self, device: &SoftDevice, name: &str) -> Added {
        let (ticket, options) = self.begin().await?;
        let credential = device.create(&options, &self.origin.origin).unwrap();
        self.finish(&ticket, &credential, name).await
    }

    async fn kept(&self) -> Vec<Passkey> {
        passkeys::list(&self.node, &self.signed()).await.unwrap()
    }

    async fn names(&self) -> Vec<String> {
        self.kept().await.iter().map(|passkey| passkey.name.to_string()).collect()
    }
}

fn user() -> User {
    User {
        id: USER,
        login: Login::parse("ada").unwrap(),
        name: Name::parse("Ada").unwrap(),
        password: None,
        password_long: true,
        password_changed_at: None,
        totp: None,
        totp_last_step: None,
        recovery: Vec::new(),
        help_read: BTreeMap::new(),
        revision: 1,
        created_at: claviger::core::time::Timestamp::from_secs(common::START),
    }
}

fn member() -> Member {
    let created_at = claviger::core::time::Timestamp::from_secs(common::START);
    let (role, leaving, revision) = (Role::Owner, false, 1);
    Member { id: MEMBER, user: USER, account: ACCOUNT, role, leaving, revision, created_at }
}

fn device(number: u8) -> SoftDevice {
    SoftDevice::new([number; 32])
}

fn failed(added: Added) -> FactorError {
    added.map(drop).unwrap_err()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_added_and_the_session_gets_another_token() {
    let world = World::new().await;
    let before = world.signed();
    let (new, codes) = world.add(&device(1), "YubiKey").await.unwrap();
    assert!(codes.is_some(), "the first second factor comes with recovery codes");
    let [kept] = &world.kept().await[..] else { panic!("one passkey") };
    assert_eq!(*kept.credential, *device(1).credential());
    let facts = (kept.name.as_str(), kept.user, kept.counter, kept.used_at);
    assert_eq!(facts, ("YubiKey", USER, 0, None));
    let entry = world.last().draft;
    assert_eq!((entry.action, entry.actor), (Action::PasskeyAdd, Actor::User(USER)));
    assert_eq!(entry.target, Target::Record(RecordKind::Passkey, kept.id.as_u64()));
    let after = world.signed();
    assert!(
        !after.session.digest.same(&before.session.digest) && after.session.digest.same(&new.token.digest())
    );
    assert_eq!((after.user.revision, after.user.recovery.len()), (before.user.revision + 1, 10));
    let (_, codes) = world.add(&device(2), "Phone").await.unwrap();
    assert!(codes.is_none(), "the second one does not");
    assert_eq!(world.names().await, ["YubiKey", "Phone"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_added_or_removed_without_a_recent_proof() {
    let world = World::new().await;
    let (ticket, options) = world.begin().await.unwrap();
    let credential = device(1).create(&options, &world.origin.origin).unwrap();
    let mut signed = world.signed();
    signed.caller.proven = false;
    let wanted = FactorError::Manage(ManageError::ProofWanted);
    assert_eq!(passkeys::begin(&world.node, &signed, &world.origin).await, Err(ManageError::ProofWanted));
    let name = Name::parse("late").unwrap();
    let added = passkeys::add(&world.node, &signed, &world.origin, &ticket, &credential, name).await;
    assert_eq!(failed(added), wanted);
    assert_eq!(world.last().draft.action, Action::AdminRefused);
    world.add(&device(1), "first").await.unwrap();
    let mut signed = world.signed();
    signed.caller.proven = false;
    let id = world.kept().await[0].id;
    assert_eq!(passkeys::remove(&world.node, &signed, id).await.map(drop), Err(wanted));
    assert_eq!(world.kept().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_good_once_and_for_what_it_was_given_out_for() {
    let world = World::new().await;
    let (ticket, options) = world.begin().await.unwrap();
    let answer = |number| device(number).create(&options, &world.origin.origin).unwrap();
    let stale = |added| assert_eq!(failed(added), FactorError::Stale);
    stale(world.finish("", &answer(1), "none").await);
    stale(world.finish(&ticket[1..], &answer(1), "cut").await);
    world.finish(&ticket, &answer(1), "once").await.unwrap();
    stale(world.finish(&ticket, &answer(2), "twice").await);
    let (ticket, _) = world.begin().await.unwrap();
    world.change(|_| ()).await;
    stale(world.finish(&ticket, &answer(2), "after a change").await);
    let (ticket, options) = world.begin().await.unwrap();
    world.clock.step_secs(5 * 60);
    let late = device(2).create(&options, &world.origin.origin).unwrap();
    stale(world.finish(&ticket, &late, "late").await);
    assert_eq!(world.names().await, ["once"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_that_carry_the_same_ticket_one_is_taken() {
    let world = World::new().await;
    let (ticket, options) = world.begin().await.unwrap();
    let answer = |number| device(number).create(&options, &world.origin.origin).unwrap();
    let signed = world.signed();
    let (one, other) = (answer(1), answer(2));
    let add = |credential, name| {
        passkeys::add(&world.node, &signed, &world.origin, &ticket, credential, Name::parse(name).unwrap())
    };
    let (one, other) = tokio::join!(add(&one, "one"), add(&other, "other"));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|taken| **taken).count(), 1);
    assert_eq!(world.kept().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_browser_gives_is_judged_and_a_refusal_is_on_record() {
    let world = World::new().await;
    let refused = |added| match failed(added) {
        FactorError::Passkey(error) => error,
        other => panic!("{other:?}"),
    };
    let (ticket, options) = world.begin().await.unwrap();
    let evil = device(1).create(&options, "https://evil.example.com").unwrap();
    assert_eq!(refused(world.finish(&ticket, &evil, "evil").await), PasskeyError::Origin);
    assert_eq!(world.last().draft.action, Action::AdminRefused);
    let (_, other) = world.begin().await.unwrap();
    let answer = device(1).create(&other, &world.origin.origin).unwrap();
    assert_eq!(refused(world.finish(&ticket, &answer, "of another").await), PasskeyError::Challenge);
    // A refused answer uses nothing up.
    let answer = device(1).create(&options, &world.origin.origin).unwrap();
    world.finish(&ticket, &answer, "right").await.unwrap();
    assert_eq!(refused(world.add(&device(1), "again").await), PasskeyError::OnRecord);
    assert_eq!(world.names().await, ["right"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_are_at_most_ten() {
    let world = World::new().await;
    for number in 0..10 {
        world.add(&device(number), &format!("key {number}")).await.unwrap();
    }
    let reached = ManageError::LimitReached { thing: Thing::Passkey, limit: MAX_PASSKEYS };
    assert_eq!(world.begin().await, Err(reached));
    let id = world.kept().await[3].id;
    passkeys::remove(&world.node, &world.signed(), id).await.unwrap();
    world.add(&device(10), "key 10").await.unwrap();
    assert_eq!(world.kept().await.len(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_tell_passkeys_apart() {
    let world = World::new().await;
    world.add(&device(1), "YubiKey").await.unwrap();
    let taken = ManageError::NameTaken(Thing::Passkey);
    assert_eq!(failed(world.add(&device(2), "yubikey").await), FactorError::Manage(taken));
    world.add(&device(2), "Phone").await.unwrap();
    let [yubikey, phone] = &world.kept().await[..] else { panic!("two passkeys") };
    let rename = async |id, name: &str| {
        passkeys::rename(&world.node, &world.signed(), id, Name::parse(name).unwrap()).await
    };
    assert_eq!(rename(phone.id, "YUBIKEY").await, Err(taken));
    rename(yubikey.id, "YUBIKEY").await.unwrap();
    assert_eq!(world.last().draft.action, Action::PasskeyEdit);
    assert_eq!(world.names().await, ["YUBIKEY", "Phone"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_removed_unless_the_password_could_not_stand_alone() {
    let world = World::new().await;
    world.add(&device(1), "one").await.unwrap();
    world.add(&device(2), "other").await.unwrap();
    world.change(|user| user.password_long = false).await;
    let [one, other] = &world.kept().await[..] else { panic!("two passkeys") };
    let remove = async |id| passkeys::remove(&world.node, &world.signed(), id).await.map(drop);
    remove(one.id).await.unwrap();
    assert_eq!(world.last().draft.action, Action::PasskeyRemove);
    assert_eq!(remove(one.id).await, Err(ManageError::NotFound(Thing::Passkey).into()));
    assert_eq!(remove(other.id).await, Err(FactorError::LastFactor));
    assert_eq!(world.last().draft.action, Action::AdminRefused);
    assert!(!world.signed().user.recovery.is_empty());
    world.change(|user| user.password_long = true).await;
    remove(other.id).await.unwrap();
    assert!(world.signed().user.recovery.is_empty(), "no second factor, nothing to recover");
    assert_eq!(world.names().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_that_remove_the_last_two_one_is_refused() {
    let world = World::new().await;
    world.add(&device(1), "one").await.unwrap();
    world.add(&device(2), "other").await.unwrap();
    world.change(|user| user.password_long = false).await;
    let (signed, kept) = (world.signed(), world.kept().await);
    let remove = |at: usize| passkeys::remove(&world.node, &signed, kept[at].id);
    let (one, other) = tokio::join!(remove(0), remove(1));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|done| **done).count(), 1);
    assert_eq!(world.kept().await.len(), 1, "a short password does not stand alone");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_of_somebody_else_is_not_there() {
    let world = World::new().await;
    world.add(&device(1), "mine").await.unwrap();
    let mut foreign = world.kept().await.remove(0);
    foreign.user = UserId::from_u64(99);
    foreign.id = claviger::core::id::PasskeyId::from_u64(99);
    foreign.credential = device(9).credential().into();
    let record = foreign.record().unwrap();
    world.write(vec![RecordWrite::Create { record, limit: None }]).await;
    let not_found = ManageError::NotFound(Thing::Passkey);
    let signed = world.signed();
    let renamed = passkeys::rename(&world.node, &signed, foreign.id, Name::parse("x").unwrap()).await;
    assert_eq!(renamed, Err(not_found));
    let removed = passkeys::remove(&world.node, &signed, foreign.id).await.map(drop);
    assert_eq!(removed, Err(not_found.into()));
    assert_eq!(world.names().await, ["mine"]);
}
