//! Orders of every kind that cannot be, each in the exchange's words; nothing is changed.

use crate::world::World;
use serde_json::json;

const SELL: &str = "pair=XBTUSD&type=sell&volume=0.1";

/// Terms, and what is answered.
const REFUSED: &[(&str, &str)] = &[
    ("settle-position", "EOrder:Unknown position"),
    ("settle-position&leverage=none", "EOrder:Unknown position"),
    ("stop", "EGeneral:Invalid arguments:ordertype"),
    ("iceberg&price=150000", "EGeneral:Invalid arguments:displayvol"),
    ("iceberg&price=150000&displayvol=0.0066", "EGeneral:Invalid arguments:displayvol"),
    ("iceberg&price=150000&displayvol=0.11", "EGeneral:Invalid arguments:displayvol"),
    ("iceberg&price=150000&displayvol=x", "EGeneral:Invalid arguments:displayvol"),
    ("limit&price=150000&displayvol=0.05", "EGeneral:Invalid arguments:displayvol"),
    ("market&displayvol=0.05", "EGeneral:Invalid arguments:displayvol"),
    ("market&price=5", "EGeneral:Invalid arguments:price"),
    ("market&price2=5", "EGeneral:Invalid arguments:price2"),
    ("limit&price=150000&price2=5", "EGeneral:Invalid arguments:price2"),
    ("stop-loss&price=50000&price2=49000", "EGeneral:Invalid arguments:price2"),
    ("stop-loss", "EGeneral:Invalid arguments:price"),
    ("stop-loss-limit&price=50000", "EGeneral:Invalid arguments:price2"),
    ("take-profit-limit&price2=50000", "EGeneral:Invalid arguments:price"),
    ("stop-loss&price=5%25", "EGeneral:Invalid arguments:price"),
    ("stop-loss&price=-200%25", "EOrder:Invalid price"),
    ("stop-loss&price=50000.05", "EOrder:Tick size check failed"),
    ("stop-loss&price=0", "EOrder:Invalid price"),
    ("stop-loss&price=50000&oflags=post", "EGeneral:Invalid arguments:oflags"),
    ("trailing-stop&price=50000", "EGeneral:Invalid arguments:price"),
    ("trailing-stop&price=-5%25", "EGeneral:Invalid arguments:price"),
    ("trailing-stop&price=%235%25", "EGeneral:Invalid arguments:price"),
    ("trailing-stop&price=%2B0", "EOrder:Invalid price"),
    ("trailing-stop&price=%2B100%25", "EOrder:Invalid price"),
    ("trailing-stop-limit&price=%2B5%25", "EGeneral:Invalid arguments:price2"),
    ("trailing-stop-limit&price=%2B5%25&price2=49000", "EGeneral:Invalid arguments:price2"),
    ("trailing-stop-limit&price=%2B5%25&price2=%231", "EGeneral:Invalid arguments:price2"),
    ("trailing-stop-limit&price=%2B5%25&price2=-0.05", "EOrder:Tick size check failed"),
    ("stop-loss&price=50000&trigger=index", "EGeneral:Invalid arguments:Index unavailable"),
    ("stop-loss&price=50000&trigger=mark", "EGeneral:Invalid arguments:trigger"),
    ("limit&price=150000&trigger=index", "EGeneral:Invalid arguments:trigger"),
    (
        "limit&price=150000&close[ordertype]=stop-loss&close[price]=5&trigger=index",
        "EGeneral:Invalid arguments:Index unavailable",
    ),
    ("stop-loss&price=50000&leverage=2", "EGeneral:Invalid arguments:leverage"),
    ("stop-loss&price=50000&reduce_only=true", "EGeneral:Invalid arguments:reduce_only"),
    ("stop-loss&price=50000&stptype=cancel-some", "EGeneral:Invalid arguments:stptype"),
    ("stop-loss&price=50000&timeinforce=FOK", "EGeneral:Invalid arguments:timeinforce"),
    ("iceberg&price=150000&displayvol=0.05&timeinforce=IOC", "EGeneral:Invalid arguments:timeinforce"),
    ("limit&price=150000&starttm=soon", "EGeneral:Invalid arguments:starttm"),
    ("limit&price=150000&starttm=%2B-5", "EGeneral:Invalid arguments:starttm"),
    ("limit&price=150000&expiretm=%2B", "EGeneral:Invalid arguments:expiretm"),
    ("limit&price=150000&close[ordertype]=settle-position", "EOrder:Unknown position"),
    ("limit&price=150000&close[ordertype]=nope", "EGeneral:Invalid arguments:close[ordertype]"),
    ("limit&price=150000&close[ordertype]=stop-loss&close[price]=1.05", "EOrder:Tick size check failed"),
    ("limit&price=150000&close[ordertype]=limit&close[price]=0", "EOrder:Invalid price"),
    (
        "limit&price=150000&close[ordertype]=limit&close[price]=5&close[price]=6",
        "EGeneral:Invalid arguments:close[price]",
    ),
    ("stop-loss&price=50000&volume=0.2", "EGeneral:Invalid arguments:volume"),
    ("take-profit&price=250000&cl_ord_id=a%20b", "EGeneral:Invalid arguments:cl_ord_id"),
];

#[tokio::test]
async fn each_parameter_that_is_missing_wrong_or_of_no_use_is_named() {
    let world = World::new().await;
    let bot = world.full().await;
    for (terms, error) in REFUSED {
        assert_eq!(
            world.refused(&bot, "AddOrder", &format!("{SELL}&ordertype={terms}")).await,
            *error,
            "{terms}"
        );
    }
    let dear = "pair=XBTUSD&type=sell&volume=2&ordertype=stop-loss&price=50000";
    assert_eq!(world.refused(&bot, "AddOrder", dear).await, "EOrder:Insufficient funds");
    assert_eq!(world.ok(&bot, "OpenOrders", "").await, json!({ "open": {} }));
    assert_eq!(world.ok(&bot, "ClosedOrders", "").await, json!({ "closed": {}, "count": 0 }));
    let held = world.ok(&bot, "BalanceEx", "").await;
    let held = held.as_object().unwrap().values().map(|asset| asset["hold_trade"].as_str().unwrap());
    assert!(held.into_iter().all(|held| held.bytes().all(|byte| matches!(byte, b'0' | b'.'))));
}

#[tokio::test]
async fn changes_that_cannot_be_leave_the_order_as_it_was() {
    let world = World::new().await;
    let bot = world.full().await;
    let place = async |terms: &str| {
        let placed = world.ok(&bot, "AddOrder", &format!("{SELL}&ordertype={terms}")).await;
        placed["txid"][0].as_str().unwrap().to_owned()
    };
    let plain = place("limit&price=150000").await;
    let stop = place("stop-loss&price=50000").await;
    let trail = place("trailing-stop-limit&price=%2B50%25&price2=-1%25").await;
    let before = world.ok(&bot, "OpenOrders", "").await;
    for (method, id, terms, error) in [
        ("AmendOrder", &plain, "", "EOrder:Invalid order"),
        ("AmendOrder", &plain, "pair=ETHUSD&limit_price=5", "EOrder:Invalid order"),
        ("AmendOrder", &plain, "pair=NOPE&limit_price=5", "EQuery:Unknown asset pair"),
        ("AmendOrder", &plain, "trigger_price=5", "EGeneral:Invalid arguments:trigger_price"),
        ("AmendOrder", &plain, "display_qty=0.05", "EGeneral:Invalid arguments:display_qty"),
        ("AmendOrder", &plain, "limit_price=5%25", "EGeneral:Invalid arguments:limit_price"),
        ("AmendOrder", &plain, "limit_price=150000.05", "EOrder:Tick size check failed"),
        ("AmendOrder", &plain, "limit_price=50000&post_only=true", "EOrder:Post only order"),
        ("AmendOrder", &plain, "limit_price=160000&post_only=maybe", "EGeneral:Invalid arguments:post_only"),
        ("AmendOrder", &plain, "order_qty=0.1&order_qty=0.2", "EGeneral:Invalid arguments:order_qty"),
        ("AmendOrder", &stop, "limit_price=5", "EGeneral:Invalid arguments:limit_price"),
        ("AmendOrder", &stop, "order_qty=5", "EOrder:Insufficient funds"),
        ("AmendOrder", &trail, "trigger_price=5", "EGeneral:Invalid arguments:trigger_price"),
        ("AmendOrder", &trail, "limit_price=5", "EGeneral:Invalid arguments:limit_price"),
        ("EditOrder", &plain, "pair=XBTUSD&price2=5", "EGeneral:Invalid arguments:price2"),
        ("EditOrder", &plain, "pair=XBTUSD&displayvol=5", "EGeneral:Invalid arguments:displayvol"),
        ("EditOrder", &plain, "pair=XBTUSD&oflags=fcib", "EGeneral:Invalid arguments:oflags"),
        (
            "EditOrder",
            &plain,
            "pair=XBTUSD&cancel_response=maybe",
            "EGeneral:Invalid arguments:cancel_response",
        ),
        ("EditOrder", &plain, "pair=ETHUSD", "EOrder:Invalid order"),
        ("EditOrder", &plain, "", "EGeneral:Invalid arguments:pair"),
        ("EditOrder", &stop, "pair=XBTUSD&price2=5", "EGeneral:Invalid arguments:price2"),
        ("EditOrder", &stop, "pair=XBTUSD&oflags=post", "EGeneral:Invalid arguments:oflags"),
        ("EditOrder", &trail, "pair=XBTUSD&price=50000", "EGeneral:Invalid arguments:price"),
    ] {
        let params = format!("txid={id}&{terms}");
        assert_eq!(world.refused(&bot, method, &params).await, error, "{method} {terms}");
    }
    assert_eq!(world.ok(&bot, "OpenOrders", "").await, before);
}

#[tokio::test]
async fn scheduled_orders_are_limited() {
    let world = World::new().await;
    let bot = world.full().await;
    for pair in ["XBTUSD", "ETHUSD"] {
        for _ in 0..25 {
            let terms = "type=sell&ordertype=market&volume=0.01&starttm=%2B9000";
            world.ok(&bot, "AddOrder", &format!("pair={pair}&{terms}")).await;
        }
    }
    let more = "pair=ETHXBT&type=sell&ordertype=market&volume=0.01&starttm=1800009000";
    assert_eq!(world.refused(&bot, "AddOrder", more).await, "EOrder:Scheduled orders limit exceeded");
}
