//! Price alerts.

use claviger_venue::{
    Alert, AlertError, AlertId, AlertState, Command, Condition, Direction, Event, Firing, KEPT_FIRINGS,
    LONGEST_DESCRIPTION, LONGEST_REPEAT_SECS, MOST_ALERTS, Micros, NewAlert, Reply, SHORTEST_REPEAT_SECS,
    Venue, VenueConfig, VenueError,
};
use rust_decimal::Decimal;

use super::{AccountNo, Desk, ME, OPENED, dec, pair};

fn new(condition: Condition) -> NewAlert {
    let (description, by) = ("look".into(), "me".into());
    let pair = pair("XBTUSD");
    NewAlert { pair, condition, repeat_secs: None, description, by, expires_at: None, enabled: true }
}

fn last(desk: &Desk, at: Micros) -> Decimal {
    desk.venue.market().quote(pair("XBTUSD"), at).last
}

/// Makes an alert; gives its id and whether its condition holds already.
fn create(desk: &mut Desk, new: NewAlert) -> (AlertId, bool) {
    match desk.run(Command::CreateAlert(new)).reply {
        Reply::AlertCreated { alert, holds } => (alert.id, holds),
        other => panic!("{other:?}"),
    }
}

/// The first second from `now` on at which the price comes above a level a little above it, and that level.
fn a_rise(desk: &Desk) -> (Decimal, Micros) {
    let level = last(desk, desk.now) + dec("150");
    let mut secs = (1..200_000).map(|secs| desk.now.plus(Micros::from_secs(secs)));
    let at = secs.find(|at| last(desk, *at) >= level).expect("a rise");
    (level, Micros::from_secs(at.secs()))
}

fn firings(desk: &Desk) -> Vec<Firing> {
    desk.venue.firings(ME, None).cloned().collect()
}

fn alert(desk: &Desk, id: AlertId) -> &Alert {
    desk.venue.alert(ME, id).unwrap()
}

fn state(desk: &Desk, id: AlertId) -> AlertState {
    desk.venue.alert_state(ME, alert(desk, id), desk.now)
}

#[test]
fn it_fires_at_the_first_second_however_late_one_looks_and_only_once() {
    let mut desk = Desk::new();
    let (level, at) = a_rise(&desk);
    let (id, holds) = create(&mut desk, new(Condition::Above(level)));
    assert!(!holds && state(&desk, id) == AlertState::Armed);
    desk.now = at.minus(Micros(1));
    desk.wait(0);
    assert_eq!(firings(&desk), []);
    desk.now = at;
    desk.wait(500_000);
    let [fired] = &firings(&desk)[..] else { panic!("{:?}", firings(&desk)) };
    assert_eq!((fired.alert, fired.at, fired.pair, &*fired.description), (id, at, pair("XBTUSD"), "look"));
    assert_eq!((fired.condition, fired.price), (Condition::Above(level), last(&desk, at)));
    assert_eq!(fired.day_ago, last(&desk, at.minus(Micros::from_secs(86_400))));
    assert_eq!((alert(&desk, id).fired, alert(&desk, id).fired_at), (1, Some(at)));
    assert_eq!((state(&desk, id), alert(&desk, id).enabled), (AlertState::Fired, false));
    desk.wait(500_000);
    assert_eq!(firings(&desk).len(), 1);
}

#[test]
fn one_that_holds_already_waits_until_it_does_not() {
    let mut desk = Desk::new();
    desk.wait(1_000);
    let level = last(&desk, desk.now);
    let (above, holds) = create(&mut desk, new(Condition::Above(level)));
    assert!(holds && state(&desk, above) == AlertState::Waiting);
    let (far, holds) = create(&mut desk, new(Condition::Above(dec("50000"))));
    assert!(holds);
    desk.wait(400_000);
    assert_eq!(state(&desk, far), AlertState::Waiting, "it held all the time");
    let fired = firings(&desk);
    assert_eq!(fired.iter().map(|one| one.alert).collect::<Vec<_>>(), [above]);
    assert!(last(&desk, fired[0].at.minus(Micros::from_secs(1))) < level && fired[0].price >= level);
}

#[test]
fn one_that_repeats_rests_and_needs_to_have_been_false() {
    let mut desk = Desk::new();
    let level = last(&desk, desk.now);
    let repeats = NewAlert { repeat_secs: Some(3_600), ..new(Condition::Below(level)) };
    let (id, _) = create(&mut desk, repeats);
    desk.wait(2_000_000);
    let mut fired = firings(&desk);
    fired.reverse();
    assert!(fired.len() > 3 && fired.len() as u64 == alert(&desk, id).fired, "{}", fired.len());
    for pair in fired.windows(2) {
        let rested = pair[0].at.secs() + 3_600;
        assert!(pair[1].at.secs() > rested, "it rests");
        assert!((rested..pair[1].at.secs()).any(|sec| last(&desk, Micros::from_secs(sec)) > level));
        assert!(last(&desk, pair[1].at.minus(Micros::from_secs(1))) > level, "it came to hold then");
    }
}

#[test]
fn a_change_is_against_the_price_of_a_day_before() {
    let mut desk = Desk::new();
    for direction in [Direction::Up, Direction::Down, Direction::Either] {
        create(&mut desk, new(Condition::Change { direction, percent: dec("1.5") }));
    }
    desk.wait(2_000_000);
    let fired = firings(&desk);
    let ways: Vec<_> = fired.iter().map(|one| one.condition).collect();
    assert_eq!(ways.len(), 3, "{ways:?}");
    for one in &fired {
        let (percent, before) = (one.change().percent(), one.at.minus(Micros::from_secs(1)));
        let before = desk.venue.market().change(one.pair, before).percent();
        let Condition::Change { direction, percent: least } = one.condition else { panic!() };
        let size = |percent: Decimal| match direction {
            Direction::Up => percent,
            Direction::Down => -percent,
            Direction::Either => percent.abs(),
        };
        assert!(size(percent) >= least && size(before) < least, "{one:?}");
    }
}

#[test]
fn it_ends_with_its_time() {
    let mut desk = Desk::new();
    let (level, at) = a_rise(&desk);
    let until = |expires_at| NewAlert { expires_at: Some(expires_at), ..new(Condition::Above(level)) };
    let (late, _) = create(&mut desk, until(at));
    let (early, _) = create(&mut desk, until(at.plus(Micros(1))));
    desk.wait(500_000);
    assert_eq!(firings(&desk).iter().map(|one| one.alert).collect::<Vec<_>>(), [early]);
    assert_eq!(state(&desk, late), AlertState::Expired);
    desk.run(Command::EditAlert { id: late, enabled: false });
    let refused = desk.refusal(Command::EditAlert { id: late, enabled: true });
    assert_eq!(refused, VenueError::Alert(AlertError::Expired));
}

#[test]
fn turned_off_it_does_not_fire_and_turned_on_it_begins_anew() {
    let mut desk = Desk::new();
    let (level, at) = a_rise(&desk);
    let off = NewAlert { enabled: false, ..new(Condition::Above(level)) };
    let (id, _) = create(&mut desk, off);
    assert_eq!(state(&desk, id), AlertState::Off);
    desk.now = at;
    desk.wait(0);
    desk.run(Command::EditAlert { id, enabled: true });
    assert_eq!(state(&desk, id), AlertState::Waiting, "it holds");
    desk.wait(500_000);
    assert_eq!(firings(&desk).len(), 1);
    desk.run(Command::EditAlert { id, enabled: true });
    assert!(alert(&desk, id).enabled, "one that is over may be turned on again");
    let again = desk.refusal(Command::EditAlert { id, enabled: true });
    assert_eq!(again, VenueError::Alert(AlertError::NoChange));
}

#[test]
fn removed_it_is_gone_and_what_it_fired_is_not() {
    let mut desk = Desk::new();
    let (level, _) = a_rise(&desk);
    let (gone, _) = create(&mut desk, new(Condition::Above(level)));
    let (kept, _) = create(&mut desk, new(Condition::Above(level)));
    desk.run(Command::RemoveAlert { id: gone });
    desk.wait(500_000);
    desk.run(Command::RemoveAlert { id: kept });
    assert_eq!(firings(&desk).iter().map(|one| one.alert).collect::<Vec<_>>(), [kept]);
    assert_eq!(desk.venue.alerts(ME, None).count(), 0);
    for command in [Command::RemoveAlert { id: kept }, Command::EditAlert { id: gone, enabled: true }] {
        assert_eq!(desk.refusal(command), VenueError::Alert(AlertError::Unknown));
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let mut desk = Desk::new();
    let mut refused = |new: NewAlert| match desk.refusal(Command::CreateAlert(new)) {
        VenueError::Alert(error) => error,
        other => panic!("{other}"),
    };
    let good = || new(Condition::Above(dec("100000")));
    assert_eq!(refused(new(Condition::Above(dec("0.05")))), AlertError::TickSize);
    assert_eq!(refused(new(Condition::Below(dec("-1")))), AlertError::Price);
    let change = Condition::Change { direction: Direction::Up, percent: dec("0") };
    assert_eq!(refused(new(change)), AlertError::Percent);
    for secs in [SHORTEST_REPEAT_SECS - 1, LONGEST_REPEAT_SECS + 1, i64::MIN] {
        assert_eq!(refused(NewAlert { repeat_secs: Some(secs), ..good() }), AlertError::Repeat);
    }
    let description = "x".repeat(LONGEST_DESCRIPTION + 1).into();
    assert_eq!(refused(NewAlert { description, ..good() }), AlertError::Description);
    assert_eq!(refused(NewAlert { expires_at: Some(OPENED), ..good() }), AlertError::Expiry);
    for _ in 0..MOST_ALERTS {
        create(&mut desk, good());
    }
    let refused = desk.refusal(Command::CreateAlert(good()));
    assert_eq!(refused, VenueError::Alert(AlertError::TooMany));
    let stranger = desk.venue.execute(AccountNo(9), &Command::CreateAlert(good()), desk.now, Micros::MAX);
    assert_eq!(stranger.unwrap_err(), VenueError::NotOpened);
}

#[test]
fn the_latest_firings_are_kept_and_paged() {
    let mut desk = Desk::new();
    let (level, mut first) = (last(&desk, desk.now), None);
    for condition in [Condition::Above(level), Condition::Below(level)] {
        for _ in 0..30 {
            first = Some(create(&mut desk, NewAlert { repeat_secs: Some(60), ..new(condition) }));
        }
    }
    let (busy, _) = first.unwrap();
    while alert(&desk, busy).fired < 20 {
        desk.wait(1_000);
    }
    let all = firings(&desk);
    assert_eq!(all.len(), KEPT_FIRINGS);
    assert!(all.windows(2).all(|pair| pair[0].at >= pair[1].at), "newest first");
    let page: Vec<_> = desk.venue.firings(ME, Some(all[9].id)).take(5).cloned().collect();
    assert_eq!(page, all[10..15]);
    assert!(desk.venue.has_fired(ME, all[0].id) && !desk.venue.has_fired(AccountNo(9), all[0].id));
    let alerts: Vec<_> = desk.venue.alerts(ME, None).map(|alert| alert.id).collect();
    let after: Vec<_> = desk.venue.alerts(ME, Some(alerts[39])).map(|alert| alert.id).collect();
    assert_eq!((alerts.len(), &after[..]), (60, &alerts[40..]));
}

#[test]
fn it_is_kept_by_snapshot_and_journal_and_no_event_counts_twice() {
    let mut desk = Desk::new();
    let (level, at) = a_rise(&desk);
    let (id, _) = create(&mut desk, new(Condition::Above(level)));
    let mut read = Venue::restore(&desk.venue.snapshot().unwrap()).unwrap();
    assert_eq!(read, desk.venue);
    let events = read.due_alerts(at.plus(Micros::from_secs(999)));
    let [Event::AlertFired { account: ME, firing }] = &events[..] else { panic!("{events:?}") };
    assert_eq!((firing.alert, firing.at), (id, at));
    read.apply_all(&events).unwrap();
    assert!(read.apply_all(&events).is_err(), "the same firing again");
    assert_eq!(Venue::restore(&read.snapshot().unwrap()).unwrap(), read);
    let mut other = desk.venue.clone();
    other.apply(&Event::AlertRemoved { at: desk.now, account: ME, id }).unwrap();
    assert!(other.apply_all(&events).is_err(), "a firing of no alert");
}

/// Thousands of alerts that are not reached cost no more than the markets they are for.
#[test]
fn thousands_of_alerts_that_rest_are_not_looked_at() {
    let mut desk = Desk::with(VenueConfig::new(5, OPENED));
    let price = last(&desk, desk.now);
    for number in 0..50 {
        let account = AccountNo(100 + number);
        let open = Command::OpenAccount { funding: Vec::new(), addresses: Vec::new() };
        desk.venue.execute(account, &open, desk.now, Micros::MAX).unwrap();
        for place in 0..100 {
            let far = Condition::Above(price * dec("2") + Decimal::from(place));
            let made = desk.venue.plan(account, &Command::CreateAlert(new(far)), desk.now, Micros::MAX);
            desk.venue.apply_all(&made.unwrap().events).unwrap();
        }
    }
    desk.wait(61);
    let timed = std::time::Instant::now();
    for _ in 0..1_000 {
        desk.now = desk.now.plus(Micros(50_000));
        assert_eq!(desk.venue.due_alerts(desk.now), []);
    }
    // a few microseconds each; looking at each of the five thousand would take seconds
    assert!(timed.elapsed().as_millis() < 1_000, "{:?}", timed.elapsed());
}
