//! The paper exchange's pages: what an account has, trading by hand, deposits, and addresses.

mod addresses;
mod guards;
mod orders;

use crate::check::good;
use crate::create::hidden;
use crate::guards::world;
use crate::world::{Answer, World};
use claviger::core::action::Action;
use claviger::core::id::{AccountId, LogId};
use claviger::core::reason::Detail;
use claviger::core::role::Role;
use claviger::core::store::Store as _;
use claviger_server::api::paper::TradeDesk as _;
use claviger_venue::{
    AddOrder, Asset, Command, Model, NewAddress, OrderId, Origin, Pair, Reply, Side, Withdraw,
};
use http::StatusCode;
use rust_decimal::Decimal;

/// A limit order far below the market.
pub(crate) const FILLED: &[(&str, &str)] = &[
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

/// An order that a key places, far below the market; its id.
pub(crate) async fn placed_by_key(world: &World, account: AccountId, pair: &str, price: i64) -> OrderId {
    let model = Model::Limit { price: Decimal::from(price).into() };
    let add = AddOrder::new(Pair::find(pair).unwrap(), Side::Buy, model, Decimal::ONE);
    match world.paper.of_a_key(&account.to_string(), Command::AddOrder(add)).await {
        Reply::Placed { id, .. } => id,
        other => panic!("{other:?}"),
    }
}

/// An address saved by a key; its id.
pub(crate) async fn saved_by_key(world: &World, name: &str, address: &str, note: &str) -> String {
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
