//! Somebody who is a member of several accounts: joining another, and turning from one to the other.

use crate::check::good;
use crate::create::hidden;
use crate::matrix::other_account;
use crate::town::{Town, csrf_of, hidden_of, password_of, session_of};
use claviger::core::role::Role;
use claviger::core::text::Description;
use claviger::manage::{Caller, invitations};
use http::StatusCode;

/// The auditor joins another account as its admin; gives the session that looks at it.
pub(crate) async fn joined(town: &Town) -> String {
    let host = Caller::system(other_account(town).await);
    let note = Description::parse("").unwrap();
    let invited = invitations::create(&town.world.authority, &host, Role::Admin, note, None).await.unwrap();
    let link = format!("/welcome/{}", invited.token.reveal().as_str());
    let session = &town.sessions["auditor"];
    let page = town.get(&link, Some(session)).await;
    good(&link, &page);
    let before = town.entries().len();
    let csrf = csrf_of(&page);
    let joined = town.send_form(&format!("{link}/join"), Some(session), &[("csrf", &csrf)]).await;
    assert_eq!((joined.status, town.entries().len()), (StatusCode::SEE_OTHER, before + 1), "{}", joined.text);
    session_of(&joined)
}

#[tokio::test]
async fn somebody_joins_another_account_and_turns_back_to_the_first() {
    let town = Town::open().await;
    let session = joined(&town).await;
    let page = town.get("/settings", Some(&session)).await;
    good("/settings", &page);
    assert!(page.text.contains("admin of Others") && page.text.contains("Meridian Desk"), "{}", page.text);
    let before = town.entries().len();
    let fields = [("account", hidden_of(&page, "account"))];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let turned = town.post(&session, "/settings/account", &fields).await;
    assert_eq!((turned.status, town.entries().len()), (StatusCode::SEE_OTHER, before + 1), "{}", turned.text);
    let back = session_of(&turned);
    assert_eq!(town.get("/", Some(&session)).await.status, StatusCode::SEE_OTHER, "rotated");
    let page = town.get("/settings", Some(&back)).await;
    assert!(page.text.contains("auditor of Meridian Desk"), "{}", page.text);
}

#[tokio::test]
async fn nobody_turns_to_an_account_they_have_no_place_in() {
    let town = Town::open().await;
    let other = other_account(&town).await.to_string();
    for account in [other.as_str(), "acct_000000000001", "", "x"] {
        let refused = town.post(&town.sessions["owner"], "/settings/account", &[("account", account)]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{account}");
        good("/settings/account", &refused);
    }
}

/// Tooth: the list of all sessions of a person.
#[tokio::test]
async fn where_somebody_is_signed_in_to_another_account_is_not_shown_here() {
    let town = Town::open().await;
    let path = format!("/team/{}", town.signed("auditor").await.member.id);
    assert!(town.page("admin", &path).await.text.contains("Firefox on Linux"));
    let session = joined(&town).await;
    for role in ["owner", "admin"] {
        let page = town.page(role, &path).await;
        good(&path, &page);
        assert!(page.text.contains("Nowhere.") && !page.text.contains("Firefox on Linux"), "{role}");
    }
    let own = town.get("/settings/sessions", Some(&session)).await;
    assert!(own.text.contains("Firefox on Linux") && own.text.contains("This one"));
}

/// The tooth of the rest: without the typed name, or without a fresh proof, nobody leaves.
#[tokio::test]
async fn somebody_leaves_an_account_under_its_typed_name_and_stays_in_the_other() {
    let town = Town::open().await;
    let session = joined(&town).await;
    let path = "/settings/leave";
    assert!(town.get("/settings", Some(&session)).await.text.contains("href=\"/settings/leave\""));
    let page = town.get(path, Some(&session)).await;
    good(path, &page);
    assert!(page.text.contains("<code>Others</code>"), "{}", page.text);
    for wrong in ["", "others", "Meridian Desk"] {
        let before = town.entries().len();
        let page = town.post(&session, path, &[("name", wrong)]).await;
        assert_eq!((page.status, town.entries().len()), (StatusCode::UNPROCESSABLE_ENTITY, before + 1));
        good(path, &page);
        assert!(page.text.contains("id=\"name-wrong\""));
    }
    town.world.clock.step_secs(6 * 60);
    let stale = town.post(&session, path, &[("name", " Others ")]).await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    assert!(stale.text.contains("<strong>Leave this account</strong> goes on"), "{}", stale.text);
    let mut fields = hidden(&stale);
    fields.push(("csrf".to_owned(), csrf_of(&stale)));
    fields.push(("password".to_owned(), password_of("auditor")));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let left = town.send_form("/prove", Some(&session), &fields).await;
    assert_eq!(left.status, StatusCode::OK, "{}", left.text);
    good(path, &left);
    assert!(left.text.contains("You have left <bdi>Others</bdi>") && left.text.contains("Meridian Desk"));
    let last = left.headers.get_all("set-cookie").iter().next_back().unwrap().to_str().unwrap();
    assert!(last.contains("session=;") && last.contains("Max-Age=0"), "{last}");
    assert_eq!(town.get("/", Some(&session)).await.status, StatusCode::SEE_OTHER, "the session ended, too");
    let fields = [("login", "auditor"), ("password", &password_of("auditor"))];
    let back = session_of(&town.send_form("/sign-in", None, &fields).await);
    let page = town.get("/settings", Some(&back)).await;
    assert!(page.text.contains("auditor of Meridian Desk") && !page.text.contains("Others"), "{}", page.text);
}

#[tokio::test]
async fn the_last_owner_is_told_to_make_another_one_first() {
    let town = Town::open().await;
    let page = town.page("owner", "/settings/leave").await;
    good("/settings/leave", &page);
    assert!(
        page.text.contains("You are the last owner")
            && !page.text.contains("<form method=\"post\" action=\"/settings/leave")
    );
    let forced = town.post(&town.sessions["owner"], "/settings/leave", &[("name", "Meridian Desk")]).await;
    assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY);
    good("/settings/leave", &forced);
    town.join(Role::Owner, "second").await;
    let left = town.post(&town.sessions["owner"], "/settings/leave", &[("name", "Meridian Desk")]).await;
    assert_eq!(left.status, StatusCode::OK, "{}", left.text);
    assert!(left.text.contains("your login is gone, too"), "{}", left.text);
}
