//! Bad parameters and the exchange's own refusals, each in its words; nothing is done.

use crate::world::World;
use claviger::Limits;
use claviger_store::MemoryDisk;
use serde_json::json;

const ORDER: &str = "pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=0.5";

#[tokio::test]
async fn orders_that_cannot_be() {
    let world = World::new().await;
    let bot = world.full().await;
    for (params, error) in [
        ("", "EGeneral:Invalid arguments:pair"),
        ("pair=NOPE", "EQuery:Unknown asset pair"),
        ("pair=XBTUSD&type=hold", "EGeneral:Invalid arguments:type"),
        ("pair=XBTUSD&type=buy&ordertype=stop", "EGeneral:Invalid arguments:ordertype"),
        ("pair=XBTUSD&type=buy&ordertype=stop-loss", "EGeneral:Invalid arguments:price"),
        ("pair=XBTUSD&type=buy&ordertype=limit&volume=1", "EGeneral:Invalid arguments:price"),
        ("pair=XBTUSD&type=buy&ordertype=limit&price=1%25&volume=1", "EGeneral:Invalid arguments:price"),
        ("pair=XBTUSD&type=buy&ordertype=limit&price=1.23&volume=1", "EOrder:Tick size check failed"),
        ("pair=XBTUSD&type=buy&ordertype=limit&price=10000", "EGeneral:Invalid arguments:volume"),
        ("pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=1_0", "EGeneral:Invalid arguments:volume"),
        (
            "pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=0.00000001",
            "EOrder:Order minimum not met",
        ),
        ("pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=100", "EOrder:Insufficient funds"),
        (
            "pair=XBTUSD&type=buy&ordertype=limit&price=900000&volume=0.01&oflags=post",
            "EOrder:Post only order",
        ),
    ] {
        assert_eq!(world.refused(&bot, "AddOrder", params).await, error, "{params}");
    }
    for (extra, field) in [
        ("close[ordertype]=stop-loss", "close[price]"),
        ("close[price]=5", "close[ordertype]"),
        ("close[ordertype]=market", "close[ordertype]"),
        ("close[ordertype]=iceberg&close[price]=5", "close[ordertype]"),
        ("close[ordertype]=limit&close[price]=20000&close[price2]=5", "close[price2]"),
        ("price2=5", "price2"),
        ("leverage=5", "leverage"),
        ("reduce_only=true", "reduce_only"),
        ("displayvol=0.1", "displayvol"),
        ("trigger=last", "trigger"),
        ("starttm=5", "starttm"),
        ("starttm=-5", "starttm"),
        ("starttm=%2B2678401", "starttm"),
        ("expiretm=%2B4", "expiretm"),
        ("expiretm=1799999999", "expiretm"),
        ("expiretm=1802678401", "expiretm"),
        ("starttm=%2B60&expiretm=%2B60", "expiretm"),
        ("timeinforce=GTC&expiretm=%2B60", "expiretm"),
        ("timeinforce=GTD", "expiretm"),
        ("timeinforce=FOK", "timeinforce"),
        ("oflags=nope", "oflags"),
        ("oflags=viqc", "viqc"),
        ("userref=x", "userref"),
        ("deadline=soon", "deadline"),
        ("volume=0.6", "volume"),
    ] {
        let error = format!("EGeneral:Invalid arguments:{field}");
        assert_eq!(world.refused(&bot, "AddOrder", &format!("{ORDER}&{extra}")).await, error, "{extra}");
    }
    let late = format!("{ORDER}&deadline=2020-01-01T00:00:00Z");
    assert_eq!(world.refused(&bot, "AddOrder", &late).await, "EService:Deadline elapsed");
    assert_eq!(world.ok(&bot, "OpenOrders", "").await, json!({ "open": {} }));
    assert_eq!(world.ok(&bot, "ClosedOrders", "").await, json!({ "closed": {}, "count": 0 }));
}

#[tokio::test]
async fn what_asks_for_nothing_special_is_taken() {
    let world = World::new().await;
    let bot = world.full().await;
    let plain =
        "leverage=none&reduce_only=false&starttm=0&expiretm=0&close[price]=&timeinforce=gtc&unknown=1";
    assert!(world.ok(&bot, "AddOrder", &format!("{ORDER}&{plain}")).await["txid"][0].is_string());
}

/// Also where nobody looks at it: the two who wrote it do not agree.
#[tokio::test]
async fn a_repeated_name_is_refused_wherever_it_stands() {
    let world = World::new().await;
    let bot = world.full().await;
    for (method, params) in [
        ("AddOrder", &*format!("{ORDER}&unknown=1&unknown=1")),
        ("CancelAll", "x=1&x=2"),
        ("Balance", "x=1&x=2"),
        ("Ledgers", "without_count=1&aclass=currency&aclass=currency"),
    ] {
        assert_eq!(world.refused(&bot, method, params).await, "EGeneral:Invalid arguments", "{method}");
    }
    assert_eq!(world.ok(&bot, "OpenOrders", "").await["open"], json!({}));
    assert_eq!(world.public("Time?a=1&a=2").await, Err("EGeneral:Invalid arguments".to_owned()));
}

#[tokio::test]
async fn names_that_name_nothing() {
    let world = World::new().await;
    let bot = world.full().await;
    for (method, params, error) in [
        ("CancelOrder", "", "EGeneral:Invalid arguments:txid"),
        ("CancelOrder", "txid=nope", "EOrder:Unknown order"),
        ("CancelOrder", "txid=5", "EOrder:Unknown order"),
        ("CancelOrder", "txid=1&txid=2", "EGeneral:Invalid arguments:txid"),
        ("CancelOrder", "txid=1&cl_ord_id=a", "EGeneral:Invalid arguments:cl_ord_id"),
        ("AmendOrder", "txid=nope&limit_price=1", "EOrder:Unknown order"),
        (
            "AmendOrder",
            "cl_ord_id=a&limit_price=1&trigger_price=2x",
            "EGeneral:Invalid arguments:trigger_price",
        ),
        ("EditOrder", "txid=5&pair=XBTUSD", "EOrder:Unknown order"),
        ("QueryOrders", "", "EGeneral:Invalid arguments:txid"),
        ("QueryTrades", "", "EGeneral:Invalid arguments:txid"),
        ("QueryLedgers", "", "EGeneral:Invalid arguments:id"),
        ("ClosedOrders", "closetime=never", "EGeneral:Invalid arguments:closetime"),
        ("ClosedOrders", "ofs=-1", "EGeneral:Invalid arguments:ofs"),
        ("ClosedOrders", "start=yesterday", "EGeneral:Invalid arguments:start"),
        ("ClosedOrders", "start=ONOPEE-AAAAA-AAAAAA", "EGeneral:Invalid arguments:start"),
        ("TradesHistory", "type=nope", "EGeneral:Invalid arguments:type"),
        ("Ledgers", "type=nope", "EGeneral:Invalid arguments:type"),
        ("Ledgers", "asset=NOPE", "EQuery:Unknown asset"),
    ] {
        assert_eq!(world.refused(&bot, method, params).await, error, "{method} {params}");
    }
    let many = (0..51).map(|_| "txid=a").collect::<Vec<_>>().join("&");
    assert_eq!(world.refused(&bot, "QueryOrders", &many).await, "EGeneral:Invalid arguments:txid");
}

/// Orders weigh nothing in the key's counter, so that what is refused for ever would be free.
#[tokio::test]
async fn a_bot_that_only_gets_refusals_is_slowed_down() {
    let world = World::over(MemoryDisk::default(), Limits { rate_max: 5, ..Limits::default() }).await;
    let bot = world.full().await;
    let mut refused = 0;
    while world.refused(&bot, "CancelOrder", "txid=5").await == "EOrder:Unknown order" {
        refused += 1;
    }
    assert_eq!(refused, 21);
    assert_eq!(world.refused(&bot, "AddOrder", ORDER).await, "EAPI:Rate limit exceeded");
    world.step(2);
    for validate in ["&validate=true", "&validate=1", "&validate=true"] {
        world.ok(&bot, "AddOrder", &format!("{ORDER}{validate}")).await;
    }
    world.step(60);
    // Some clients say of every order that it is not only to be checked: still an order.
    let order = "pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=0.001&validate=false";
    for _ in 0..30 {
        let placed = world.ok(&bot, "AddOrder", order).await;
        assert!(placed["txid"][0].is_string(), "what takes effect is counted by the exchange alone");
    }
}
