//! Orders placed and cancelled by hand: the account's like those of its keys, on record with their entry, or not there.

use crate::recovery::until_fresh;
use crate::world::{World, limits};
use claviger::ChangeError;
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::id::LogId;
use claviger::core::store::{Change, Mutation, Store as _};
use claviger::manage::act;
use claviger_kraken::paper::{PaperError, Placed};
use claviger_store::{Fault, MemoryDisk};
use claviger_venue::{AddOrder, Command, Model, OrderId, OrderRef, Pair, Side, VenueError};
use rust_decimal::Decimal;

/// A limit order far below the market.
fn order() -> AddOrder {
    let pair = Pair::find("XBTUSD").unwrap();
    AddOrder::new(pair, Side::Buy, Model::Limit { price: Decimal::from(100).into() }, Decimal::ONE)
}

fn mutation(world: &World, action: Action, journal: Vec<u8>) -> Mutation {
    let entry = act(&world.owner, action, Target::Account, 0, "by hand");
    Mutation { journal, ..Mutation::new(Change::UPSTREAM, entry) }
}

async fn place(world: &World, order: AddOrder) -> Result<Placed, PaperError> {
    let commit = |journal, placed: Option<Placed>| {
        assert!(placed.is_some(), "what will be answered is known before it is written");
        world.node.commit_change(mutation(world, Action::OrderPlace, journal))
    };
    world.paper.place(world.owner.account, order, world.node.now(), commit).await
}

async fn cancel(world: &World, command: Command) -> Result<usize, PaperError> {
    let commit = |journal, _| world.node.commit_change(mutation(world, Action::OrderCancel, journal));
    world.paper.cancel(world.owner.account, &command, world.node.now(), commit).await
}

fn entries(world: &World, action: Action) -> usize {
    let entries = world.store.entries(LogId(0), 0, usize::MAX).unwrap();
    entries.iter().filter(|entry| entry.draft.action == action).count()
}

#[tokio::test]
async fn keys_and_hands_see_and_cancel_each_others_orders() {
    let world = World::new().await;
    let bot = world.full().await;
    let by_hand = place(&world, order()).await.unwrap();
    assert_eq!(by_hand.description, "buy 1.00000000 XBTUSD @ limit 100.0");
    let by_key = world.ok(&bot, "AddOrder", "pair=XBTUSD&type=buy&ordertype=limit&price=99&volume=1").await;
    let by_key: OrderId = by_key["txid"][0].as_str().unwrap().parse().unwrap();
    let open = world.ok(&bot, "OpenOrders", "").await["open"].clone();
    assert!(open.get(by_hand.id.to_string()).is_some() && open.get(by_key.to_string()).is_some(), "{open}");
    let cancelled = world.ok(&bot, "CancelOrder", &format!("txid={}", by_hand.id)).await;
    assert_eq!(cancelled["count"], 1);
    assert_eq!(cancel(&world, Command::CancelOrder(OrderRef::Id(by_key))).await, Ok(1));
    let again = cancel(&world, Command::CancelOrder(OrderRef::Id(by_key))).await;
    assert_eq!(again, Err(PaperError::Refused(VenueError::UnknownOrder)));
    assert!(world.ok(&bot, "OpenOrders", "").await["open"].as_object().unwrap().is_empty());
    assert_eq!((entries(&world, Action::OrderPlace), entries(&world, Action::OrderCancel)), (1, 1));
}

#[tokio::test]
async fn a_market_order_by_hand_is_filled_and_all_are_cancelled_at_once() {
    let world = World::new().await;
    let bot = world.full().await;
    let market = AddOrder { model: Model::Market, volume: Decimal::new(1, 2), ..order() };
    let filled = place(&world, AddOrder { validate: true, ..market }).await.unwrap();
    let trades = world.ok(&bot, "TradesHistory", "").await["trades"].clone();
    assert!(trades.as_object().unwrap().values().all(|trade| trade["ordertxid"] == filled.id.to_string()));
    assert!(!trades.as_object().unwrap().is_empty(), "an order by hand is never only checked");
    place(&world, order()).await.unwrap();
    world.ok(&bot, "AddOrder", "pair=XBTUSD&type=buy&ordertype=limit&price=99&volume=1").await;
    assert_eq!(cancel(&world, Command::CancelAll).await, Ok(2));
    assert_eq!(cancel(&world, Command::CancelAll).await, Ok(0));
    assert_eq!(entries(&world, Action::OrderCancel), 2, "whoever cancels nothing is on record, too");
}

#[tokio::test]
async fn there_is_neither_order_nor_entry_or_both() {
    for (fault, there) in
        [(Fault::NotCommitted, 0), (Fault::UnknownNotWritten, 0), (Fault::UnknownWritten, 1)]
    {
        let disk = MemoryDisk::default();
        let world = World::over(disk.clone(), limits()).await;
        let bot = world.full().await;
        world.faults().at(1, fault);
        assert_eq!(
            place(&world, order()).await,
            Err(PaperError::Change(ChangeError::Unavailable)),
            "{fault:?}"
        );
        until_fresh(&world).await;
        let open = world.ok(&bot, "OpenOrders", "").await["open"].as_object().unwrap().len();
        assert_eq!((open, entries(&world, Action::OrderPlace)), (there, there), "{fault:?}");
    }
}
