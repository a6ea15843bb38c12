//! A node with an account and people in it, as they are made without the layers around.

use crate::common::{Hand, Safe, generous, start_with};
use claviger::core::account::AccountRecord;
use claviger::core::action::Action;
use claviger::core::entry::{Entry, Outcome, Target};
use claviger::core::id::{AccountId, LogId, MemberId, UserId};
use claviger::core::otp::{STEP_SECS, code};
use claviger::core::people::{Login, Member, User};
use claviger::core::role::Role;
use claviger::core::store::{Change, Mutation, Record, RecordKind, RecordWrite, RecordsOf, Store};
use claviger::core::text::{ClientName, Name};
use claviger::manage::factors::{RecoveryCodes, totp};
use claviger::manage::host_act;
use claviger::manage::sessions::{
    self, FactorWanted, NewSession, Origin, Place, SignInError, Signed, SignedIn,
};
use claviger::{Authority, Limits, OsEntropy};
use claviger_seal::passphrase::Cost;
use claviger_seal::password;
use claviger_store::MemoryStore;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

pub(crate) const DESK: AccountId = AccountId::from_u64(1);
pub(crate) const LAB: AccountId = AccountId::from_u64(2);
pub(crate) const ADA: UserId = UserId::from_u64(11);
pub(crate) const BOB: UserId = UserId::from_u64(12);
pub(crate) const PASSWORD: &str = "plinth vapour mosaic";

pub(crate) struct World {
    pub(crate) node: Authority,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Hand,
}

/// Where somebody asks from, by the last byte of the address.
pub(crate) fn from(last: u8) -> Place {
    Place { source: Some([192, 0, 2, last].into()), client: ClientName::from_bytes(b"Firefox on Linux") }
}

pub(crate) fn origin() -> Origin {
    Origin { rp_id: "localhost".into(), origin: "http://localhost:8480".into() }
}

impl World {
    /// With the accounts `Desk` and `Lab`, and Ada and Bob, who are owner and viewer of the first.
    pub(crate) async fn new() -> Self {
        World::with(generous()).await
    }

    pub(crate) async fn with(limits: Limits) -> Self {
        let store = MemoryStore::new();
        World::on(Arc::new(store.clone()), store, limits).await
    }

    /// On a store that may be another one in front of `store`.
    pub(crate) async fn on(front: Arc<dyn Store>, store: MemoryStore, limits: Limits) -> Self {
        let (safe, clock) = (Safe::new(), Hand::new());
        let node = start_with(front, &safe, &clock, 0, limits);
        let world = World { node, store, clock };
        for (id, name) in [(DESK, "Desk"), (LAB, "Lab")] {
            let record = AccountRecord { id, name: Name::parse(name).unwrap(), created_at: world.node.now() };
            world.change(Change::CreateAccount { record, limit: 9 }).await;
        }
        world.person(ADA, "ada", Role::Owner).await;
        world.person(BOB, "bob", Role::Viewer).await;
        world
    }

    async fn change(&self, change: Change) {
        let entry = host_act(DESK, Action::UserCreate, Target::Account, "by the test");
        self.node.commit_change(Mutation::new(change, entry)).await.unwrap();
    }

    pub(crate) async fn write(&self, writes: Vec<RecordWrite>) {
        self.change(Change::Records(writes)).await;
    }

    /// A person with the password of all and a place in Desk.
    async fn person(&self, id: UserId, login: &str, role: Role) {
        let user = User {
            id,
            login: Login::parse(login).unwrap(),
            name: Name::parse(login).unwrap(),
            password: Some(password::hash(PASSWORD, Cost::default(), &mut OsEntropy).unwrap()),
            password_long: true,
            password_changed_at: Some(self.node.now()),
            totp: None,
            totp_last_step: None,
            recovery: Vec::new(),
            help_read: BTreeMap::new(),
            revision: 1,
            created_at: self.node.now(),
        };
        let record = user.record().unwrap();
        self.write(vec![RecordWrite::Create { record, limit: None }]).await;
        self.place(id, DESK, role).await;
    }

    /// Gives somebody a place.
    pub(crate) async fn place(&self, user: UserId, account: AccountId, role: Role) -> MemberId {
        let id = MemberId::from_u64(user.as_u64() * 100 + account.as_u64());
        let handle = Member::handle(user, account).into_vec();
        let mut member: Member = Member::try_from(&Record {
            kind: RecordKind::Member,
            id: id.as_u64(),
            account: Some(account),
            owner: user.as_u64(),
            handle: Some(handle.into()),
            revision: 1,
            created_at: self.node.now(),
            expires_at: None,
            body: br#"{"v":1,"body":{"role":"viewer","leaving":false}}"#.to_vec().into(),
        })
        .unwrap();
        member.role = role;
        let record = member.record().unwrap();
        self.write(vec![RecordWrite::Create { record, limit: None }]).await;
        id
    }

    pub(crate) fn user(&self, id: UserId) -> User {
        User::try_from(&self.store.record(RecordKind::User, id.as_u64()).unwrap().unwrap()).unwrap()
    }

    pub(crate) async fn sign_in_from(
        &self,
        login: &str,
        text: &str,
        last: u8,
    ) -> Result<SignedIn, SignInError> {
        sessions::sign_in(&self.node, login, text, &origin(), &from(last)).await
    }

    /// Signs somebody in who has no second factor.
    pub(crate) async fn enter(&self, login: &str) -> NewSession {
        match self.sign_in_from(login, PASSWORD, 1).await.unwrap() {
            SignedIn::In(new) => new,
            SignedIn::FactorWanted(_) => panic!("a factor is wanted"),
        }
    }

    /// Gives the right password of somebody who has a second factor.
    pub(crate) async fn asked(&self, login: &str) -> FactorWanted {
        match self.sign_in_from(login, PASSWORD, 1).await.unwrap() {
            SignedIn::In(_) => panic!("no factor is wanted"),
            SignedIn::FactorWanted(wanted) => wanted,
        }
    }

    pub(crate) async fn recognise(&self, token: &str) -> Option<Signed> {
        sessions::recognise(&self.node, token, &from(1)).await.unwrap()
    }

    pub(crate) async fn signed(&self, new: &NewSession) -> Signed {
        self.recognise(&new.token.reveal()).await.expect("the token is good")
    }

    /// Sets a time-based code up: the session that did, the secret and the recovery codes. The code of the present
    /// step is used up by it.
    pub(crate) async fn with_totp(&self, login: &str) -> (NewSession, Vec<u8>, RecoveryCodes) {
        let signed = self.signed(&self.enter(login).await).await;
        let setup = totp::begin(&self.node, &signed).await.unwrap();
        let secret = base32(&setup.secret_base32);
        let done = totp::confirm(&self.node, &signed, &setup.ticket, &self.code(&secret)).await;
        let (new, codes) = done.map_err(|error| error.to_string()).unwrap();
        (new, secret, codes.expect("the first factor comes with recovery codes"))
    }

    /// The code of the present step.
    pub(crate) fn code(&self, secret: &[u8]) -> String {
        let step = self.node.now().secs() / STEP_SECS;
        String::from_utf8(code(secret, u64::try_from(step).unwrap()).to_vec()).unwrap()
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.store.entries(LogId(0), 0, 1000).unwrap()
    }

    /// The actions put on record since there were `seen` entries.
    pub(crate) fn actions(&self, seen: usize) -> Vec<Action> {
        self.entries().iter().skip(seen).map(|entry| entry.draft.action).collect()
    }

    pub(crate) fn hashes(&self) -> u64 {
        self.node.stats().password_hashes.load(Relaxed)
    }

    pub(crate) fn sessions(&self) -> usize {
        self.store.records(RecordKind::Session, RecordsOf::Kind, None, 1000).unwrap().len()
    }
}

/// RFC 4648 base32 without padding.
pub(crate) fn base32(text: &str) -> Vec<u8> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = text.chars().map(|c| format!("{:05b}", alphabet.find(c).expect("base32"))).collect();
    let bytes = bits.as_bytes().chunks_exact(8).map(|byte| std::str::from_utf8(byte).unwrap());
    bytes.map(|byte| u8::from_str_radix(byte, 2).unwrap()).collect()
}

/// Whether an entry says that something was refused.
pub(crate) fn is_refused(entry: &Entry) -> bool {
    entry.draft.outcome == Outcome::Refused
}
