//! The real door: sign in with a token, be recognised by the session, sign out.

use crate::check::good;
use crate::world::{Answer, HOST, SOURCE, World};
use axum::Router;
use axum::body::Body;
use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::id::{LogId, TokenId};
use claviger::core::principal::Principal;
use claviger::core::role::Role;
use claviger::core::store::Store as _;
use claviger::core::time::Timestamp;
use claviger::manage::{Caller, tokens};
use claviger_server::api::ClientAddress;
use claviger_server::console::{Places, router_with_door};
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use std::net::IpAddr;
use std::sync::Arc;
use tower::ServiceExt as _;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
const COOKIE: &str = "claviger-session";

struct House {
    world: World,
    router: Router,
}

impl House {
    async fn open(secure: bool) -> Self {
        let world = World::at(NOW, None, Limits::default()).await;
        let router =
            router_with_door(world.authority.clone(), Arc::default(), secure, None, Places::new(4, 4), None);
        House { world, router }
    }

    async fn send(&self, mut request: Request<Body>) -> Answer {
        let source: IpAddr = SOURCE.parse().unwrap();
        request.extensions_mut().insert(ClientAddress(source));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(body.collect().await.unwrap().to_bytes().into()).unwrap();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    fn request(method: &str, path: &str, session: Option<&str>) -> http::request::Builder {
        let request = Request::builder().method(method).uri(path).header("host", HOST);
        match session {
            Some(session) => request.header("cookie", format!("{COOKIE}={session}")),
            None => request,
        }
    }

    async fn get(&self, path: &str, session: Option<&str>) -> Answer {
        self.send(House::request("GET", path, session).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, session: Option<&str>, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = House::request("POST", path, session).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Signs in; gives the session's id.
    async fn sign_in(&self, role: Role, before: Option<&str>) -> String {
        let token = self.world.tokens[role.name()].clone();
        let answer = self.post("/sign-in/token", before, &[("token", &token), ("next", "/keys")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(answer.headers["location"], "/keys");
        session_of(&answer)
    }

    fn acts(&self, action: Action) -> usize {
        let entries = self.world.store.entries(LogId(0), 0, 100_000).unwrap();
        entries.iter().filter(|entry| entry.draft.action == action).count()
    }
}

pub(crate) fn token_of(caller: &Caller) -> TokenId {
    match caller.principal() {
        Some(Principal::Token(token)) => token,
        other => panic!("{other:?}"),
    }
}

fn set_cookie(answer: &Answer) -> String {
    answer.headers["set-cookie"].to_str().unwrap().to_owned()
}

fn session_of(answer: &Answer) -> String {
    let text = set_cookie(answer);
    text.split(';').next().unwrap().split_once('=').unwrap().1.to_owned()
}

/// The hidden field of a page's forms.
fn csrf_of(page: &Answer) -> String {
    let at = page.text.split("name=\"csrf\" value=\"").nth(1).expect("the page has a form");
    at.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_gives_a_session_and_the_page_that_was_asked_for() {
    let house = House::open(false).await;
    let outside = house.get("/keys?state=frozen", None).await;
    assert_eq!(outside.headers["location"], "/sign-in?next=%2Fkeys%3Fstate%3Dfrozen");
    let form = house.get("/sign-in/token?next=%2Fkeys%3Fstate%3Dfrozen", None).await;
    good("/sign-in/token", &form);
    assert!(form.text.contains("value=\"/keys?state=frozen\""));
    let session = house.sign_in(Role::Auditor, None).await;
    let page = house.get("/keys", Some(&session)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("auditor") && page.text.contains("Meridian Desk"), "{}", page.text);
    assert_eq!(house.acts(Action::SessionBegin), 1);
}

#[tokio::test]
async fn the_cookie_is_for_the_server_alone() {
    for (secure, start, end) in
        [(false, "claviger-session=", "SameSite=Lax"), (true, "__Host-claviger=", "Secure")]
    {
        let house = House::open(secure).await;
        let token = house.world.tokens["admin"].clone();
        let answer = house.post("/sign-in/token", None, &[("token", &token)]).await;
        let cookie = set_cookie(&answer);
        assert!(cookie.starts_with(start) && cookie.ends_with(end), "{cookie}");
        assert!(
            cookie.contains("; Path=/; HttpOnly; SameSite=Lax") && !cookie.contains("Domain"),
            "{cookie}"
        );
        assert!(!cookie.contains("Max-Age"), "it ends with the browser");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert!(!answer.text.contains(&token));
    }
}

#[tokio::test]
async fn what_is_no_token_is_told_at_the_field_and_leaves_no_session() {
    let house = House::open(false).await;
    let good_one = house.world.tokens["viewer"].clone();
    for bad in ["", "x", "ClavAdm1", &good_one[1..], &"a".repeat(200)] {
        let answer = house.post("/sign-in/token", None, &[("token", bad), ("next", "/keys")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        good("/sign-in/token", &answer);
        assert!(!answer.headers.contains_key("set-cookie"));
        assert!(answer.text.contains("not a token that works here"));
        assert!(bad.len() < 9 || !answer.text.contains(bad), "what was typed is a secret");
    }
    assert_eq!(house.acts(Action::SessionBegin), 0);
}

#[tokio::test]
async fn nobody_is_signed_in_by_another_site_nor_sent_to_one() {
    let house = House::open(false).await;
    let token = house.world.tokens["admin"].clone();
    let body = format!("token={token}");
    for headers in [&[("sec-fetch-site", "cross-site")][..], &[("origin", "https://evil.example")], &[]] {
        let mut request = House::request("POST", "/sign-in/token", None);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = house
            .send(
                request
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(Body::from(body.clone()))
                    .unwrap(),
            )
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(!answer.headers.contains_key("set-cookie"));
    }
    for next in ["//evil.example", "https://evil.example", "/\\evil.example", "keys"] {
        let answer = house.post("/sign-in/token", None, &[("token", &token), ("next", next)]).await;
        assert_eq!(answer.headers["location"], "/", "{next}");
        let form = house.get(&format!("/sign-in/token?next={}", next.replace('\\', "%5C")), None).await;
        assert!(!form.text.contains("evil"), "{next}");
    }
}

#[tokio::test]
async fn no_session_from_before_is_good_afterwards() {
    let house = House::open(false).await;
    let planted = house.sign_in(Role::Viewer, Some("planted")).await;
    assert_ne!(planted, "planted");
    assert_eq!(house.get("/keys", Some("planted")).await.status, StatusCode::SEE_OTHER);
    let risen = house.sign_in(Role::Admin, Some(&planted)).await;
    assert_ne!(risen, planted);
    assert_eq!(house.get("/keys", Some(&planted)).await.status, StatusCode::SEE_OTHER, "it has ended");
    assert_eq!(house.get("/keys", Some(&risen)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_only_that_one() {
    let house = House::open(false).await;
    let (here, elsewhere) = (house.sign_in(Role::Admin, None).await, house.sign_in(Role::Admin, None).await);
    let csrf = csrf_of(&house.get("/keys", Some(&here)).await);
    let foreign = csrf_of(&house.get("/keys", Some(&elsewhere)).await);
    assert_ne!(csrf, foreign, "each session has its own");
    for bad in [&foreign, ""] {
        let answer = house.post("/sign-out", Some(&here), &[("csrf", bad)]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(house.get("/keys", Some(&here)).await.status, StatusCode::OK, "nothing was changed");
    let answer = house.post("/sign-out", Some(&here), &[("csrf", &csrf)]).await;
    assert_eq!(
        (answer.status, &answer.headers["location"]),
        (StatusCode::SEE_OTHER, &"/sign-in?out=1".parse().unwrap())
    );
    assert!(set_cookie(&answer).contains("Max-Age=0"));
    assert_eq!(house.get("/keys", Some(&here)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get("/keys", Some(&elsewhere)).await.status, StatusCode::OK);
    assert_eq!((house.acts(Action::SessionBegin), house.acts(Action::SessionEnd)), (2, 1));
    assert_eq!(house.post("/sign-out", None, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_ends_with_its_token_and_with_time() {
    let house = House::open(false).await;
    let session = house.sign_in(Role::KeyManager, None).await;
    house.world.clock.step_secs(29 * 60);
    assert_eq!(house.get("/keys", Some(&session)).await.status, StatusCode::OK, "used in time");
    house.world.clock.step_secs(31 * 60);
    assert_eq!(house.get("/keys", Some(&session)).await.status, StatusCode::SEE_OTHER, "not used for long");
    let session = house.sign_in(Role::KeyManager, None).await;
    let manager = token_of(&house.world.caller(Role::KeyManager).await);
    let host = Caller::system(house.world.account.id);
    tokens::revoke(&house.world.authority, &host, manager).await.unwrap();
    assert_eq!(house.get("/keys", Some(&session)).await.status, StatusCode::SEE_OTHER, "at once");
    let session = house.sign_in(Role::Auditor, None).await;
    let auditor = token_of(&house.world.caller(Role::Auditor).await);
    tokens::rotate(&house.world.authority, &host, auditor, None).await.unwrap();
    assert_eq!(house.get("/keys", Some(&session)).await.status, StatusCode::SEE_OTHER, "rotated");
}
