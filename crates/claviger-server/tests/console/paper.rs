//! The paper exchange's pages: what an account has, trading by hand, deposits, and addresses.

use crate::check::good;
use crate::create::hidden;
use crate::guards::world;
use crate::paper_desk::PURSE;
use crate::world::{Answer, World};
use claviger::core::action::Action;
use claviger::core::id::LogId;
use claviger::core::reason::Detail;
use claviger::core::role::Role;
use claviger::core::store::Store as _;
use claviger_server::api::paper::{PaperDesk as _, TradeDesk as _};
use claviger_server::console::routes::{ROUTES, Verb};
use claviger_venue::{Asset, Command, NewAddress, Origin, Reply, UpdateAddress, Withdraw};
use http::StatusCode;
use rust_decimal::Decimal;
use std::sync::atomic::Ordering::SeqCst;

/// A limit order far below the market.
const FILLED: &[(&str, &str)] = &[
    ("pair", "XBTUSD"),
    ("side", "buy"),
    ("type", "limit"),
    ("volume", "0.5"),
    ("limit_price", "100"),
    ("trigger_price", ""),
    ("time_in_force", "gtc"),
];

fn filled<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FILLED.iter().copied().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes.iter().copied()).collect()
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// The review of a form, as the fields it sends.
async fn reviewed(world: &World, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let review = world.post(Role::Operator, "/paper/orders/new", fields).await;
    assert_eq!(review.status, StatusCode::OK, "{}", review.text);
    good("/paper/orders/new", &review);
    hidden(&review)
}

/// Places an order by the pages; gives its id.
async fn placed(world: &World, fields: &[(&str, &str)]) -> String {
    let before = world.paper.open_orders(world.account.id, None, 100).await.unwrap();
    let review = reviewed(world, fields).await;
    let done = world.post(Role::Operator, "/paper/orders", &borrowed(&review)).await;
    assert_eq!((done.status, &done.headers["location"]), (StatusCode::SEE_OTHER, &"/paper".parse().unwrap()));
    let after = world.paper.open_orders(world.account.id, None, 100).await.unwrap();
    let new = after.iter().find(|seen| !before.iter().any(|known| known.order.id == seen.order.id));
    new.map(|seen| seen.order.id.to_string()).unwrap_or_default()
}

fn changes(world: &World, action: Action) -> Vec<String> {
    let entries = world.store.entries(LogId(0), 0, 100_000).unwrap();
    let of = entries.into_iter().filter(|entry| entry.draft.action == action);
    of.map(|entry| match entry.draft.detail {
        Detail::Change(words) => words.to_string(),
        other => format!("{other:?}"),
    })
    .collect()
}

fn entries(world: &World) -> usize {
    world.store.entries(LogId(0), 0, 100_000).unwrap().len()
}

fn notice(answer: &Answer) -> &str {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let notice = cookies.filter_map(|cookie| cookie.strip_prefix("claviger-notice=")).next();
    notice.and_then(|rest| rest.split(';').next()).unwrap_or_default()
}

/// An address saved by a key; its id.
async fn saved_by_key(world: &World, name: &str, address: &str, note: &str) -> String {
    let new = NewAddress {
        origin: Origin::Key,
        by: "key_000000000001".to_owned(),
        description: note.to_owned(),
        ..NewAddress::new(Asset::XBT, name, address)
    };
    match world.paper.of_a_key(&world.account.id.to_string(), Command::AddAddress(new)).await {
        Reply::AddressAdded { id, .. } => id.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_an_account_has_is_shown_with_its_worth() {
    let world = world().await;
    let page = world.get(Role::Viewer, "/paper").await;
    good("/paper", &page);
    assert!(page.text.contains("100\u{202f}000.00 USD</strong>"), "{}", page.text);
    assert!(page.text.contains("BTC/USD") && page.text.contains("class=\"change "));
    assert!(page.text.contains("aria-current=\"page\"><svg") && page.text.contains("Paper exchange"));
    placed(&world, FILLED).await;
    placed(&world, &filled(&[("type", "market"), ("volume", "0.25")])).await;
    let page = world.get(Role::Auditor, "/paper").await;
    good("/paper", &page);
    assert!(page.text.contains("data-label=\"Held\">50.125<"), "of the order that rests: {}", page.text);
    assert!(page.text.contains("<strong>BTC</strong>") && page.text.contains(">0.25<"));
    assert!(page.text.contains("Bought") && page.text.contains("In the book"));
    assert!(!page.text.contains("action=\"/paper/orders/"), "whoever only looks has no buttons");
    assert!(!world.get(Role::Viewer, "/paper").await.text.contains("Recent fills"), "no history for viewers");
}

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
        (&[("limit_price", "")], "limit_price", "positive decimal"),
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
    // Refused where it counts, too, with one entry.
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
    let name = claviger_venue::OrderRef::Id(id.parse().unwrap());
    assert_eq!(
        world.paper.of_a_key(&account, Command::CancelOrder(name)).await,
        Reply::Cancelled { count: 1 }
    );
    let before = entries(&world);
    let late = world.post(Role::Operator, &format!("/paper/orders/{id}/cancel"), &[]).await;
    assert_eq!((late.status, notice(&late)), (StatusCode::SEE_OTHER, "order-over"));
    assert_eq!(entries(&world), before + 1, "the refusal is written");
    let add = claviger_venue::AddOrder::new(
        claviger_venue::Pair::find("XBTUSD").unwrap(),
        claviger_venue::Side::Buy,
        claviger_venue::Model::Limit { price: Decimal::from(30).into() },
        Decimal::ONE,
    );
    let Reply::Placed { id, .. } = world.paper.of_a_key(&account, Command::AddOrder(add)).await else {
        panic!()
    };
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
async fn a_deposit_is_made_once_and_arrives() {
    let world = world().await;
    let form = world.get(Role::Operator, "/paper/deposit?asset=BTC").await;
    good("/paper/deposit", &form);
    assert!(form.text.contains("value=\"XBT\" selected"));
    let mut fields = hidden(&form);
    fields.extend([("asset".to_owned(), "XBT".to_owned()), ("amount".to_owned(), "1.5".to_owned())]);
    for _ in 0..2 {
        let done = world.post(Role::Operator, "/paper/deposit", &borrowed(&fields)).await;
        assert_eq!((done.status, notice(&done)), (StatusCode::SEE_OTHER, "deposited"));
    }
    assert_eq!(changes(&world, Action::Deposit), ["1.5 XBT"]);
    world.paper.pass(60).await;
    let page = world.get(Role::Operator, "/paper").await;
    assert!(page.text.contains("data-label=\"Total\">1.50<"), "{}", page.text);
    for (amount, words) in [
        ("", "positive number"),
        ("1e9", "positive number"),
        ("0.00000000001", "decimals"),
        ("-1", "positive"),
    ] {
        let mut wrong = hidden(&world.get(Role::Operator, "/paper/deposit").await);
        wrong.extend([("asset".to_owned(), "XBT".to_owned()), ("amount".to_owned(), amount.to_owned())]);
        let before = entries(&world);
        let page = world.post(Role::Operator, "/paper/deposit", &borrowed(&wrong)).await;
        assert_eq!(
            (page.status, entries(&world)),
            (StatusCode::UNPROCESSABLE_ENTITY, before + 1),
            "{amount}"
        );
        good("/paper/deposit", &page);
        assert!(
            page.text.contains(words) && page.text.contains(&format!("value=\"{amount}\"")),
            "{}",
            page.text
        );
    }
}

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
    assert_eq!(changes(&world, Action::PaperSettings), ["verify_new_addresses: false"]);
    assert!(world.get(Role::Operator, "/paper/addresses").await.text.contains("<strong>at once</strong>"));
    let odd = world.post(Role::Operator, "/paper/settings", &[("verify", "perhaps")]).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn withdrawals_are_shown_with_their_status() {
    let world = world().await;
    let account = world.account.id.to_string();
    world
        .post(Role::Operator, "/paper/addresses", &[("asset", "USD"), ("key", "bank"), ("address", "iban-1")])
        .await;
    let withdraw = Withdraw {
        asset: Asset::USD,
        key: "bank".to_owned(),
        address: None,
        amount: Decimal::from(500),
        max_fee: None,
    };
    world.paper.of_a_key(&account, Command::Withdraw(withdraw)).await;
    let page = world.get(Role::Auditor, "/paper/withdrawals").await;
    good("/paper/withdrawals", &page);
    assert!(
        page.text.contains("Asked for</span>") && page.text.contains("bank") && page.text.contains("iban-1")
    );
    world.paper.pass(11).await;
    assert!(world.get(Role::Auditor, "/paper/withdrawals").await.text.contains(">Sent</span>"));
    world.paper.pass(120).await;
    assert!(world.get(Role::Auditor, "/paper/withdrawals").await.text.contains(">Done</span>"));
}

#[tokio::test]
async fn long_lists_come_in_pages() {
    let world = world().await;
    for n in 0..55 {
        let add = claviger_venue::AddOrder::new(
            claviger_venue::Pair::find(if n % 2 == 0 { "XBTUSD" } else { "ETHUSD" }).unwrap(),
            claviger_venue::Side::Buy,
            claviger_venue::Model::Limit { price: Decimal::from(100 + n).into() },
            Decimal::new(1, 1),
        );
        world.paper.of_a_key(&world.account.id.to_string(), Command::AddOrder(add)).await;
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

#[tokio::test]
async fn roles_that_only_look_change_nothing() {
    let world = world().await;
    let id = placed(&world, FILLED).await;
    let paper = ROUTES.iter().filter(|route| route.path.starts_with("/paper"));
    for route in paper.filter(|route| {
        route.verb != Verb::Get || route.operation.need() == claviger::core::role::Need::WritePaper
    }) {
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
    let add = claviger_venue::AddOrder::new(
        claviger_venue::Pair::find("XBTUSD").unwrap(),
        claviger_venue::Side::Buy,
        claviger_venue::Model::Limit { price: Decimal::from(30).into() },
        Decimal::ONE,
    );
    let Reply::Placed { id: order, .. } =
        world.paper.of_a_key(&other.to_string(), Command::AddOrder(add)).await
    else {
        panic!()
    };
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
