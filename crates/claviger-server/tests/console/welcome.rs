//! Links: the first owner, somebody invited, somebody who forgot the password.

use crate::check::good;
use crate::town::{Town, csrf_of, password_of, session_of};
use claviger::core::action::Action;
use claviger::core::role::Role;
use claviger::manage::invitations;
use http::StatusCode;

const GOOD: &str = "seventeen quiet otters ferry";

fn newcomer<'a>(login: &'a str, password: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("name", "Grace Hopper"), ("login", login), ("new", password), ("again", password)]
}

async fn first_link(town: &Town) -> String {
    let first =
        invitations::first_owner(&town.world.authority, town.world.account.id).await.unwrap().unwrap();
    format!("/welcome/{}", first.token.reveal().as_str())
}

/// A link that the owner makes.
async fn invited(town: &Town, role: &str) -> String {
    let fields = [("role", role), ("note", "Grace"), ("days", "3")];
    Town::link(&town.post(&town.sessions["owner"], "/team/invitations", &fields).await)
}

#[tokio::test]
async fn the_first_owner_comes_in_by_a_link_that_works_once() {
    let town = Town::empty(false).await;
    let link = first_link(&town).await;
    let page = town.get(&link, None).await;
    good(&link, &page);
    assert!(page.text.contains("Make yourself the owner") && page.text.contains("Meridian Desk"));
    let answer = town.send_form(&link, None, &newcomer("grace@example.org", GOOD)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let session = session_of(&answer);
    let team = town.get("/team", Some(&session)).await;
    good("/team", &team);
    assert!(team.text.contains("Grace Hopper") && team.text.contains("Owner"));
    for again in [town.get(&link, None).await, town.send_form(&link, None, &newcomer("eve", GOOD)).await] {
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        good(&link, &again);
        assert!(again.text.contains("does not work") && !again.text.contains("Meridian"));
    }
    let signed_in =
        town.send_form("/sign-in", None, &[("login", "grace@example.org"), ("password", GOOD)]).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_invitation_says_who_asks_into_what_as_what_until_when() {
    let town = Town::open().await;
    let link = invited(&town, "auditor").await;
    let page = town.get(&link, None).await;
    good(&link, &page);
    for words in [
        "Member owner",
        "Meridian Desk",
        "Auditor",
        "Sees everything and changes nothing",
        "works once, until",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    let before = town.entries().len();
    let answer = town.send_form(&link, None, &newcomer("grace", GOOD)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(town.entries().len(), before + 1, "one act, one entry");
    let session = session_of(&answer);
    assert_eq!(town.get("/team", Some(&session)).await.status, StatusCode::OK);
    assert_eq!(
        town.post(&session, "/team/invitations", &[("role", "viewer"), ("days", "1")]).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost_but_the_password() {
    let town = Town::open().await;
    let link = invited(&town, "viewer").await;
    for (changes, field, words) in [
        (("name", ""), "name", "empty"),
        (("login", "ada lovelace"), "login", "space"),
        (("login", "owner"), "login", "in use"),
        (("new", ""), "new", "Choose one"),
        (("new", "short"), "again", "not the same"),
        (("again", "other"), "again", "not the same"),
    ] {
        let mut fields = newcomer("grace", GOOD);
        fields.iter_mut().find(|(name, _)| *name == changes.0).unwrap().1 = changes.1;
        let page = town.send_form(&link, None, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{changes:?}");
        good(&link, &page);
        let wrong = page.text.split_once(&format!("id=\"{field}-wrong\"")).map(|(_, rest)| rest);
        let wrong = wrong
            .and_then(|rest| rest.split_once("</p>"))
            .unwrap_or_else(|| panic!("{changes:?}: {}", page.text))
            .0;
        assert!(wrong.contains(words), "{changes:?}: {wrong}");
        assert!(!page.text.contains(GOOD));
    }
    let weak = town.send_form(&link, None, &newcomer("grace", "grace hopper grace")).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(weak.text.contains("id=\"new-wrong\"") && weak.text.contains("value=\"grace\""));
    assert_eq!(
        town.send_form(&link, None, &newcomer("grace", GOOD)).await.status,
        StatusCode::SEE_OTHER,
        "it still works"
    );
}

#[tokio::test]
async fn a_password_is_judged_only_for_whoever_has_a_link() {
    let town = Town::open().await;
    let link = invited(&town, "viewer").await;
    let judged = town
        .send_form(&format!("{link}/judge"), None, &[("new", "password"), ("login", "x"), ("name", "y")])
        .await;
    assert_eq!(
        (judged.status, &judged.headers["content-type"]),
        (StatusCode::OK, &"application/json".parse().unwrap())
    );
    assert!(judged.text.contains("\"ok\":false") && !judged.text.contains("password\""), "{}", judged.text);
    let fine = town.send_form(&format!("{link}/judge"), None, &[("new", GOOD)]).await;
    assert!(fine.text.contains("\"ok\":true") && !fine.text.contains("otters"), "{}", fine.text);
    let nobody = town.send_form("/welcome/nothing/judge", None, &[("new", GOOD)]).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    let own = town.post(&town.sessions["viewer"], "/settings/password/judge", &[("new", GOOD)]).await;
    assert!(own.text.contains("\"ok\":true"), "{}", own.text);
}

#[tokio::test]
async fn somebody_signed_in_joins_with_the_login_they_have() {
    let town = Town::open().await;
    let link = invited(&town, "viewer").await;
    let session = town.sessions["auditor"].clone();
    let page = town.get(&link, Some(&session)).await;
    assert!(page.text.contains("Join as"), "{}", page.text);
    let refused = town.send_form(&format!("{link}/join"), Some(&session), &[("csrf", "x")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let csrf = csrf_of(&page);
    let already = town.send_form(&format!("{link}/join"), Some(&session), &[("csrf", &csrf)]).await;
    assert!(already.text.contains("member of this account already"), "{}", already.text);
    let nobody = town.send_form(&format!("{link}/join"), None, &[("csrf", &csrf)]).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_reset_link_sets_a_password_and_ends_every_session() {
    let town = Town::open().await;
    let member = town.signed("viewer").await.member.id;
    let made = town.post(&town.sessions["owner"], &format!("/team/{member}/reset"), &[]).await;
    good("/team/reset", &made);
    let link = Town::link(&made);
    let page = town.get(&link, None).await;
    good(&link, &page);
    assert!(page.text.contains("Member viewer") && page.text.contains("Member owner"), "{}", page.text);
    let old = town.sessions["viewer"].clone();
    let answer = town.send_form(&link, None, &[("new", GOOD), ("again", GOOD)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(town.get("/keys", Some(&old)).await.status, StatusCode::SEE_OTHER, "the session from before");
    assert_eq!(town.get("/keys", Some(&session_of(&answer))).await.status, StatusCode::OK);
    let stale =
        town.send_form("/sign-in", None, &[("login", "viewer"), ("password", &password_of("viewer"))]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(town.get(&link, None).await.status, StatusCode::NOT_FOUND, "once");
}

#[tokio::test]
async fn a_link_is_in_one_answer_and_nowhere_else() {
    let town = Town::open().await;
    let link = invited(&town, "viewer").await;
    let token = link.strip_prefix("/welcome/").unwrap();
    for path in ["/team", "/audit", "/history", "/settings", "/"] {
        assert!(!town.page("owner", path).await.text.contains(token), "{path}");
    }
    assert!(!town.log().contains(token));
    let team = town.page("owner", "/team").await;
    let at = team.text.split("/team/invitations/").nth(1).unwrap().split('"').next().unwrap();
    let before = town.acts(Action::InvitationRevoke);
    let taken = town.post(&town.sessions["owner"], &format!("/team/invitations/{at}"), &[]).await;
    assert_eq!(taken.headers["location"], "/team");
    assert_eq!(town.acts(Action::InvitationRevoke), before + 1);
    assert_eq!(town.get(&link, None).await.status, StatusCode::NOT_FOUND);
    let _ = Role::Viewer;
}
