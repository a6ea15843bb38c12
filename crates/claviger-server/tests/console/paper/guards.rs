//! Who may do what, what refusals leave, and that nothing typed is taken for markup.

use super::{FILLED, entries, placed, placed_by_key, saved_by_key};
use crate::check::good;
use crate::guards::world;
use crate::paper_desk::PURSE;
use crate::world::{Answer, World};
use claviger::core::action::Action;
use claviger::core::role::{Need, Role};
use claviger_server::api::paper::{PaperDesk as _, TradeDesk as _};
use claviger_server::console::routes::{ROUTES, Verb};
use claviger_venue::{Asset, Command, NewAddress, Reply};
use http::StatusCode;
use rust_decimal::Decimal;
use std::sync::atomic::Ordering::SeqCst;

#[tokio::test]
async fn roles_that_only_look_change_nothing() {
    let world = world().await;
    let id = placed(&world, FILLED).await;
    let paper = ROUTES.iter().filter(|route| route.path.starts_with("/paper"));
    for route in paper.filter(|route| route.verb != Verb::Get || route.operation.need() == Need::WritePaper) {
        let path = route.path.replace("{id}", &id);
        for role in [Role::KeyManager, Role::Auditor, Role::Viewer] {
            let page = match route.verb {
                Verb::Get => world.get(role, &path).await,
                Verb::Ask | Verb::Post => world.post(role, &path, FILLED).await,
            };
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role}: {path}");
        }
    }
    assert_eq!(world.paper.open_orders(world.account.id, None, 10).await.unwrap().len(), 1);
    assert_eq!(world.get(Role::Viewer, "/paper/fills").await.status, StatusCode::FORBIDDEN);
}

/// Texts that would do something if they were taken for markup.
const HOSTILE: &str = "\"><img src=x onerror=alert(1)><script>alert(1)</script>'{{ 1337*1337 }}";

#[tokio::test]
async fn nothing_that_anybody_typed_is_taken_for_markup() {
    let world = world().await;
    let id = saved_by_key(
        &world,
        HOSTILE.split("<script>").next().unwrap(),
        "<b>bold</b>",
        "<script>alert(2)</script>",
    )
    .await;
    let clean = |page: &Answer, path: &str| {
        for raw in ["<script>alert", "<img src=x", "<b>bold", "1787569"] {
            assert!(!page.text.contains(raw), "{path}: {raw}");
        }
        good(path, page);
    };
    for path in [
        "/paper",
        "/paper/addresses",
        &format!("/paper/addresses/{id}/confirm"),
        &format!("/paper/addresses/{id}/remove"),
    ] {
        clean(&world.get(Role::Operator, path).await, path);
    }
    let quoted = form_urlencoded::byte_serialize(HOSTILE.as_bytes()).collect::<String>();
    for path in [
        "/paper/orders?before=",
        "/paper/fills?before=",
        "/paper/withdrawals?before=",
        "/paper/orders/new?pair=",
        "/paper/deposit?asset=",
        "/paper?x=",
    ] {
        let path = format!("{path}{quoted}");
        clean(&world.get(Role::Operator, &path).await, &path);
    }
    let names =
        ["pair", "side", "type", "volume", "limit_price", "trigger_price", "time_in_force", "post_only"];
    let all: Vec<_> = names.into_iter().map(|name| (name, HOSTILE)).collect();
    clean(&world.post(Role::Operator, "/paper/orders/new", &all).await, "/paper/orders/new");
    clean(&world.post(Role::Operator, "/paper/orders", &all).await, "/paper/orders");
    let address = [("asset", HOSTILE), ("key", HOSTILE), ("address", HOSTILE)];
    clean(&world.post(Role::Operator, "/paper/addresses", &address).await, "/paper/addresses");
    let deposit = [("asset", HOSTILE), ("amount", HOSTILE), ("once", HOSTILE)];
    clean(&world.post(Role::Operator, "/paper/deposit", &deposit).await, "/paper/deposit");
    let confirm = [("key", HOSTILE), ("address", HOSTILE)];
    let path = format!("/paper/addresses/{id}/confirm");
    clean(&world.post(Role::Operator, &path, &confirm).await, &path);
    let saved = world
        .post(
            Role::Operator,
            "/paper/addresses",
            &[("asset", "XBT"), ("key", "<script>alert(3)</script>"), ("address", "'><svg onload=x>")],
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    clean(&world.get(Role::Operator, "/paper/addresses").await, "/paper/addresses");
}

/// Every form of these pages that does not make sense, or names what is not there, leaves one entry and changes nothing.
#[tokio::test]
async fn every_refusal_leaves_one_entry() {
    let world = world().await;
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/paper") && route.verb == Verb::Post) {
        if route.path == "/paper/orders/cancel" {
            continue;
        }
        for id in ["AB7J4FF-BGM7G-V2JMIH", "nonsense"] {
            let (path, before) = (route.path.replace("{id}", id), entries(&world));
            let page = world.post(Role::Operator, &path, &[]).await;
            assert!(page.status.is_client_error(), "{path}: {}", page.status);
            good(&path, &page);
            assert_eq!(entries(&world), before + 1, "{path}");
        }
    }
    assert_eq!(world.paper.holdings(world.account.id).await.unwrap().usd, Some(Decimal::from(PURSE)));
}

#[tokio::test]
async fn an_exchange_that_is_read_again_is_said_in_words() {
    let world = world().await;
    world.paper.rereading.store(true, SeqCst);
    for path in [
        "/paper",
        "/paper/orders",
        "/paper/fills",
        "/paper/withdrawals",
        "/paper/addresses",
        "/paper/orders/new",
    ] {
        let page = world.get(Role::Operator, path).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        good(path, &page);
    }
}

#[tokio::test]
async fn things_of_other_accounts_are_not_there() {
    let world = world().await;
    let other = claviger::core::id::AccountId::from_u64(9);
    let name = claviger::core::text::Name::parse("Others").unwrap();
    let record =
        claviger::core::account::AccountRecord { id: other, name, created_at: world.authority.now() };
    let change = claviger::core::store::Change::CreateAccount { record, limit: 9 };
    let entry =
        claviger::manage::host_act(other, Action::AccountCreate, claviger::core::entry::Target::Account, "");
    world.paper.open_account(claviger::core::store::Mutation::new(change, entry)).await.unwrap();
    let new = NewAddress::new(Asset::XBT, "theirs", "paper-btc-77");
    let Reply::AddressAdded { id, .. } =
        world.paper.of_a_key(&other.to_string(), Command::AddAddress(new)).await
    else {
        panic!()
    };
    let order = placed_by_key(&world, other, "XBTUSD", 30).await;
    for verb in ["confirm", "remove"] {
        for page in [
            world.get(Role::Operator, &format!("/paper/addresses/{id}/{verb}")).await,
            world.post(Role::Operator, &format!("/paper/addresses/{id}/{verb}"), &[]).await,
        ] {
            assert_eq!(page.status, StatusCode::NOT_FOUND);
        }
    }
    let page = world.post(Role::Operator, &format!("/paper/orders/{order}/cancel"), &[]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(!world.get(Role::Operator, "/paper/orders").await.text.contains(&order.to_string()));
    assert_eq!(world.paper.open_orders(other, None, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn without_an_exchange_there_are_no_such_pages() {
    let world = World::without_paper().await;
    let keys = world.get(Role::Operator, "/keys").await;
    assert!(!keys.text.contains("href=\"/paper\""));
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/paper")) {
        let path = route.path.replace("{id}", "O7J4FF-BGM7G-V2JMIH");
        let page = match route.verb {
            Verb::Get => world.get(Role::Operator, &path).await,
            Verb::Ask | Verb::Post => {
                world
                    .post(
                        Role::Operator,
                        &path,
                        &[("verify", "no")][..usize::from(path == "/paper/settings")],
                    )
                    .await
            }
        };
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
}
