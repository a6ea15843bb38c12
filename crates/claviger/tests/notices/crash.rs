//! Random lives of an account whose store crashes, or fails, at any write between something that happens and its delivery,
//! to a receiver that takes everything and to one that refuses now and then.

use crate::apart::apart;
use crate::common::chance::Chance;
use crate::judge::{about_entries, judge, wanted};
use crate::liars::{Liar, Lie};
use crate::post::{Desk, Habit, Letter, PostOffice, deliveries, hook, until};
use crate::world::{World, on_both};
use claviger::core::id::{ChannelId, KeyId};
use claviger::core::key::KeyState;
use claviger::core::notices::Fate;
use claviger::core::text::Description;
use claviger::manage::keys::{self, EditKey};
use claviger_notify::send::Carrier;
use claviger_store::Fault;
use std::sync::Arc;
use std::time::{Duration, Instant};

on_both! {
    what_is_on_record_is_told_at_least_once_and_in_order_wherever_it_crashes
    what_was_not_written_is_not_told
    tooth_who_sends_before_the_commit_is_caught
    tooth_how_far_it_was_read_written_first_is_caught
    tooth_who_notes_before_it_sends_is_caught
    tooth_another_id_at_a_repeat_is_caught
    tooth_who_breaks_the_order_is_caught
    tooth_who_drops_what_was_refused_is_caught
}

const TO: [&str; 2] = ["https://hooks.example.com/a", "https://hooks.example.com/moody"];
/// Rounds, each ended by a crash or by the process.
const ROUNDS: u64 = 24;
/// Acts, what follows from them and deliveries of a round are rarely more writes than this.
const WRITES: u64 = 14;

struct Life {
    world: World,
    post: Arc<PostOffice>,
    liar: Option<Arc<Liar>>,
    channels: Vec<ChannelId>,
    keys: Vec<KeyId>,
    begun: usize,
    chance: Chance,
}

impl Life {
    async fn begin(world: World, seed: u64, lie: Option<Lie>) -> Self {
        let post = Arc::new(PostOffice::default());
        let liar = lie.map(|lie| Arc::new(Liar::new(post.clone(), lie)));
        let desk = Desk::open(&world, &post).await;
        let mut channels = Vec::new();
        for to in TO {
            channels.push(hook(&world, to, to).await.channel.id);
        }
        let quiet = || channels.iter().all(|channel| is_over(&world, *channel, "channel"));
        until("that the channels were made", quiet).await;
        desk.close().await;
        post.set(TO[1], Habit::Moody);
        let begun = world.entries().len();
        Life { world, post, liar, channels, keys: Vec::new(), begun, chance: Chance::new(seed) }
    }

    fn carrier(&self) -> Arc<dyn Carrier> {
        match &self.liar {
            Some(liar) => liar.clone(),
            None => self.post.clone(),
        }
    }

    /// Some acts, and a crash in one of the writes, or none; then the process ends and another one begins.
    async fn round(&mut self, nth: u64, written: bool) {
        let desk = Desk::carried_by(&self.world, self.carrier()).await;
        self.world.store.faults().at(nth, Fault::Crash { written });
        let end = self.world.store.faults().commits() + nth;
        for _ in 0..1 + self.chance.below(3) {
            self.act().await;
        }
        self.world.clock.step_secs(i64::try_from(self.chance.below(40)).unwrap());
        let (begun, most) = (Instant::now(), Duration::from_millis(300 + self.chance.below(300)));
        while self.world.store.faults().commits() < end && begun.elapsed() < most {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        desk.close().await;
        if let Some(liar) = &self.liar {
            liar.crash();
        }
        self.world.restart();
    }

    /// As far as the store lets it happen.
    async fn act(&mut self) {
        let (host, n) = (self.world.host(), self.chance.below(1 << 40));
        let key = self.keys.get(usize::try_from(n).unwrap() % self.keys.len().max(1)).copied();
        let node = &self.world.node;
        match (self.chance.below(5), key) {
            (0, Some(key)) => drop(keys::revoke(node, &host, key, None).await),
            (1, Some(key)) => drop(keys::step(node, &host, key, KeyState::Frozen, None).await),
            // Good to know, and not told to anybody.
            (2, Some(key)) => {
                let description = Some(Description::parse(&format!("number {n}")).unwrap());
                drop(keys::edit(node, &host, key, EditKey { description, ..EditKey::default() }).await);
            }
            _ => self.keys.extend(self.world.key_of(&host, &format!("key {n}"), None).await),
        }
    }

    /// Everything that waits is sent; gives whether it is what had to come.
    async fn end(self) -> Result<(), String> {
        let Life { world, post, .. } = &self;
        let desk = Desk::carried_by(world, self.carrier()).await;
        world.clock.step_secs(3_601);
        world.key(&world.host(), "the last one").await;
        post.set(TO[1], Habit::Take);
        let quiet = || {
            world.clock.step_secs(60);
            self.channels.iter().all(|channel| is_over(world, *channel, "the last one"))
        };
        until("that everything was sent", quiet).await;
        desk.close().await;
        let entries = world.entries();
        let (before, after) = entries.split_at(self.begun);
        let wanted = wanted(after);
        assert!(wanted.len() > 5, "{}", wanted.len());
        TO.iter().try_for_each(|to| judge(&wanted, &about_entries(post.letters(to), before)))
    }
}

/// Whether nothing waits for a channel, and something that says so was made for it.
fn is_over(world: &World, channel: ChannelId, words: &str) -> bool {
    let made = deliveries(world, channel);
    let is_there = made.iter().any(|one| one.event.sentence.contains(words));
    is_there && made.iter().all(|one| one.fate != Fate::Waiting)
}

async fn lived(world: World, seed: u64, lie: Option<Lie>) -> Result<(), String> {
    let mut life = Life::begin(world, seed, lie).await;
    for _ in 0..ROUNDS {
        let (nth, written) = (1 + life.chance.below(WRITES), life.chance.one_in(2));
        life.round(nth, written).await;
    }
    life.end().await
}

async fn what_is_on_record_is_told_at_least_once_and_in_order_wherever_it_crashes(world: World) {
    let seed = u64::from(std::process::id());
    lived(world, seed, None).await.unwrap_or_else(|said| panic!("with the seed {seed}: {said}"));
}

/// The same seeds every time, until one finds it.
async fn catches(world: World, lie: Lie) {
    let said = lived(world, 7, Some(lie)).await;
    assert!(said.is_err(), "{lie:?} was not noticed");
}

async fn tooth_who_notes_before_it_sends_is_caught(world: World) {
    catches(world, Lie::NotedBeforeSent).await;
}

async fn tooth_another_id_at_a_repeat_is_caught(world: World) {
    catches(world, Lie::AnotherId).await;
}

async fn tooth_who_breaks_the_order_is_caught(world: World) {
    catches(world, Lie::OutOfOrder).await;
}

async fn tooth_who_drops_what_was_refused_is_caught(world: World) {
    catches(world, Lie::DroppedOnRetry).await;
}

async fn tooth_how_far_it_was_read_written_first_is_caught(mut world: World) {
    world.restart_behind(apart);
    let said = lived(world, 7, None).await;
    assert!(said.as_ref().is_err_and(|said| said.contains("never came")), "{said:?}");
}

async fn what_was_not_written_is_not_told(world: World) {
    let (wanted, letters) = of_a_failed_commit(world).await;
    judge(&wanted, &letters).unwrap();
}

/// Somebody who tells of a key before its change was settled.
async fn tooth_who_sends_before_the_commit_is_caught(world: World) {
    let (wanted, mut letters) = of_a_failed_commit(world).await;
    let early = Letter { event: format!("{}0", letters[0].event), ..letters[0].clone() };
    letters.insert(0, early);
    assert!(judge(&wanted, &letters).is_err_and(|said| said.contains("not on record")));
}

/// A key that was not written and one that was: what has to come of it, and what came.
async fn of_a_failed_commit(world: World) -> (Vec<String>, Vec<Letter>) {
    let life = Life::begin(world, 7, None).await;
    let world = &life.world;
    let desk = Desk::open(world, &life.post).await;
    world.store.faults().next(Fault::NotCommitted);
    assert!(world.key_of(&world.host(), "never", None).await.is_err());
    world.healthy().await;
    world.key(&world.host(), "there").await;
    until("the delivery", || is_over(world, life.channels[0], "\"there\"")).await;
    desk.close().await;
    let entries = world.entries();
    let (before, after) = entries.split_at(life.begun);
    let wanted = wanted(after);
    assert_eq!(wanted.len(), 1);
    (wanted, about_entries(life.post.letters(TO[0]), before))
}
