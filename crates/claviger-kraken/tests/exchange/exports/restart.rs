//! Reports are durable: request and removal are in the paper exchange's journal.

use super::{BUY, error};
use crate::recovery::until_fresh;
use crate::world::{START, World, limits, result};
use claviger_store::{Fault, MemoryDisk};

/// The same store, opened by another process.
async fn restarted(before: World, disk: MemoryDisk) -> World {
    let now = before.node.now();
    before.node.shut_down().await;
    drop(before);
    let after = World::over(disk, limits()).await;
    after.step(now.micros() / 1_000_000 - START);
    after
}

#[tokio::test]
async fn reports_survive_a_restart_to_the_byte() {
    for with_snapshot in [false, true] {
        let disk = MemoryDisk::default();
        let world = World::over(disk.clone(), limits()).await;
        let bot = world.full().await;
        world.ok(&bot, "AddOrder", BUY).await;
        let (kept, gone) =
            (world.export(&bot, "report=trades").await, world.export(&bot, "report=ledgers").await);
        if with_snapshot {
            world.paper.snapshot().await.unwrap();
        }
        world.ok(&bot, "RemoveExport", &format!("id={gone}&type=cancel")).await;
        let queued = world.export(&bot, "report=ledgers&fields=time&format=TSV").await;
        world.pass(2).await;
        let bytes = [world.archive(&bot, &kept).await, world.archive(&bot, &queued).await];
        let told = [world.reports(&bot, "trades").await, world.reports(&bot, "ledgers").await];
        let world = restarted(world, disk).await;
        // This world seals secrets under a new master key each time.
        let bot = world.full().await;
        let again = [world.archive(&bot, &kept).await, world.archive(&bot, &queued).await];
        assert!(bytes == again, "with a snapshot: {with_snapshot}");
        assert_eq!([world.reports(&bot, "trades").await, world.reports(&bot, "ledgers").await], told);
        assert_eq!(
            world.refused(&bot, "RetrieveExport", &format!("id={gone}")).await,
            "EGeneral:Invalid arguments:id"
        );
        world.ok(&bot, "AddOrder", BUY).await;
        assert_eq!(world.archive(&bot, &kept).await, bytes[0]);
    }
}

/// A request whose record is lost is unknown to whoever sent it, and leaves no report; one that turns up leaves one.
#[tokio::test]
async fn a_request_whose_record_is_lost_leaves_nothing() {
    let world = World::new().await;
    let bot = world.full().await;
    for (fault, left) in [(Fault::NotCommitted, 0), (Fault::UnknownNotWritten, 0), (Fault::UnknownWritten, 1)]
    {
        // The first commit is the claim's, the second the outcome's.
        world.faults().at(2, fault);
        let asked = world.send(&bot, "AddExport", "report=trades&description=x").await;
        assert_eq!(error(&asked), "EGeneral:Internal error", "{fault:?}");
        until_fresh(&world).await;
        assert_eq!(world.reports(&bot, "trades").await.len(), left, "{fault:?}");
    }
}

/// Read again from the journal, the exchange has the same reports of the same records.
#[tokio::test]
async fn a_report_is_the_same_after_the_exchange_was_read_again() {
    let world = World::new().await;
    let bot = world.full().await;
    world.ok(&bot, "AddOrder", BUY).await;
    let id = world.export(&bot, "report=ledgers").await;
    world.pass(2).await;
    let before = world.archive(&bot, &id).await;
    world.faults().at(2, Fault::NotCommitted);
    assert!(result(&world.send(&bot, "AddOrder", BUY).await).is_err());
    until_fresh(&world).await;
    assert_eq!(world.archive(&bot, &id).await, before);
}
