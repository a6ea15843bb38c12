//! `Earn/Strategies`, `Earn/Allocations` and the two statuses.

use super::{DAY, TO_MIDNIGHT, of, strategy};
use crate::world::{World, members};
use serde_json::{Value, json};

fn assets(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|row| row["asset"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_strategy_has_the_exchanges_shape() {
    let world = World::new().await;
    let bot = world.key(&[]).await;
    let page = world.ok(&bot, "Earn/Strategies", "asset=DOT").await;
    let expected = json!({
        "items": [{
            "id": "ESJ7QQ2-BDRCI-Z4TSQC",
            "asset": "DOT",
            "lock_type": { "type": "instant", "payout_frequency": 86400 },
            "apr_estimate": { "low": "9.0000", "high": "9.0000" },
            "user_min_allocation": "0.01",
            "user_cap": "120000.0000000000",
            "allocation_fee": "0.0000",
            "deallocation_fee": "0.0000",
            "auto_compound": { "type": "enabled" },
            "yield_source": { "type": "staking" },
            "can_allocate": true,
            "can_deallocate": true,
            "allocation_restriction_info": [],
        }],
        "next_cursor": null,
    });
    assert_eq!(page, expected);
    assert_eq!(world.ok(&bot, "Earn/Strategies", "asset=XETH").await["items"][0]["asset"], "ETH");
}

#[tokio::test]
async fn strategies_are_filtered_sorted_and_paged() {
    let world = World::new().await;
    let bot = world.key(&[]).await;
    let list = async |params: &str| world.ok(&bot, "Earn/Strategies", params).await;
    let down = list("").await;
    let names = assets(&down);
    assert_eq!((names.len(), names[0], *names.last().unwrap()), (26, "XRP", "ADA"));
    let up = list("ascending=true").await;
    assert_eq!(assets(&up).into_iter().rev().collect::<Vec<_>>(), names);
    assert_eq!(list("ascending=false").await, down);
    for lock in ["instant", "instant&lock_type=flex", "flex,instant", "[\"instant\"]"] {
        assert_eq!(assets(&list(&format!("lock_type={lock}")).await).len(), 26, "{lock}");
    }
    assert_eq!(assets(&list("lock_type[]=instant&lock_type[]=timed").await).len(), 26);
    for lock in ["bonded", "flex&lock_type=timed", "[\"flex\",\"bonded\"]"] {
        assert_eq!(list(&format!("lock_type={lock}")).await["items"], json!([]), "{lock}");
    }
    assert_eq!(list("asset=SHIB").await["items"], json!([]));
    // page by page the same as at once
    let (mut paged, mut cursor) = (Vec::new(), "true".to_owned());
    loop {
        let page = list(&format!("limit=10&cursor={cursor}")).await;
        paged.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(Value::from(paged), down["items"]);
    assert_eq!(list("limit=26").await["next_cursor"], json!(null));
    for (params, text) in [
        ("asset=NOPE", "EQuery:Unknown asset"),
        ("lock_type=eternal", "EGeneral:Invalid arguments:lock_type"),
        ("limit=0", "EGeneral:Invalid arguments:limit"),
        ("limit=-1", "EGeneral:Invalid arguments:limit"),
        ("limit=ten", "EGeneral:Invalid arguments:limit"),
        ("cursor=nonsense", "EGeneral:Invalid arguments:cursor"),
        ("ascending=maybe", "EGeneral:Invalid arguments:ascending"),
        ("asset=SHIB&cursor=ESJ7QQ2-BDRCI-Z4TSQC", "EGeneral:Invalid arguments:cursor"),
    ] {
        assert_eq!(world.refused(&bot, "Earn/Strategies", params).await, text, "{params}");
    }
}

#[tokio::test]
async fn allocations_tell_what_there_is_what_it_earned_and_what_comes() {
    let world = World::new().await;
    let bot = world.full().await;
    let empty = world.ok(&bot, "Earn/Allocations", "").await;
    assert_eq!((&empty["items"], &empty["total_allocated"]), (&json!([]), &json!("0.0000")));
    world.ok(&bot, "Earn/Allocate", &of(&world, &bot, "ETH", "10").await).await;
    world.pass(TO_MIDNIGHT).await;
    world.pass(DAY + DAY / 2).await;
    let told = world.ok(&bot, "Earn/Allocations", "converted_asset=ETH").await;
    assert_eq!(
        members(&told),
        ["converted_asset", "items", "next_cursor", "total_allocated", "total_rewarded"]
    );
    let amount = |native: &str| json!({ "native": native, "converted": native });
    let expected = json!([{
        "strategy_id": strategy(&world, &bot, "ETH").await,
        "native_asset": "ETH",
        "amount_allocated": { "total": amount("10.0006575342") },
        "total_rewarded": amount("0.0006575342"),
        "payout": {
            "period_start": "2027-01-17T00:00:00Z",
            "period_end": "2027-01-18T00:00:00Z",
            "accumulated_reward": amount("0.0003287887"),
            "estimated_reward": amount("0.0003287888"),
        },
    }]);
    assert_eq!(told["items"], expected);
    assert_eq!(
        (&told["total_allocated"], &told["total_rewarded"]),
        (&json!("10.0006575342"), &json!("0.0006575342"))
    );
    let dollars = world.ok(&bot, "Earn/Allocations", "").await;
    assert_eq!(dollars["converted_asset"], "USD");
    let worth = dollars["total_allocated"].as_str().unwrap().parse::<f64>().unwrap();
    assert!((20_000.0..60_000.0).contains(&worth), "{worth}");
    assert_eq!(dollars["items"][0]["amount_allocated"]["total"]["converted"], dollars["total_allocated"]);
}

#[tokio::test]
async fn what_was_taken_out_stays_unless_it_is_hidden() {
    let world = World::new().await;
    let bot = world.full().await;
    for asset in ["SOL", "ETH", "XBT"] {
        world.ok(&bot, "Earn/Allocate", &of(&world, &bot, asset, "1").await).await;
    }
    world.ok(&bot, "Earn/Deallocate", &of(&world, &bot, "SOL", "1").await).await;
    let names = async |params: &str| {
        let told = world.ok(&bot, "Earn/Allocations", params).await;
        let rows = told["items"].as_array().unwrap().clone();
        rows.iter().map(|row| row["native_asset"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["XBT", "SOL", "ETH"]);
    assert_eq!(names("ascending=true&hide_zero_allocations=false").await, ["ETH", "SOL", "XBT"]);
    assert_eq!(names("hide_zero_allocations=true").await, ["XBT", "ETH"]);
    let told = world.ok(&bot, "Earn/Allocations", "").await;
    assert_eq!((told["items"][1].get("payout"), told["items"][0]["payout"].is_object()), (None, true));
    assert_eq!(world.ok(&bot, "Balance", "").await["SOL.F"], "0.0000000000");
    for (params, text) in [
        ("converted_asset=EUR", "EQuery:Unknown asset"),
        ("hide_zero_allocations=x", "EGeneral:Invalid arguments:hide_zero_allocations"),
    ] {
        assert_eq!(world.refused(&bot, "Earn/Allocations", params).await, text);
    }
}

#[tokio::test]
async fn nothing_is_ever_pending() {
    let world = World::new().await;
    let bot = world.full().await;
    let params = of(&world, &bot, "SOL", "1").await;
    for method in ["Earn/Allocate", "Earn/Deallocate"] {
        world.ok(&bot, method, &params).await;
        for status in ["Earn/AllocateStatus", "Earn/DeallocateStatus"] {
            assert_eq!(world.ok(&bot, status, &params).await, json!({ "pending": false }), "{status}");
        }
    }
    for status in ["Earn/AllocateStatus", "Earn/DeallocateStatus"] {
        let unknown = "EGeneral:Invalid arguments:Invalid strategy ID";
        assert_eq!(world.refused(&bot, status, "strategy_id=ESRFUO3-Q62XD-WIOIL7").await, unknown);
        assert_eq!(world.refused(&bot, status, "").await, "EGeneral:Invalid arguments:strategy_id");
    }
}
