//! `AddOrderBatch` and `CancelOrderBatch`, as JSON and as forms.

use crate::world::{Client, HOME, P, World, result};
use serde_json::{Value, json};

const FORM: &str = "pair=XBTUSD&orders[0][ordertype]=limit&orders[0][type]=buy&orders[0][price]=10000\
    &orders[0][volume]=0.1&orders[1][ordertype]=limit&orders[1][type]=buy&orders[1][price]=9000\
    &orders[1][volume]=0.1&orders%5B1%5D%5Bclose%5D%5Bordertype%5D=limit&orders[1][close][price]=20000";

async fn send_json(
    world: &World,
    bot: &Client,
    method: &str,
    body: &Value,
    nonce: u64,
) -> Result<Value, String> {
    let mut body = body.clone();
    body["nonce"] = json!(nonce);
    let text = body.to_string();
    result(&world.send_raw(bot, method, &text, &nonce.to_string(), HOME).await)
}

async fn open(world: &World, bot: &Client) -> usize {
    world.ok(bot, "OpenOrders", "").await["open"].as_object().unwrap().len()
}

#[tokio::test]
async fn a_form_places_each_order_and_answers_in_its_place() {
    let world = World::new().await;
    let bot = world.full().await;
    let mut answer = world.ok(&bot, "AddOrderBatch", FORM).await;
    for order in answer["orders"].as_array_mut().unwrap() {
        assert!(order["txid"].as_str().unwrap().starts_with('O'), "one id, not a list");
        order["txid"] = json!("[id]");
    }
    let expected = json!({ "orders": [
        { "txid": "[id]", "descr": { "order": "buy 0.10000000 XBTUSD @ limit 10000.0" } },
        { "txid": "[id]", "descr": { "order": "buy 0.10000000 XBTUSD @ limit 9000.0" },
          "close": "close position @ limit 20000.0" },
    ] });
    assert_eq!(answer, expected);
    assert_eq!(open(&world, &bot).await, 2);
}

#[tokio::test]
async fn json_does_the_same_and_a_refusal_stands_in_its_place() {
    let world = World::new().await;
    let bot = world.full().await;
    // its nonces are small numbers, and the other one's are not
    let reader = world.full().await;
    let order = |price: u32, volume: &str| json!({ "ordertype": "limit", "type": "buy", "price": price.to_string(), "volume": volume, "userref": 4 });
    let mut orders = json!([order(10_000, "0.1"), order(10_000, "900"), order(9_000, "0.1")]);
    orders[2]["close"] = json!({ "ordertype": "limit", "price": "20000" });
    let body = json!({ "pair": "XBT/USD", "orders": orders });
    let answer = send_json(&world, &bot, "AddOrderBatch", &body, 1 << 60).await.unwrap();
    assert_eq!(answer["orders"][1], json!({ "error": "EOrder:Insufficient funds" }));
    assert_eq!(answer["orders"][2]["close"], "close position @ limit 20000.0");
    assert_eq!(open(&world, &reader).await, 2);
    let mut check = body.clone();
    check["validate"] = json!(true);
    let checked = send_json(&world, &bot, "AddOrderBatch", &check, (1 << 60) + 1_000).await.unwrap();
    assert!(checked["orders"][0].get("txid").is_none() && open(&world, &reader).await == 2);
    let mut late = body.clone();
    late["deadline"] = json!("2027-01-15T07:59:59Z");
    let refused = send_json(&world, &bot, "AddOrderBatch", &late, (1 << 60) + 2_000).await;
    assert_eq!(refused, Err("EService:Deadline elapsed".to_owned()));
    let cancel = json!({ "orders": [answer["orders"][0]["txid"], 4] });
    let gone = send_json(&world, &bot, "CancelOrderBatch", &cancel, (1 << 60) + 3_000).await;
    assert_eq!(gone, Ok(json!({ "count": 2 })));
}

#[tokio::test]
async fn what_cannot_be_understood_refuses_the_whole_batch() {
    let world = World::new().await;
    let bot = world.full().await;
    let invalid = |name: &str| format!("EGeneral:Invalid arguments:{name}");
    let one = "pair=XBTUSD&orders[0][ordertype]=market&orders[0][type]=buy&orders[0][volume]=0.1";
    let many: String = (0..16)
        .map(|n| format!("orders[{n}][ordertype]=market&orders[{n}][type]=buy&orders[{n}][volume]=0.01&"))
        .collect();
    for (params, name) in [
        ("pair=XBTUSD".to_owned(), "orders"),
        (one.to_owned(), "orders"),
        (format!("pair=XBTUSD&{many}"), "orders"),
        (FORM.replace("pair=XBTUSD&", ""), "pair"),
        (FORM.replace("orders[1]", "orders[2]").replace("%5B1%5D", "%5B2%5D"), "orders"),
        (FORM.replace("[1][volume]=0.1", "[1][volume]=x"), "volume"),
        (FORM.replace("[1][type]=buy", "[1][type]=hold"), "type"),
        (format!("{FORM}&orders[1][validate]=true"), "validate"),
        (format!("{FORM}&orders[0][deadline]=2030-01-01T00:00:00Z"), "deadline"),
        (format!("{FORM}&orders[0][pair]=ETHUSD"), "pair"),
        (format!("{FORM}&orders[0][price]=5"), "price"),
        (format!("{FORM}&orders=5"), "orders"),
        (format!("{FORM}&validate=perhaps"), "validate"),
    ] {
        assert_eq!(world.refused(&bot, "AddOrderBatch", &params).await, invalid(name), "{params}");
    }
    assert_eq!(open(&world, &bot).await, 0);
    assert_eq!(
        world.refused(&bot, "AddOrderBatch", &FORM.replace("XBTUSD", "XBTXXX")).await,
        "EQuery:Unknown asset pair"
    );
}

#[tokio::test]
async fn every_writing_of_a_list_of_names_cancels() {
    let world = World::new().await;
    let bot = world.full().await;
    let order = |n: usize| {
        format!("pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=0.01&cl_ord_id=c{n}&userref={n}")
    };
    for n in 0..8 {
        world.ok(&bot, "AddOrder", &order(n)).await;
    }
    for (params, count) in [
        ("cl_ord_ids[]=c0&cl_ord_ids[]=c1", 2),
        ("cl_ord_ids[0]=c2&cl_ord_ids%5B1%5D=c3", 2),
        ("orders=4&orders=5", 2),
        ("orders[0]=6&cl_ord_ids=c7", 2),
    ] {
        assert_eq!(world.ok(&bot, "CancelOrderBatch", params).await, json!({ "count": count }), "{params}");
    }
    let fifty_one = (0..51).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    for (params, error) in [
        ("", "EGeneral:Invalid arguments:orders"),
        (&format!("orders={fifty_one}"), "EGeneral:Invalid arguments:orders"),
        ("orders[0][txid]=5", "EGeneral:Invalid arguments:orders"),
        ("orders=nonsense", "EOrder:Unknown order"),
        ("orders=5", "EOrder:Unknown order"),
    ] {
        assert_eq!(world.refused(&bot, "CancelOrderBatch", params).await, error, "{params}");
    }
}

#[tokio::test]
async fn adding_needs_both_permissions_and_cancelling_either() {
    let world = World::new().await;
    let full = world.full().await;
    let denied = "EGeneral:Permission denied";
    for one in [P::ModifyTrades, P::CloseTrades] {
        let bot = world.key(&[one]).await;
        assert_eq!(world.refused(&bot, "AddOrderBatch", FORM).await, denied);
        let placed = world.ok(&full, "AddOrderBatch", FORM).await;
        let txid = placed["orders"][0]["txid"].as_str().unwrap();
        assert_eq!(
            world.ok(&bot, "CancelOrderBatch", &format!("orders={txid}")).await,
            json!({ "count": 1 })
        );
    }
    let both = world.key(&[P::ModifyTrades, P::CloseTrades]).await;
    world.ok(&both, "AddOrderBatch", FORM).await;
    let none = world.key(&[P::QueryFunds]).await;
    assert_eq!(world.refused(&none, "CancelOrderBatch", "orders=1").await, denied);
}
