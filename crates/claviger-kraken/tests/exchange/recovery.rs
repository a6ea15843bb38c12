//! Nothing that is not durable is shown; what was acknowledged is there after a failure and after
//! a restart.

use crate::world::{Client, World, limits, result};
use claviger::Limits;
use claviger_kraken::paper::account_no;
use claviger_store::{Fault, MemoryDisk};
use claviger_venue::{AccountNo, Asset};
use rust_decimal::Decimal;
use serde_json::Value;
use std::time::Duration;

const ORDER: &str = "pair=XBTUSD&type=sell&ordertype=limit&price=900000&volume=0.001";

async fn open(world: &World, bot: &Client) -> usize {
    world.ok(bot, "OpenOrders", "").await["open"].as_object().unwrap().len()
}

/// Ticks until the exchange has been read again.
pub(crate) async fn until_fresh(world: &World) {
    for _ in 0..2_000 {
        if world.node.lane().is_healthy() && world.paper.tick(world.node.now()).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("the exchange did not come back");
}

/// Places an order whose outcome meets this fault.
async fn place_into(world: &World, bot: &Client, fault: Fault) -> Result<Value, String> {
    // The first commit is the claim's, the second the outcome's.
    world.faults().at(2, fault);
    result(&world.send(bot, "AddOrder", ORDER).await)
}

#[tokio::test]
async fn an_order_whose_record_is_lost_is_unknown_then_gone() {
    let world = World::new().await;
    let bot = world.full().await;
    world.ok(&bot, "AddOrder", ORDER).await;
    for fault in [Fault::NotCommitted, Fault::UnknownNotWritten] {
        assert_eq!(place_into(&world, &bot, fault).await, Err("EGeneral:Internal error".to_owned()));
        until_fresh(&world).await;
        assert_eq!(open(&world, &bot).await, 1, "{fault:?}");
    }
    world.ok(&bot, "AddOrder", ORDER).await;
    assert_eq!(open(&world, &bot).await, 2);
}

#[tokio::test]
async fn an_order_whose_record_turns_up_is_there() {
    let world = World::new().await;
    let bot = world.full().await;
    assert_eq!(
        place_into(&world, &bot, Fault::UnknownWritten).await,
        Err("EGeneral:Internal error".to_owned())
    );
    until_fresh(&world).await;
    assert_eq!(open(&world, &bot).await, 1);
}

#[tokio::test]
async fn until_it_has_been_read_again_nothing_is_shown_or_done() {
    let world = World::new().await;
    let bot = world.full().await;
    place_into(&world, &bot, Fault::NotCommitted).await.unwrap_err();
    while !world.node.lane().is_healthy() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    for method in ["Balance", "OpenOrders", "CancelAll"] {
        assert_eq!(world.refused(&bot, method, "").await, "EService:Unavailable", "{method}");
    }
    assert!(world.public("Time").await.is_ok());
    until_fresh(&world).await;
    assert_eq!(open(&world, &bot).await, 0);
}

fn orders_of(world: &World) -> AccountNo {
    account_no(world.owner.account)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_record_holds_readers_back_until_it_is_durable() {
    let patient = Limits { commit_stall: Duration::from_secs(60), ..limits() };
    let world = World::over(MemoryDisk::default(), patient).await;
    let bot = world.full().await;
    let account = orders_of(&world);
    world.faults().at(2, Fault::Stall(Duration::from_secs(60)));
    let look = async {
        let faults = world.faults();
        tokio::task::spawn_blocking(move || assert!(faults.wait_stalled(Duration::from_secs(10))))
            .await
            .unwrap();
        let mut seen = Box::pin(world.paper.read(|venue| venue.open_orders(account).count()));
        let early = tokio::time::timeout(Duration::from_millis(50), &mut seen).await;
        assert!(early.is_err(), "an order was shown before it was durable: {early:?}");
        world.faults().release();
        seen.await
    };
    let (placed, seen) = tokio::join!(world.send(&bot, "AddOrder", ORDER), look);
    assert!(result(&placed).is_ok());
    assert_eq!(seen, Ok(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_stalls_too_long_and_turns_up_is_there_in_the_end() {
    let stall = Limits { commit_stall: Duration::from_millis(200), ..limits() };
    let world = World::over(MemoryDisk::default(), stall).await;
    let bot = world.full().await;
    let answer = place_into(&world, &bot, Fault::StallWritten(Duration::from_millis(500))).await;
    assert_eq!(answer, Err("EGeneral:Internal error".to_owned()));
    until_fresh(&world).await;
    assert_eq!(open(&world, &bot).await, 1);
}

#[tokio::test]
async fn a_restart_finds_everything_acknowledged() {
    let disk = MemoryDisk::default();
    let before = World::over(disk.clone(), limits()).await;
    let bot = before.full().await;
    for _ in 0..3 {
        before.ok(&bot, "AddOrder", ORDER).await;
    }
    before.paper.snapshot().await.unwrap();
    before.ok(&bot, "AddOrder", "pair=XBTUSD&type=buy&ordertype=market&volume=0.01").await;
    before.pass(60).await;
    let known = before.paper.read(Clone::clone).await.unwrap();
    before.node.shut_down().await;
    drop(before);
    let after = World::over(disk, limits()).await;
    let found = after.paper.read(Clone::clone).await.unwrap();
    assert!(found == known, "the venue differs after a restart");
    assert_eq!(found.open_orders(orders_of(&after)).count(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_calls_and_failures_keep_journal_and_state_in_step() {
    let disk = MemoryDisk::default();
    let world = std::sync::Arc::new(World::over(disk.clone(), limits()).await);
    let mut bots = Vec::new();
    for worker in 0..6_u64 {
        bots.push((worker, world.full().await));
    }
    let mut tasks = Vec::new();
    for (worker, bot) in bots {
        let world = world.clone();
        tasks.push(tokio::spawn(async move {
            let mut placed = 0;
            for round in 0..12_u64 {
                if (worker + round) % 7 == 0 {
                    world.faults().next(if round % 2 == 0 {
                        Fault::NotCommitted
                    } else {
                        Fault::UnknownWritten
                    });
                }
                let order = "pair=ETHUSD&type=sell&ordertype=limit&price=900000&volume=0.01";
                placed += usize::from(result(&world.send(&bot, "AddOrder", order).await).is_ok());
                // Funding on its way makes something happen by itself at every tick.
                world.step(1);
                let _ = world.send(&bot, "Withdraw", "asset=XXRP&key=none&amount=1").await;
                let _ = world.send(&bot, "Withdraw", "asset=ZUSD&key=bank&amount=60").await;
                let _ = world.paper.tick(world.node.now()).await;
                if worker == 0 {
                    let amount = (Asset::SOL, Decimal::ONE);
                    let commit = |journal, _| world.node.commit_journal(journal);
                    let _ = world.paper.deposit(world.owner.account, amount, world.node.now(), commit).await;
                }
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
            placed
        }));
    }
    let mut acknowledged = 0;
    for task in tasks {
        acknowledged += task.await.unwrap();
    }
    until_fresh(&world).await;
    let bot = world.full().await;
    let shown = open(&world, &bot).await;
    assert!(shown >= acknowledged && acknowledged > 0, "{shown} shown, {acknowledged} acknowledged");
    let known = world.paper.read(Clone::clone).await.unwrap();
    world.node.shut_down().await;
    drop(world);
    let after = World::over(disk, limits()).await;
    assert!(after.paper.read(Clone::clone).await.unwrap() == known, "journal and state differ");
}
