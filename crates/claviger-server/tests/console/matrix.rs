//! P10 for the console: who may open which page and send which form, compared with the checked-in `pages.txt`; that things of
//! other accounts are not there; and that whatever changes something leaves one entry.

use crate::check::good;
use crate::town::{NOW, Town, csrf_of, password_of};
use crate::world::Answer;
use axum::body::Body;
use claviger::core::account::AccountRecord;
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::id::AccountId;
use claviger::core::notices::{Audience, Level, Service};
use claviger::core::people::Login;
use claviger::core::role::{Need, Role};
use claviger::core::store::{Change, Mutation};
use claviger::core::text::{Description, Name};
use claviger::manage::channels::{self, NewChannel, NewRoute};
use claviger::manage::invitations::{self, Newcomer};
use claviger::manage::sessions::Place;
use claviger::manage::tokens::{CreateToken, create};
use claviger::manage::{Caller, host_act};
use claviger_server::console::routes::{OPEN, ROUTES, Route, Verb};
use http::StatusCode;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use tower::ServiceExt as _;
use zeroize::Zeroizing;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pages.txt");

const HEAD: &str = "\
# Who may open which page and send which form: observed, and compared with this file by `cargo test -p claviger-server --test
# console matrix`. Write it anew with UPDATE_SNAPSHOTS=1. A line: method, path, operation, need, and for each role the status
# of a request with a form that holds nothing, on a thing that is not there; 403 is what the role may not. First members, then
# whoever came with a token. Without a session pages go to the door (303) and forms are refused (401).
";

/// The path with the id of a thing that is nowhere.
pub(crate) fn absent(route: &Route) -> String {
    route.path.replace("{page}", "leak").replace("{id}", &format!("{}_000000000001", kind(route.path)))
}

/// The kind of thing a path is about.
fn kind(path: &str) -> &'static str {
    match path {
        _ if path.starts_with("/team/invitations/") => "invitation",
        _ if path.starts_with("/team/sessions/") || path.starts_with("/settings/sessions/") => "session",
        _ if path.starts_with("/team/") => "member",
        _ if path.starts_with("/settings/passkeys/") => "passkey",
        _ if path.starts_with("/settings/tokens/") => "tok",
        _ if path.starts_with("/settings/channels/") => "channel",
        _ if path.starts_with("/settings/deliveries/") => "delivery",
        _ => "key",
    }
}

async fn ask(town: &Town, session: &str, route: &Route, path: &str) -> Answer {
    match route.verb {
        // A live view goes on for as long as somebody looks.
        Verb::Get if path.ends_with("/live") => {
            let request = Town::request("GET", path, Some(session)).body(Body::empty()).unwrap();
            let answer = town.router.clone().oneshot(request).await.unwrap();
            Answer { status: answer.status(), headers: answer.headers().clone(), text: String::new() }
        }
        Verb::Get => town.get(path, Some(session)).await,
        Verb::Ask | Verb::Post => town.post(session, path, &[]).await,
    }
}

/// A session of its own for each question: some end the one they are asked with.
async fn session(town: &Town, who: &Who) -> String {
    match who {
        Who::Member(role) => {
            let fields = [("login", role.name()), ("password", &password_of(role.name()))];
            crate::town::session_of(&town.send_form("/sign-in", None, &fields).await)
        }
        Who::Token(role) => {
            let token = town.world.tokens[role.name()].clone();
            crate::town::session_of(&town.send_form("/sign-in/token", None, &[("token", &token)]).await)
        }
    }
}

enum Who {
    Member(Role),
    Token(Role),
}

impl Who {
    fn all() -> Vec<Who> {
        let members = Role::OF_MEMBERS.into_iter().map(Who::Member);
        members.chain(Role::OF_TOKENS.into_iter().map(Who::Token)).collect()
    }

    /// What the table of needs says.
    fn may(&self, need: Need) -> bool {
        match self {
            Who::Member(role) => role.may(need),
            Who::Token(role) => role.may(need) && need != Need::OwnPerson,
        }
    }
}

/// Statuses by route, for everybody.
async fn observed() -> String {
    let town = Town::open().await;
    let mut text = HEAD.to_owned();
    let mut cells: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for who in Who::all() {
        let mut own = session(&town, &who).await;
        for (at, route) in ROUTES.iter().enumerate() {
            if town.get("/settings", Some(&own)).await.status != StatusCode::OK {
                own = session(&town, &who).await;
            }
            let answer = ask(&town, &own, route, &absent(route)).await;
            let stream = route.path.ends_with("/live") || route.path.ends_with("/export");
            if !stream
                && answer.headers.get("content-type").is_some_and(|kind| kind == "text/html; charset=utf-8")
            {
                good(route.path, &answer);
            }
            cells.entry(at).or_default().push(answer.status.as_str().to_owned());
        }
    }
    for (at, route) in ROUTES.iter().enumerate() {
        let need = format!("{:?}", route.operation.need());
        let (method, operation) = (route.verb.method(), route.operation.name());
        let _ =
            writeln!(text, "{method:5} {:34} {operation:24} {need:13} {}", route.path, cells[&at].join(" "));
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_are_open_to_those_that_were_reviewed() {
    let observed = observed().await;
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(FILE, &observed).unwrap();
    }
    let reviewed = std::fs::read_to_string(FILE).unwrap_or_default();
    assert_eq!(
        observed, reviewed,
        "who may open what has changed: review it, then run with UPDATE_SNAPSHOTS=1"
    );
}

/// What is wrong with a line of the file, by the one table of needs.
fn disagreements(line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let route =
        ROUTES.iter().find(|route| route.path == words[1] && route.verb.method() == words[0]).unwrap();
    let wrong = |(who, cell): (&Who, &&str)| {
        let may = who.may(route.operation.need());
        ((*cell == "403") == may).then(|| format!("{line}: {cell}"))
    };
    Who::all().iter().zip(&words[4..]).filter_map(wrong).collect()
}

#[test]
fn the_reviewed_pages_are_default_deny() {
    let text = std::fs::read_to_string(FILE).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines.len(), ROUTES.len(), "a page is missing");
    let wrong: Vec<String> = lines.into_iter().flat_map(disagreements).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

/// The tooth: a page that asks no role, and one that asks too much, are seen.
#[test]
fn tooth_a_page_without_need_is_seen() {
    let text = std::fs::read_to_string(FILE).unwrap();
    let line = text.lines().find(|line| line.starts_with("POST  /team/invitations ")).unwrap();
    assert!(line.contains("403") && disagreements(line).is_empty());
    assert!(!disagreements(&line.replace("403", "200")).is_empty());
    let open = text.lines().find(|line| line.starts_with("GET   /keys ")).unwrap();
    assert!(!disagreements(&open.replace("200", "403")).is_empty());
}

#[tokio::test]
async fn without_a_session_no_page_is_shown_and_no_form_is_taken() {
    let town = Town::open().await;
    let before = town.entries().len();
    for route in ROUTES {
        let path = absent(route);
        for session in [None, Some(""), Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")] {
            let request =
                Town::request(route.verb.method(), &path, session).header("sec-fetch-site", "same-origin");
            let answer = town.send(request.body(Body::empty()).unwrap()).await;
            let wanted =
                if route.verb == Verb::Get { StatusCode::SEE_OTHER } else { StatusCode::UNAUTHORIZED };
            assert_eq!(answer.status, wanted, "{path}");
        }
    }
    for route in OPEN.iter().filter(|route| route.verb != Verb::Get) {
        let path = route.path.replace("{token}", "nothing");
        for headers in [&[("sec-fetch-site", "cross-site")][..], &[("origin", "https://evil.example")], &[]] {
            let mut request = Town::request("POST", &path, None);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = town.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
            good(&path, &answer);
        }
    }
    assert_eq!(town.entries().len(), before, "strangers write nothing to the log");
}

/// Another account of the same server.
pub(crate) async fn other_account(town: &Town) -> AccountId {
    let other = AccountId::from_u64(9);
    let account = AccountRecord { id: other, name: Name::parse("Others").unwrap(), created_at: NOW };
    let entry = host_act(other, Action::AccountCreate, Target::Account, "");
    let made = Mutation::new(Change::CreateAccount { record: account, limit: 9 }, entry);
    town.world.authority.commit_change(made).await.unwrap();
    other
}

/// Things of another account, by kind.
async fn foreign(town: &Town) -> BTreeMap<&'static str, String> {
    let other = other_account(town).await;
    let (authority, host) = (&town.world.authority, Caller::system(other));
    let key = crate::pages::make(&town.world, &host, "Theirs").await;
    let name = Name::parse("theirs").unwrap();
    let token =
        create(authority, &host, CreateToken { name, role: Role::Admin, expires_at: None }).await.unwrap();
    let invite = async || {
        invitations::create(authority, &host, Role::Admin, Description::parse("").unwrap(), None)
            .await
            .unwrap()
    };
    let newcomer = Newcomer {
        login: Login::parse("other").unwrap(),
        name: Name::parse("Other").unwrap(),
        password: Zeroizing::new(password_of("other")),
    };
    let used = invite().await.token.reveal();
    let session = invitations::accept(authority, &used, newcomer, &Place::default())
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let open = invite().await.invitation.id;
    let route = NewRoute::parse(Service::Webhook, "https://hooks.example.com/", None).unwrap();
    let hook = NewChannel {
        name: Name::parse("hook").unwrap(),
        route,
        least: Level::Info,
        audience: Audience::Account,
    };
    let channel = channels::create(authority, &host, hook).await.unwrap().channel.id;
    let delivery = channels::test(authority, &host, channel).await.unwrap().id;
    let members = claviger::manage::members::list(authority, &host).await.unwrap();
    BTreeMap::from([
        ("key", key.id.to_string()),
        ("tok", token.record.id.to_string()),
        ("member", members[0].member.id.to_string()),
        ("invitation", open.to_string()),
        ("session", session.session.id.to_string()),
        ("passkey", "passkey_000000000002".to_owned()),
        ("channel", channel.to_string()),
        ("delivery", delivery.to_string()),
    ])
}

#[tokio::test]
async fn things_of_another_account_read_like_things_that_are_nowhere() {
    let town = Town::open().await;
    let things = foreign(&town).await;
    for route in ROUTES.iter().filter(|route| route.path.contains("{id}")) {
        let theirs = route.path.replace("{id}", &things[kind(route.path)]);
        let nowhere = absent(route);
        let theirs = ask(&town, &town.sessions["owner"], route, &theirs).await;
        let nowhere = ask(&town, &town.sessions["owner"], route, &nowhere).await;
        let same = theirs.status == nowhere.status && theirs.text == nowhere.text;
        assert!(same, "{}: {} and {}", route.path, theirs.status, nowhere.status);
        assert!(theirs.status.is_client_error(), "{}: {}", route.path, theirs.status);
    }
}

#[tokio::test]
async fn every_form_takes_only_what_it_knows() {
    let town = Town::open().await;
    let session = &town.sessions["owner"];
    for route in ROUTES.iter().filter(|route| route.verb != Verb::Get) {
        for more in ["account", "role_id", "proof", "user", "with.role"] {
            if route.path == "/settings/account" || (route.path == "/prove" && more.starts_with("with.")) {
                continue;
            }
            let answer = town.post(session, &absent(route), &[(more, "owner")]).await;
            let refused = matches!(answer.status, StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND);
            assert!(refused, "{} takes {more}: {}", route.path, answer.status);
        }
    }
    assert!(
        !csrf_of(&town.get("/settings", Some(session)).await).is_empty(),
        "and nobody was signed out by it"
    );
}
