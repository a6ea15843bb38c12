//! The OpenAPI document: complete, served, and the one that was reviewed.

use crate::requests::{operations, path};
use crate::world::World;
use claviger_server::api::document;
use claviger_server::api::routes::ROUTES;
use serde_json::Value;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");

#[test]
fn the_document_is_the_one_that_was_reviewed() {
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(FILE, document()).unwrap();
    }
    let reviewed = std::fs::read_to_string(FILE).unwrap_or_default();
    // Not `assert_eq!`: nobody reads two documents side by side.
    assert!(
        document() == reviewed,
        "the API has changed: run `UPDATE_SNAPSHOTS=1 cargo test -p claviger-server --test api`, then review openapi.json"
    );
}

#[tokio::test]
async fn it_is_served_to_everybody() {
    let world = World::new().await;
    let answer = world.send(http::Method::GET, "/openapi.json", None, None).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!((answer.status.as_u16(), answer.text), (200, document()));
}

#[tokio::test]
async fn a_path_of_no_version_is_a_problem_like_any_other() {
    let world = World::new().await;
    for path in ["/api/v2/keys", "/api/", "/api/v1/nothing"] {
        let request = http::Request::get(path).body(axum::body::Body::empty()).unwrap();
        let answer = world.raw(request).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "not-found"), "{path}");
    }
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let mut described: Vec<(String, String)> =
        operations().into_iter().map(|operation| (operation.method.to_string(), operation.path)).collect();
    let mut offered: Vec<(String, String)> =
        ROUTES.iter().map(|route| (route.method.name().to_owned(), route.path.to_owned())).collect();
    described.sort();
    offered.sort();
    assert_eq!(described, offered);
}

#[test]
fn every_operation_is_complete() {
    let document: Value = serde_json::from_str(&document()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(operation["summary"].is_string() && operation["tags"].is_array(), "{id}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2')), "{id}");
            for status in ["401", "403", "503"] {
                let problem = &responses[status]["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(problem, "#/components/schemas/Problem", "{id} {status}");
            }
        }
    }
}

/// Whatever the document refers to is in it.
#[test]
fn every_reference_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|member| references(member, found));
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }
    let document: Value = serde_json::from_str(&document()).unwrap();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 50);
    for reference in found {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
    }
}

/// The parameters described are the parameters taken.
#[tokio::test]
async fn described_parameters_are_known() {
    let world = World::new().await;
    let document: Value = serde_json::from_str(&document()).unwrap();
    for operation in operations().iter().filter(|operation| !operation.mutates()) {
        let described = &document["paths"][&operation.path]["get"]["parameters"];
        let names = described.as_array().into_iter().flatten().filter(|parameter| parameter["in"] == "query");
        for name in names.map(|parameter| parameter["name"].as_str().unwrap()) {
            let answer =
                world.get(world.operator(), &format!("{}?{name}=", path(operation, &world.own))).await;
            assert!(!answer.text.contains("unknown; known are"), "{} {name}: {}", operation.id, answer.text);
        }
    }
}
