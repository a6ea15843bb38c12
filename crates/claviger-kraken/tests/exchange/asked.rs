//! Who asked for what is on record: an order and a withdrawal are the key's that asked for them, and no other's.

use crate::world::{Client, START, World};
use claviger_kraken::paper::account_no;
use claviger_venue::{Asked, Micros, Side};

const ORDER: &str = "pair=XBTUSD&ordertype=limit&volume=0.001";

async fn asked(world: &World, by: &Client, since: i64) -> Asked {
    let (account, from) = (account_no(world.owner.account), Micros::from_secs(since));
    world.paper.read(|venue| venue.asked_since(account, from, by.id.as_u64())).await.unwrap()
}

#[tokio::test]
async fn orders_and_withdrawals_are_the_keys_that_asked_for_them() {
    let world = World::new().await;
    let (bot, other) = (world.full().await, world.key(&crate::world::P::ALL).await);
    world.ok(&other, "AddOrder", &format!("{ORDER}&type=buy&price=900")).await;
    world.pass(10).await;
    let moment = START + 5;
    world.ok(&bot, "AddOrder", &format!("{ORDER}&type=buy&price=1000")).await;
    let second = world.ok(&bot, "AddOrder", &format!("{ORDER}&type=buy&price=1100")).await;
    world.ok(&bot, "CancelOrder", &format!("txid={}", second["txid"][0].as_str().unwrap())).await;
    world.ok(&other, "Withdraw", "asset=XBT&key=cold-btc&amount=0.1").await;
    let sent = world.ok(&bot, "Withdraw", "asset=XBT&key=cold-btc&amount=0.2").await;

    let of_bot = asked(&world, &bot, moment).await;
    let [sum] = of_bot.orders.as_slice() else { panic!("{of_bot:?}") };
    assert_eq!((sum.pair.altname(), sum.side, sum.orders, sum.open), ("XBTUSD".to_owned(), Side::Buy, 2, 1));
    assert_eq!((sum.volume.to_string(), sum.filled.is_zero()), ("0.002".to_owned(), true));
    let by: Vec<_> = of_bot.withdrawals.iter().map(|one| one.asked_by).collect();
    assert_eq!(by, [Some(bot.id.as_u64()), Some(other.id.as_u64())], "the account's, newest first");
    assert_eq!(of_bot.withdrawals[0].id.to_string(), sent["refid"].as_str().unwrap());
    assert!(!of_bot.is_cut && of_bot.addresses.is_empty(), "saved before: {of_bot:?}");

    assert!(asked(&world, &other, moment).await.orders.is_empty(), "its order is from before");
    assert_eq!(asked(&world, &other, START).await.orders.len(), 1);
}
