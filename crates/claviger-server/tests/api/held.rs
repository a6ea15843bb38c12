//! A request that was begun with a token and is finished after that token's end.

use crate::world::World;
use axum::body::{Body, Bytes, HttpBody};
use http::{Method, Request};
use hyper::body::Frame;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::sync::oneshot;

/// A body that comes when it is told to.
struct Held(Option<oneshot::Receiver<Bytes>>);

impl HttpBody for Held {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(waiting) = &mut self.0 else { return Poll::Ready(None) };
        let bytes = ready!(Pin::new(waiting).poll(cx)).unwrap_or_default();
        self.0 = None;
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }
}

/// Sends the body of a request only after `meanwhile`; gives its status.
async fn begun_before(
    world: &World,
    token: &str,
    (path, body): (&str, Value),
    meanwhile: impl Future<Output = ()>,
) -> u16 {
    let (send, receive) = oneshot::channel();
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("/api/v1{path}"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Body::new(Held(Some(receive))))
        .unwrap();
    let finish = async {
        // the token was recognised, and the body is waited for
        tokio::time::sleep(Duration::from_millis(50)).await;
        meanwhile.await;
        send.send(Bytes::from(body.to_string())).unwrap();
    };
    let (answer, ()) = tokio::join!(world.raw(request), finish);
    answer.status.as_u16()
}

#[tokio::test]
async fn nothing_begun_with_a_token_outlives_its_revoke_or_rotation() {
    let world = World::new().await;
    let asked = |n: u8| {
        [
            ("/tokens", json!({"name": format!("heir {n}"), "role": "viewer"})),
            ("/keys", json!({"name": format!("late {n}"), "permissions": ["withdraw-funds"]})),
            ("/paper/deposits", json!({"asset": "USD", "amount": "1"})),
            ("/paper/addresses", json!({"asset": "XBT", "key": format!("mine {n}"), "address": "bc1qthief"})),
        ]
    };
    for (n, (verb, wanted)) in [("show", 201), ("revoke", 401), ("rotate", 401)].into_iter().enumerate() {
        for (i, call) in asked(u8::try_from(n).unwrap()).into_iter().enumerate() {
            let made = json!({"name": format!("taken {n} {i}"), "role": "admin"});
            let made = world.made(world.operator(), "/tokens", made).await;
            let end = async {
                let path = format!("/tokens/{}/{verb}", made["id"].as_str().unwrap());
                if verb != "show" {
                    world.made(world.operator(), &path, json!({})).await;
                }
            };
            let path = call.0;
            let status = begun_before(&world, made["token"].as_str().unwrap(), call, end).await;
            assert_eq!(status, wanted, "{path} finished after {verb}");
        }
    }
    let keys = world.get(world.operator(), "/keys").await.json();
    let late = keys["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["name"].as_str().unwrap().starts_with("late"));
    assert_eq!(late.count(), 1);
}
