//! An account with people in it, on either engine.

use crate::common::{Hand, Safe, generous, start_with};
use claviger::core::account::AccountRecord;
use claviger::core::action::Action;
use claviger::core::entry::{Entry, Target};
use claviger::core::id::{AccountId, KeyId, LogId, MemberId, SessionId, UserId};
use claviger::core::key::KeyKind;
use claviger::core::key::life::NewKey;
use claviger::core::people::{Login, Member, Session, User};
use claviger::core::permission::{Permission, PermissionSet};
use claviger::core::restriction::Restrictions;
use claviger::core::role::Role;
use claviger::core::store::{Change, Mutation, RecordKind, RecordWrite, Standing, Store};
use claviger::core::text::{Application, ClientName, Description, Holder, Name};
use claviger::core::token::TokenDigest;
use claviger::manage::{Caller, ManageError, Reach, host_act, keys};
use claviger::{Authority, Limits};
use claviger_sqlite::{Options, SqliteStore};
use claviger_store::{Faulty, MemoryStore};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(crate) const HOME: AccountId = AccountId::from_u64(1);
pub(crate) const AWAY: AccountId = AccountId::from_u64(2);

pub(crate) struct World {
    pub(crate) node: Arc<Authority>,
    pub(crate) store: Arc<Faulty<dyn Store>>,
    engine: Arc<dyn Store>,
    pub(crate) clock: Hand,
    safe: Safe,
    front: Front,
    _folder: Option<TempDir>,
}

/// What the node is given for a store, in front of its faults.
type Front = fn(Arc<Faulty<dyn Store>>) -> Arc<dyn Store>;

/// Somebody with a place in an account, who is signed in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) user: UserId,
    pub(crate) member: MemberId,
    pub(crate) session: SessionId,
    pub(crate) account: AccountId,
    pub(crate) role: Role,
}

impl World {
    pub(crate) async fn in_memory() -> Self {
        World::over(Arc::new(MemoryStore::new()), None).await
    }

    pub(crate) async fn in_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), Options::default()).unwrap();
        World::over(Arc::new(store), Some(folder)).await
    }

    async fn over(engine: Arc<dyn Store>, folder: Option<TempDir>) -> Self {
        let (safe, clock, store) =
            (Safe::new(), Hand::new(), Arc::new(Faulty::<dyn Store>::over(engine.clone())));
        let node = Arc::new(start_with(store.clone(), &safe, &clock, 0, limits()));
        let front: Front = |store| store;
        let world = World { node, store, engine, clock, safe, front, _folder: folder };
        for (id, name) in [(HOME, "home"), (AWAY, "away")] {
            let name = Name::parse(name).unwrap();
            let record = AccountRecord { id, name, created_at: world.node.now() };
            world.change(Change::CreateAccount { record, limit: 9 }).await;
        }
        world
    }

    /// Another node over the same engine, as after a crash: whatever the old one had begun is gone.
    pub(crate) fn restart(&mut self) {
        self.store = Arc::new(Faulty::<dyn Store>::over(self.engine.clone()));
        let front = (self.front)(self.store.clone());
        self.node = Arc::new(start_with(front, &self.safe, &self.clock, 0, limits()));
    }

    /// The same, and from now on with something else in front of the store.
    #[allow(dead_code, reason = "for the tests of notices, which share this world")]
    pub(crate) fn restart_behind(&mut self, front: Front) {
        self.front = front;
        self.restart();
    }

    /// Waits until the store is served again after a fault.
    pub(crate) async fn healthy(&self) {
        let begun = Instant::now();
        while !self.node.lane().is_healthy() {
            assert!(begun.elapsed() < Duration::from_secs(10), "service did not come back");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    async fn change(&self, change: Change) {
        let entry = host_act(HOME, Action::MemberEdit, Target::Account, "by the test");
        self.node.commit_change(Mutation::new(change, entry)).await.unwrap();
    }

    pub(crate) async fn write(&self, writes: Vec<RecordWrite>) {
        self.change(Change::Records(writes)).await;
    }

    /// Puts a person on record, with a place at home and a session.
    pub(crate) async fn person(&self, login: &str, role: Role) -> Person {
        let user = UserId::random(&mut claviger::OsEntropy).unwrap();
        let now = self.node.now();
        let record = User {
            id: user,
            login: Login::parse(login).unwrap(),
            name: Name::parse(login).unwrap(),
            password: None,
            password_long: true,
            password_changed_at: None,
            totp: None,
            totp_last_step: None,
            recovery: Vec::new(),
            help_read: Default::default(),
            revision: 1,
            created_at: now,
        };
        let record = record.record().unwrap();
        self.write(vec![RecordWrite::Create { record, limit: None }]).await;
        let person = self.joins(user, HOME, role).await;
        Person { session: self.signs_in(user).await, ..person }
    }

    /// Gives somebody on record a place.
    pub(crate) async fn joins(&self, user: UserId, account: AccountId, role: Role) -> Person {
        let id = MemberId::random(&mut claviger::OsEntropy).unwrap();
        let created_at = self.node.now();
        let member = Member { id, user, account, role, leaving: false, heir: None, revision: 1, created_at };
        let record = member.record().unwrap();
        self.write(vec![RecordWrite::Create { record, limit: None }]).await;
        Person { user, member: id, session: SessionId::from_u64(0), account, role }
    }

    /// Takes a place away without anything around it.
    pub(crate) async fn forget(&self, member: Member) {
        let (kind, id) = (RecordKind::Member, member.id.as_u64());
        self.write(vec![RecordWrite::Remove { kind, id, from: member.revision }]).await;
    }

    /// Gives a place another role without anything around it.
    pub(crate) async fn lower(&self, person: Person, role: Role) {
        let old = self.member(person.member).unwrap();
        let record = Member { role, revision: old.revision + 1, ..old }.record().unwrap();
        self.write(vec![RecordWrite::Update { record, from: old.revision }]).await;
    }

    /// What a removal that was stopped after its first write leaves of the place.
    pub(crate) async fn mark_leaving(&self, person: Person) {
        self.mark(self.member(person.member).unwrap()).await;
    }

    pub(crate) async fn mark(&self, old: Member) {
        let leaving = Member { leaving: true, revision: old.revision + 1, ..old };
        let record = leaving.record().unwrap();
        self.write(vec![RecordWrite::Update { record, from: old.revision }]).await;
    }

    pub(crate) async fn signs_in(&self, user: UserId) -> SessionId {
        self.looks_at(user, Some(HOME)).await
    }

    /// A session of a person that looked at this account last.
    pub(crate) async fn looks_at(&self, user: UserId, account: Option<AccountId>) -> SessionId {
        let id = SessionId::random(&mut claviger::OsEntropy).unwrap();
        let mut digest = [0; 32];
        digest[..8].copy_from_slice(&id.as_u64().to_be_bytes());
        let session = Session {
            id,
            user,
            digest: TokenDigest(digest),
            account,
            proof_at: None,
            source: None,
            client: ClientName::default(),
            revision: 1,
            created_at: self.node.now(),
            expires_at: self.node.now().plus_secs(600),
        };
        let record = session.record().unwrap();
        self.write(vec![RecordWrite::Create { record, limit: None }]).await;
        id
    }

    /// A person as they would be recognised now.
    pub(crate) fn as_(&self, person: Person) -> Caller {
        let member_revision = self.member(person.member).map_or(0, |member| member.revision);
        let Person { user, session, member, account, role } = person;
        let by = Standing::Session { user, session, member, member_revision };
        let reach = Reach::of(role, Some(by.principal()));
        Caller { by: Some(by), role, reach, ..Caller::system(account) }
    }

    /// Somebody who has the operator's token of an account.
    pub(crate) fn host(&self) -> Caller {
        Caller::system(HOME)
    }

    pub(crate) fn member(&self, id: MemberId) -> Option<Member> {
        let record = self.store.record(RecordKind::Member, id.as_u64()).unwrap()?;
        Some(Member::try_from(&record).unwrap())
    }

    pub(crate) fn user(&self, id: UserId) -> Option<User> {
        let record = self.store.record(RecordKind::User, id.as_u64()).unwrap()?;
        Some(User::try_from(&record).unwrap())
    }

    pub(crate) fn has(&self, kind: RecordKind, id: u64) -> bool {
        self.store.record(kind, id).unwrap().is_some()
    }

    pub(crate) async fn key(&self, by: &Caller, name: &str) -> KeyId {
        self.key_of(by, name, None).await.unwrap()
    }

    pub(crate) async fn key_of(
        &self,
        by: &Caller,
        name: &str,
        member: Option<UserId>,
    ) -> Result<KeyId, ManageError> {
        let key = NewKey {
            kind: KeyKind::Private,
            name: Name::parse(name).unwrap(),
            holder: Holder::parse("").unwrap(),
            application: Application::default(),
            member,
            description: Description::parse("").unwrap(),
            permissions: PermissionSet::of(&[Permission::QueryFunds]),
            restrictions: Restrictions::default(),
        };
        let made = keys::create(&self.node, by, keys::CreateKey { key, second_factor: None }).await;
        made.map(|made| made.record.id)
    }

    pub(crate) fn record_of(&self, key: KeyId) -> claviger::core::key::KeyRecord {
        self.store.key(key).unwrap().unwrap().record
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.store.entries(LogId(0), 0, 10_000).unwrap()
    }

    /// What was done since there were `before` entries.
    pub(crate) fn done_since(&self, before: usize) -> Vec<Action> {
        self.entries()[before..].iter().map(|entry| entry.draft.action).collect()
    }
}

fn limits() -> Limits {
    Limits { commit_stall: Duration::from_secs(5), members_per_account: 12, ..generous() }
}

/// Each of these on both engines.
macro_rules! on_both {
    ($($name:ident)*) => { $(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn in_memory() {
                super::$name(crate::world::World::in_memory().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn in_sqlite() {
                super::$name(crate::world::World::in_sqlite().await).await;
            }
        }
    )* };
}
pub(crate) use on_both;
