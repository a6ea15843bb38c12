//! Who may do what with strategies.

use super::{of, strategy};
use crate::world::{Client, P, World, members, reason, result};
use claviger::core::action::Action;
use claviger::core::entry::Outcome;
use claviger::core::id::LogId;
use claviger::core::key::KeyState;
use claviger::core::store::Store as _;
use claviger::manage::keys;

const METHODS: [&str; 6] = [
    "Earn/Allocate",
    "Earn/Deallocate",
    "Earn/AllocateStatus",
    "Earn/DeallocateStatus",
    "Earn/Strategies",
    "Earn/Allocations",
];
const DENIED: &str = "EGeneral:Permission denied";

/// What is answered to each method: nothing, or the words behind the refusal.
async fn told(world: &World, bot: &Client, params: &str) -> Vec<String> {
    let mut all = Vec::new();
    for method in METHODS {
        let response = world.send(bot, method, params).await;
        match result(&response) {
            Ok(_) => all.push(String::new()),
            Err(text) => {
                assert_eq!(text, DENIED, "{method}");
                all.push(reason(&response).to_owned());
            }
        }
    }
    all
}

#[tokio::test]
async fn each_needs_its_permission() {
    let world = World::new().await;
    let full = world.full().await;
    let params = of(&world, &full, "SOL", "1").await;
    let missing = |name: &str| format!("permission-missing; missing: {name}");
    let (earn, funds) = (missing("earn-funds"), missing("query-funds"));
    let bot = world.key(&[P::EarnFunds]).await;
    assert_eq!(told(&world, &bot, &params).await, ["", "", "", "", "", funds.as_str()]);
    let bot = world.key(&[P::QueryFunds]).await;
    assert_eq!(told(&world, &bot, &params).await, [&*earn, &*earn, "", "", "", ""]);
    let others: Vec<_> =
        P::ALL.into_iter().filter(|one| !matches!(one, P::EarnFunds | P::QueryFunds)).collect();
    let bot = world.key(&others).await;
    let told = told(&world, &bot, &params).await;
    assert_eq!([&told[0], &told[1], &told[4], &told[5]], [&earn, &earn, "", &funds]);
    for status in &told[2..4] {
        assert!(status.starts_with("permission-missing"), "{status}");
    }
}

/// Taking funds out is no cancelling: it puts them within reach of orders and withdrawals.
#[tokio::test]
async fn a_key_that_was_stepped_down_moves_nothing() {
    let world = World::new().await;
    let full = world.full().await;
    let params = of(&world, &full, "SOL", "1").await;
    world.ok(&full, "Earn/Allocate", &params).await;
    let step = async |to| drop(keys::step(&world.node, &world.owner, full.id, to, None).await.unwrap());
    for (state, expected) in [
        (KeyState::ReadOnly, ["read-only", "read-only", "", "", "", ""]),
        (KeyState::CancelOnly, ["cancel-only"; 6]),
        (KeyState::Frozen, ["frozen"; 6]),
    ] {
        step(state).await;
        assert_eq!(told(&world, &full, &params).await, expected, "{state:?}");
    }
    step(KeyState::Active).await;
    let allocations = world.ok(&full, "Earn/Allocations", "").await;
    assert_eq!(allocations["items"][0]["amount_allocated"]["total"]["native"], "1.0000000000");
}

#[tokio::test]
async fn one_account_sees_nothing_of_another() {
    let world = World::new().await;
    let mine = world.full().await;
    world.ok(&mine, "Earn/Allocate", &of(&world, &mine, "SOL", "1").await).await;
    let other = claviger::manage::Caller::system(world.account("other").await);
    let theirs = world.key_of(&other, &P::ALL, Default::default()).await;
    assert_eq!(world.ok(&theirs, "Earn/Allocations", "").await["items"], serde_json::json!([]));
    assert!(!members(&world.ok(&theirs, "Balance", "").await).contains(&"SOL.F"));
    assert_eq!(strategy(&world, &mine, "SOL").await, strategy(&world, &theirs, "SOL").await);
}

#[tokio::test]
async fn every_move_leaves_a_claim_and_one_outcome() {
    let world = World::new().await;
    let bot = world.full().await;
    let params = of(&world, &bot, "SOL", "1").await;
    world.ok(&bot, "Earn/Allocate", &params).await;
    world.ok(&bot, "Earn/Deallocate", &params).await;
    world.refused(&bot, "Earn/Deallocate", &params).await;
    let entries = world.store.entries(LogId(0), 0, usize::MAX).unwrap();
    let of = |action| {
        let entries = entries.iter().filter(move |entry| entry.draft.action == action);
        entries.map(|entry| entry.draft.outcome).collect::<Vec<_>>()
    };
    assert_eq!(of(Action::EarnAllocate), [Outcome::Allowed, Outcome::Done]);
    let done_then_failed = [Outcome::Allowed, Outcome::Done, Outcome::Allowed, Outcome::Failed];
    assert_eq!(of(Action::EarnDeallocate), done_then_failed);
}
