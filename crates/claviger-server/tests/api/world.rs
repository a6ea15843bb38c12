//! A server in a box: two accounts, a token for every role in the first, things in both.

use crate::desk::Master;
use crate::paper::Paper;
use crate::people;
use axum::Router;
use axum::body::Body;
use claviger::clock::Clock;
use claviger::core::entry::Entry;
use claviger::core::id::LogId;
use claviger::core::role::Role;
use claviger::core::store::{Retention, Store};
use claviger::core::text::Name;
use claviger::core::time::Timestamp;
use claviger::manage::{bootstrap, master_key};
use claviger::{Authority, Limits, OsEntropy, Secrets};
use claviger_seal::{Keyring, MasterKey};
use claviger_server::api::links::Links;
use claviger_server::api::paper::PaperDesk as _;
use claviger_server::api::{ApiState, ClientAddress, router};
use claviger_store::MemoryStore;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use tokio::sync::Mutex;
use tower::ServiceExt as _;

pub(crate) const NOW: i64 = 1_800_000_000;
/// Where links begin.
pub(crate) const ORIGIN: &str = "https://keys.example.com";

/// A clock set by hand.
#[derive(Clone)]
pub(crate) struct Hand(pub(crate) Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_secs(self.0.load(SeqCst))
    }
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{} {}", self.status, self.text))
    }
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// What one account has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Things {
    pub(crate) account: String,
    pub(crate) key: String,
    /// A token that nobody uses in a test.
    pub(crate) token: String,
    /// A saved withdrawal address.
    pub(crate) address: String,
    /// A price alert, turned on.
    pub(crate) alert: String,
    /// A member, who is signed in once.
    pub(crate) member: String,
    /// The member's session.
    pub(crate) session: String,
    /// An invitation.
    pub(crate) invitation: String,
    pub(crate) channel: String,
    pub(crate) delivery: String,
    /// An open order.
    pub(crate) order: String,
}

pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) authority: Arc<Authority>,
    pub(crate) paper: Arc<Paper>,
    pub(crate) master: Arc<Master>,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Hand,
    /// Tokens of the first account by role.
    pub(crate) tokens: BTreeMap<&'static str, String>,
    pub(crate) own: Things,
    pub(crate) foreign: Things,
    /// A token of the second account.
    pub(crate) stranger: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Limits::default()).await
    }

    pub(crate) async fn with(limits: Limits) -> Self {
        let (mut world, operator) = Self::empty(limits).await;
        world.tokens.insert("operator", operator.clone());
        for role in Role::OF_TOKENS.into_iter().filter(|role| *role != Role::Operator) {
            let made =
                world.made(&operator, "/tokens", json!({"name": role.name(), "role": role.name()})).await;
            world.tokens.insert(role.name(), made["token"].as_str().unwrap().to_owned());
        }
        let account = world.get(&operator, "/account").await.json();
        world.own = world.things(&operator, account["id"].as_str().unwrap()).await;
        let other = world.made(&operator, "/accounts", json!({"name": "Others"})).await;
        world.stranger = other["admin_token"]["token"].as_str().unwrap().to_owned();
        let stranger = world.stranger.clone();
        world.foreign = world.things(&stranger, other["id"].as_str().unwrap()).await;
        world
    }

    async fn empty(limits: Limits) -> (Self, String) {
        let (store, clock) = (MemoryStore::new(), Hand(Arc::new(AtomicI64::new(NOW))));
        let secrets = Secrets::new(Keyring::create(&mut OsEntropy).unwrap());
        let keep = Retention { max_age_secs: None, max_bytes: None };
        let (shared, time): (Arc<dyn Store>, _) = (Arc::new(store.clone()), Arc::new(clock.clone()));
        let authority = Arc::new(Authority::start(shared, secrets, time, limits, keep, LogId(0)).unwrap());
        let master = MasterKey::random(&mut OsEntropy).unwrap();
        master_key::install(&authority, &master).await.unwrap();
        let paper = Arc::new(Paper::new(authority.clone()));
        let (name, token_name) = (Name::parse("Desk 1").unwrap(), Name::parse("first").unwrap());
        let first = bootstrap(&authority, name, token_name, |change| paper.open_account(change)).await;
        let operator = first.unwrap().unwrap().token.token.reveal().to_string();
        let master = Arc::new(Master {
            authority: authority.clone(),
            current: Mutex::new(master),
            fails: Mutex::default(),
        });
        let router = router(ApiState {
            authority: authority.clone(),
            paper: paper.clone(),
            alerts: paper.clone(),
            market: Arc::new(paper.market().await),
            links: Links::new(ORIGIN),
            master_key: master.clone(),
        });
        let world = World {
            router,
            authority,
            paper,
            master,
            store,
            clock,
            tokens: BTreeMap::new(),
            own: Things::default(),
            foreign: Things::default(),
            stranger: String::new(),
        };
        (world, operator)
    }

    async fn things(&self, token: &str, account: &str) -> Things {
        let key = self.made(token, "/keys", json!({"name": "bot", "permissions": ["query-funds"]})).await;
        let spare = self.made(token, "/tokens", json!({"name": "spare", "role": "viewer"})).await;
        let saved = json!({"asset": "XBT", "key": "cold", "address": "paper-btc-0"});
        let saved = self.made(token, "/paper/addresses", saved).await;
        let id = |made: &Value| made["id"].as_str().unwrap().to_owned();
        let alert = json!({"pair": "XBTUSD", "condition": {"kind": "above", "price": "900000"}});
        let alert = self.made(token, "/alerts", alert).await;
        let order =
            json!({"pair": "XBTUSD", "side": "buy", "type": "limit", "volume": "1", "limit_price": "10"});
        let order = id(&self.made(token, "/paper/orders", order).await);
        let invitation = id(&self.made(token, "/invitations", json!({"role": "viewer"})).await);
        let hook = json!({"name": "hook", "service": "webhook", "to": "https://hooks.example.com/"});
        let channel = id(&self.made(token, "/channels", hook).await);
        let delivery = id(&self.made(token, &format!("/channels/{channel}/test"), json!({})).await);
        let (key, token, address, alert) = (id(&key), id(&spare), id(&saved), id(&alert));
        let (member, session) = people::join(&self.authority, account.parse().unwrap()).await;
        let account = account.to_owned();
        Things { account, key, token, address, alert, order, member, session, invitation, channel, delivery }
    }

    pub(crate) fn operator(&self) -> &str {
        &self.tokens["operator"]
    }

    pub(crate) async fn get(&self, token: &str, path: &str) -> Answer {
        self.send(Method::GET, path, Some(token), None).await
    }

    pub(crate) async fn post(&self, token: &str, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(token), Some(body.to_string())).await
    }

    pub(crate) async fn patch(&self, token: &str, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(token), Some(body.to_string())).await
    }

    /// What a successful POST answered.
    pub(crate) async fn made(&self, token: &str, path: &str, body: Value) -> Value {
        let answer = self.post(token, path, body).await;
        assert!(answer.status.is_success(), "{path}: {} {}", answer.status, answer.text);
        answer.json()
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<String>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        self.raw(request.header("user-agent", "api-test").body(Body::from(body.unwrap_or_default())).unwrap())
            .await
    }

    pub(crate) async fn raw(&self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(ClientAddress("198.51.100.9".parse().unwrap()));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.into()).unwrap(),
        }
    }

    /// Every entry of the log, in order.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.store.entries(LogId(0), 0, 100_000).unwrap()
    }
}
