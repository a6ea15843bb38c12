//! Somebody who is a member of several accounts: joining another, and turning from one to the other.

use crate::check::good;
use crate::matrix::other_account;
use crate::town::{Town, csrf_of, hidden_of, session_of};
use claviger::core::role::Role;
use claviger::core::text::Description;
use claviger::manage::{Caller, invitations};
use http::StatusCode;

/// The auditor joins another account as its admin; gives the session that looks at it.
async fn joined(town: &Town) -> String {
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
