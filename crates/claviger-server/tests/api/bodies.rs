//! Bodies, parameters and problems: what is refused, and how it is said.

use crate::requests::{good_body, operations};
use crate::world::World;
use axum::body::Body;
use http::{Method, Request};
use serde_json::{Value, json};

fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn problems_have_one_shape() {
    let world = World::new().await;
    let answer = world.post(world.operator(), "/keys", json!({"name": "bot"})).await;
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(
        answer.json(),
        json!({
            "type": "urn:claviger:problem:name-taken", "title": "The name is in use", "status": 409, "code": "name-taken",
            "detail": "the name is in use by another key; choose another one",
            "remedy": "Choose another name, or revoke what has it.",
            "errors": [{"field": "name", "message": "the name is in use by another key; choose another one"}],
        })
    );
}

#[tokio::test]
async fn the_owner_is_never_taken_from_a_body() {
    let world = World::new().await;
    let foreign = world.foreign.account.as_str();
    for name in
        ["account", "account_id", "owner", "id", "api_key", "state", "revision", "created_at", "private_key"]
    {
        for id in ["key.create", "token.create", "paper.deposit", "paper.address-add", "account.create"] {
            let operation = operations().into_iter().find(|operation| operation.id == id).unwrap();
            let mut body = good_body(id).unwrap();
            body[name] = json!(foreign);
            let answer = world.post(world.operator(), &operation.path, body).await;
            assert_eq!(answer.code(), "invalid", "{id} {name}");
            assert_eq!(fields(&answer.json()), [name], "{id}");
        }
    }
    assert_eq!(world.get(&world.stranger, "/keys").await.json()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn repeated_unknown_and_mistyped_members_are_refused() {
    let world = World::new().await;
    for (body, field) in [
        (r#"{"name":"a","name":"b"}"#, "name"),
        (r#"{"name":"a","colour":"red"}"#, "colour"),
        (r#"{"name":"a","second_factor":{"kind":"totp","kind":"password"}}"#, "second_factor.kind"),
        (r#"{"name":"a","second_factor":{"kind":"totp","seed":"x"}}"#, "second_factor.seed"),
        (r#"{"name":"a","second_factor":["totp",null]}"#, "second_factor"),
        (r#"{"name":"a","nonce_window":5}"#, "nonce_window"),
        (r#"{"name":"a","permissions":"query-funds"}"#, "permissions"),
        (r#"{"name":"a","permissions":["query-funds",7]}"#, "permissions[1]"),
        (r#"{"name":"a","expires_at":1900000000}"#, "expires_at"),
        (r#"["private","a"]"#, ""),
    ] {
        let answer = world.send(Method::POST, "/keys", Some(world.operator()), Some(body.into())).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (422, "invalid"),
            "{body}: {}",
            answer.text
        );
        assert_eq!(fields(&answer.json()), [field], "{body}");
    }
}

#[tokio::test]
async fn every_bad_field_is_named_at_once_with_a_remedy() {
    let world = World::new().await;
    let answer = world
        .post(world.operator(), "/keys", json!({
            "kind": "secret", "name": " ", "holder": "a\u{202e}b", "application": "a\u{200b}b", "permissions": ["withdraw"], "allowlist": ["10.0.0.1/8"],
            "expires_at": "tomorrow", "nonce_window": "-1", "second_factor": {"kind": "password", "password": "short"},
        }))
        .await;
    let problem = answer.json();
    assert_eq!(
        fields(&problem),
        [
            "kind",
            "name",
            "holder",
            "application",
            "permissions",
            "allowlist",
            "expires_at",
            "nonce_window",
            "second_factor"
        ]
    );
    assert!(answer.text.contains("10.0.0.0/8 for the block"), "{}", answer.text);
    assert!(answer.text.contains("query-funds, add-funds"), "{}", answer.text);
}

#[tokio::test]
async fn caps_come_before_parsing() {
    let world = World::new().await;
    let post = |body: String| world.send(Method::POST, "/keys", Some(world.operator()), Some(body));
    let padded = |bytes: usize| format!("{{\"name\":\"fits\"{}}}", " ".repeat(bytes - 15));
    assert_eq!(post(padded(65_536)).await.status.as_u16(), 201);
    let answer = post(padded(65_537)).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (413, "too-large"));
    let answer = post("[".repeat(60_000)).await;
    assert!(answer.status.is_client_error());
    assert_eq!(post("{\"name\":".to_owned()).await.code(), "malformed");
}

#[tokio::test]
async fn only_json_is_read() {
    let world = World::new().await;
    for kind in [None, Some("text/plain"), Some("application/x-www-form-urlencoded")] {
        let mut request =
            Request::post("/api/v1/keys").header("authorization", format!("Bearer {}", world.operator()));
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let answer = world.raw(request.body(Body::from(r#"{"name":"a"}"#)).unwrap()).await;
        assert_eq!(answer.code(), "unsupported-media-type", "{kind:?}");
    }
}

#[tokio::test]
async fn tokens_come_in_one_header() {
    let world = World::new().await;
    let good = format!("Bearer {}", world.operator());
    let lower = good.replace("Bearer", "bearer");
    let cases: [(&[&str], u16); 7] = [
        (&[&good], 200),
        (&[&lower], 200),
        (&[&good, &good], 401),
        (&[], 401),
        (&[world.operator()], 401),
        (&["Basic abc"], 401),
        (&["Bearer "], 401),
    ];
    for (headers, status) in cases {
        let request =
            headers.iter().fold(Request::get("/api/v1/account"), |r, h| r.header("authorization", *h));
        assert_eq!(
            world.raw(request.body(Body::empty()).unwrap()).await.status.as_u16(),
            status,
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn unknown_paths_methods_and_parameters_are_said() {
    let world = World::new().await;
    let problem = |method, path| world.send(method, path, Some(world.operator()), None);
    for (method, path, status, code) in [
        (Method::GET, "/nothing", 404, "not-found"),
        (Method::GET, "/keys/", 404, "not-found"),
        (Method::GET, "//keys", 404, "not-found"),
        (Method::DELETE, "/keys", 405, "method-not-allowed"),
        (Method::PUT, "/account", 405, "method-not-allowed"),
        (Method::GET, "/keys?colour=red", 400, "malformed"),
        (Method::GET, "/keys?limit=1&limit=2", 400, "malformed"),
        (Method::GET, "/keys?limit=0", 400, "malformed"),
        (Method::GET, "/keys?limit=201", 400, "malformed"),
        (Method::GET, "/keys?limit=%2B5", 400, "malformed"),
        (Method::GET, "/keys?cursor=nonsense", 400, "malformed"),
        (Method::GET, "/keys?state=gone", 400, "malformed"),
        (Method::GET, "/history?from=yesterday", 400, "malformed"),
        (Method::GET, "/history?source=localhost", 400, "malformed"),
        (Method::GET, "/history?reason=because", 400, "malformed"),
    ] {
        let answer = problem(method.clone(), path).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{method} {path}");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{method} {path}");
    }
}

/// What an entry says of a refused request never quotes it.
#[tokio::test]
async fn entries_of_refusals_quote_nothing() {
    let world = World::new().await;
    for body in [r#"{"name":"a","nonce_window":"canary-17"}"#, r#"{"name":"a","permissions":["canary-17"]}"#]
    {
        world.send(Method::POST, "/keys", Some(world.operator()), Some(body.into())).await;
    }
    assert!(!format!("{:?}", world.entries()).contains("canary-17"));
}
