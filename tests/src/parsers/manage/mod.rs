//! The management API: paths, queries, cursors, ids and bodies, as a recognised administrator sends them.

mod desks;

use super::kraken::headers;
use axum::Router;
use axum::body::Body;
use claviger::clock::SystemClock;
use claviger::core::id::LogId;
use claviger::core::store::Retention;
use claviger::core::text::Name;
use claviger::manage::bootstrap;
use claviger::{Authority, Limits, OsEntropy, Secrets};
use claviger_seal::Keyring;
use claviger_server::api::links::Links;
use claviger_server::api::{ApiState, MAX_BODY_BYTES, router};
use claviger_store::MemoryStore;
use claviger_venue::{Market, Micros};
use desks::{Master, Paper};
use http::{HeaderValue, Method, Request, Uri};
use http_body_util::{BodyExt as _, Limited};
use std::cell::RefCell;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

/// After so many requests the log in memory has grown enough; then there is a new server.
const LIFE: u32 = 20_000;

/// A server in memory. Its store is new in every process.
struct World {
    runtime: Runtime,
    authority: Arc<Authority>,
    router: Router,
    bearer: HeaderValue,
    left: u32,
}

/// The bytes are a request as it is written down: a line with method and path, header lines, an empty line, a body.
/// The path is what follows `/api/v1`; the token is added.
pub(super) fn manage(bytes: &[u8]) {
    thread_local!(static WORLD: RefCell<Option<World>> = const { RefCell::new(None) });
    WORLD.with_borrow_mut(|world| {
        let world = match world {
            Some(world) if world.left > 0 => world,
            over => over.insert(World::new()),
        };
        world.left -= 1;
        if let Some(request) = request(bytes, &world.bearer) {
            world.send(request);
        }
    });
}

fn request(bytes: &[u8], bearer: &HeaderValue) -> Option<Request<Body>> {
    let split = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap_or(bytes.len());
    let (front, body) = (&bytes[..split], bytes.get(split + 2..).unwrap_or_default());
    let mut lines = front.split(|byte| *byte == b'\n');
    let mut words = lines.next()?.splitn(2, |byte| *byte == b' ');
    let method = Method::from_bytes(words.next()?).ok()?;
    let path = words.next().and_then(super::text)?;
    let uri: Uri = format!("/api/v1{path}").parse().ok()?;
    let mut request = Request::new(Body::from(body.to_vec()));
    (*request.method_mut(), *request.uri_mut()) = (method, uri);
    request.headers_mut().extend(headers(lines));
    request.headers_mut().insert("authorization", bearer.clone());
    Some(request)
}

impl World {
    fn new() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let secrets = Secrets::new(Keyring::create(&mut OsEntropy).expect("randomness"));
        let (store, clock) = (Arc::new(MemoryStore::new()), Arc::new(SystemClock));
        let keep = Retention { max_age_secs: None, max_bytes: None };
        let authority = Authority::start(store, secrets, clock, Limits::default(), keep, LogId(0));
        let authority = Arc::new(authority.expect("an empty store in memory"));
        let paper = Arc::new(Paper(authority.clone()));
        let names = [Name::parse("main").expect("a name"), Name::parse("first").expect("a name")];
        let [account, token] = names;
        let first = bootstrap(&authority, account, token, |mutation| paper.opened(mutation));
        let first = runtime.block_on(first).expect("a store that works").expect("a new store");
        let bearer = format!("Bearer {}", first.token.token.reveal().as_str());
        let market = Arc::new(Market::new(1, Micros(0)));
        let (alerts, master_key) = (paper.clone(), Arc::new(Master));
        let links = Links::new("http://localhost");
        let router =
            router(ApiState { authority: authority.clone(), paper, alerts, market, links, master_key });
        let bearer = bearer.parse().expect("a token is a good header");
        World { runtime, authority, router, bearer, left: LIFE }
    }

    fn send(&self, request: Request<Body>) {
        let about = format!("{} {}", request.method(), request.uri());
        let answer =
            self.runtime.block_on(self.router.clone().oneshot(request)).expect("a router never fails");
        let status = answer.status().as_u16();
        let body = Limited::new(answer.into_body(), 16 * MAX_BODY_BYTES).collect();
        let body = self.runtime.block_on(body).expect("an answer has an end").to_bytes();
        // The desks below refuse as unavailable; nothing else may fail.
        assert!(status < 500 || status == 503, "{about}: {status} {}", String::from_utf8_lossy(&body));
        if !body.is_empty() {
            let json: serde_json::Value = serde_json::from_slice(&body).expect("answers are JSON");
            assert!(json.is_object(), "{about}: {json}");
        }
        assert!(self.authority.lane().is_healthy(), "{about}: the commit lane fell ill");
    }
}
