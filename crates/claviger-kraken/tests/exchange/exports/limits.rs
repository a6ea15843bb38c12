//! How many, how large, how many at once.

use super::BUY;
use crate::world::{Client, World};
use claviger_kraken::paper::account_no;
use claviger_venue::{Asset, LedgerFilter, MOST_EXPORT_ROWS, MOST_EXPORTS, TradeFilter, Venue};
use rust_decimal::Decimal;
use std::sync::Arc;

const TOO_MANY: &str = "EGeneral:Too many requests";
const TOO_BIG: &str = "EExport:Exported size too big";

#[tokio::test]
async fn an_account_has_so_many_reports_at_once() {
    let world = World::new().await;
    let bot = world.full().await;
    let mut ids = Vec::new();
    for _ in 0..MOST_EXPORTS {
        ids.push(world.export(&bot, "report=trades").await);
    }
    let ask = "report=trades&description=x";
    assert_eq!(world.refused(&bot, "AddExport", ask).await, TOO_MANY);
    assert_eq!(world.reports(&bot, "trades").await.len(), MOST_EXPORTS);
    world.pass(2).await;
    world.ok(&bot, "RemoveExport", &format!("id={}&type=delete", ids[3])).await;
    world.ok(&bot, "AddExport", ask).await;
    assert_eq!(world.refused(&bot, "AddExport", ask).await, TOO_MANY);
}

/// Fills and ledger entries of an account.
fn sizes(world: &World, venue: &Venue) -> (usize, usize) {
    let account = account_no(world.owner.account);
    let trades = venue.trades(account, &TradeFilter::default()).total;
    (trades, venue.ledger(account, &LedgerFilter::default()).total)
}

/// A history that is too large for one report: orders that walk the whole book, hundreds of fills each.
async fn long_history(world: &World, bot: &Client) -> (usize, usize) {
    let shib = Asset::find("SHIB").unwrap();
    let commit = |journal, _| world.node.commit_journal(journal);
    for _ in 0..20 {
        let amount = (shib, Decimal::from(1_000_000_000_000_i64));
        world.paper.deposit(world.owner.account, amount, world.node.now(), commit).await.unwrap();
    }
    world.pass(60).await;
    loop {
        let sizes = world.paper.read(|venue| sizes(world, venue)).await.unwrap();
        if sizes.1 > MOST_EXPORT_ROWS {
            return sizes;
        }
        world.pass(2).await;
        world.ok(bot, "AddOrder", "pair=SHIBUSD&type=sell&ordertype=market&volume=150000000000").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_too_large_is_refused_and_leaves_nothing_behind() {
    let world = World::new().await;
    let bot = world.full().await;
    let (trades, entries) = long_history(&world, &bot).await;
    let ask = "report=ledgers&description=x";
    let before = world.paper.read(Clone::clone).await.unwrap();
    assert_eq!(world.refused(&bot, "AddExport", ask).await, TOO_BIG);
    assert!(world.paper.read(Clone::clone).await.unwrap() == before, "something was left behind");
    let rows = world
        .report(&bot, &format!("report=ledgers&starttm={}", world.node.now().micros() / 1_000_000 - 20))
        .await
        .1
        .len();
    assert!(rows > 1_000 && rows < entries, "a shorter time is not: {rows} of {entries}");
    // in many parts, and none is missing
    assert_eq!(world.report(&bot, "report=trades").await.1.len(), trades + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_wait_for_each_other_and_are_all_the_same() {
    let world = Arc::new(World::new().await);
    let bot = world.full().await;
    for _ in 0..3 {
        world.pass(10).await;
        world.ok(&bot, "AddOrder", BUY).await;
    }
    let id = world.export(&bot, "report=ledgers").await;
    world.pass(2).await;
    let mut fetches = Vec::new();
    for _ in 0..12 {
        let (world, id, colleague) = (world.clone(), id.clone(), world.full().await);
        fetches.push(tokio::spawn(async move { world.archive(&colleague, &id).await }));
    }
    let expected = world.archive(&bot, &id).await;
    for fetch in fetches {
        assert!(fetch.await.unwrap() == expected);
    }
}
