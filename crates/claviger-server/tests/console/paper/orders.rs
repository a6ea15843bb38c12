//! Orders placed and cancelled by hand.

use super::{FILLED, borrowed, changes, entries, filled, notice, placed, placed_by_key, reviewed};
use crate::check::good;
use crate::create::hidden;
use crate::guards::world;
use crate::world::Answer;
use claviger::core::action::Action;
use claviger::core::role::Role;
use claviger_server::api::paper::TradeDesk as _;
use claviger_venue::{Command, OrderRef, Reply};
use http::StatusCode;

#[tokio::test]
async fn an_order_is_placed_once_as_it_was_reviewed() {
    let world = world().await;
    let review = world.post(Role::Operator, "/paper/orders/new", FILLED).await;
    for words in ["Buy 0.50 BTC at 100.0 USD or less.", "50.125 USD", "0.125 USD (0.25 %)", "You pay"] {
        assert!(review.text.contains(words), "{words}: {}", review.text);
    }
    assert_eq!(changes(&world, Action::OrderPlace).len(), 0, "a review places nothing");
    let fields = hidden(&review);
    let done = world.post(Role::Operator, "/paper/orders", &borrowed(&fields)).await;
    assert_eq!((done.status, notice(&done)), (StatusCode::SEE_OTHER, "order-placed"));
    // Sent again, as a reload does.
    let again = world.post(Role::Operator, "/paper/orders", &borrowed(&fields)).await;
    assert_eq!((again.status, notice(&again)), (StatusCode::SEE_OTHER, "order-placed"));
    let open = world.paper.open_orders(world.account.id, None, 10).await.unwrap();
    assert_eq!(open.len(), 1);
    let words = format!("{}: buy 0.50000000 XBTUSD @ limit 100.0", open[0].order.id);
    assert_eq!(changes(&world, Action::OrderPlace), [words]);
    // Another order under the same mark gets a review of its own.
    let mut other = fields.clone();
    other.iter_mut().find(|(name, _)| name == "volume").unwrap().1 = "0.75".to_owned();
    let review = world.post(Role::Operator, "/paper/orders", &borrowed(&other)).await;
    assert!(review.text.contains("Review the order") && review.text.contains("0.75 BTC"));
    let unmarked: Vec<_> = fields.iter().filter(|(name, _)| name != "once").cloned().collect();
    let refused = world.post(Role::Operator, "/paper/orders", &borrowed(&unmarked)).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(world.paper.open_orders(world.account.id, None, 10).await.unwrap().len(), 1);
}

/// The tooth of the test above: two reviews have two marks, and are two orders.
#[tokio::test]
async fn tooth_two_reviews_are_two_orders() {
    let world = world().await;
    placed(&world, FILLED).await;
    placed(&world, FILLED).await;
    assert_eq!(changes(&world, Action::OrderPlace).len(), 2);
}

#[tokio::test]
async fn every_type_is_reviewed_in_words_and_what_was_estimated_happens() {
    let world = world().await;
    for (changes, words) in [
        (&[("type", "market")][..], "Buy 0.50 BTC now, at what the market asks."),
        (
            &[("type", "stop-loss"), ("side", "sell"), ("trigger_price", "90"), ("volume", "0.1")],
            "falls to 90.0 USD",
        ),
        (
            &[
                ("type", "take-profit-limit"),
                ("side", "sell"),
                ("volume", "0.1"),
                ("trigger_price", "900000"),
                ("limit_price", "890000"),
            ],
            "at 890 000.0 USD or more, once the last price rises to 900 000.0 USD",
        ),
        (&[("time_in_force", "ioc")], "What is not filled at once is cancelled"),
        (&[("post_only", "yes")], "Buy 0.50 BTC at 100.0 USD or less."),
    ] {
        let review = world.post(Role::Operator, "/paper/orders/new", &filled(changes)).await;
        assert_eq!(review.status, StatusCode::OK, "{changes:?}: {}", review.text);
        good("/paper/orders/new", &review);
        let text = review.text.replace('\u{202f}', " ");
        assert!(text.contains(words), "{words}: {text}");
        placed(&world, &filled(changes)).await;
        let page = world.get(Role::Operator, "/paper/orders").await;
        good("/paper/orders", &page);
    }
}

#[tokio::test]
async fn what_was_typed_is_kept_and_what_is_wrong_stands_at_its_field() {
    let world = world().await;
    for (changes, field, words) in [
        (&[("volume", "a lot")][..], "volume", "positive decimal"),
        (&[("volume", "0,5")], "volume", "positive decimal"),
        (&[("volume", "0.000000001")], "volume", "at most 8 decimals"),
        (&[("volume", "0.00000001")], "volume", "at least 0.00"),
        (&[("limit_price", "100.05")], "limit_price", "multiple of 0.1"),
        (&[("limit_price", "")], "limit_price", "needed for an order of this type"),
        (&[("type", "stop-loss"), ("trigger_price", "-5")], "trigger_price", "positive decimal"),
        (&[("pair", "XBTEUR")], "pair", "name of a market"),
        (&[("side", "")], "side", "buy or sell"),
        (&[("type", "iceberg")], "type", "one of market, limit"),
        (&[("time_in_force", "ioc"), ("post_only", "yes")], "post_only", "cannot be post-only"),
        (&[("volume", "5000")], "volume", "cannot pay for this: 100\u{202f}000.00 USD is available"),
        (&[("type", "market"), ("side", "sell")], "volume", "cannot pay for this: 0.00 BTC is available"),
        (&[("limit_price", "0.1"), ("volume", "0.001")], "volume", "worth less"),
        (
            &[("limit_price", "900000"), ("post_only", "yes"), ("volume", "0.1")],
            "post_only",
            "would trade at once",
        ),
    ] {
        let typed = filled(changes);
        let page = world.post(Role::Operator, "/paper/orders/new", &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{changes:?}");
        good("/paper/orders/new", &page);
        let wrong = page.text.split_once(&format!("id=\"{field}-wrong\"")).map(|(_, rest)| rest);
        let wrong = wrong.unwrap_or_else(|| panic!("{changes:?}: {}", page.text));
        assert!(wrong.split("</p>").next().unwrap().contains(words), "{changes:?}: {wrong}");
        assert!(page.text.contains("aria-invalid=\"true\"") || field == "side");
        for (name, value) in typed
            .iter()
            .filter(|(name, value)| matches!(*name, "volume" | "limit_price") && !value.is_empty())
        {
            assert!(page.text.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name} is lost");
        }
    }
    assert_eq!(changes(&world, Action::AdminRefused).len(), 0, "a form that is judged changes nothing");
}

#[tokio::test]
async fn what_the_exchange_refuses_when_it_is_placed_leaves_one_entry() {
    let world = world().await;
    let mut fields = reviewed(&world, &filled(&[("volume", "500")])).await;
    let spent = reviewed(&world, &filled(&[("type", "market"), ("volume", "0.8")])).await;
    fields.iter_mut().find(|(name, _)| name == "limit_price").unwrap().1 = "190".to_owned();
    world.post(Role::Operator, "/paper/orders", &borrowed(&spent)).await;
    let before = entries(&world);
    let page = world.post(Role::Operator, "/paper/orders", &borrowed(&fields)).await;
    assert_eq!((page.status, entries(&world)), (StatusCode::UNPROCESSABLE_ENTITY, before + 1));
    assert!(page.text.contains("cannot pay for this"), "{}", page.text);
}

#[tokio::test]
async fn buttons_of_the_form_keep_what_was_typed() {
    let world = world().await;
    let other = filled(&[("pair", "ETHUSD"), ("volume", "nonsense"), ("step", "market")]);
    let page = world.post(Role::Operator, "/paper/orders/new", &other).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("ETH/USD now") && page.text.contains("value=\"nonsense\""));
    let fields = reviewed(&world, FILLED).await;
    let mut back = borrowed(&fields);
    back.push(("step", "back"));
    let page = world.post(Role::Operator, "/paper/orders/new", &back).await;
    assert!(page.text.contains("name=\"volume\" value=\"0.5\"") && page.text.contains("Place an order"));
    let linked = world.get(Role::Operator, "/paper/orders/new?pair=SOLUSD&side=sell").await;
    assert!(linked.text.contains("SOL/USD now") && linked.text.contains("value=\"sell\" checked"));
    good("/paper/orders/new", &linked);
}

#[tokio::test]
async fn keys_and_hands_see_and_cancel_each_others_orders() {
    let world = world().await;
    let account = world.account.id.to_string();
    let id = placed(&world, FILLED).await;
    let name = OrderRef::Id(id.parse().unwrap());
    assert_eq!(
        world.paper.of_a_key(&account, Command::CancelOrder(name)).await,
        Reply::Cancelled { count: 1 }
    );
    let before = entries(&world);
    let late = world.post(Role::Operator, &format!("/paper/orders/{id}/cancel"), &[]).await;
    assert_eq!((late.status, notice(&late)), (StatusCode::SEE_OTHER, "order-over"));
    assert_eq!(entries(&world), before + 1, "the refusal is written");
    let id = placed_by_key(&world, world.account.id, "XBTUSD", 30).await;
    let page = world.get(Role::Operator, "/paper/orders").await;
    assert!(page.text.contains(&id.to_string()));
    let done = world.post(Role::Operator, &format!("/paper/orders/{id}/cancel"), &[]).await;
    assert_eq!((done.status, notice(&done)), (StatusCode::SEE_OTHER, "order-cancelled"));
    assert_eq!(changes(&world, Action::OrderCancel), [format!("{id}: buy 1.00000000 XBTUSD @ limit 30.0")]);
}

#[tokio::test]
async fn all_orders_are_cancelled_after_a_look() {
    let world = world().await;
    assert_eq!(world.get(Role::Operator, "/paper/orders/cancel").await.headers["location"], "/paper/orders");
    for _ in 0..3 {
        placed(&world, FILLED).await;
    }
    let page = world.get(Role::Operator, "/paper/orders/cancel").await;
    good("/paper/orders/cancel", &page);
    assert!(page.text.contains("3 open orders"));
    let done = world.post(Role::Operator, "/paper/orders/cancel", &[]).await;
    assert_eq!((done.status, notice(&done)), (StatusCode::SEE_OTHER, "orders-cancelled"));
    assert_eq!(changes(&world, Action::OrderCancelAll), ["3 open orders"]);
    assert!(world.get(Role::Operator, "/paper/orders").await.text.contains("No order is open"));
}

#[tokio::test]
async fn long_lists_come_in_pages() {
    let world = world().await;
    for n in 0..55 {
        placed_by_key(&world, world.account.id, if n % 2 == 0 { "XBTUSD" } else { "ETHUSD" }, 100 + n).await;
    }
    let first = world.get(Role::Operator, "/paper/orders").await;
    good("/paper/orders", &first);
    let older = first.text.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let second = world.get(Role::Operator, older).await;
    good(older, &second);
    let shown = |page: &Answer| page.text.matches("/cancel\"><input").count();
    assert_eq!((shown(&first), shown(&second)), (50, 5));
    assert!(second.text.contains(">Newest<") && !second.text.contains("rel=\"next\""));
    let home = world.get(Role::Operator, "/paper").await;
    assert_eq!(shown(&home), 5);
    assert!(home.text.contains("All open orders"));
}
