//! `CancelAllOrdersAfter`: the dead man's switch.

use crate::world::{P, START, World, limits, reason, result};
use claviger::core::action::Action;
use claviger::core::entry::{Actor, Outcome};
use claviger::core::id::LogId;
use claviger::core::key::KeyState;
use claviger::core::reason::Detail;
use claviger::core::store::Store as _;
use claviger::manage::{Caller, keys};
use claviger_store::{Fault, MemoryDisk};
use serde_json::json;

const ORDER: &str = "pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=0.01";
const DENIED: &str = "EGeneral:Permission denied";

/// What the log says of switches that went off: the account and the words.
fn fired(world: &World) -> Vec<(u64, String)> {
    let entries = world.store.entries(LogId(0), 0, usize::MAX).unwrap();
    let of_switch = entries.into_iter().filter(|entry| entry.draft.action == Action::SwitchFired);
    of_switch
        .map(|entry| {
            assert_eq!((entry.draft.actor, entry.draft.outcome), (Actor::System, Outcome::Changed));
            let Detail::Change(words) = &entry.draft.detail else { panic!("{:?}", entry.draft.detail) };
            (entry.draft.account.as_u64(), words.to_string())
        })
        .collect()
}

#[tokio::test]
async fn it_answers_both_instants_and_goes_off_by_itself_on_record() {
    let world = World::new().await;
    let bot = world.full().await;
    for _ in 0..2 {
        world.ok(&bot, "AddOrder", ORDER).await;
    }
    let set = world.ok(&bot, "CancelAllOrdersAfter", "timeout=60").await;
    let expected = json!({ "currentTime": "2027-01-15T08:00:00Z", "triggerTime": "2027-01-15T08:01:00Z" });
    assert_eq!(set, expected, "{START}");
    world.pass(59).await;
    assert_eq!(world.ok(&bot, "OpenOrders", "").await["open"].as_object().unwrap().len(), 2);
    assert_eq!(world.paper.next_due().map(|at| at.secs()), Some(START + 60));
    world.pass(1).await;
    assert_eq!(world.ok(&bot, "OpenOrders", "").await, json!({ "open": {} }));
    let closed = world.ok(&bot, "ClosedOrders", "").await;
    for order in closed["closed"].as_object().unwrap().values() {
        assert_eq!(
            (&order["reason"], &order["status"]),
            (&json!("Cancel all orders after"), &json!("canceled"))
        );
    }
    assert_eq!(fired(&world), [(world.owner.account.as_u64(), "2 open orders were cancelled".to_owned())]);
}

#[tokio::test]
async fn putting_off_and_disarming() {
    let world = World::new().await;
    let bot = world.full().await;
    world.ok(&bot, "AddOrder", ORDER).await;
    world.ok(&bot, "CancelAllOrdersAfter", "timeout=10").await;
    world.pass(9).await;
    world.ok(&bot, "CancelAllOrdersAfter", "timeout=10").await;
    world.pass(9).await;
    let off = world.ok(&bot, "CancelAllOrdersAfter", "timeout=0").await;
    assert_eq!(off["triggerTime"], "0");
    world.pass(1_000).await;
    assert_eq!(world.ok(&bot, "OpenOrders", "").await["open"].as_object().unwrap().len(), 1);
    assert_eq!(fired(&world), []);
    for bad in
        ["", "timeout=", "timeout=-1", "timeout=86400", "timeout=1.5", "timeout=x", "timeout=1&timeout=2"]
    {
        let refused = world.refused(&bot, "CancelAllOrdersAfter", bad).await;
        assert_eq!(refused, "EGeneral:Invalid arguments:timeout", "{bad}");
    }
}

#[tokio::test]
async fn a_call_that_comes_before_the_tick_finds_that_it_has_gone_off() {
    let world = World::new().await;
    let bot = world.full().await;
    let order = world.ok(&bot, "AddOrder", ORDER).await["txid"][0].as_str().unwrap().to_owned();
    world.ok(&bot, "CancelAllOrdersAfter", "timeout=10").await;
    world.step(10);
    let refused = world.refused(&bot, "CancelOrder", &format!("txid={order}")).await;
    assert_eq!((refused.as_str(), fired(&world).len()), ("EOrder:Unknown order", 1));
    world.ok(&bot, "AddOrder", ORDER).await;
    world.pass(60).await;
    assert_eq!(fired(&world).len(), 1);
}

#[tokio::test]
async fn either_permission_is_enough_and_a_stepped_down_key_cannot_put_it_off() {
    let world = World::new().await;
    let full = world.full().await;
    world.ok(&full, "AddOrder", ORDER).await;
    for one in [P::ModifyTrades, P::CloseTrades] {
        let bot = world.key(&[one]).await;
        world.ok(&bot, "CancelAllOrdersAfter", "timeout=10").await;
    }
    let none = world.key(&[P::QueryFunds, P::QueryOpenTrades]).await;
    let response = world.send(&none, "CancelAllOrdersAfter", "timeout=10").await;
    assert_eq!(result(&response), Err(DENIED.to_owned()));
    assert!(reason(&response).starts_with("permission-missing"));
    for step in [KeyState::CancelOnly, KeyState::Frozen] {
        keys::step(&world.node, &world.owner, full.id, step, None).await.unwrap();
        for timeout in ["timeout=60", "timeout=0"] {
            assert_eq!(world.refused(&full, "CancelAllOrdersAfter", timeout).await, DENIED, "{step:?}");
        }
    }
    world.pass(10).await;
    assert_eq!(fired(&world).len(), 1);
}

#[tokio::test]
async fn other_accounts_keep_their_orders() {
    let world = World::new().await;
    let bot = world.full().await;
    let other = world.account("other").await;
    let theirs = world.key_of(&Caller::system(other), &P::ALL, Default::default()).await;
    for client in [&bot, &theirs] {
        world.ok(client, "AddOrder", ORDER).await;
    }
    world.ok(&bot, "CancelAllOrdersAfter", "timeout=5").await;
    world.pass(5).await;
    assert_eq!(world.ok(&bot, "OpenOrders", "").await, json!({ "open": {} }));
    assert_eq!(world.ok(&theirs, "OpenOrders", "").await["open"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn what_came_due_while_nothing_ran_happens_at_the_next_start() {
    let disk = MemoryDisk::default();
    let before = World::over(disk.clone(), limits()).await;
    let bot = before.full().await;
    before.ok(&bot, "AddOrder", ORDER).await;
    before.ok(&bot, "CancelAllOrdersAfter", "timeout=30").await;
    before.node.shut_down().await;
    drop(before);
    let after = World::over(disk, limits()).await;
    after.pass(29).await;
    assert_eq!(fired(&after), []);
    after.pass(3_600).await;
    let closed = after
        .paper
        .read(|venue| venue.open_orders(claviger_kraken::paper::account_no(after.owner.account)).count());
    assert_eq!((closed.await, fired(&after).len()), (Ok(0), 1));
}

#[tokio::test]
async fn a_record_that_is_lost_leaves_it_set_and_never_an_entry_alone() {
    let world = World::new().await;
    let bot = world.full().await;
    world.ok(&bot, "AddOrder", ORDER).await;
    world.ok(&bot, "CancelAllOrdersAfter", "timeout=5").await;
    for (fault, entries) in [(Fault::NotCommitted, 0), (Fault::UnknownNotWritten, 0)] {
        world.step(5);
        world.faults().next(fault);
        assert!(world.paper.tick(world.node.now()).await.is_err());
        assert_eq!(fired(&world).len(), entries, "{fault:?}");
        while !world.node.lane().is_healthy() {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }
    for _ in 0..500 {
        if world.paper.tick(world.node.now()).await.is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    assert_eq!(world.ok(&bot, "OpenOrders", "").await, json!({ "open": {} }));
    assert_eq!(fired(&world).len(), 1);
}
