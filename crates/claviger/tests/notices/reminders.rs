//! What waits for somebody to act is told once a week, of all keys together.

use crate::post::{Desk, PostOffice, inbox};
use crate::world::{World, on_both};
use std::sync::Arc;
use std::time::Duration;

on_both! {
    old_keys_and_due_reviews_are_told_once_a_week
}

const DAY: i64 = 86_400;

async fn said(world: &World) -> Vec<String> {
    let of_interest = |said: &String| said.contains("due for a review") || said.contains("rotate");
    inbox(world).await.into_iter().filter(of_interest).collect()
}

/// Opens the task for long enough that it looked at the account.
async fn a_while(world: &World, post: &Arc<PostOffice>) {
    let desk = Desk::open(world, post).await;
    tokio::time::sleep(Duration::from_millis(800)).await;
    desk.close().await;
}

async fn old_keys_and_due_reviews_are_told_once_a_week(mut world: World) {
    let post = Arc::new(PostOffice::default());
    for n in 0..7 {
        world.key(&world.host(), &format!("bot {n}")).await;
    }
    a_while(&world, &post).await;
    assert_eq!(said(&world).await, Vec::<String>::new());
    world.clock.step_secs(100 * DAY);
    for _ in 0..2 {
        world.restart();
        a_while(&world, &post).await;
        let mut told = said(&world).await;
        told.sort();
        assert_eq!(
            told,
            [
                "7 keys are due for a review of their permissions.",
                "7 keys are older than the account wants its keys to grow: rotate them."
            ],
            "once, however often it is started"
        );
    }
    world.clock.step_secs(7 * DAY);
    world.restart();
    a_while(&world, &post).await;
    assert_eq!(said(&world).await.len(), 4, "again in the next week");
}
