//! One node with its paper exchange, a clock set by hand, and clients that sign.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger::clock::Clock;
use claviger::core::credential::PrivateKey;
use claviger::core::id::{AccountId, KeyId, LogId};
use claviger::core::key::{KeyKind, life};
use claviger::core::permission::{Permission, PermissionSet};
use claviger::core::restriction::Restrictions;
use claviger::core::signature::{SignedBytes, sign};
use claviger::core::store::{Retention, Store};
use claviger::core::text::{Application, Description, Holder, Name};
use claviger::core::time::Timestamp;
use claviger::manage::{Caller, accounts, bootstrap, keys};
use claviger::{Authority, Limits, OsEntropy, Secrets};
use claviger_kraken::paper::{AuthorityJournal, Listener, Opening};
use claviger_kraken::{MarketData, Paper, Wire, WireRequest, WireResponse};
use claviger_seal::Keyring;
use claviger_store::{Faults, Faulty, MemoryDisk, MemoryStore};
use claviger_venue::{Firing, Micros, VenueConfig};
use http::{HeaderMap, HeaderValue, Method};
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

pub(crate) const START: i64 = 1_800_000_000;
pub(crate) const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
pub(crate) use claviger::core::permission::Permission as P;

#[derive(Clone)]
pub(crate) struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(SeqCst))
    }
}

/// What the paper exchange told of alerts that fired.
#[derive(Clone, Default)]
pub(crate) struct Told(Arc<Mutex<Vec<(AccountId, Firing)>>>);

impl Told {
    pub(crate) fn all(&self) -> Vec<(AccountId, Firing)> {
        self.0.lock().unwrap().clone()
    }
}

impl Listener for Told {
    fn fired(&self, account: AccountId, firing: &Firing) {
        self.0.lock().unwrap().push((account, firing.clone()));
    }
}

pub(crate) struct World {
    pub(crate) clock: Hand,
    pub(crate) told: Told,
    pub(crate) store: Arc<Faulty<MemoryStore>>,
    pub(crate) node: Arc<Authority>,
    pub(crate) paper: Arc<Paper>,
    pub(crate) wire: Wire,
    pub(crate) owner: Caller,
}

/// A client with its key.
pub(crate) struct Client {
    pub(crate) id: KeyId,
    pub(crate) key: String,
    pub(crate) secret: PrivateKey,
    pub(crate) nonce: AtomicU64,
}

fn config() -> VenueConfig {
    VenueConfig::new(7, Micros::from_secs(START - 86_400))
}

pub(crate) fn limits() -> Limits {
    Limits { rate_max: 1_000_000, ..Limits::default() }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::over(MemoryDisk::default(), limits()).await
    }

    pub(crate) async fn over(disk: MemoryDisk, limits: Limits) -> Self {
        let clock = Hand(Arc::new(AtomicI64::new(START * 1_000_000)));
        let store = Arc::new(Faulty::new(disk.open().unwrap()));
        let secrets = Secrets::new(Keyring::create(&mut OsEntropy).unwrap());
        let retention = Retention { max_age_secs: None, max_bytes: None };
        let shared: Arc<dyn Store> = store.clone();
        let node =
            Authority::start(shared, secrets, Arc::new(clock.clone()), limits, retention, LogId(0)).unwrap();
        let node = Arc::new(node);
        let told = Told::default();
        let paper = Paper::open(Arc::new(AuthorityJournal(node.clone())), config()).await.unwrap();
        let paper = Arc::new(paper.telling(Arc::new(told.clone())));
        let wire = Wire::new(node.clone(), paper.clone(), MarketData::Open);
        let owner = Caller::system(AccountId::from_u64(0));
        let mut world = World { clock, told, store, node, paper, wire, owner };
        world.owner = Caller::system(world.first_account().await);
        world
    }

    async fn first_account(&self) -> AccountId {
        let commit = |mutation| {
            self.paper.open_account(mutation, Opening::default(), self.node.now(), |mutation| {
                self.node.commit_change(mutation)
            })
        };
        let made = bootstrap(&self.node, name("paper"), name("operator"), commit).await.unwrap();
        made.map_or_else(|| self.node.store().accounts(None, 1).unwrap()[0].id, |made| made.account.id)
    }

    /// One more account, by the first one's operator.
    pub(crate) async fn account(&self, called: &str) -> AccountId {
        let commit = |mutation| {
            self.paper.open_account(mutation, Opening::default(), self.node.now(), |mutation| {
                self.node.commit_change(mutation)
            })
        };
        accounts::create(&self.node, &self.owner, name(called), name("first"), commit)
            .await
            .unwrap()
            .account
            .id
    }

    pub(crate) async fn key(&self, permissions: &[Permission]) -> Client {
        self.restricted(permissions, Restrictions::default()).await
    }

    pub(crate) async fn restricted(&self, permissions: &[Permission], restrictions: Restrictions) -> Client {
        self.key_of(&self.owner, permissions, restrictions).await
    }

    pub(crate) async fn key_of(
        &self,
        owner: &Caller,
        permissions: &[Permission],
        limits: Restrictions,
    ) -> Client {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let key = life::NewKey {
            kind: KeyKind::Private,
            name: name(&format!("bot {}", NUMBER.fetch_add(1, SeqCst))),
            holder: Holder::parse("desk").unwrap(),
            application: Application::default(),
            member: None,
            description: Description::parse("").unwrap(),
            permissions: PermissionSet::of(permissions),
            restrictions: limits,
        };
        let asked = keys::CreateKey { key, second_factor: None };
        let made = keys::create(&self.node, owner, asked).await.unwrap();
        let secret = made.private_key.unwrap();
        Client { id: made.record.id, key: made.record.api_key.to_string(), secret, nonce: AtomicU64::new(1) }
    }

    /// The text of a public key.
    pub(crate) async fn public_key(&self) -> String {
        let key = life::NewKey {
            kind: KeyKind::Public,
            name: name("charts"),
            holder: Holder::parse("").unwrap(),
            application: Application::default(),
            member: None,
            description: Description::parse("").unwrap(),
            permissions: PermissionSet::of(&[]),
            restrictions: Restrictions::default(),
        };
        let made = keys::create(&self.node, &self.owner, keys::CreateKey { key, second_factor: None }).await;
        made.unwrap().record.api_key.to_string()
    }

    /// How many entries the log has.
    pub(crate) fn entries(&self) -> usize {
        self.store.entries(LogId(0), 0, usize::MAX).unwrap().len()
    }

    /// A key that may do everything.
    pub(crate) async fn full(&self) -> Client {
        self.key(&Permission::ALL).await
    }

    pub(crate) fn step(&self, secs: i64) {
        self.clock.0.fetch_add(secs * 1_000_000, SeqCst);
    }

    /// Moves the clock and lets happen what is due.
    pub(crate) async fn pass(&self, secs: i64) {
        self.step(secs);
        self.paper.tick(self.node.now()).await.unwrap();
    }

    pub(crate) fn faults(&self) -> Faults {
        self.store.faults()
    }

    /// Sends one signed call with a form body.
    pub(crate) async fn send(&self, client: &Client, method: &str, params: &str) -> WireResponse {
        let nonce = client.nonce.fetch_add(1, SeqCst);
        self.send_raw(client, method, &format!("nonce={nonce}&{params}"), &nonce.to_string(), HOME).await
    }

    pub(crate) async fn send_raw(
        &self,
        client: &Client,
        method: &str,
        body: &str,
        nonce: &str,
        source: IpAddr,
    ) -> WireResponse {
        let path = format!("/0/private/{method}");
        let (nonce_text, body) = (nonce.as_bytes(), body.as_bytes());
        let bytes = SignedBytes { path: path.as_bytes(), nonce_text, body };
        let signature = sign(client.secret.expose(), bytes.path, &bytes.digest());
        let mut headers = HeaderMap::new();
        headers.insert("api-key", HeaderValue::try_from(&client.key).unwrap());
        headers.insert("api-sign", HeaderValue::try_from(STANDARD.encode(signature)).unwrap());
        let method = &Method::POST;
        self.wire.handle(WireRequest { method, path_and_query: &path, headers: &headers, body, source }).await
    }

    /// The result of a call that must succeed.
    pub(crate) async fn ok(&self, client: &Client, method: &str, params: &str) -> Value {
        let response = self.send(client, method, params).await;
        result(&response).unwrap_or_else(|error| panic!("{method} {params}: {error} {:?}", response.reason))
    }

    /// The error of a call that must fail.
    pub(crate) async fn refused(&self, client: &Client, method: &str, params: &str) -> String {
        let response = self.send(client, method, params).await;
        result(&response).expect_err(method)
    }

    /// A request for market data.
    pub(crate) async fn public(&self, target: &str) -> Result<Value, String> {
        let headers = HeaderMap::new();
        let method = &Method::GET;
        let path_and_query = &format!("/0/public/{target}");
        let request = WireRequest { method, path_and_query, headers: &headers, body: b"", source: HOME };
        result(&self.wire.handle(request).await)
    }
}

pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// The result, or the first error's text; checks the envelope on the way.
pub(crate) fn result(response: &WireResponse) -> Result<Value, String> {
    let body: Value = serde_json::from_slice(&response.body).unwrap();
    let errors = body["error"].as_array().unwrap();
    match errors.first() {
        None => {
            assert!(body.get("result").is_some() && response.error.is_none());
            Ok(body["result"].clone())
        }
        Some(error) => {
            assert!(body.get("result").is_none());
            assert_eq!(response.error.map(|error| error.to_string()).as_deref(), error.as_str());
            Err(error.as_str().unwrap().to_owned())
        }
    }
}

/// The reason told in the header.
pub(crate) fn reason(response: &WireResponse) -> &str {
    response.reason.as_ref().map_or("", |value| value.to_str().unwrap())
}

/// The keys of an object, in order.
pub(crate) fn members(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}
