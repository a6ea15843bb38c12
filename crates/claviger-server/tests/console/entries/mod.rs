//! P3 for the console: every form of the routing table leaves exactly one entry, carried out or refused; what leaves another
//! number stands in `exceptions.txt` with its reason. Driven from the table, so that a new form without a case fails.

mod door;
mod form;
mod keys;
mod notices;
mod own;
mod paper;
mod team;

use crate::check::good;
use crate::matrix::absent;
use crate::town::{Town, password_of, session_of};
use crate::world::{Answer, SOURCE};
use claviger::core::action::Action;
use claviger::core::entry::{Actor, Entry, Outcome};
use claviger::core::id::LogId;
use claviger::core::reason::Detail;
use claviger::core::role::{Need, Role};
use claviger::core::store::Store as _;
use claviger_server::console::routes::{OPEN, ROUTES, Route, Verb};
use form::Form;
use http::StatusCode;
use std::collections::BTreeMap;

const EXCEPTIONS: &str = include_str!("../exceptions.txt");

/// The counts of `exceptions.txt` by path.
fn exceptions() -> BTreeMap<&'static str, usize> {
    let lines = EXCEPTIONS.lines().filter(|line| !line.starts_with('#'));
    let count = |line: &'static str| {
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("POST"), "{line}");
        let (path, count) = (words.next().unwrap(), words.next().unwrap().parse().unwrap());
        assert!(words.count() > 2, "without a reason: {line}");
        (path, count)
    };
    lines.map(count).collect()
}

fn expected(path: &str) -> usize {
    exceptions().get(path).copied().unwrap_or(1)
}

/// What a request left in the log.
async fn left<T>(town: &Town, send: impl Future<Output = T>) -> (T, Vec<Entry>) {
    let log = || town.world.store.entries(LogId(0), 0, 100_000).unwrap();
    let before = log().len();
    let answer = send.await;
    (answer, log().split_off(before))
}

/// Sends a form as somebody, with the token of their session.
async fn send(town: &Town, session: &str, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    town.post(session, path, &fields).await
}

/// What is written of a form that is refused: one entry that names what was refused. Of one that only judges or shows that is
/// written where a use case refused it, as it does for whoever may not send it.
fn assert_refusal(route: &Route, what: &str, answer: &Answer, entries: &[Entry]) {
    let path = route.path;
    assert!(answer.status.is_client_error(), "{path}, {what}: {} {}", answer.status, answer.text);
    let [entry] = entries else {
        let writes = route.verb == Verb::Post || answer.status == StatusCode::FORBIDDEN;
        assert!(!writes && entries.is_empty(), "{path}, {what}: {entries:?}");
        return;
    };
    assert_eq!((entry.draft.action, entry.draft.outcome), (Action::AdminRefused, Outcome::Refused), "{path}");
    let Detail::Change(words) = &entry.draft.detail else { panic!("{path}, {what}: {entry:?}") };
    let named = words.split(": ").next().unwrap_or_default();
    // A key is looked at before it is changed. A session that is nowhere may be one's own as well as a member's.
    let either = match path.split('/').nth(1) {
        Some("keys") => matches!(named, "key.show" | "key.activity"),
        Some("team") => named == "session.end" && path.starts_with("/team/sessions/"),
        _ => false,
    };
    assert!(named == route.operation.name() || either, "{path}, {what}: {words}");
}

/// A session of somebody who may not send this form: a viewer, or, where everybody may who is somebody, a token.
async fn outsider(town: &Town, route: &Route) -> Option<String> {
    if route.operation.need() == Need::OwnPerson {
        let fields = [("token", town.world.tokens["admin"].as_str())];
        return Some(session_of(&town.send_form("/sign-in/token", None, &fields).await));
    }
    if route.operation.allows(Role::Viewer) {
        return None;
    }
    let fields = [("login", "viewer"), ("password", &password_of("viewer"))];
    Some(session_of(&town.send_form("/sign-in", None, &fields).await))
}

/// Paths of things that are not there: by an id that nothing has, and by what is no id.
fn nowhere(route: &Route) -> Vec<String> {
    match route.path.split_once('{').and_then(|(_, rest)| rest.split_once('}')) {
        Some(("id", _)) => vec![absent(route), route.path.replace("{id}", "nonsense")],
        Some((name, _)) => vec![route.path.replace(&format!("{{{name}}}"), "nonsense")],
        None => Vec::new(),
    }
}

/// Refused in every way there is, which changes nothing: then it is carried out.
async fn every_way(town: &Town, route: &Route, form: Form) {
    if let Some(session) = outsider(town, route).await {
        let (answer, entries) = left(town, send(town, &session, &form.path, &form.fields)).await;
        assert_refusal(route, "of who may not", &answer, &entries);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", route.path);
    }
    for nowhere in nowhere(route) {
        let (answer, entries) = left(town, send(town, &form.session, &nowhere, &form.fields)).await;
        assert_refusal(route, "about what is nowhere", &answer, &entries);
    }
    let mut odd = form.fields.clone();
    odd.push(("nonsense".to_owned(), "x".to_owned()));
    let (answer, entries) = left(town, send(town, &form.session, &form.path, &odd)).await;
    assert_refusal(route, "with a field too many", &answer, &entries);
    let (answer, entries) = left(town, send(town, &form.session, &form.path, &form.fields)).await;
    assert_done(route.path, &answer, &entries);
}

fn assert_done(path: &str, answer: &Answer, entries: &[Entry]) {
    let is_done = answer.status.is_success() || answer.status == StatusCode::SEE_OTHER;
    assert!(is_done, "{path}: {} {}", answer.status, answer.text);
    assert_eq!(entries.len(), expected(path), "{path}: {entries:?}");
    for Entry { draft, .. } in entries {
        assert_eq!(draft.outcome, Outcome::Changed, "{path}: {draft:?}");
        assert!(matches!(draft.actor, Actor::User(_) | Actor::Token(_)), "{path}: {draft:?}");
        assert_eq!(draft.source, Some(SOURCE.parse().unwrap()), "{path}");
        assert!(matches!(&draft.detail, Detail::Change(words) if !words.is_empty()), "{path}: {draft:?}");
    }
}

/// The forms of the table whose paths begin with one of these, each in a town of its own.
async fn forms(belongs: impl Fn(&str) -> bool) {
    for route in ROUTES.iter().filter(|route| route.verb != Verb::Get && belongs(route.path)) {
        let town = Town::with_exchange().await;
        let form = form::of(&town, route.path).await;
        every_way(&town, route, form).await;
    }
}

#[tokio::test]
async fn every_form_of_keys_leaves_its_entry() {
    forms(|path| form::resource(path) == form::Resource::Keys).await;
}

#[tokio::test]
async fn every_form_of_the_paper_exchange_leaves_its_entry() {
    forms(|path| form::resource(path) == form::Resource::Paper).await;
}

#[tokio::test]
async fn every_form_of_the_team_leaves_its_entry() {
    forms(|path| form::resource(path) == form::Resource::Team).await;
}

#[tokio::test]
async fn every_form_of_ones_own_leaves_its_entry() {
    forms(|path| form::resource(path) == form::Resource::Own).await;
}

/// Whoever is not known is refused without an entry, or anybody could fill the log; but what they come in by leaves one.
#[tokio::test]
async fn every_form_before_the_door_leaves_its_entry() {
    for route in OPEN.iter().filter(|route| route.verb != Verb::Get) {
        let town = Town::with_exchange().await;
        let door::Knock { path, session, fields } = door::knock(&town, route.path).await;
        let mut odd = fields.clone();
        odd.push(("nonsense".to_owned(), "x".to_owned()));
        for (fields, wanted) in [(&odd, 0), (&fields, expected(route.path))] {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
            let (answer, entries) = left(&town, town.send_form(&path, session.as_deref(), &fields)).await;
            match wanted {
                0 if fields.iter().any(|(name, _)| *name == "nonsense") => {
                    assert_eq!((answer.status, entries.len()), (StatusCode::BAD_REQUEST, 0), "{path}");
                    good(&path, &answer);
                }
                _ => assert_done(route.path, &answer, &entries),
            }
        }
    }
}

#[test]
fn every_exception_is_of_a_form_that_there_is() {
    let forms = || ROUTES.iter().map(|route| (route.path, route.verb));
    let all: Vec<_> = forms().chain(OPEN.iter().map(|route| (route.path, route.verb))).collect();
    for (path, count) in exceptions() {
        let known = all.iter().find(|(known, verb)| *known == path && *verb != Verb::Get);
        assert!(known.is_some(), "{path} is in exceptions.txt and nowhere else");
        assert_eq!(count == 0, known.unwrap().1 == Verb::Ask, "{path}: what is only shown again leaves none");
    }
    for (path, _) in all.iter().filter(|(_, verb)| *verb == Verb::Ask) {
        assert_eq!(expected(path), 0, "{path} only judges or shows: say so in exceptions.txt");
    }
}

/// The tooth: a form that is answered and leaves no entry is seen by the same count.
#[tokio::test]
async fn tooth_a_form_that_leaves_no_entry_is_seen() {
    use axum::middleware::{Next, from_fn};
    let mut town = Town::with_exchange().await;
    let form = form::of(&town, "/keys/{id}/step").await;
    let early = |request: axum::extract::Request, next: Next| async move {
        if request.uri().path().ends_with("/step") {
            let answer = axum::response::Response::builder().status(303).body("".into());
            return answer.unwrap();
        }
        next.run(request).await
    };
    town.router = town.router.clone().layer(from_fn(early));
    let (answer, entries) = left(&town, send(&town, &form.session, &form.path, &form.fields)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_ne!(entries.len(), expected("/keys/{id}/step"));
}

/// The tooth of the table: a form that has no case is not passed over.
#[tokio::test]
#[should_panic(expected = "has no case")]
async fn tooth_a_form_without_a_case_is_seen() {
    let town = Town::open().await;
    form::of(&town, "/keys/{id}/new-verb").await;
}
