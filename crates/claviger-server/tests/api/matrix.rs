//! P10: who may do what, for every route, every role, and things of one's own and of others,
//! compared with the checked-in `authorisation.txt`.

use crate::requests::{Operation, operations, prepare, send_good};
use crate::world::World;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use claviger::core::role::Role;
use claviger_server::api::routes::{ROUTES, Route};
use http::HeaderValue;
use std::fmt::Write as _;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/authorisation.txt");

const HEAD: &str = "\
# Who may do what: observed, and compared with this file by `cargo test -p claviger-server --test api matrix`.
# Write it anew with UPDATE_SNAPSHOTS=1. A line: method, path, operation, need, and for each role the status of a good
# request on a thing of one's own / of another account (- where no id is named). Without a token everything is 401.
# Not listed, and open to all: GET /openapi.json.
";

fn route(operation: &Operation) -> &'static Route {
    let found =
        ROUTES.iter().find(|route| route.method.name() == operation.method && route.path == operation.path);
    found.unwrap_or_else(|| panic!("{} is in the document and not in the table", operation.id))
}

/// The status of a good request on one's own and on a foreign thing, each in a world of its own.
async fn cell(operation: &Operation, role: &'static str, tamper: impl Fn(&mut World)) -> String {
    let mut world = World::new().await;
    tamper(&mut world);
    prepare(&world, operation).await;
    let token = world.tokens[role].clone();
    let foreign = match operation.has_id() {
        true => send_good(&world, operation, &world.foreign, Some(&token)).await.status.as_str().to_owned(),
        false => "-".to_owned(),
    };
    let own = send_good(&world, operation, &world.own, Some(&token)).await.status;
    format!("{}/{foreign}", own.as_str())
}

async fn observed(tamper: impl Fn(&mut World) + Copy) -> String {
    let mut text = HEAD.to_owned();
    let _ = write!(text, "{:6} {:22} {:18} {:12}", "", "", "", "");
    for role in Role::OF_TOKENS {
        let _ = write!(text, " {:11}", role.name());
    }
    text.push('\n');
    for operation in operations() {
        let route = route(&operation);
        assert_eq!(route.operation.name(), operation.id, "the document names another operation");
        let need = format!("{:?}", route.operation.need());
        let _ = write!(text, "{:6} {:22} {:18} {need:12}", route.method.name(), route.path, operation.id);
        for role in Role::OF_TOKENS {
            let _ = write!(text, " {:11}", cell(&operation, role.name(), tamper).await);
        }
        text = text.trim_end().to_owned() + "\n";
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_matrix_is_the_one_that_was_reviewed() {
    let observed = observed(|_| {}).await;
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(FILE, &observed).unwrap();
    }
    let reviewed = std::fs::read_to_string(FILE).unwrap_or_default();
    assert_eq!(
        observed, reviewed,
        "who may do what has changed: review it, then run with UPDATE_SNAPSHOTS=1"
    );
}

/// What the file says agrees with the one table of needs, and nobody reaches another account.
#[test]
fn the_reviewed_matrix_is_default_deny() {
    let text = std::fs::read_to_string(FILE).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(['#', ' '])).collect();
    assert_eq!(lines.len(), ROUTES.len(), "a route is missing");
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        let route = ROUTES.iter().find(|route| route.operation.name() == words[2]).unwrap();
        for (role, cell) in Role::OF_TOKENS.into_iter().zip(&words[4..]) {
            let (own, foreign) = cell.split_once('/').unwrap();
            let may = role.may(route.operation.need());
            assert_eq!(own.starts_with('2'), may, "{line}: {role}");
            assert_eq!(own == "403", !may, "{line}: {role}");
            assert!(foreign == "-" || foreign == if may { "404" } else { "403" }, "{line}: {role}");
        }
    }
}

#[tokio::test]
async fn nobody_is_recognised_without_a_token_that_works() {
    let world = World::new().await;
    let before = world.entries().len();
    for operation in operations() {
        let answer = send_good(&world, &operation, &world.own, None).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (401, "unauthenticated"),
            "{}",
            operation.id
        );
        assert!(answer.headers.contains_key("www-authenticate"));
    }
    assert_eq!(world.entries().len(), before, "strangers write nothing to the log");
}

/// Absent and forbidden look the same, to the byte.
#[tokio::test]
async fn foreign_and_absent_things_look_the_same() {
    let world = World::new().await;
    let absent = crate::world::Things {
        account: "acct_000000000001".to_owned(),
        key: "key_000000000001".to_owned(),
        token: "tok_000000000001".to_owned(),
        address: "AB7J4FF-BGM7G-V2JMIH".to_owned(),
        alert: "AL7J4FF-BGM7G-V2JMIH".to_owned(),
        member: "member_000000000001".to_owned(),
        session: "session_000000000001".to_owned(),
        invitation: "invitation_000000000001".to_owned(),
        order: "O7J4FF-BGM7G-V2JMIH".to_owned(),
        channel: "channel_000000000001".to_owned(),
        delivery: "delivery_000000000001".to_owned(),
    };
    for operation in operations().iter().filter(|operation| operation.has_id()) {
        let foreign = send_good(&world, operation, &world.foreign, Some(world.operator())).await;
        let missing = send_good(&world, operation, &absent, Some(world.operator())).await;
        let nonsense = crate::world::Things {
            key: "..%2f".to_owned(),
            token: "%00".to_owned(),
            address: "AB".to_owned(),
            alert: "AL".to_owned(),
            member: "%00".to_owned(),
            session: "session_".to_owned(),
            invitation: "..%2f".to_owned(),
            order: "O".to_owned(),
            ..absent.clone()
        };
        let nonsense = send_good(&world, operation, &nonsense, Some(world.operator())).await;
        assert_eq!((foreign.status, &foreign.text), (missing.status, &missing.text), "{}", operation.id);
        assert_eq!((foreign.status, &foreign.text), (nonsense.status, &nonsense.text), "{}", operation.id);
    }
}

/// The tooth: a route that asks no role is in the matrix for everybody to see.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tooth_a_route_without_need_is_caught() {
    let open = |world: &mut World| {
        let operator = HeaderValue::try_from(format!("Bearer {}", world.operator())).unwrap();
        let door = move |mut request: Request, next: Next| {
            if request.uri().path() == "/api/v1/tokens" && request.headers().contains_key("authorization") {
                request.headers_mut().insert("authorization", operator.clone());
            }
            next.run(request)
        };
        world.router = world.router.clone().layer(from_fn(door));
    };
    let operation = operations().into_iter().find(|operation| operation.id == "token.create").unwrap();
    let reviewed = std::fs::read_to_string(FILE).unwrap();
    let line = reviewed.lines().find(|line| line.contains(" token.create ")).unwrap();
    let seen = cell(&operation, "viewer", open).await;
    assert!(!line.ends_with(&seen), "an open route was not seen: {line}");
}
