//! Whose forms are taken, who is shown anything, and what answers carry.

use crate::check::good;
use crate::world::{Answer, HOST, World, csrf_of};
use axum::body::Body;
use axum::extract::Request as AxumRequest;
use axum::middleware::{Next, from_fn};
use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::id::LogId;
use claviger::core::role::{Need, Role};
use claviger::core::store::Store as _;
use claviger::core::time::Timestamp;
use claviger_server::console::routes::{ROUTES, Route, Verb};
use claviger_server::console::{Asset, POLICY};
use http::{HeaderValue, Request, StatusCode};

pub(crate) const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

pub(crate) async fn world() -> World {
    World::at(NOW, None, Limits::default()).await
}

fn entries(world: &World) -> usize {
    world.store.entries(LogId(0), 0, 100_000).unwrap().len()
}

/// Word for word, since every other test asks for the policy that there is, whatever is in it.
#[test]
fn the_policy_forbids_what_no_page_needs() {
    let said: Vec<(&str, &str)> = POLICY.split("; ").map(|one| one.split_once(' ').unwrap()).collect();
    let wanted = [
        ("default-src", "'none'"),
        ("script-src", "'self'"),
        ("style-src", "'self'"),
        ("img-src", "'self'"),
        ("connect-src", "'self'"),
        ("form-action", "'self'"),
        ("base-uri", "'none'"),
        ("frame-ancestors", "'none'"),
        ("require-trusted-types-for", "'script'"),
        ("trusted-types", "'none'"),
    ];
    assert_eq!(said, wanted);
}

/// A path of the table with an id in the place of its parameter.
fn filled(path: &str) -> String {
    path.replace("{id}", "key_000000000001").replace("{page}", "leak")
}

#[tokio::test]
async fn nobody_is_shown_a_page_or_told_whether_there_is_one() {
    let world = world().await;
    let before = entries(&world);
    for route in ROUTES {
        let path = filled(route.path);
        let request = world.request(None, route.verb.method(), &path).header("sec-fetch-site", "same-origin");
        let answer = world.send(request.body(Body::empty()).unwrap()).await;
        match route.verb {
            Verb::Get => {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
                let to = answer.headers["location"].to_str().unwrap();
                assert!(to == "/sign-in" || to.starts_with("/sign-in?next=%2F"), "{to}");
                assert!(answer.text.is_empty());
            }
            Verb::Ask | Verb::Post => {
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
                good(&path, &answer);
            }
        }
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
    let nowhere = world.send(world.request(None, "GET", "/nothing").body(Body::empty()).unwrap()).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    assert!(!nowhere.text.contains("Meridian"));
    assert_eq!(entries(&world), before, "strangers write nothing to the log");
}

/// The forms that a token may send; those of a person's own are refused to it before anything is read.
fn forms() -> impl Iterator<Item = &'static Route> {
    let is_open = |route: &&Route| route.operation.need() != Need::OwnPerson;
    ROUTES.iter().filter(|route| route.verb != Verb::Get).filter(is_open)
}

/// Every form of the table, sent in ways that no page of ours sends it. Gives those that were taken.
async fn taken(world: &World) -> Vec<String> {
    let mut taken = Vec::new();
    let csrf = csrf_of(&world.caller(Role::Operator).await);
    for route in forms() {
        let path = filled(route.path);
        for (what, headers, token) in [
            ("of another site", &[("sec-fetch-site", "cross-site")][..], csrf.as_str()),
            ("of a sibling site", &[("sec-fetch-site", "same-site")], &csrf),
            ("of another origin", &[("origin", "https://evil.example")], &csrf),
            ("of no origin", &[("origin", "null")], &csrf),
            ("that says nothing", &[], &csrf),
            ("with a token of another visit", &[("sec-fetch-site", "same-origin")], "csrf-of-None"),
            ("without a token", &[("sec-fetch-site", "same-origin")], ""),
        ] {
            let body =
                if token.is_empty() { "theme=dark".to_owned() } else { format!("theme=dark&csrf={token}") };
            let body = body.replace('(', "%28").replace(')', "%29");
            let mut request = world.request(Some(Role::Operator), "POST", &path);
            request = request.header("content-type", "application/x-www-form-urlencoded");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = world.send(request.body(Body::from(body)).unwrap()).await;
            if answer.status != StatusCode::FORBIDDEN || !answer.text.contains("did not come from here") {
                taken.push(format!("{path} {what}: {}", answer.status));
            }
        }
    }
    taken
}

#[tokio::test]
async fn only_forms_of_our_own_pages_are_taken() {
    let world = world().await;
    assert_eq!(taken(&world).await, Vec::<String>::new());
    let refused = world.store.entries(LogId(0), 0, 100_000).unwrap();
    let refused = refused.iter().filter(|entry| entry.draft.action == Action::AdminRefused).count();
    let changing = forms().filter(|route| route.verb == Verb::Post).count();
    assert_eq!(refused, changing * 7, "each that would have changed something left its entry");
    let answer = world.post(Role::Viewer, "/theme", &[("theme", "dark"), ("back", "/keys")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "and those that are ours are");
    assert_eq!(answer.headers["location"], "/keys");
}

/// The teeth: with either guard out, the other still stands, and forms that only it would have kept out are taken.
#[tokio::test]
async fn tooth_a_guard_that_is_out_is_seen() {
    let mut world = world().await;
    let whole = world.router.clone();
    let believe = from_fn(|mut request: AxumRequest, next: Next| {
        request.headers_mut().insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        next.run(request)
    });
    world.router = whole.clone().layer(believe);
    assert!(taken(&world).await.iter().any(|form| form.contains("of another site")));
    let csrf = csrf_of(&world.caller(Role::Operator).await);
    let csrf = csrf.replace('(', "%28").replace(')', "%29");
    let complete = from_fn(move |request: AxumRequest, next: Next| {
        let (parts, _) = request.into_parts();
        let body = Body::from(format!("theme=dark&csrf={csrf}"));
        next.run(Request::from_parts(parts, body))
    });
    world.router = whole.layer(complete);
    assert!(taken(&world).await.iter().any(|form| form.contains("without a token")));
}

#[tokio::test]
async fn odd_forms_change_nothing_and_are_told_why() {
    let world = world().await;
    let csrf = csrf_of(&world.caller(Role::Operator).await);
    let send = async |fields: &[(&str, &str)]| world.send(world.form(Role::Operator, "/theme", fields)).await;
    let unknown = send(&[("csrf", &csrf), ("theme", "dark"), ("role", "operator")]).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert!(unknown.text.contains("role is not known here"), "{}", unknown.text);
    let twice = send(&[("csrf", &csrf), ("theme", "dark"), ("theme", "light")]).await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST);
    let huge = "x".repeat(70_000);
    let huge = send(&[("csrf", &csrf), ("theme", &huge)]).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    let away = send(&[("csrf", &csrf), ("theme", "dark"), ("back", "//evil.example/")]).await;
    assert_eq!(away.headers["location"], "/");
    let request =
        world.request(Some(Role::Operator), "POST", "/theme").header("sec-fetch-site", "same-origin");
    let json =
        world.send(request.header("content-type", "application/json").body(Body::from("{}")).unwrap()).await;
    assert_eq!(json.status, StatusCode::BAD_REQUEST);
    for answer in [unknown, twice, huge, json] {
        good("/theme", &answer);
    }
}

#[tokio::test]
async fn the_theme_is_kept_in_a_cookie_that_scripts_do_not_see() {
    let world = world().await;
    let answer = world.post(Role::Viewer, "/theme", &[("theme", "dark")]).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert_eq!(cookie, "claviger-theme=dark; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
    let cookie = format!("session={}; claviger-theme=dark", world.tokens["viewer"]);
    let request = Request::builder().uri("/keys").header("host", HOST).header("cookie", cookie);
    let page = world.send(request.body(Body::empty()).unwrap()).await;
    assert!(page.text.contains("data-theme=\"dark\""));
}

#[tokio::test]
async fn assets_are_kept_for_long_under_names_of_their_content() {
    let world = world().await;
    for asset in Asset::ALL {
        let answer = get(&world, asset.path()).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.headers["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    }
    for wrong in ["/assets/console.css", "/assets/console-000000000000.css", "/assets/..%2fCargo.toml"] {
        assert_eq!(get(&world, wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

async fn get(world: &World, path: &str) -> Answer {
    world.send(world.request(None, "GET", path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn what_goes_wrong_is_said_in_words() {
    let world = world().await;
    for (role, path, status, words) in [
        (Role::Viewer, "/nothing", 404, "There is nothing here"),
        (Role::Viewer, "/keys?state=no-such", 400, "makes no sense"),
        (Role::Viewer, "/keys?who=me", 400, "makes no sense"),
    ] {
        let page = world.get(role, path).await;
        assert_eq!(page.status.as_u16(), status, "{path}");
        assert!(page.text.contains(words), "{path}: {}", page.text);
        good(path, &page);
    }
    let wrong = world.request(Some(Role::Viewer), "DELETE", "/keys").body(Body::empty()).unwrap();
    let wrong = world.send(wrong).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    good("/keys", &wrong);
}
