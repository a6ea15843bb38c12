//! What strategies pay by themselves.

use super::{DAY, TO_MIDNIGHT, entries, of};
use crate::world::{P, START, World, limits};
use claviger::manage::Caller;
use claviger_kraken::paper::account_no;
use claviger_store::{Fault, MemoryDisk};
use claviger_venue::{Command, Strategy};
use rust_decimal::Decimal;
use serde_json::json;

#[tokio::test]
async fn a_reward_comes_at_midnight_and_is_in_the_ledger() {
    let world = World::new().await;
    let bot = world.full().await;
    world.ok(&bot, "Earn/Allocate", &of(&world, &bot, "ETH", "10").await).await;
    assert_eq!(world.paper.next_due().map(|at| at.secs()), Some(START + TO_MIDNIGHT));
    world.pass(TO_MIDNIGHT).await;
    world.pass(DAY - 1).await;
    assert_eq!(world.ok(&bot, "Balance", "").await["ETH.F"], "10.0000000000");
    world.pass(1).await;
    assert_eq!(world.ok(&bot, "Balance", "").await["ETH.F"], "10.0006575342");
    let rows = entries(&world, &bot).await;
    assert_eq!(rows.len(), 3);
    let refid = rows[0]["refid"].as_str().unwrap();
    let expected = json!({
        "refid": refid, "time": (START + TO_MIDNIGHT + DAY) as f64, "type": "earn", "subtype": "reward",
        "aclass": "currency", "asset": "ETH.F", "amount": "0.0006575342", "fee": "0.0000000000",
        "balance": "10.0006575342",
    });
    assert_eq!(rows[0], expected);
    assert!(refid.starts_with("EL") && rows[1]["refid"] != refid);
}

#[tokio::test]
async fn a_call_that_comes_before_the_tick_finds_the_reward_paid() {
    let world = World::new().await;
    let bot = world.full().await;
    let eth = of(&world, &bot, "ETH", "10").await;
    world.ok(&bot, "Earn/Allocate", &eth).await;
    world.step(TO_MIDNIGHT + DAY);
    // all of it, reward included: it was paid first, and by a record of its own
    let before = world.paper.records();
    world.ok(&bot, "Earn/Deallocate", &of(&world, &bot, "ETH", "10.0006575342").await).await;
    assert_eq!(world.ok(&bot, "Balance", "").await["ETH.F"], "0.0000000000");
    assert_eq!(world.paper.records() - before, 2);
}

#[tokio::test]
async fn what_came_due_while_nothing_ran_is_paid_at_the_next_start() {
    let disk = MemoryDisk::default();
    let before = World::over(disk.clone(), limits()).await;
    let bot = before.full().await;
    before.ok(&bot, "Earn/Allocate", &of(&before, &bot, "SOL", "100").await).await;
    before.node.shut_down().await;
    drop(before);
    let after = World::over(disk.clone(), limits()).await;
    after.pass(TO_MIDNIGHT + 1_000 * DAY).await;
    let bot = after.full().await;
    // both sides of the move, the days before the last thirty, and those
    assert_eq!(after.ok(&bot, "Ledgers", "type=earn").await["count"], 2 + 1 + 30);
    let balance = after.ok(&bot, "Balance", "").await["SOL.F"].clone();
    // five percent a year of a hundred, compounding daily for 1000 days
    let expected = 100.0 * (1.0_f64 + 0.05 / 365.0).powi(1_000);
    assert!((balance.as_str().unwrap().parse::<f64>().unwrap() - expected).abs() < 1e-6, "{balance}");
    let known = after.paper.read(Clone::clone).await.unwrap();
    after.node.shut_down().await;
    drop(after);
    let again = World::over(disk, limits()).await;
    assert!(again.paper.read(Clone::clone).await.unwrap() == known, "the venue differs after a restart");
}

#[tokio::test]
async fn a_reward_whose_record_is_lost_is_paid_once_in_the_end() {
    let world = World::new().await;
    let bot = world.full().await;
    world.ok(&bot, "Earn/Allocate", &of(&world, &bot, "ETH", "10").await).await;
    world.pass(TO_MIDNIGHT).await;
    world.step(DAY);
    world.faults().next(Fault::NotCommitted);
    assert!(world.paper.tick(world.node.now()).await.is_err());
    for _ in 0..2_000 {
        if world.node.lane().is_healthy() && world.paper.tick(world.node.now()).await.is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    assert_eq!(world.ok(&bot, "Balance", "").await["ETH.F"], "10.0006575342");
    assert_eq!(world.ok(&bot, "Ledgers", "type=earn").await["count"], 3);
}

/// Many accounts at one midnight: several records, none of them large.
#[tokio::test]
async fn the_rewards_of_a_midnight_are_in_records_of_a_limited_size() {
    let world = World::new().await;
    let strategies: Vec<_> =
        ["USD", "XBT", "ETH", "SOL", "XRP", "LTC", "XDG", "USDT"].map(strategy_of).into();
    let accounts = 300;
    for number in 0..accounts {
        let account = world.account(&format!("account {number}")).await;
        for strategy in &strategies {
            let command = Command::Allocate { strategy: *strategy, amount: Decimal::ONE };
            let commit = |journal| world.node.commit_journal(journal);
            world.paper.change(account, &command, world.node.now(), commit).await.unwrap();
        }
    }
    world.step(TO_MIDNIGHT);
    let before = world.paper.records();
    world.paper.tick(world.node.now()).await.unwrap();
    let rewards = u64::try_from(accounts * strategies.len()).unwrap();
    assert_eq!(world.paper.records() - before, rewards.div_ceil(1_000));
    let paid = world.paper.read(|venue| {
        let mut all = world.node.store().accounts(None, 1_000).unwrap().into_iter();
        all.all(|known| {
            venue.allocations(account_no(known.id)).all(|(_, allocation)| allocation.earning == Decimal::ONE)
        })
    });
    assert!(paid.await.unwrap());
    let bot = world.key_of(&Caller::system(world.owner.account), &P::ALL, Default::default()).await;
    world.ok(&bot, "Balance", "").await;
}

fn strategy_of(name: &str) -> Strategy {
    Strategy::of(claviger_venue::Asset::find(name).unwrap()).unwrap()
}
