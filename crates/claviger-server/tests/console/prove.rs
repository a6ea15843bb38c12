//! Proving again that it is oneself, and going on from there.

use crate::check::{attributes, good, tags};
use crate::create::hidden;
use crate::town::{Town, csrf_of, password_of, session_of};
use crate::world::Answer;
use claviger::core::action::Action;
use claviger::core::store::{KeyFilter, Store as _};
use http::StatusCode;

pub(crate) const KEY: &[(&str, &str)] = &[
    ("kind", "private"),
    ("name", "Grid <b>bot</b>"),
    ("permission", "query-funds"),
    ("permission", "query-open-trades"),
    ("expires", "30"),
];

/// What a page's form sends, with the token of its session.
fn filled(page: &Answer, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = hidden(page);
    fields.push(("csrf".to_owned(), csrf_of(page)));
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

async fn send(town: &Town, path: &str, session: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    town.send_form(path, Some(session), &fields).await
}

fn keys(town: &Town) -> usize {
    town.world.store.keys(town.world.account.id, &KeyFilter::default(), None, 100).unwrap().len()
}

async fn late() -> (Town, String) {
    let town = Town::open().await;
    town.world.clock.step_secs(6 * 60);
    let session = town.sessions["admin"].clone();
    (town, session)
}

#[tokio::test]
async fn a_page_that_gives_access_asks_first_and_is_come_back_to() {
    let (town, session) = late().await;
    for path in ["/keys/new", "/team/invite", "/settings/totp"] {
        let asked = town.get(path, Some(&session)).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{path}");
        let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        assert_eq!(asked.headers["location"], format!("/prove?next={next}").as_str());
    }
    let page = town.get("/prove?next=%2Fkeys%2Fnew%3Fpreset%3Dtrading", Some(&session)).await;
    good("/prove", &page);
    let wrong = send(&town, "/prove", &session, &filled(&page, &[("password", "not this one")])).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    good("/prove", &wrong);
    for page in [&page, &wrong] {
        assert!(page.text.contains("Then <strong>Create the API key</strong> opens."), "{}", page.text);
    }
    assert!(!wrong.text.contains("not this one") && !wrong.headers.contains_key("set-cookie"));
    let before = town.entries().len();
    let fine = send(&town, "/prove", &session, &filled(&wrong, &[("password", &password_of("admin"))])).await;
    assert_eq!(fine.headers["location"], "/keys/new?preset=trading", "{}", fine.text);
    assert_eq!(town.entries().len(), before + 1);
    let fresh = session_of(&fine);
    assert_eq!(
        town.get("/keys/new", Some(&session)).await.headers["location"],
        "/sign-in?next=%2Fkeys%2Fnew",
        "rotated"
    );
    assert_eq!(town.get("/keys/new", Some(&fresh)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_that_came_too_late_goes_on_with_all_that_was_filled_in() {
    let (town, session) = late().await;
    let review = town.post(&session, "/keys/new", KEY).await;
    assert_eq!(review.status, StatusCode::OK, "a review makes nothing");
    let asked = send(&town, "/keys", &session, &filled(&review, &[])).await;
    assert_eq!((asked.status, keys(&town)), (StatusCode::FORBIDDEN, 0));
    good("/prove", &asked);
    assert!(asked.text.contains("nothing you filled in is lost") && !asked.text.contains("<b>bot"));
    assert!(asked.text.contains("Then <strong>Create the API key</strong> goes on."), "{}", asked.text);
    let wrong = send(&town, "/prove", &session, &filled(&asked, &[("password", "no")])).await;
    assert_eq!((wrong.status, keys(&town)), (StatusCode::UNPROCESSABLE_ENTITY, 0));
    let made = send(&town, "/prove", &session, &filled(&wrong, &[("password", &password_of("admin"))])).await;
    assert_eq!((made.status, keys(&town)), (StatusCode::CREATED, 1), "{}", made.text);
    good("/keys", &made);
    assert!(made.text.contains("Grid &#60;b&#62;bot") && made.text.contains("id=\"private\""));
    let fresh = session_of(&made);
    assert_eq!(
        csrf_of(&made),
        csrf_of(&town.get("/settings", Some(&fresh)).await),
        "its forms are the new session's"
    );
}

#[tokio::test]
async fn no_secret_is_carried_along_and_the_form_comes_back_for_it() {
    let (town, session) = late().await;
    let review = town.post(&session, "/keys/new", KEY).await;
    let asked =
        send(&town, "/keys", &session, &filled(&review, &[("passphrase", "correct horse battery")])).await;
    assert!(!asked.text.contains("correct horse"), "{}", asked.text);
    assert!(asked.text.contains("<strong>Create the API key</strong>"), "only the act is named");
    let back = send(&town, "/prove", &session, &filled(&asked, &[("password", &password_of("admin"))])).await;
    assert_eq!((back.status, keys(&town)), (StatusCode::OK, 0), "nothing is made without what was asked for");
    assert!(back.text.contains("Review the key") && back.text.contains("name=\"passphrase\""));
}

#[tokio::test]
async fn what_is_carried_along_is_judged_like_any_other_form() {
    let town = Town::open().await;
    let viewer = town.sessions["viewer"].clone();
    let page = town.get("/prove", Some(&viewer)).await;
    for (to, status) in [
        ("/keys", StatusCode::FORBIDDEN),
        ("/team/invitations", StatusCode::FORBIDDEN),
        ("/prove", StatusCode::NOT_FOUND),
        ("//evil.example/keys", StatusCode::NOT_FOUND),
        ("/nothing", StatusCode::NOT_FOUND),
    ] {
        let session = town.join(claviger::core::role::Role::Viewer, &format!("v{}", to.len())).await;
        let session = session.token.reveal().to_string();
        let page = town.get("/prove", Some(&session)).await;
        let password = password_of(&format!("v{}", to.len()));
        let fields = filled(&page, &[("password", &password), ("to", to), ("with.name", "x")]);
        let answer = send(&town, "/prove", &session, &fields).await;
        assert_eq!(answer.status, status, "{to}: {}", answer.text);
        good("/prove", &answer);
        assert!(answer.headers.contains_key("set-cookie"), "the session was rotated all the same");
        assert!(!town.log().contains("session.prove: "), "the proof was not refused");
    }
    let unknown = filled(&page, &[("password", "x"), ("role", "owner")]);
    assert_eq!(send(&town, "/prove", &viewer, &unknown).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(keys(&town), 0);
}

/// The tooth: with a fresh proof none of it is asked for.
#[tokio::test]
async fn tooth_a_fresh_proof_is_enough() {
    let town = Town::open().await;
    let session = town.sessions["admin"].clone();
    assert_eq!(town.get("/keys/new", Some(&session)).await.status, StatusCode::OK);
    let review = town.post(&session, "/keys/new", KEY).await;
    let made = send(&town, "/keys", &session, &filled(&review, &[])).await;
    assert_eq!((made.status, keys(&town)), (StatusCode::CREATED, 1));
    let boxes = tags(&made.text)
        .filter(|tag| attributes(tag).any(|(name, value)| name == "type" && value == "checkbox"));
    assert_eq!(boxes.count(), 1);
    assert_eq!(town.acts(Action::KeyCreate), 1);
}
