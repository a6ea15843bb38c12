//! The management API.

use crate::vault::Vault;
use claviger_tests::admin::{Admin, PERMISSIONS, trader};
use claviger_tests::http::{Connection, Response, head};
use claviger_tests::server::Server;
use claviger_tests::trader::{Trader, encode};
use serde_json::{Value, json};

/// A static second factor, and one that is tried in its place.
pub(crate) const PASSWORD: &str = "swordfish \"of\" the/second+kind";
pub(crate) const WRONG_PASSWORD: &str = "a guess that was not so/bad+after all";

/// Keys of a run.
pub(crate) struct Keys {
    pub(crate) plain: Trader,
    pub(crate) with_password: Trader,
    pub(crate) with_totp: Trader,
    pub(crate) revoked: Trader,
    pub(crate) all_secrets: Vec<String>,
}

/// Every operation, as it is meant.
pub(crate) fn everything(vault: &mut Vault, server: &Server, token: &str) -> Keys {
    let mut admin = server.admin(token);
    vault.secret("the password", PASSWORD);
    vault.secret("the wrong password", WRONG_PASSWORD);
    let mut all_secrets = vec![token.to_owned(), PASSWORD.to_owned()];
    let mut made = |vault: &mut Vault, name: &str, factor: Value| {
        let body = json!({ "name": name, "permissions": PERMISSIONS, "second_factor": factor });
        let answer = admin.post("/keys", &body).expect("an answer");
        let place = format!("the creation of `{name}`");
        all_secrets.push(vault.shown_once(&place, &answer, "private_key"));
        if factor["kind"] == "totp" {
            all_secrets.push(vault.shown_once(&place, &answer, "totp_secret"));
        }
        again(vault, &mut admin, "POST", "/keys", &body);
        trader(&answer).expect("a key")
    };
    let keys = Keys {
        plain: made(vault, "plain", Value::Null),
        with_password: made(vault, "password", json!({ "kind": "password", "password": PASSWORD })),
        with_totp: made(vault, "totp", json!({ "kind": "totp" })),
        revoked: made(vault, "revoked", Value::Null),
        all_secrets,
    };
    changes(vault, &mut admin, &keys);
    keys
}

fn changes(vault: &mut Vault, admin: &mut Admin, keys: &Keys) {
    let (plain, factor, revoked) = (keys.plain.id, keys.with_totp.id, keys.revoked.id);
    let password = json!({ "kind": "password", "password": PASSWORD });
    for (path, body) in [
        (format!("/keys/{plain}"), json!({ "name": "plainer", "allowlist": ["127.0.0.1"] })),
        (format!("/keys/{revoked}"), json!({ "second_factor": password })),
    ] {
        expect(vault, &format!("PATCH {path}"), admin.send("PATCH", &path, Some(&body)), 200);
    }
    let (path, totp) = (format!("/keys/{factor}"), json!({ "second_factor": { "kind": "totp" } }));
    let edited = admin.send("PATCH", &path, Some(&totp));
    vault.shown_once("a new time-based factor", &edited.expect("an answer"), "totp_secret");
    again(vault, admin, "PATCH", &path, &totp);
    for (path, body, status) in [
        (format!("/keys/{plain}/step"), json!({ "state": "frozen" }), 200),
        (format!("/keys/{plain}/step"), json!({ "state": "active" }), 200),
        (format!("/keys/{revoked}/revoke"), json!({}), 200),
        ("/paper/deposits".to_owned(), json!({ "asset": "XBT", "amount": "5" }), 201),
        ("/paper/addresses".to_owned(), json!({ "asset": "XBT", "key": "cold", "address": "bc1qcold" }), 201),
        (
            "/paper/orders".to_owned(),
            json!({ "pair": "XBTUSD", "side": "buy", "type": "limit", "volume": "1", "limit_price": "10" }),
            201,
        ),
        ("/paper/orders/cancel".to_owned(), json!({}), 200),
        ("/alerts".to_owned(), alert("above", "1"), 201),
        ("/accounts".to_owned(), json!({ "name": "another" }), 201),
        ("/master-key/rotate".to_owned(), json!({}), 200),
    ] {
        expect(vault, &format!("POST {path}"), admin.post(&path, &body), status);
    }
    let made = admin.post("/alerts", &alert("below", "1")).expect("an answer");
    let path = format!("/alerts/{}", made.json()["id"].as_str().expect("an id"));
    let off = json!({ "enabled": false });
    expect(vault, "an alert turned off", admin.send("PATCH", &path, Some(&off)), 200);
    expect(vault, "the end of an alert", admin.send("DELETE", &path, None), 200);
    let body = json!({ "name": "ci", "role": "operator" });
    let token = admin.post("/tokens", &body).expect("an answer");
    vault.shown_once("the creation of a token", &token, "token");
    again(vault, admin, "POST", "/tokens", &body);
    let body = json!({ "role": "viewer", "meant_for": "somebody" });
    let invited = admin.post("/invitations", &body).expect("an answer");
    vault.shown_once("an invitation", &invited, "link");
    again(vault, admin, "POST", "/invitations", &body);
    let id = token.json()["id"].as_str().expect("an id").to_owned();
    let rotate = format!("/tokens/{id}/rotate");
    let rotated = admin.post(&rotate, &json!({})).expect("an answer");
    vault.shown_once("the rotation of a token", &rotated, "token");
    again(vault, admin, "POST", &rotate, &json!({}));
    expect(vault, "the end of a token", admin.post(&format!("/tokens/{id}/revoke"), &json!({})), 200);
}

fn alert(kind: &str, price: &str) -> Value {
    json!({ "pair": "XBTUSD", "condition": { "kind": kind, "price": price }, "description": "look" })
}

/// The last request once more: its answer is kept in the database, and must be without the secret it had.
pub(crate) fn again(vault: &mut Vault, admin: &mut Admin, method: &str, path: &str, body: &Value) {
    let answer = admin.again(method, path, Some(body)).expect("an answer");
    assert!(answer.header("idempotency-replayed") == Some("true"), "{method} {path}: {}", answer.text());
    vault.answer(&format!("{method} {path} sent again"), &answer);
}

pub(crate) fn expect(vault: &mut Vault, place: &str, answer: std::io::Result<Response>, status: u16) {
    let answer = answer.expect("an answer");
    // A route that refused before it came to the secret would prove nothing.
    assert!(
        answer.status == status || (status == 201 && answer.status == 200),
        "{place}: {} {}",
        answer.status,
        answer.text()
    );
    if answer.json().get("token").is_none() {
        vault.answer(place, &answer);
    }
}

/// Everything that can be read, after all that happened.
pub(crate) fn read_back(vault: &mut Vault, server: &Server, token: &str) {
    let mut admin = server.admin(token);
    for path in [
        "/account",
        "/accounts",
        "/keys",
        "/tokens",
        "/members",
        "/invitations",
        "/paper/addresses",
        "/paper/balances",
        "/paper/orders",
        "/paper/fills",
        "/paper/withdrawals",
        "/alerts",
        "/alerts/fired",
        "/channels",
        "/rules",
        "/deliveries",
        "/notices",
        "/ticker",
        "/permissions",
        "/reasons",
    ] {
        expect(vault, path, admin.get(path), 200);
    }
    for list in ["/history", "/audit"] {
        let (mut cursor, mut pages) = (String::new(), 0);
        loop {
            let answer = admin.get(&format!("{list}?limit=200{cursor}")).expect("an answer");
            assert_eq!(answer.status, 200, "{}", answer.text());
            vault.answer(list, &answer);
            pages += 1;
            match answer.json().get("next").and_then(Value::as_str) {
                Some(next) if pages < 100 => cursor = format!("&cursor={next}"),
                _ => break,
            }
        }
    }
    let keys = admin.get("/keys").expect("an answer").json();
    for key in keys["items"].as_array().expect("keys") {
        let id = key["id"].as_str().expect("an id");
        expect(vault, "one key", admin.get(&format!("/keys/{id}")), 200);
        expect(vault, "its history", admin.get(&format!("/keys/{id}/history?limit=200")), 200);
    }
    let mut connection = Connection::new(server.address);
    for path in ["/metrics", "/livez", "/readyz", "/healthz", "/api/v1/openapi.json", "/nowhere"] {
        let answer = connection.request("GET", path, &[], b"").expect("an answer");
        assert!(answer.status == 200 || path == "/nowhere", "{path}: {}", answer.status);
        vault.answer(path, &answer);
    }
}

/// Every route of the OpenAPI document with secrets where none belong.
pub(crate) fn secrets_in_wrong_places(vault: &mut Vault, server: &Server, token: &str) {
    let mut connection = Connection::new(server.address);
    let document = connection.request("GET", "/api/v1/openapi.json", &[], b"").expect("an answer").json();
    let misplaced = stray(vault);
    let mut routes = 0;
    for (path, item) in document["paths"].as_object().expect("paths") {
        for method in item.as_object().expect("methods").keys().filter(|key| *key != "parameters") {
            routes += 1;
            let path = path.replace("{id}", &encode(&misplaced));
            let path = if path.starts_with("/api/") { path } else { format!("/api/v1{path}") };
            wrong(vault, &mut connection, &method.to_uppercase(), &path, token, &misplaced);
        }
    }
    assert!(routes >= 20, "the document names {routes} operations");
}

/// A private key that nobody issued; it is one to whoever finds it all the same.
pub(crate) fn stray(vault: &mut Vault) -> String {
    let key = claviger_core::credential::PrivateKey::random(&mut claviger::OsEntropy).expect("randomness");
    let text = key.reveal().to_string();
    vault.secret("a private key in a wrong place", &text);
    text
}

fn wrong(vault: &mut Vault, connection: &mut Connection, method: &str, path: &str, token: &str, stray: &str) {
    let good = format!("Bearer {token}");
    let (bearer, basic) = (format!("Bearer {stray}"), format!("Basic {stray}"));
    let body =
        json!({ "name": "x", "secret": stray, "second_factor": stray, "permissions": [stray] }).to_string();
    let long = "x".repeat(200);
    let types = json!({ "name": [stray], "kind": stray, "expires_at": stray, "role": stray, "state": stray })
        .to_string();
    let named = json!({ "name": format!("{stray}{long}"), "asset": stray, "amount": stray, "key": stray })
        .to_string();
    let large = format!("{{\"name\":\"{stray}{}\"}}", "y".repeat(70_000));
    let broken = format!("{{\"{stray}\":\"{stray}");
    let with_query = format!("{path}?token={0}&cursor={0}&limit={0}&from={0}", encode(stray));
    let json_type = ("content-type", "application/json");
    let tries: [(&str, &str, Vec<(&str, &str)>, &str); 10] = [
        ("no token", path, vec![json_type], &body),
        ("a private key as token", path, vec![("authorization", &bearer), json_type], &body),
        ("another scheme", path, vec![("authorization", &basic)], ""),
        ("two tokens", path, vec![("authorization", &good), ("authorization", &bearer)], ""),
        ("unknown members", path, vec![("authorization", &good), json_type], &body),
        ("wrong types", path, vec![("authorization", &good), json_type], &types),
        ("wrong values", path, vec![("authorization", &good), json_type], &named),
        ("a body too large", path, vec![("authorization", &good), json_type], &large),
        ("broken JSON", path, vec![("authorization", &good), json_type], &broken),
        ("a query", &with_query, vec![("authorization", &good), ("x-forwarded-for", stray)], ""),
    ];
    for (how, path, headers, body) in tries {
        // An answer may come before a large body was taken; then there is none to be searched.
        if let Ok(answer) = connection.send(&head(method, path, &headers), body.as_bytes()) {
            vault.answer(&format!("{method} with {how}"), &answer);
        }
    }
}
