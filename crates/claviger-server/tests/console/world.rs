//! A console in a box: an account with a token for every role, a clock set by hand, and a visitor for each token.

use crate::paper_desk::Paper;
use axum::Router;
use axum::body::Body;
use claviger::clock::Clock;
use claviger::core::account::AccountRecord;
use claviger::core::id::LogId;
use claviger::core::role::Role;
use claviger::core::store::{Retention, Store};
use claviger::core::text::{ClientName, Name};
use claviger::core::time::Timestamp;
use claviger::manage::tokens::{AuthenticateError, CreateToken, authenticate, create};
use claviger::manage::{Caller, ManageError, bootstrap, master_key};
use claviger::{Authority, Limits, OsEntropy, Secrets};
use claviger_seal::{Keyring, MasterKey};
use claviger_server::api::ClientAddress;
use claviger_server::api::paper::PaperDesk as _;
use claviger_server::console::csrf::CsrfToken;
use claviger_server::console::{
    ConsoleState, Exchange, Person, Places, Proof, Recognise, Recognised, Visit, router,
};
use claviger_store::MemoryStore;
use claviger_venue::Micros;
use http::request::Parts;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::SeqCst};
use tower::ServiceExt as _;

/// Where every request of a test comes from.
pub(crate) const SOURCE: &str = "198.51.100.9";
/// The host it asks.
pub(crate) const HOST: &str = "keys.test";

/// A clock set by hand, in microseconds; zero for the system's.
#[derive(Clone, Default)]
pub(crate) struct Hand(pub(crate) Arc<AtomicI64>);

impl Hand {
    pub(crate) fn set(&self, at: Timestamp) {
        self.0.store(at.micros(), SeqCst);
    }

    pub(crate) fn step_secs(&self, secs: i64) {
        self.0.fetch_add(secs * 1_000_000, SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        match self.0.load(SeqCst) {
            0 => claviger::clock::SystemClock.now(),
            micros => Timestamp::from_micros(micros),
        }
    }
}

/// Recognises whoever brings a token as a cookie; or, where `everybody` is set, everybody by that one.
pub(crate) struct Door {
    authority: Arc<Authority>,
    account: AccountRecord,
    pub(crate) everybody: Option<String>,
    pub(crate) stale: Arc<AtomicBool>,
}

impl Recognise for Door {
    fn recognise<'a>(
        &'a self,
        head: &'a Parts,
        source: Option<IpAddr>,
        client: ClientName,
    ) -> Recognised<'a> {
        Box::pin(async move {
            let brought = cookie(&head.headers, "session");
            let Some(token) = brought.or(self.everybody.clone()) else { return Ok(None) };
            match authenticate(&self.authority, token.as_bytes(), source, client).await {
                Ok(caller) => Ok(Some(self.visit(caller))),
                Err(AuthenticateError::Unknown) => Ok(None),
                Err(AuthenticateError::Unavailable) => Err(ManageError::Unavailable),
            }
        })
    }
}

impl Door {
    fn visit(&self, caller: Caller) -> Visit {
        let csrf = CsrfToken::new(csrf_of(&caller));
        let person = Person { name: "Ada Byron".to_owned(), login: "ada@example.org".to_owned() };
        let proof = if self.stale.load(SeqCst) { Proof::Stale } else { Proof::Fresh };
        Visit { caller, person, account_name: self.account.name.to_string(), csrf, proof, signed: None }
    }
}

pub(crate) fn csrf_of(caller: &Caller) -> String {
    format!("csrf-of-{}", caller.principal().unwrap())
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get("cookie")?.to_str().ok()?;
    let pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) authority: Arc<Authority>,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Hand,
    pub(crate) account: AccountRecord,
    pub(crate) stale: Arc<AtomicBool>,
    pub(crate) state: ConsoleState,
    /// The paper exchange behind the pages.
    pub(crate) paper: Arc<Paper>,
    /// Tokens by role.
    pub(crate) tokens: BTreeMap<&'static str, String>,
}

impl World {
    /// On a server that has no paper exchange.
    pub(crate) async fn without_paper() -> Self {
        let mut world = World::at(crate::guards::NOW, None, Limits::default()).await;
        world.router = router(ConsoleState { paper: None, ..world.state.clone() });
        world
    }

    /// At `now`; `everybody` is the role of whoever brings no token.
    pub(crate) async fn at(now: Timestamp, everybody: Option<Role>, limits: Limits) -> Self {
        let (store, clock) = (MemoryStore::new(), Hand::default());
        clock.set(now);
        let secrets = Secrets::new(Keyring::create(&mut OsEntropy).unwrap());
        let keep = Retention { max_age_secs: None, max_bytes: None };
        let (shared, time): (Arc<dyn Store>, _) = (Arc::new(store.clone()), Arc::new(clock.clone()));
        let authority = Arc::new(Authority::start(shared, secrets, time, limits, keep, LogId(0)).unwrap());
        master_key::install(&authority, &MasterKey::random(&mut OsEntropy).unwrap()).await.unwrap();
        let (name, first) = (Name::parse("Meridian Desk").unwrap(), Name::parse("first").unwrap());
        let paper = Arc::new(Paper::at(authority.clone(), Micros(now.micros())));
        let made = bootstrap(&authority, name, first, |change| paper.open_account(change)).await;
        let made = made.unwrap().unwrap();
        let mut tokens = BTreeMap::new();
        tokens.insert("operator", made.token.token.reveal().to_string());
        for role in Role::OF_TOKENS.into_iter().filter(|role| *role != Role::Operator) {
            let asked = CreateToken { name: Name::parse(role.name()).unwrap(), role, expires_at: None };
            let made = create(&authority, &Caller::system(made.account.id), asked).await.unwrap();
            tokens.insert(role.name(), made.token.reveal().to_string());
        }
        let stale = Arc::new(AtomicBool::new(false));
        let door = Door {
            authority: authority.clone(),
            account: made.account.clone(),
            everybody: everybody.map(|role| tokens[role.name()].clone()),
            stale: stale.clone(),
        };
        let state = ConsoleState {
            authority: authority.clone(),
            recognise: Arc::new(door),
            tokens: None,
            secure: false,
            public_url: None,
            streams: Arc::new(Places::new(8, 5)),
            readiness: Arc::default(),
            paper: Some(Exchange { desk: paper.clone(), market: Arc::new(paper.market().await) }),
        };
        World {
            paper,
            state: state.clone(),
            router: router(state),
            authority,
            store,
            clock,
            account: made.account,
            stale,
            tokens,
        }
    }

    /// Whoever administers the account, for making things.
    pub(crate) async fn caller(&self, role: Role) -> Caller {
        let token = self.tokens[role.name()].as_bytes();
        let source = Some(SOURCE.parse().unwrap());
        authenticate(&self.authority, token, source, ClientName::from_bytes(b"test")).await.unwrap()
    }

    pub(crate) async fn get(&self, role: Role, path: &str) -> Answer {
        self.send(self.request(Some(role), "GET", path).body(Body::empty()).unwrap()).await
    }

    /// A form as a page of ours sends it.
    pub(crate) async fn post(&self, role: Role, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = csrf_of(&self.caller(role).await);
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.send(self.form(role, path, &all)).await
    }

    /// A form with exactly these fields.
    pub(crate) fn form(&self, role: Role, path: &str, fields: &[(&str, &str)]) -> Request<Body> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.request(Some(role), "POST", path);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.header("sec-fetch-site", "same-origin").body(Body::from(body)).unwrap()
    }

    pub(crate) fn request(&self, role: Option<Role>, method: &str, path: &str) -> http::request::Builder {
        let request =
            Request::builder().method(method).uri(path).header("host", HOST).header("user-agent", "test");
        match role {
            Some(role) => request.header("cookie", format!("session={}", self.tokens[role.name()])),
            None => request,
        }
    }

    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        let source: IpAddr = SOURCE.parse().unwrap();
        request.extensions_mut().insert(ClientAddress(source));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.into()).unwrap();
        Answer { status: parts.status, headers: parts.headers, text }
    }
}
