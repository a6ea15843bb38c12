//! Every kind of order, as it is answered and as it is shown.

use crate::world::{Client, World, members};
use serde_json::{Value, json};

const SELL: &str = "pair=XBTUSD&type=sell&volume=0.1";

async fn place(world: &World, bot: &Client, params: &str) -> (String, Value) {
    let placed = world.ok(bot, "AddOrder", params).await;
    (placed["txid"][0].as_str().unwrap().to_owned(), placed["descr"].clone())
}

async fn show(world: &World, bot: &Client, txid: &str) -> Value {
    world.ok(bot, "QueryOrders", &format!("txid={txid}")).await[txid].clone()
}

fn shown<const N: usize>(order: &Value, names: [&str; N]) -> [String; N] {
    names.map(|name| order[name].as_str().map_or_else(|| order[name].to_string(), str::to_owned))
}

#[tokio::test]
async fn each_kind_is_described_in_the_words_of_the_exchange() {
    let world = World::new().await;
    let bot = world.full().await;
    for (terms, ordertype, price, price2, line) in [
        ("limit&price=150000", "limit", "150000.0", "0", "limit 150000.0"),
        ("iceberg&price=150000&displayvol=0.02", "iceberg", "150000.0", "0", "iceberg 150000.0"),
        ("stop-loss&price=50000", "stop-loss", "50000.0", "0", "stop loss 50000.0"),
        (
            "stop-loss-limit&price=50000&price2=49000",
            "stop-loss-limit",
            "50000.0",
            "49000.0",
            "stop loss 50000.0 -> limit 49000.0",
        ),
        ("take-profit&price=250000", "take-profit", "250000.0", "0", "take profit 250000.0"),
        (
            "take-profit-limit&price=250000&price2=-1%25&trigger=last",
            "take-profit-limit",
            "250000.0",
            "247500.0",
            "take profit 250000.0 -> limit 247500.0",
        ),
        ("trailing-stop&price=%2B50%25", "trailing-stop", "+50.0000%", "0", "trailing stop +50.0000%"),
        (
            "trailing-stop-limit&price=%2B30000&price2=-100",
            "trailing-stop-limit",
            "+30000.0",
            "-100.0",
            "trailing stop +30000.0 -> limit -100.0",
        ),
    ] {
        let (txid, descr) = place(&world, &bot, &format!("{SELL}&ordertype={terms}")).await;
        let line = format!("sell 0.10000000 XBTUSD @ {line}");
        assert_eq!(descr, json!({ "order": line }));
        let order = show(&world, &bot, &txid).await;
        let descr = &order["descr"];
        assert_eq!(
            shown(descr, ["ordertype", "price", "price2", "order", "close"]),
            [ordertype, price, price2, &line, ""]
        );
        assert_eq!((&order["status"], &order["misc"]), (&json!("open"), &json!("")));
        let has_trigger = !matches!(ordertype, "limit" | "iceberg");
        assert_eq!(order.get("trigger"), has_trigger.then_some(&json!("last")), "{ordertype}");
        assert_eq!(order["stopprice"] != json!("0.0"), has_trigger, "{ordertype}");
        assert_eq!(order["limitprice"] != json!("0.0"), has_trigger && price2 != "0", "{ordertype}");
        assert_eq!(order.get("displayvol").is_some(), ordertype == "iceberg");
        world.ok(&bot, "CancelAll", "").await;
        world.step(10);
    }
    let market = place(&world, &bot, &format!("{SELL}&ordertype=market&price=0&price2=0")).await;
    assert_eq!(market.1["order"], "sell 0.10000000 XBTUSD @ market");
}

#[tokio::test]
async fn the_whole_shape_of_an_order_that_waits() {
    let world = World::new().await;
    let bot = world.full().await;
    let terms = "ordertype=stop-loss-limit&price=50000&price2=%231%25&starttm=%2B60&expiretm=1800000600\
        &timeinforce=GTD&close[ordertype]=take-profit&close[price]=%232.5%25&userref=7";
    let (txid, descr) = place(&world, &bot, &format!("{SELL}&{terms}")).await;
    assert_eq!(members(&descr), ["close", "order"]);
    let order = show(&world, &bot, &txid).await;
    let text = serde_json::to_string_pretty(&order).unwrap();
    insta::assert_snapshot!(text);
    world.pass(60).await;
    assert_eq!(show(&world, &bot, &txid).await["status"], "open");
    world.pass(540).await;
    let order = show(&world, &bot, &txid).await;
    assert_eq!(shown(&order, ["status", "reason", "closetm"]), ["expired", "Expired", "1800000600.0"]);
    let closed = world.ok(&bot, "ClosedOrders", "").await;
    assert_eq!(closed["closed"][&txid]["status"], "expired");
}

#[tokio::test]
async fn a_stop_fires_and_says_so() {
    let world = World::new().await;
    let bot = world.full().await;
    for (ordertype, price, misc) in [
        ("stop-loss", "%230.1%25", "stopped"),
        ("take-profit", "%230.1%25", "touched"),
        ("trailing-stop", "%2B0.1%25", "stopped"),
    ] {
        // One on each side: whichever way the market goes, it meets one of them.
        let terms = format!("pair=XBTUSD&volume=0.01&ordertype={ordertype}&price={price}");
        let (buy, _) = place(&world, &bot, &format!("{terms}&type=buy")).await;
        let (sell, _) = place(&world, &bot, &format!("{terms}&type=sell")).await;
        let mut fired = None;
        while fired.is_none() {
            world.pass(3_600).await;
            for txid in [&buy, &sell] {
                let order = show(&world, &bot, txid).await;
                fired = (order["status"] != "open").then_some((txid, order)).or(fired);
            }
        }
        let (txid, order) = fired.unwrap();
        assert_eq!(shown(&order, ["status", "misc"]), ["closed", misc], "{ordertype}");
        let trades = world.ok(&bot, "TradesHistory", "").await["trades"].clone();
        let trades = trades.as_object().unwrap().values();
        let mine: Vec<_> = trades.filter(|trade| trade["ordertxid"] == json!(txid)).collect();
        assert!(!mine.is_empty() && mine.iter().all(|trade| trade["ordertype"] == ordertype));
        world.ok(&bot, "CancelAll", "").await;
    }
}

#[tokio::test]
async fn a_fill_opens_the_closing_order_and_names_its_primary() {
    let world = World::new().await;
    let bot = world.full().await;
    let bracket = "close[ordertype]=stop-loss-limit&close[price]=22000.0&close[price2]=21000";
    let buy = "pair=XBTUSD&type=buy&ordertype=market&volume=0.01";
    let (txid, descr) = place(&world, &bot, &format!("{buy}&{bracket}")).await;
    assert_eq!(descr["close"], "close position @ stop loss 22000.0 -> limit 21000.0");
    let open = world.ok(&bot, "OpenOrders", "").await["open"].clone();
    let [closing] = &open.as_object().unwrap().values().collect::<Vec<_>>()[..] else { panic!("{open}") };
    assert_eq!(shown(closing, ["refid", "vol", "stopprice"]), [&txid, "0.01000000", "22000.0"]);
    assert_eq!(closing["descr"]["type"], "sell");
    world.ok(&bot, "CancelAll", "").await;
    // the same, nested in JSON
    let body = r#"{"nonce":"1700000000000000001","pair":"XBTUSD","type":"buy","ordertype":"market","volume":"0.01",
        "close":{"ordertype":"limit","price":"+10%"}}"#;
    let sent = world.send_raw(&bot, "AddOrder", body, "1700000000000000001", crate::world::HOME).await;
    let placed = crate::world::result(&sent).unwrap();
    assert_eq!(placed["descr"]["close"], "close position @ limit +10.0000%");
}

#[tokio::test]
async fn amending_and_editing_orders_that_wait() {
    let world = World::new().await;
    let bot = world.full().await;
    let terms = "ordertype=stop-loss-limit&price=50000&price2=49000&userref=7&oflags=fcib";
    let (txid, _) = place(&world, &bot, &format!("{SELL}&{terms}")).await;
    let amend = format!(
        "txid={txid}&pair=XBTUSD&trigger_price=-50%25&limit_price=-1000&order_qty=0.2&post_only=true"
    );
    world.ok(&bot, "AmendOrder", &amend).await;
    let order = show(&world, &bot, &txid).await;
    let [stop, limit, vol] = shown(&order, ["stopprice", "limitprice", "vol"]);
    let number = |text: &str| text.parse::<f64>().unwrap();
    assert!(number(&stop) > 50_000.0 && (number(&stop) - number(&limit) - 1_000.0).abs() < 0.05);
    assert_eq!(vol, "0.20000000");
    let edit =
        format!("txid={txid}&pair=XBTUSD&price=40000&price2=39000&volume=0.1&cancel_response=true&userref=8");
    let edited = world.ok(&bot, "EditOrder", &edit).await;
    assert_eq!(
        shown(&edited, ["price", "price2", "volume", "status"]),
        ["40000.0", "39000.0", "0.10000000", "ok"]
    );
    assert_eq!((&edited["olduserref"], &edited["newuserref"]), (&json!(7), &json!(8)));
    let iceberg = "ordertype=iceberg&price=150000&displayvol=0.01&volume=0.1&pair=XBTUSD&type=sell";
    let (txid, _) = place(&world, &bot, iceberg).await;
    world.ok(&bot, "AmendOrder", &format!("txid={txid}&display_qty=0.05")).await;
    assert_eq!(show(&world, &bot, &txid).await["displayvol"], "0.05000000");
    let edited =
        world.ok(&bot, "EditOrder", &format!("txid={txid}&pair=XBTUSD&displayvol=0.02&oflags=post")).await;
    let order = show(&world, &bot, edited["txid"].as_str().unwrap()).await;
    assert_eq!(shown(&order, ["displayvol", "oflags"]), ["0.02000000", "post,fciq"]);
}
