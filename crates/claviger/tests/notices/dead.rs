//! Channels that do not take what they are sent.

use crate::post::{Desk, Habit, PostOffice, deliveries, hook, inbox, is_quiet, until};
use crate::world::{World, on_both};
use claviger::core::notices::Fate;
use claviger::manage::{channels, deliveries as sent};
use std::sync::Arc;
use std::time::Duration;

on_both! {
    a_channel_that_hangs_holds_up_no_other
    what_fails_is_tried_again_later_and_given_up_after_a_day
    others_are_told_of_a_channel_that_keeps_failing
    what_waits_goes_in_its_order
    who_says_gone_is_not_asked_again
}

const A: &str = "https://hooks.example.com/a";
const B: &str = "https://hooks.example.com/b";

async fn a_channel_that_hangs_holds_up_no_other(world: World) {
    let post = Arc::new(PostOffice::default());
    post.set(A, Habit::Hang(Duration::from_secs(4)));
    let desk = Desk::open(&world, &post).await;
    hook(&world, "a", A).await;
    let b = hook(&world, "b", B).await.channel.id;
    for n in 0..5 {
        world.key(&world.host(), &format!("key {n}")).await;
    }
    // The making of `b` is an event, too, which goes to `a` and `b`.
    until("what goes to the other one", || post.letters(B).len() >= 5).await;
    assert_eq!(post.letters(A).len(), 1, "one at a time");
    until("that it is noted", || is_quiet(&world, b, 5)).await;
    desk.close().await;
}

async fn what_fails_is_tried_again_later_and_given_up_after_a_day(world: World) {
    let post = Arc::new(PostOffice::default());
    post.set(A, Habit::Refuse);
    let desk = Desk::open(&world, &post).await;
    let a = hook(&world, "a", A).await.channel.id;
    until("the first try", || !post.letters(A).is_empty()).await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    let before = post.letters(A).len();
    assert!(before <= 2, "it is not tried again before its time, but {before} times");
    for _ in 0..60 {
        world.clock.step_secs(3_600);
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    until("giving up", || deliveries(&world, a).iter().any(|delivery| delivery.fate == Fate::Failed)).await;
    let given_up = deliveries(&world, a).into_iter().find(|one| one.fate == Fate::Failed).unwrap();
    assert!(given_up.tries > 2 && given_up.expires_at.is_some());
    assert!(given_up.attempts.iter().all(|attempt| !attempt.taken && attempt.answer.starts_with("500")));
    // Sent again by hand, to a receiver that was mended: under the same id.
    post.set(A, Habit::Take);
    let again = sent::resend(&world.node, &world.host(), given_up.id).await.unwrap();
    assert_eq!(again.event.id, given_up.event.id);
    until("the second delivery", || {
        deliveries(&world, a).iter().any(|one| one.id == again.id && one.fate == Fate::Delivered)
    })
    .await;
    desk.close().await;
}

async fn others_are_told_of_a_channel_that_keeps_failing(world: World) {
    let post = Arc::new(PostOffice::default());
    post.set(A, Habit::Refuse);
    let desk = Desk::open(&world, &post).await;
    let a = hook(&world, "a", A).await.channel.id;
    hook(&world, "b", B).await;
    let is_told = || {
        post.letters(B).iter().any(|letter| String::from_utf8_lossy(&letter.body).contains("keeps failing"))
    };
    for _ in 0..40 {
        if is_told() {
            break;
        }
        world.clock.step_secs(200);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    until("being told", is_told).await;
    assert!(inbox(&world).await.iter().any(|said| said.contains("\"a\" keeps failing")));
    assert!(channels::show(&world.node, &world.host(), a).await.unwrap().health.failing_since.is_some());
    post.set(A, Habit::Take);
    world.clock.step_secs(3_600);
    until("being mended", || is_quiet(&world, a, 1)).await;
    until_said(&world, "works again").await;
    desk.close().await;
}

async fn until_said(world: &World, words: &str) {
    for _ in 0..200 {
        if inbox(world).await.iter().any(|said| said.contains(words)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nothing said of {words}");
}

async fn what_waits_goes_in_its_order(world: World) {
    let post = Arc::new(PostOffice::default());
    post.set(A, Habit::Refuse);
    let desk = Desk::open(&world, &post).await;
    let a = hook(&world, "a", A).await.channel.id;
    for n in 0..4 {
        world.key(&world.host(), &format!("key {n}")).await;
    }
    until("what waits", || deliveries(&world, a).len() >= 5).await;
    until("the first try", || !post.letters(A).is_empty()).await;
    let tried = post.letters(A).len();
    post.set(A, Habit::Take);
    world.clock.step_secs(600);
    until("everything delivered", || is_quiet(&world, a, 5)).await;
    desk.close().await;
    let came: Vec<String> = post.letters(A)[tried..].iter().map(|letter| letter.event.clone()).collect();
    let made: Vec<String> = deliveries(&world, a).iter().map(|one| one.event.id.to_string()).collect();
    assert_eq!(came, made);
}

async fn who_says_gone_is_not_asked_again(world: World) {
    let post = Arc::new(PostOffice::default());
    post.set(A, Habit::Gone);
    let desk = Desk::open(&world, &post).await;
    let a = hook(&world, "a", A).await.channel.id;
    until("the end", || is_quiet(&world, a, 1)).await;
    desk.close().await;
    assert_eq!(post.letters(A).len(), 1);
    assert_eq!(deliveries(&world, a)[0].fate, Fate::Failed);
}
