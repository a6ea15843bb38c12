//! The history says which order and which withdrawal it was, not only that there was one.

use crate::world::World;
use claviger::core::action::Action;
use claviger::core::entry::Outcome;
use claviger::core::id::LogId;
use claviger::core::reason::Detail;
use claviger::core::store::Store as _;

/// What the last outcome entry of an action says was done.
pub(crate) fn said(world: &World, action: Action) -> String {
    let entries = world.store.entries(LogId(0), 0, usize::MAX).unwrap();
    let done = entries
        .iter()
        .rev()
        .find(|entry| entry.draft.action == action && entry.draft.outcome == Outcome::Done);
    match &done.unwrap().draft.detail {
        Detail::Upstream { said, .. } => said.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_outcome_says_which_order_it_was() {
    let world = World::new().await;
    let bot = world.full().await;
    let order = "pair=XBTUSD&type=buy&ordertype=limit&price=1000&volume=0.01";
    let placed = world.ok(&bot, "AddOrder", order).await;
    let id = placed["txid"][0].as_str().unwrap().to_owned();
    let description = placed["descr"]["order"].as_str().unwrap();
    assert_eq!(said(&world, Action::AddOrder), format!("{id}: {description}"));
    world.ok(&bot, "AddOrder", &format!("{order}&validate=true")).await;
    assert_eq!(said(&world, Action::AddOrder), format!("only checked: {description}"));
    let edited = world.ok(&bot, "EditOrder", &format!("pair=XBTUSD&txid={id}&price=1001")).await;
    let new = edited["txid"].as_str().unwrap().to_owned();
    assert!(said(&world, Action::EditOrder).starts_with(&format!("{id} became {new}: buy 0.01")), "{new}");
    world.ok(&bot, "CancelOrder", &format!("txid={new}")).await;
    assert_eq!(said(&world, Action::CancelOrder), "1 order was cancelled");
    let sent = world.ok(&bot, "Withdraw", "asset=XBT&key=cold-btc&amount=0.1").await;
    let refid = sent["refid"].as_str().unwrap();
    world.ok(&bot, "WithdrawCancel", &format!("asset=XBT&refid={refid}")).await;
    assert_eq!(said(&world, Action::WithdrawCancel), said(&world, Action::Withdraw));
}
