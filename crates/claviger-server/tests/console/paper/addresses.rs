//! The address book.

use super::{borrowed, changes, notice, saved_by_key};
use crate::check::good;
use crate::create::hidden;
use crate::guards::world;
use claviger::core::action::Action;
use claviger::core::role::Role;
use claviger_venue::{Command, UpdateAddress};
use http::StatusCode;

#[tokio::test]
async fn an_address_is_saved_confirmed_and_removed() {
    let world = world().await;
    let save = [("asset", "XBT"), ("key", "vault"), ("address", "paper-btc-9")];
    let done = world.post(Role::Operator, "/paper/addresses", &save).await;
    assert_eq!((done.status, notice(&done)), (StatusCode::SEE_OTHER, "address-added"));
    let again = world.post(Role::Operator, "/paper/addresses", &save).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("id=\"key-wrong\"") && again.text.contains("value=\"paper-btc-9\""));
    good("/paper/addresses", &again);
    let id = saved_by_key(&world, "cold", "paper-btc-10", "from a bot").await;
    assert!(world.get(Role::Viewer, "/paper").await.text.contains("1 withdrawal address that keys"));
    let book = world.get(Role::Operator, "/paper/addresses").await;
    good("/paper/addresses", &book);
    assert!(book.text.contains("Wait for a member") && book.text.contains("from a bot"));
    let path = format!("/paper/addresses/{id}/confirm");
    let page = world.get(Role::Operator, &path).await;
    good(&path, &page);
    let fields = hidden(&page);
    // A key renames it while it is being looked at.
    let update = UpdateAddress { id: id.parse().unwrap(), key: Some("colder".into()), description: None };
    world.paper.of_a_key(&world.account.id.to_string(), Command::UpdateAddress(update)).await;
    let moved = world.post(Role::Operator, &path, &borrowed(&fields)).await;
    assert_eq!(moved.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(moved.text.contains("It was changed since") && moved.text.contains("colder"));
    assert!(changes(&world, Action::AddressConfirm).is_empty());
    let done = world.post(Role::Operator, &path, &borrowed(&hidden(&moved))).await;
    assert_eq!((done.status, notice(&done)), (StatusCode::SEE_OTHER, "address-confirmed"));
    assert_eq!(changes(&world, Action::AddressConfirm), ["\"colder\" for XBT: paper-btc-10, saved by a key"]);
    let path = format!("/paper/addresses/{id}/remove");
    good(&path, &world.get(Role::Operator, &path).await);
    let done = world.post(Role::Operator, &path, &[]).await;
    assert_eq!((done.status, notice(&done)), (StatusCode::SEE_OTHER, "address-removed"));
    let gone = world.post(Role::Operator, &path, &[]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whether_new_addresses_wait_is_a_setting() {
    let world = world().await;
    assert!(world.get(Role::Operator, "/paper/addresses").await.text.contains("They <strong>wait</strong>"));
    let done = world.post(Role::Operator, "/paper/settings", &[("verify", "no")]).await;
    assert_eq!((done.status, notice(&done)), (StatusCode::SEE_OTHER, "address-setting"));
    assert_eq!(
        changes(&world, Action::PaperSettings),
        ["withdrawal addresses that keys save may be used at once"]
    );
    assert!(world.get(Role::Operator, "/paper/addresses").await.text.contains("<strong>at once</strong>"));
    let odd = world.post(Role::Operator, "/paper/settings", &[("verify", "perhaps")]).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
}
