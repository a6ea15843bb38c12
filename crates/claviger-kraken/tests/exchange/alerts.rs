//! Price alerts that fire: on record with their entry, once, and told only then.

use crate::world::{START, World, limits};
use claviger::core::action::Action;
use claviger::core::entry::{Actor, Outcome, Target};
use claviger::core::id::LogId;
use claviger::core::reason::Detail;
use claviger::core::store::{Change, Mutation, Store as _};
use claviger::manage::act;
use claviger_kraken::paper::account_no;
use claviger_store::{Fault, MemoryDisk};
use claviger_venue::{Alert, AlertState, Command, Condition, Firing, Micros, NewAlert, Pair};
use rust_decimal::Decimal;
use std::time::Duration;

/// What the log says of alerts that fired.
fn entries(world: &World) -> Vec<String> {
    let entries = world.store.entries(LogId(0), 0, usize::MAX).unwrap();
    let of_alert = entries.into_iter().filter(|entry| entry.draft.action == Action::AlertFired);
    of_alert
        .map(|entry| {
            let draft = &entry.draft;
            assert_eq!(
                (draft.actor, draft.outcome, draft.target),
                (Actor::System, Outcome::Changed, Target::Account)
            );
            assert_eq!(draft.account, world.owner.account);
            let Detail::Change(words) = &draft.detail else { panic!("{:?}", draft.detail) };
            words.to_string()
        })
        .collect()
}

/// What is on record of what fired, oldest first.
async fn recorded(world: &World) -> Vec<Firing> {
    let account = account_no(world.owner.account);
    let mut all: Vec<_> =
        world.paper.read(|venue| venue.firings(account, None).cloned().collect()).await.unwrap();
    all.reverse();
    all
}

/// Makes an alert that fires when the price comes above a level; repeats every so often.
async fn create(world: &World, level: Decimal, repeat_secs: Option<i64>) -> Alert {
    let pair = Pair::find("XBTUSD").unwrap();
    let (condition, empty) = (Condition::Above(level), Box::<str>::default());
    let (description, by) = (empty.clone(), empty);
    let new = NewAlert { pair, condition, repeat_secs, description, by, expires_at: None, enabled: true };
    let entry = act(&world.owner, Action::AlertCreate, Target::Account, 0, "made");
    let commit =
        |journal, _| world.node.commit_change(Mutation { journal, ..Mutation::new(Change::UPSTREAM, entry) });
    world.paper.create_alert(world.owner.account, new, world.node.now(), commit).await.unwrap().0
}

/// A level a little above the price, and the seconds from the start on at which the price first comes to it.
fn a_rise(world: &World) -> (Decimal, i64) {
    let pair = Pair::find("XBTUSD").unwrap();
    let price = |sec| world.paper.market().quote(pair, Micros::from_secs(START + sec)).last;
    let level = price(0) + Decimal::from(100);
    (level, (1..400_000).find(|sec| price(*sec) >= level).expect("a rise"))
}

/// Ticks until it is taken, as the server does.
async fn tick(world: &World) {
    for _ in 0..500 {
        if world.paper.tick(world.node.now()).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("the paper exchange stands still");
}

#[tokio::test]
async fn it_fires_by_itself_on_record_and_is_told_once() {
    let world = World::new().await;
    let (level, secs) = a_rise(&world);
    let alert = create(&world, level, None).await;
    world.pass(secs - 1).await;
    assert_eq!((recorded(&world).await, world.told.all()), (vec![], vec![]));
    world.pass(1).await;
    let [fired] = &recorded(&world).await[..] else { panic!("{:?}", recorded(&world).await) };
    assert_eq!((fired.alert, fired.at), (alert.id, Micros::from_secs(START + secs)));
    assert_eq!(world.told.all(), [(world.owner.account, fired.clone())]);
    let percent = fired.change().percent();
    let at = claviger::core::time::Timestamp::from_secs(START + secs);
    let words =
        format!("{}: XBTUSD above {level}, at {} ({percent} % in 24 h) since {at}", alert.id, fired.price);
    assert_eq!(entries(&world), [words]);
    world.pass(100_000).await;
    assert_eq!((entries(&world).len(), world.told.all().len()), (1, 1));
}

#[tokio::test]
async fn a_call_neither_waits_for_an_alert_nor_keeps_it_from_firing() {
    let world = World::new().await;
    let bot = world.full().await;
    let (level, secs) = a_rise(&world);
    create(&world, level, None).await;
    world.step(secs + 600);
    let order = "pair=XBTUSD&type=buy&ordertype=limit&price=10000&volume=0.01";
    world.ok(&bot, "AddOrder", order).await;
    assert_eq!(entries(&world), Vec::<String>::new(), "it is the tick's");
    world.pass(0).await;
    assert_eq!(recorded(&world).await[0].at, Micros::from_secs(START + secs), "the true second");
    assert_eq!((entries(&world).len(), world.told.all().len()), (1, 1));
    // What is changed about alerts comes after what they fired.
    let account = account_no(world.owner.account);
    let again = world.paper.read(|venue| {
        let alert = venue.alerts(account, None).next().unwrap();
        venue.alert_state(account, alert, venue.clock())
    });
    assert_eq!(again.await, Ok(AlertState::Fired));
}

#[tokio::test]
async fn what_came_while_nothing_ran_fires_at_the_next_start_for_its_second() {
    let disk = MemoryDisk::default();
    let before = World::over(disk.clone(), limits()).await;
    let (level, secs) = a_rise(&before);
    create(&before, level, Some(600)).await;
    before.node.shut_down().await;
    drop(before);
    let after = World::over(disk.clone(), limits()).await;
    after.step(secs + 400_000);
    tick(&after).await;
    let fired = recorded(&after).await;
    assert_eq!(fired[0].at, Micros::from_secs(START + secs));
    assert!(fired.len() > 1, "{}", fired.len());
    assert!(fired.windows(2).all(|two| two[1].at.secs() > two[0].at.secs() + 600));
    let told: Vec<_> = after.told.all().into_iter().map(|(_, one)| one).collect();
    assert_eq!((&told, entries(&after).len()), (&fired, fired.len()));
    after.paper.snapshot().await.unwrap();
    after.node.shut_down().await;
    drop(after);
    // Once more: what has fired has fired.
    let again = World::over(disk, limits()).await;
    again.step(secs + 400_000);
    tick(&again).await;
    assert_eq!((recorded(&again).await, again.told.all()), (fired, vec![]));
}

#[tokio::test]
async fn a_record_that_is_lost_leaves_it_armed_and_one_that_landed_does_not() {
    for (fault, lost) in
        [(Fault::NotCommitted, true), (Fault::UnknownNotWritten, true), (Fault::UnknownWritten, false)]
    {
        let world = World::new().await;
        let (level, secs) = a_rise(&world);
        create(&world, level, None).await;
        world.step(secs);
        world.faults().next(fault);
        assert!(world.paper.tick(world.node.now()).await.is_err());
        assert_eq!(world.told.all(), [], "nobody knows yet: {fault:?}");
        assert_eq!(entries(&world).len(), usize::from(!lost), "never an entry alone: {fault:?}");
        while !world.node.lane().is_healthy() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        tick(&world).await;
        tick(&world).await;
        let fired = recorded(&world).await;
        assert_eq!((fired.len(), entries(&world).len(), world.told.all().len()), (1, 1, 1), "{fault:?}");
        assert_eq!(world.told.all()[0].1, fired[0]);
    }
}

/// Whoever lets it fire goes away while the record is being written: it is told all the same, once.
#[tokio::test]
async fn it_is_told_though_nobody_waited_for_its_record() {
    let world = World::new().await;
    let (level, secs) = a_rise(&world);
    create(&world, level, None).await;
    world.step(secs);
    world.faults().next(Fault::Stall(Duration::from_millis(50)));
    let left = tokio::time::timeout(Duration::from_millis(5), world.paper.tick(world.node.now())).await;
    assert!(left.is_err() && world.told.all().is_empty());
    let mut told = 0;
    for _ in 0..500 {
        tick(&world).await;
        told = world.told.all().len();
        if told > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    tick(&world).await;
    assert_eq!((told, world.told.all().len(), entries(&world).len()), (1, 1, 1));
}

#[tokio::test]
async fn many_at_once_fire_each_once_and_in_order() {
    let world = World::new().await;
    let (level, secs) = a_rise(&world);
    let mut made = Vec::new();
    for _ in 0..40 {
        made.push(create(&world, level, None).await.id);
    }
    world.step(secs);
    tick(&world).await;
    let fired: Vec<_> = recorded(&world).await.iter().map(|one| one.alert).collect();
    assert_eq!((&fired, entries(&world).len(), world.told.all().len()), (&made, 40, 40));
    let gone = Command::RemoveAlert { id: made[0] };
    let entry = act(&world.owner, Action::AlertRemove, Target::Account, 0, "removed");
    let commit =
        |journal| world.node.commit_change(Mutation { journal, ..Mutation::new(Change::UPSTREAM, entry) });
    world.paper.change(world.owner.account, &gone, world.node.now(), commit).await.unwrap();
    assert_eq!(recorded(&world).await.len(), 40, "what it fired stays on record");
}
