//! A node with an owner who is signed in and has a long password.

use crate::common::{self, Hand, Safe, make_key, start};
use claviger::Authority;
use claviger::core::action::Action;
use claviger::core::entry::{Entry, Target};
use claviger::core::id::{AccountId, LogId, MemberId, SessionId, UserId};
use claviger::core::people::{Login, Member, Passkey, Session, User};
use claviger::core::restriction::Restrictions;
use claviger::core::role::Role;
use claviger::core::store::{Change, Mutation, Record, RecordKind, RecordWrite, Standing, Store as _};
use claviger::core::text::{ClientName, Name};
use claviger::core::time::Timestamp;
use claviger::core::token::TokenDigest;
use claviger::manage::factors::{FactorError, RecoveryCodes, passkeys};
use claviger::manage::sessions::{NewSession, Origin, Signed};
use claviger::manage::{Caller, ManageError, host_act};
use claviger_passkey::soft_device::SoftDevice;
use claviger_store::MemoryStore;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) const ACCOUNT: AccountId = AccountId::from_u64(1);
pub(crate) const USER: UserId = UserId::from_u64(2);
pub(crate) const SESSION: SessionId = SessionId::from_u64(3);
pub(crate) const MEMBER: MemberId = MemberId::from_u64(4);

pub(crate) type Added = Result<(NewSession, Option<RecoveryCodes>), FactorError>;

pub(crate) struct World {
    pub(crate) node: Authority,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Hand,
    pub(crate) origin: Origin,
}

impl World {
    pub(crate) async fn new() -> Self {
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

    pub(crate) async fn write(&self, writes: Vec<RecordWrite>) {
        let entry = host_act(ACCOUNT, Action::MemberEdit, Target::Record(RecordKind::User, 2), "by the test");
        self.node.commit_change(Mutation::new(Change::Records(writes), entry)).await.unwrap();
    }

    /// Changes the person behind everybody's back.
    pub(crate) async fn change(&self, change: impl FnOnce(&mut User)) {
        let mut user = self.signed().user;
        let from = user.revision;
        user.revision += 1;
        change(&mut user);
        self.write(vec![RecordWrite::Update { record: user.record().unwrap(), from }]).await;
    }

    fn record(&self, kind: RecordKind, id: u64) -> Record {
        self.store.record(kind, id).unwrap().unwrap()
    }

    pub(crate) fn last(&self) -> Entry {
        self.store.entries(LogId(0), 0, 1000).unwrap().pop().unwrap()
    }

    /// The person as they are recognised now.
    pub(crate) fn signed(&self) -> Signed {
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

    pub(crate) async fn begin(&self) -> Result<(String, String), ManageError> {
        passkeys::begin(&self.node, &self.signed(), &self.origin).await
    }

    pub(crate) async fn finish(&self, ticket: &str, credential: &str, name: &str) -> Added {
        let name = Name::parse(name).unwrap();
        passkeys::add(&self.node, &self.signed(), &self.origin, ticket, credential, name).await
    }

    pub(crate) async fn add(&self, device: &SoftDevice, name: &str) -> Added {
        let (ticket, options) = self.begin().await?;
        let credential = device.create(&options, &self.origin.origin).unwrap();
        self.finish(&ticket, &credential, name).await
    }

    pub(crate) async fn kept(&self) -> Vec<Passkey> {
        passkeys::list(&self.node, &self.signed()).await.unwrap()
    }

    pub(crate) async fn names(&self) -> Vec<String> {
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
        created_at: Timestamp::from_secs(common::START),
    }
}

fn member() -> Member {
    let created_at = Timestamp::from_secs(common::START);
    let (role, leaving, revision) = (Role::Owner, false, 1);
    Member { id: MEMBER, user: USER, account: ACCOUNT, role, leaving, heir: None, revision, created_at }
}

pub(crate) fn device(number: u8) -> SoftDevice {
    SoftDevice::new([number; 32])
}
