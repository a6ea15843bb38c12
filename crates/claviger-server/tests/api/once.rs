//! P9: the same request under the same idempotency key takes effect once and is answered alike; driven from the
//! document, so that an operation that does not, fails.

use crate::requests::{Operation, good_body, operations, path, prepare};
use crate::world::{Answer, World};
use axum::body::Body;
use claviger::core::store::Store as _;
use claviger_server::api::document;
use http::{Method, Request};
use serde_json::{Value, json};

/// Members that are shown once.
const SECRETS: [&str; 6] = ["private_key", "secret", "token", "totp_secret", "totp_uri", "link"];

fn request(method: &Method, path: &str, token: &str, keys: &[&str], body: &str) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
    request = request.header("authorization", format!("Bearer {token}")).header("user-agent", "api-test");
    for key in keys {
        request = request.header("idempotency-key", *key);
    }
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

async fn post(world: &World, path: &str, key: &str, body: &Value) -> Answer {
    world.raw(request(&Method::POST, path, world.operator(), &[key], &body.to_string())).await
}

async fn send(world: &World, operation: &Operation, key: &str) -> Answer {
    let body = good_body(&operation.id).map(|body| body.to_string()).unwrap_or_default();
    let path = path(operation, &world.own);
    world.raw(request(&operation.method, &path, world.operator(), &[key], &body)).await
}

fn is_replayed(answer: &Answer) -> bool {
    answer.headers.get("idempotency-replayed").is_some_and(|value| value == "true")
}

/// Every secret taken out; gives whether there was one.
fn withhold(value: &mut Value) -> bool {
    let Value::Object(members) = value else { return false };
    let mut any = false;
    for (name, value) in members {
        if SECRETS.contains(&name.as_str()) && value.is_string() {
            (*value, any) = (Value::Null, true);
        }
        any |= withhold(value);
    }
    any
}

/// Sends it twice; complains unless the second answer is the first one without its secrets and nothing was written.
async fn twice(world: &World, operation: &Operation) -> Result<(), String> {
    let first = send(world, operation, "k-1").await;
    let entries = world.entries().len();
    let second = send(world, operation, "k-1").await;
    let id = &operation.id;
    let seen = format!("{id}: {} {}\n{} {}", first.status, first.text, second.status, second.text);
    if !first.status.is_success() || is_replayed(&first) {
        return Err(format!("the first was not carried out: {seen}"));
    }
    if !is_replayed(&second) || world.entries().len() != entries {
        return Err(format!("it took effect twice: {seen}"));
    }
    let (mut wanted, mut told) = (first.json(), second.json());
    let note = told.as_object_mut().unwrap().remove("note");
    let secret = withhold(&mut wanted);
    let location = |answer: &Answer| answer.headers.get("location").cloned();
    let same = wanted == told && first.status == second.status && location(&first) == location(&second);
    if !same || note.is_some() != secret {
        return Err(format!("another answer: {seen}"));
    }
    Ok(())
}

#[tokio::test]
async fn every_operation_that_changes_something_takes_effect_once() {
    for operation in operations().iter().filter(|operation| operation.mutates()) {
        let world = World::new().await;
        prepare(&world, operation).await;
        twice(&world, operation).await.unwrap();
    }
}

/// The tooth: a route that does not know the header.
#[tokio::test]
async fn tooth_a_route_without_keys_is_caught() {
    use axum::middleware::{Next, from_fn};
    let mut world = World::new().await;
    let forget = |mut request: axum::extract::Request, next: Next| async move {
        request.headers_mut().remove("idempotency-key");
        next.run(request).await
    };
    world.router = world.router.clone().layer(from_fn(forget));
    let deposit = operations().into_iter().find(|operation| operation.id == "paper.deposit").unwrap();
    assert!(twice(&world, &deposit).await.unwrap_err().contains("twice"));
}

#[test]
fn the_document_offers_the_header_where_something_is_changed() {
    let document: Value = serde_json::from_str(&document()).unwrap();
    for operation in operations() {
        let described = &document["paths"][&operation.path][operation.method.as_str().to_lowercase()];
        let parameters = described["parameters"].as_array().cloned().unwrap_or_default();
        let offered = parameters.iter().any(|one| one["name"] == "Idempotency-Key" && one["in"] == "header");
        assert_eq!(offered, operation.mutates(), "{}", operation.id);
        let refused = described["responses"]["422"]["description"].as_str().unwrap_or_default();
        assert_eq!(refused.contains("idempotency-key-reused"), operation.mutates(), "{}", operation.id);
    }
}

#[tokio::test]
async fn another_request_under_the_same_key_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let body = json!({"name": "mine", "permissions": ["query-funds"]});
    assert_eq!(post(&world, "/keys", "k", &body).await.status, 201);
    let others = [("/keys", json!({"name": "other"})), ("/keys?", body.clone()), ("/tokens", body.clone())];
    for (path, body) in others {
        let before = world.entries().len();
        let answer = post(&world, path, "k", &body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (422, "idempotency-key-reused"),
            "{path}"
        );
        assert_eq!(world.entries().len(), before + 1, "the refusal is written");
    }
    // A key of somebody else's is another key.
    let admin = &world.tokens["admin"];
    let theirs = request(&Method::POST, "/keys", admin, &["k"], &json!({"name": "theirs"}).to_string());
    assert_eq!(world.raw(theirs).await.status, 201);
}

#[tokio::test]
async fn what_was_refused_is_judged_anew() {
    let world = World::new().await;
    let body = json!({"name": "bot"});
    assert_eq!(post(&world, "/keys", "k", &body).await.code(), "name-taken");
    let revoke = format!("/keys/{}/revoke", world.own.key);
    assert_eq!(post(&world, &revoke, "r", &json!({})).await.status, 200);
    let made = post(&world, "/keys", "k", &body).await;
    assert_eq!((made.status.as_u16(), is_replayed(&made)), (201, false));
    assert!(is_replayed(&post(&world, "/keys", "k", &body).await));
}

#[tokio::test]
async fn a_key_is_visible_ascii_and_comes_once() {
    let world = World::new().await;
    let (longest, longer) = ("~".repeat(255), "x".repeat(256));
    let body = |n: usize| json!({"name": format!("n{n}")}).to_string();
    let wrong: [&[&str]; 5] = [&[""], &["a b"], &["é"], &[&longer], &["one", "two"]];
    for (n, keys) in wrong.into_iter().enumerate() {
        let answer = world.raw(request(&Method::POST, "/keys", world.operator(), keys, &body(n))).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "malformed"), "{keys:?}");
    }
    assert_eq!(post(&world, "/keys", &longest, &json!({"name": "longest"})).await.status, 201);
    // What only reads does not look at it.
    let read = world.raw(request(&Method::GET, "/keys", world.operator(), &["a b"], "")).await;
    assert_eq!(read.status, 200);
}

#[tokio::test]
async fn many_at_once_take_effect_once() {
    let world = World::new().await;
    for (path, body) in [
        ("/keys", json!({"name": "at once"})),
        ("/accounts", json!({"name": "At once"})),
        ("/paper/deposits", json!({"asset": "USD", "amount": "5"})),
    ] {
        let all = (0..8).map(|_| post(&world, path, path, &body));
        let answers = futures(all).await;
        let first = answers.iter().filter(|answer| !is_replayed(answer)).count();
        assert_eq!(first, 1, "{path}");
        let mut told: Vec<Value> = answers.iter().map(Answer::json).collect();
        for one in &mut told {
            withhold(one);
            one.as_object_mut().unwrap().remove("note");
        }
        assert!(told.iter().all(|one| *one == told[0]), "{path}: {told:?}");
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        assert_eq!(statuses, [201; 8], "{path}");
    }
}

/// All of them, at the same time.
async fn futures<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = all.map(|one| (Box::pin(one), None)).collect();
    std::future::poll_fn(move |cx| {
        for (one, done) in waiting.iter_mut().filter(|(_, done)| done.is_none()) {
            if let std::task::Poll::Ready(value) = one.as_mut().poll(cx) {
                *done = Some(value);
            }
        }
        if waiting.iter().any(|(_, done)| done.is_none()) {
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(waiting.iter_mut().map(|(_, done)| done.take().unwrap()).collect())
    })
    .await
}

#[tokio::test]
async fn it_is_remembered_for_a_day_and_then_forgotten() {
    use std::sync::atomic::Ordering::SeqCst;
    let world = World::new().await;
    let body = json!({"asset": "USD", "amount": "5"});
    let first = post(&world, "/paper/deposits", "k", &body).await.json();
    world.clock.0.fetch_add(86_399, SeqCst);
    assert_eq!(post(&world, "/paper/deposits", "k", &body).await.json(), first);
    world.clock.0.fetch_add(1, SeqCst);
    let later = post(&world, "/paper/deposits", "k", &body).await;
    assert!(!is_replayed(&later) && later.json() != first);
    assert_eq!(world.store.stats().unwrap().answers, 1);
}

#[tokio::test]
async fn a_secret_is_not_given_again_nor_is_a_guess_confirmed() {
    let world = World::new().await;
    let totp = json!({"name": "t", "second_factor": {"kind": "totp"}});
    let first = post(&world, "/keys", "k", &totp).await.json();
    let again = post(&world, "/keys", "k", &totp).await;
    for name in ["private_key", "totp_secret", "totp_uri"] {
        assert!(first[name].is_string() && again.json()[name].is_null(), "{name}: {}", again.text);
    }
    assert!(again.json()["note"].as_str().unwrap().contains("revoke"), "{}", again.text);
    let public = json!({"name": "p", "kind": "public"});
    post(&world, "/keys", "p", &public).await;
    assert!(post(&world, "/keys", "p", &public).await.json().get("note").is_none(), "nothing was withheld");
}

/// Without the shell of the API, as whoever embeds the authority has it.
#[tokio::test]
async fn the_use_cases_know_a_repetition_by_themselves() {
    use claviger::core::{role::Role, text::ClientName, text::Name};
    use claviger::manage::once::{Asked, Known, known, turn};
    use claviger::manage::{Caller, ManageError, tokens};
    let world = World::new().await;
    let authority = &world.authority;
    let operator = world.operator().as_bytes();
    let caller = tokens::authenticate(authority, operator, None, ClientName::default()).await.unwrap();
    let asked = |parts: &[&[u8]]| Asked::new(authority, &caller, b"k", parts).unwrap();
    let (same, other) = (asked(&[b"a token"]), asked(&[b"another"]));
    let make = |asked: &Asked| {
        let caller = Caller { asked: Some(asked.clone()), ..caller.clone() };
        let name = Name::parse("embedded").unwrap();
        async move {
            let _turn = turn(authority, caller.asked.as_ref().unwrap()).await;
            let asked = tokens::CreateToken { name, role: Role::Viewer, expires_at: None };
            tokens::create(authority, &caller, asked).await.map(drop)
        }
    };
    assert_eq!(known(authority, &same).await.unwrap(), Known::Nothing);
    assert_eq!(make(&same).await, Ok(()));
    let before = world.entries().len();
    assert_eq!(
        (make(&same).await, make(&other).await),
        (Err(ManageError::Repeated), Err(ManageError::Repeated))
    );
    assert_eq!(world.entries().len(), before, "neither a change nor a refusal");
    let Known::Same(answered) = known(authority, &same).await.unwrap() else { panic!("it is not known") };
    assert!(answered.answer.is_empty(), "nobody said how it is answered");
    assert_eq!(known(authority, &other).await.unwrap(), Known::Other);
    assert!(Asked::new(authority, &Caller::system(caller.account), b"k", &[]).is_none());
}
