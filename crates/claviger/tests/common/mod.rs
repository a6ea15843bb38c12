//! A node in a box: an authority over the memory store with faults, a clock that is set by hand,
//! and keys made without the management layer.
#![allow(dead_code, unreachable_pub, reason = "shared by test files that use a part of it each")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod chance;

use claviger::clock::Clock;
use claviger::core::account::AccountRecord;
use claviger::core::action::{Action, OrderFacts};
use claviger::core::call::{QueryDates, SignedCall};
use claviger::core::credential::ApiKey;
use claviger::core::entry::{Actor, Entry, EntryDraft, Outcome, Target};
use claviger::core::id::{AccountId, KeyId, LogId};
use claviger::core::key::{KeyKind, KeyRecord, KeyState, life};
use claviger::core::permission::{Permission, PermissionSet};
use claviger::core::reason::{Detail, Reason};
use claviger::core::restriction::Restrictions;
use claviger::core::signature::{SignedBytes, sign};
use claviger::core::store::{Change, KeyRow, Mutation, Retention, SealedBytes, Store};
use claviger::core::text::{Application, ClientName, Description, Holder, Name};
use claviger::core::time::Timestamp;
use claviger::{Admitted, Authority, ChangeError, Limits, OsEntropy, Refusal, Secrets};
use claviger_seal::{Binding, Keyring, MasterKey, Purpose, WrappedDataKey};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

pub const START: i64 = 1_800_000_000;
pub const RETENTION: Retention = Retention { max_age_secs: None, max_bytes: None };

/// A clock set by hand.
#[derive(Clone)]
pub struct Hand(Arc<AtomicI64>);

impl Hand {
    pub fn new() -> Self {
        Hand(Arc::new(AtomicI64::new(START * 1_000_000)))
    }
    pub fn step_secs(&self, secs: i64) {
        self.0.fetch_add(secs * 1_000_000, SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(SeqCst))
    }
}

/// The data keys of a test's store: the same on every node and after every restart.
pub struct Safe {
    master: MasterKey,
    wrapped: Vec<WrappedDataKey>,
}

impl Safe {
    pub fn new() -> Self {
        let master = MasterKey::random(&mut OsEntropy).unwrap();
        let wrapped = Keyring::create(&mut OsEntropy).unwrap().wrap(&master, &mut OsEntropy).unwrap();
        Safe { master, wrapped }
    }
    pub fn keyring(&self) -> Keyring {
        Keyring::unwrap_with(&[&self.master], &self.wrapped).unwrap()
    }
}

/// A key with its secret, as a client holds it.
#[derive(Clone)]
pub struct Held {
    pub record: KeyRecord,
    pub secret: [u8; 64],
}

pub fn start(store: Arc<dyn Store>, safe: &Safe, clock: &Hand, log: u32) -> Authority {
    start_with(store, safe, clock, log, generous())
}

pub fn start_with(store: Arc<dyn Store>, safe: &Safe, clock: &Hand, log: u32, limits: Limits) -> Authority {
    Authority::start(
        store,
        Secrets::new(safe.keyring()),
        Arc::new(clock.clone()),
        limits,
        RETENTION,
        LogId(log),
    )
    .unwrap()
}

pub fn generous() -> Limits {
    Limits { rate_max: 1_000_000, ..Limits::default() }
}

pub fn permissions() -> PermissionSet {
    PermissionSet::of(&[Permission::QueryFunds, Permission::ModifyTrades, Permission::QueryLedger])
}

/// Makes key number `number` with the given restrictions.
pub async fn make_key(node: &Authority, safe: &Safe, number: u64, restrictions: Restrictions) -> Held {
    let secret = [u8::try_from(number % 251).unwrap(); 64];
    let asked = life::NewKey {
        kind: KeyKind::Private,
        name: Name::parse(&format!("key {number}")).unwrap(),
        holder: Holder::parse("").unwrap(),
        application: Application::default(),
        member: None,
        description: Description::parse("").unwrap(),
        permissions: permissions(),
        restrictions,
    };
    let mut public = [0; 32];
    public[..8].copy_from_slice(&number.to_le_bytes());
    let (account, id) = (AccountId::from_u64(1), KeyId::from_u64(number));
    let record = life::create(asked, account, id, ApiKey::from_bytes(public), node.now()).unwrap();
    let row = Box::new(row(safe, &record, &secret));
    open_account(node, &record).await;
    change(node, Change::CreateKey { row, limit: 1000 }, &record, Action::KeyCreate).await.unwrap();
    Held { record, secret }
}

/// Opens the key's account, if that was not done before.
async fn open_account(node: &Authority, of: &KeyRecord) {
    if node.store().account(of.account).unwrap().is_none() {
        let name = Name::parse("common").unwrap();
        let account = AccountRecord { id: of.account, name, created_at: node.now() };
        let create = Change::CreateAccount { record: account, limit: 9 };
        change(node, create, of, Action::AccountCreate).await.unwrap();
    }
}

fn row(safe: &Safe, record: &KeyRecord, secret: &[u8; 64]) -> KeyRow {
    let seal = |purpose, plain: &[u8]| {
        let binding = Binding { purpose, account: record.account.as_u64(), id: record.id.as_u64() };
        SealedBytes(safe.keyring().seal(binding, plain, &mut OsEntropy).unwrap().to_bytes().into())
    };
    let second_factor = record.restrictions.second_factor.map(|_| seal(Purpose::SecondFactor, b"swordfish"));
    KeyRow { record: record.clone(), secret: Some(seal(Purpose::ApiKeySecret, secret)), second_factor }
}

/// Writes a changed record.
pub async fn update(
    node: &Authority,
    safe: &Safe,
    held: &Held,
    next: KeyRecord,
    action: Action,
) -> Result<Held, ChangeError> {
    let change_of =
        Change::UpdateKey { row: Box::new(row(safe, &next, &held.secret)), from: held.record.revision };
    change(node, change_of, &next, action).await?;
    Ok(Held { record: next, secret: held.secret })
}

pub async fn revoke(node: &Authority, safe: &Safe, held: &Held) -> Result<Held, ChangeError> {
    update(node, safe, held, life::revoke(&held.record, node.now()).unwrap(), Action::KeyRevoke).await
}

pub async fn step(node: &Authority, safe: &Safe, held: &Held, to: KeyState) -> Result<Held, ChangeError> {
    update(node, safe, held, life::step(&held.record, to, node.now()).unwrap(), Action::KeyStep).await
}

async fn change(
    node: &Authority,
    change: Change,
    record: &KeyRecord,
    action: Action,
) -> Result<(), ChangeError> {
    let entry = EntryDraft {
        account: record.account,
        actor: Actor::System,
        action,
        target: Target::Key(record.id),
        revision: record.revision,
        source: None,
        client: ClientName::default(),
        outcome: Outcome::Changed,
        reason: Reason::None,
        detail: Detail::None,
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    };
    node.commit_change(Mutation::new(change, entry)).await.map(drop)
}

/// Signs and sends one call.
pub async fn send<'a>(
    node: &'a Authority,
    held: &Held,
    nonce: u64,
    action: Action,
) -> Result<Admitted<'a>, Refusal> {
    send_from(node, held, nonce, action, "192.0.2.1", None).await
}

/// A signed call; the nonce as a number, as a text and in the body.
pub fn signed<'a>(
    held: &Held,
    (nonce, text, body): (u64, &'a str, &'a str),
    action: Action,
    source: &str,
    otp: Option<&'a [u8]>,
) -> SignedCall<'a> {
    let bytes = SignedBytes { path: b"/0/private/X", nonce_text: text.as_bytes(), body: body.as_bytes() };
    SignedCall {
        api_key: held.record.api_key,
        signature: sign(&held.secret, bytes.path, &bytes.digest()),
        bytes,
        nonce,
        otp,
        action,
        dates: QueryDates::default(),
        source: source.parse().unwrap(),
        client: ClientName::from_bytes(b"test"),
    }
}

pub async fn send_from<'a>(
    node: &'a Authority,
    held: &Held,
    nonce: u64,
    action: Action,
    source: &str,
    otp: Option<&[u8]>,
) -> Result<Admitted<'a>, Refusal> {
    let text = nonce.to_string();
    let body = format!("nonce={text}");
    let call = signed(held, (nonce, &text, &body), action, source, otp);
    node.admit(call, &|_| OrderFacts::default()).await
}

/// Sends a call and carries a mutating one out: nothing, successfully.
pub async fn run(node: &Authority, held: &Held, nonce: u64, action: Action) -> Result<(), Reason> {
    match send(node, held, nonce, action).await {
        Ok(admitted) if action.mutates() => {
            let closing = admitted.close(Outcome::Done, Reason::None, None, Vec::new());
            closing.durable().await.map(drop).map_err(|_| Reason::OutcomeUnknown)
        }
        Ok(_) => Ok(()),
        Err(refusal) => Err(refusal.denial.reason),
    }
}

/// Every entry of a log, in order.
pub fn all_entries(store: &dyn Store, log: u32) -> Vec<Entry> {
    let mut all = Vec::new();
    loop {
        let page = store.entries(LogId(log), all.len() as u64, 1000).unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}
