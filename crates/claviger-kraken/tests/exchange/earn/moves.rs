//! `Earn/Allocate` and `Earn/Deallocate`.

use super::{entries, of, strategy};
use crate::world::{World, limits, reason, result};
use claviger_store::{Fault, MemoryDisk};
use serde_json::json;

#[tokio::test]
async fn funds_go_into_a_strategy_and_come_back() {
    let world = World::new().await;
    let bot = world.full().await;
    let worth = world.ok(&bot, "TradeBalance", "").await;
    assert_eq!(world.ok(&bot, "Earn/Allocate", &of(&world, &bot, "XBT", "0.4").await).await, json!(true));
    let balance = world.ok(&bot, "Balance", "").await;
    assert_eq!((&balance["XXBT"], &balance["XBT.F"]), (&json!("0.6000000000"), &json!("0.4000000000")));
    let extended = world.ok(&bot, "BalanceEx", "").await;
    assert_eq!(extended["XBT.F"], json!({ "balance": "0.4000000000", "hold_trade": "0.0000000000" }));
    let now = world.ok(&bot, "TradeBalance", "").await;
    let number = |value: &serde_json::Value| value.as_str().unwrap().parse::<f64>().unwrap();
    assert_eq!(now["eb"], worth["eb"]);
    for free in ["tb", "e", "mf"] {
        assert!(number(&now[free]) < number(&now["eb"]) - 30_000.0, "{free} {now}");
    }
    assert_eq!(world.ok(&bot, "Earn/Deallocate", &of(&world, &bot, "XBT", "0.15").await).await, json!(true));
    let balance = world.ok(&bot, "Balance", "").await;
    assert_eq!((&balance["XXBT"], &balance["XBT.F"]), (&json!("0.7500000000"), &json!("0.2500000000")));
}

#[tokio::test]
async fn both_sides_are_in_the_ledger() {
    let world = World::new().await;
    let bot = world.full().await;
    world.ok(&bot, "Earn/Allocate", &of(&world, &bot, "XBT", "0.4").await).await;
    world.step(1);
    world.ok(&bot, "Earn/Deallocate", &of(&world, &bot, "XBT", "0.4").await).await;
    let rows = entries(&world, &bot).await;
    let side = |asset: &str, subtype: &str| {
        let row = rows.iter().find(|row| row["asset"] == asset && row["subtype"] == subtype).unwrap();
        assert_eq!(
            (&row["type"], &row["aclass"], &row["fee"]),
            (&json!("earn"), &json!("currency"), &json!("0.0000000000"))
        );
        (row["amount"].as_str().unwrap(), row["balance"].as_str().unwrap(), row["refid"].as_str().unwrap())
    };
    let (out, into) = (side("XXBT", "allocation"), side("XBT.F", "allocation"));
    assert_eq!((out.0, out.1), ("-0.4000000000", "0.6000000000"));
    assert_eq!((into.0, into.1, into.2), ("0.4000000000", "0.4000000000", out.2));
    assert_eq!(into.2.split('-').map(str::len).collect::<Vec<_>>(), [7, 5, 6]);
    let (out, into) = (side("XBT.F", "deallocation"), side("XXBT", "deallocation"));
    assert_eq!((out.0, out.1), ("-0.4000000000", "0.0000000000"));
    assert_eq!((into.0, into.1, into.2), ("0.4000000000", "1.0000000000", out.2));
    // each balance has a name of its own
    for (asset, count) in [("XBT.F", 2), ("XBT", 3), ("XBT,XBT.F", 5), ("BTC.F", 2), ("all", 12)] {
        assert_eq!(world.ok(&bot, "Ledgers", &format!("asset={asset}")).await["count"], count, "{asset}");
    }
    assert_eq!(world.refused(&bot, "Ledgers", "asset=XBT.S").await, "EQuery:Unknown asset");
    let ids = world.ok(&bot, "Ledgers", "asset=XBT.F").await;
    let id = ids["ledger"].as_object().unwrap().keys().next().unwrap();
    assert_eq!(world.ok(&bot, "QueryLedgers", &format!("id={id}")).await[id]["asset"], "XBT.F");
}

#[tokio::test]
async fn what_is_allocated_is_neither_sold_nor_withdrawn() {
    let world = World::new().await;
    let bot = world.full().await;
    world.ok(&bot, "Earn/Allocate", &of(&world, &bot, "XBT", "0.9").await).await;
    let sell = "pair=XBTUSD&type=sell&ordertype=market&volume=0.2";
    assert_eq!(world.refused(&bot, "AddOrder", sell).await, "EOrder:Insufficient funds");
    let withdraw = "asset=XBT&key=cold-btc&amount=0.2";
    assert_eq!(world.refused(&bot, "Withdraw", withdraw).await, "EFunding:Invalid amount");
    world.ok(&bot, "Earn/Deallocate", &of(&world, &bot, "XBT", "0.9").await).await;
    world.ok(&bot, "AddOrder", sell).await;
    world.ok(&bot, "Withdraw", withdraw).await;
}

#[tokio::test]
async fn refusals_are_the_exchanges_to_the_letter() {
    let world = World::new().await;
    let bot = world.full().await;
    let xbt = strategy(&world, &bot, "XBT").await;
    world.ok(&bot, "Earn/Allocate", &format!("strategy_id={xbt}&amount=0.5")).await;
    let (unknown, argument) =
        ("EGeneral:Invalid arguments:Invalid strategy ID", "EGeneral:Invalid arguments:amount");
    let funds = "EEarnings:Insufficient funds:Insufficient funds to complete the (de)allocation request";
    let little = "EEarnings:Below min:(De)allocation operation amount less than minimum";
    for method in ["Earn/Allocate", "Earn/Deallocate"] {
        for (params, text) in [
            ("amount=1".to_owned(), "EGeneral:Invalid arguments:strategy_id"),
            ("strategy_id=&amount=1".to_owned(), "EGeneral:Invalid arguments:strategy_id"),
            ("strategy_id=nonsense&amount=1".to_owned(), unknown),
            ("strategy_id=ESRFUO3-Q62XD-WIOIL7&amount=1".to_owned(), unknown),
            (format!("strategy_id={}&amount=1", xbt.to_lowercase()), unknown),
            (
                format!("strategy_id={xbt}&strategy_id={xbt}&amount=1"),
                "EGeneral:Invalid arguments:strategy_id",
            ),
            (format!("strategy_id={xbt}"), argument),
            (format!("strategy_id={xbt}&amount=0"), argument),
            (format!("strategy_id={xbt}&amount=-0.1"), argument),
            (format!("strategy_id={xbt}&amount=half"), argument),
            (format!("strategy_id={xbt}&amount=0.00000000001"), argument),
            (format!("strategy_id={xbt}&amount=0.1&amount=0.1"), argument),
            (format!("strategy_id={xbt}&amount=0.0000000001"), little),
            (format!("strategy_id={xbt}&amount=0.6"), funds),
        ] {
            assert_eq!(world.refused(&bot, method, &params).await, text, "{method} {params}");
        }
    }
    let ether = of(&world, &bot, "ETH", "1").await;
    assert_eq!(world.refused(&bot, "Earn/Deallocate", &ether).await, funds);
    // one that proved the signature is told which of the two it was
    let wrong = world.send(&bot, "Earn/Allocate", "strategy_id=nonsense&amount=1").await;
    assert_eq!(reason(&wrong), "invalid-arguments");
    let short = world.send(&bot, "Earn/Allocate", &format!("strategy_id={xbt}&amount=0.6")).await;
    assert_eq!(reason(&short), "upstream-refused");
}

#[tokio::test]
async fn nobody_allocates_beyond_the_cap() {
    let world = World::new().await;
    let bot = world.full().await;
    let dollars = strategy(&world, &bot, "USD").await;
    let page = world.ok(&bot, "Earn/Strategies", "asset=USD").await;
    assert_eq!(page["items"][0]["user_cap"], "500000.0000");
    let commit = |journal, _| world.node.commit_journal(journal);
    let much = (claviger_venue::Asset::USD, rust_decimal::Decimal::from(1_000_000));
    world.paper.deposit(world.owner.account, much, world.node.now(), commit).await.unwrap();
    world.pass(10).await;
    world.ok(&bot, "Earn/Allocate", &format!("strategy_id={dollars}&amount=499999")).await;
    let above = "EEarnings:Above max:The allocation exceeds user limit for the strategy";
    let two = format!("strategy_id={dollars}&amount=2");
    assert_eq!(world.refused(&bot, "Earn/Allocate", &two).await, above);
    world.ok(&bot, "Earn/Allocate", &format!("strategy_id={dollars}&amount=1")).await;
}

#[tokio::test]
async fn json_and_floats_are_read_as_clients_write_them() {
    let world = World::new().await;
    let bot = world.full().await;
    let sol = strategy(&world, &bot, "SOL").await;
    for (amount, allocated) in
        [("12.5", "12.5000000000"), ("\"1\"", "13.5000000000"), ("1e-3", "13.5010000000")]
    {
        let nonce = bot.nonce.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let body = format!(r#"{{"nonce":{nonce},"strategy_id":"{sol}","amount":{amount}}}"#);
        let sent = world.send_raw(&bot, "Earn/Allocate", &body, &nonce.to_string(), crate::world::HOME).await;
        assert_eq!(result(&sent), Ok(json!(true)), "{amount}");
        assert_eq!(world.ok(&bot, "Balance", "").await["SOL.F"], allocated);
    }
}

#[tokio::test]
async fn a_move_whose_record_is_lost_is_unknown_then_gone_and_one_that_turns_up_is_there() {
    let world = World::new().await;
    let bot = world.full().await;
    let params = of(&world, &bot, "SOL", "10").await;
    for (fault, allocated) in [(Fault::NotCommitted, None), (Fault::UnknownWritten, Some("10.0000000000"))] {
        // the first commit is the claim's, the second the outcome's, which the record is part of
        world.faults().at(2, fault);
        let answer = result(&world.send(&bot, "Earn/Allocate", &params).await);
        assert_eq!(answer, Err("EGeneral:Internal error".to_owned()), "{fault:?}");
        for _ in 0..2_000 {
            if world.node.lane().is_healthy() && world.paper.tick(world.node.now()).await.is_ok() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        let balance = world.ok(&bot, "Balance", "").await;
        assert_eq!(balance.get("SOL.F").and_then(|amount| amount.as_str()), allocated, "{fault:?}");
    }
}

#[tokio::test]
async fn a_restart_finds_what_was_allocated() {
    let disk = MemoryDisk::default();
    let before = World::over(disk.clone(), limits()).await;
    let bot = before.full().await;
    before.ok(&bot, "Earn/Allocate", &of(&before, &bot, "XBT", "0.4").await).await;
    before.paper.snapshot().await.unwrap();
    before.ok(&bot, "Earn/Allocate", &of(&before, &bot, "ETH", "4").await).await;
    before.ok(&bot, "Earn/Deallocate", &of(&before, &bot, "XBT", "0.1").await).await;
    let known = before.paper.read(Clone::clone).await.unwrap();
    before.node.shut_down().await;
    drop(before);
    let after = World::over(disk, limits()).await;
    assert!(after.paper.read(Clone::clone).await.unwrap() == known, "the venue differs after a restart");
    let bot = after.full().await;
    let balance = after.ok(&bot, "Balance", "").await;
    assert_eq!((&balance["XBT.F"], &balance["ETH.F"]), (&json!("0.3000000000"), &json!("4.0000000000")));
}
