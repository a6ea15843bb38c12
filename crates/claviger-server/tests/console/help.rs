//! Help: five screens, for everybody, and linked from where they matter.

use crate::check::good;
use crate::guards::{NOW, world};
use crate::pages::make;
use crate::seed::{BEFORE, named, seed};
use crate::town::Town;
use crate::world::World;
use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::people::HelpPage;
use claviger::core::role::Role;
use http::StatusCode;

#[tokio::test]
async fn every_screen_is_there_for_every_role_and_none_else_is() {
    let world = world().await;
    let list = world.get(Role::Viewer, "/help").await;
    for page in HelpPage::ALL {
        let path = format!("/help/{}", page.name());
        assert!(list.text.contains(&format!("href=\"{path}\"")), "{path}");
        for role in Role::OF_TOKENS {
            let screen = world.get(role, &path).await;
            assert_eq!(screen.status, StatusCode::OK, "{role}: {path}");
            good(&path, &screen);
            assert!(!screen.text.contains("I have read this"), "a token is nobody who reads");
        }
    }
    let nowhere = world.get(Role::Viewer, "/help/no-such").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    good("/help/no-such", &nowhere);
    let refused = world.post(Role::Operator, "/help/leak", &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_may_not_open_a_page_is_not_sent_there() {
    let world = world().await;
    let create = "<a href=\"/keys/new\">";
    let screen = async |role| world.get(role, "/help/securing-keys").await.text;
    assert!(screen(Role::Operator).await.contains(create));
    assert!(!screen(Role::Viewer).await.contains(create));
    assert!(screen(Role::Viewer).await.contains("<strong>Create a key</strong>"));
}

#[tokio::test]
async fn it_is_at_hand_where_it_matters() {
    let world = World::at(NOW.plus_secs(-BEFORE), None, Limits::default()).await;
    let made = seed(&world, NOW).await;
    let key = make(&world, &world.caller(Role::Operator).await, "Mine").await.id;
    let (open, old) = (named(&made, "Treasury"), named(&made, "Old grid bot"));
    for (path, screen) in [
        ("/keys/new".to_owned(), "/help/separate-keys"),
        ("/keys/new".to_owned(), "/help/securing-keys"),
        ("/keys".to_owned(), "/help/reviewing"),
        (format!("/keys/{open}"), "/help/securing-keys"),
        (format!("/keys/{old}"), "/help/leak"),
        (format!("/keys/{key}/revoke"), "/help/leak"),
        ("/".to_owned(), "/help/reviewing"),
    ] {
        let page = world.get(Role::Operator, &path).await;
        assert!(page.text.contains(&format!("href=\"{screen}\"")), "{path} does not lead to {screen}");
    }
}

#[tokio::test]
async fn a_person_says_what_they_have_read_and_the_account_sees_it() {
    let town = Town::open().await;
    let before = town.page("viewer", "/help").await;
    good("/help", &before);
    assert_eq!(before.text.matches("not read yet").count(), 5);
    assert!(
        before.text.contains("not read yet") && !before.text.contains("have read it"),
        "of others it sees nothing"
    );
    let screen = town.page("viewer", "/help/securing-keys").await;
    good("/help/securing-keys", &screen);
    assert!(screen.text.contains("I have read this"));
    let session = town.sessions["viewer"].clone();
    for page in HelpPage::ALL {
        let answer = town.post(&session, &format!("/help/{}", page.name()), &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
    assert_eq!(town.acts(Action::HelpRead), 5);
    let again = town.post(&session, "/help/leak", &[]).await;
    assert_eq!((again.status, town.acts(Action::HelpRead)), (StatusCode::SEE_OTHER, 5), "once is enough");
    let after = town.page("viewer", "/help/leak").await;
    assert!(!after.text.contains("I have read this") && after.text.contains("You read this"));
    let list = town.page("owner", "/help").await;
    assert_eq!(list.text.matches("1 of 5 have read it; not yet:").count(), 5, "{}", list.text);
    assert!(list.text.contains("Member owner") && !list.text.contains("Member viewer"));
    let home = town.page("owner", "/").await;
    good("/", &home);
    assert!(home.text.contains("4 of 5 members still to read all of the help"));
    assert!(home.text.contains("5 members without a second factor"));
}

#[tokio::test]
async fn after_a_leak_a_person_is_led_to_their_password_and_a_token_is_not() {
    let town = Town::open().await;
    let link = "<a href=\"/settings/security\">";
    assert!(town.page("viewer", "/help/leak").await.text.contains(link));
    assert!(!town.world.get(Role::Operator, "/help/leak").await.text.contains(link));
}
