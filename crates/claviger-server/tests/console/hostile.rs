//! Nothing that anybody typed of themselves, of others or of a link is taken for markup: kept, or sent back.

use crate::check::good;
use crate::pages::{HOSTILE, raw};
use crate::town::{Town, password_of, session_of};
use claviger_server::console::routes::{OPEN, ROUTES, Verb};
use http::StatusCode;

#[tokio::test]
async fn what_is_kept_of_people_is_never_taken_for_markup() {
    let town = Town::open().await;
    let owner = town.sessions["owner"].clone();
    let mut paths: Vec<String> =
        ["/team", "/audit", "/settings/tokens", "/keys/new"].map(str::to_owned).into();
    for (at, text) in HOSTILE.into_iter().enumerate() {
        let invite = [("role", "key-manager"), ("note", text), ("days", "3")];
        let link = Town::link(&town.post(&owner, "/team/invitations", &invite).await);
        let login = format!("m{at}<b>");
        let password = password_of(&login);
        let fields = [("name", text), ("login", &login), ("new", &password), ("again", &password)];
        let joined = town.send_form(&link, None, &fields).await;
        assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text);
        let own = town.get("/settings", Some(&session_of(&joined))).await;
        good("/settings", &own);
        assert_eq!(raw(&own.text), None);
        town.post(&owner, "/team/invitations", &invite).await;
        town.post(&owner, "/settings/tokens", &[("name", text), ("role", "viewer"), ("days", "30")]).await;
    }
    let team = town.get("/team", Some(&owner)).await;
    let ids = team
        .text
        .split("href=\"/team/member_")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned());
    for id in ids {
        paths.extend(["", "/remove"].map(|verb| format!("/team/member_{id}{verb}")));
    }
    assert!(paths.len() > 10, "{paths:?}");
    for path in paths {
        let page = town.get(&path, Some(&owner)).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        good(&path, &page);
        assert_eq!(raw(&page.text), None, "{path}");
    }
}

/// Every field that a form of the people's pages knows.
const FIELDS: [&str; 22] = [
    "login",
    "password",
    "next",
    "token",
    "ticket",
    "ways",
    "options",
    "code",
    "recovery",
    "credential",
    "name",
    "new",
    "again",
    "old",
    "role",
    "note",
    "days",
    "keys",
    "heir",
    "account",
    "back",
    "revision",
];

#[tokio::test]
async fn what_is_sent_comes_back_as_text_or_not_at_all() {
    let town = Town::open().await;
    for text in HOSTILE {
        for route in OPEN.iter().filter(|route| route.verb != Verb::Get) {
            let path = route.path.replace("{token}", "nothing");
            for field in FIELDS {
                let page = town.send_form(&path, None, &[(field, text)]).await;
                assert_eq!(raw(&page.text), None, "{path} {field}");
            }
        }
        let quoted: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        for path in ["/sign-in?next=", "/sign-in?", "/sign-in/token?next=", "/welcome/"] {
            let page = town.get(&format!("{path}{quoted}"), None).await;
            good(path, &page);
            assert_eq!(raw(&page.text), None, "{path}");
        }
        let session = &town.sessions["viewer"];
        for path in ["/prove?next=", "/team/", "/settings/tokens?after="] {
            let page = town.page("admin", &format!("{path}{quoted}")).await;
            assert_eq!(raw(&page.text), None, "{path}");
        }
        let profile = town.post(session, "/settings/profile", &[("name", text), ("login", text)]).await;
        assert_eq!(raw(&profile.text), None);
        let owner = &town.sessions["owner"];
        for route in ROUTES.iter().filter(|route| route.path.starts_with("/team") && route.verb == Verb::Post)
        {
            let id = town.signed("viewer").await.member.id.to_string();
            let fields = [
                ("name", text),
                ("note", text),
                ("role", text),
                ("keys", text),
                ("heir", text),
                ("days", text),
            ];
            for field in fields {
                let page = town.post(owner, &route.path.replace("{id}", &id), &[field]).await;
                assert_eq!(raw(&page.text), None, "{} {}", route.path, field.0);
            }
        }
    }
}

#[tokio::test]
async fn a_browser_is_called_by_its_kind_and_not_by_what_it_says() {
    let town = Town::open().await;
    let body = format!("login=viewer&password={}", password_of("viewer").replace(' ', "+"));
    let request = http::Request::builder().method("POST").uri("/sign-in").header("host", crate::world::HOST);
    let request = request.header("user-agent", HOSTILE[0]).header("sec-fetch-site", "same-origin");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer = town.send(request.body(axum::body::Body::from(body)).unwrap()).await;
    let page = town.get("/settings/sessions", Some(&session_of(&answer))).await;
    good("/settings/sessions", &page);
    assert!(page.text.contains("<strong>A browser</strong>") && !page.text.contains("alert(1)"));
}
