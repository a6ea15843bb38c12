//! Every alert fires at exactly the seconds that somebody finds who looks at each one, whoever asks when, and whatever is
//! restarted in between.

use proptest::{
    prelude::*,
    test_runner::{TestCaseError, TestRunner},
};
use rust_decimal::Decimal;

use super::{OPENED, biting, config, ops::Op, runner};
use crate::{
    AccountNo, Alert, Command, Condition, Direction, Event, Faults, Firing, Market, Micros, NewAlert, Venue,
};

const OWNERS: [AccountNo; 2] = [AccountNo(1), AccountNo(2)];

impl Op {
    /// What is done to the alerts of an account.
    pub(super) fn alert(&self, venue: &Venue, account: AccountNo, now: Micros) -> Command {
        let all: Vec<_> = venue.alerts(account, None).collect();
        match (all.get(self.pick % all.len().max(1)), self.dice % 8) {
            (Some(alert), 0) => Command::RemoveAlert { id: alert.id },
            (Some(alert), 1..3) => Command::EditAlert { id: alert.id, enabled: !alert.enabled },
            _ => Command::CreateAlert(self.new_alert(venue.market(), now)),
        }
    }

    /// An alert close enough to the market to fire.
    fn new_alert(&self, market: &Market, now: Micros) -> NewAlert {
        let pair = self.pair();
        let change = market.change(pair, now);
        let price = change.price * Decimal::new(1_000_000 + 3 * self.off, 6);
        let price = price.round_dp(pair.price_decimals());
        let near = (change.percent() + Decimal::new(self.off / 10, 2)).abs().max(Decimal::new(1, 2));
        let direction = [Direction::Up, Direction::Down, Direction::Either][self.pick % 3];
        NewAlert {
            pair,
            condition: match self.dice % 4 {
                0 => Condition::Above(price),
                1 => Condition::Below(price),
                _ => Condition::Change { direction, percent: near.min(Decimal::from(99)) },
            },
            repeat_secs: self.bit(0).then_some(60 + self.size % 300),
            description: "".into(),
            by: "".into(),
            expires_at: self.bit(1).then(|| now.plus(Micros(self.size * 1_000_003 + 1))),
            enabled: !self.bits.is_multiple_of(7),
        }
    }
}

/// Whether a condition holds at a second, as anybody can tell who reads the ticker.
fn holds(market: &Market, alert: &Alert, sec: i64) -> bool {
    let change = market.change(alert.pair, Micros::from_secs(sec));
    match alert.condition {
        Condition::Above(price) => change.price >= price,
        Condition::Below(price) => change.price <= price,
        Condition::Change { direction: Direction::Up, percent } => change.percent() >= percent,
        Condition::Change { direction: Direction::Down, percent } => change.percent() <= -percent,
        Condition::Change { direction: Direction::Either, percent } => change.percent().abs() >= percent,
    }
}

/// The seconds at which an alert fires that stays as it was made, up to one.
fn by_hand(market: &Market, alert: &Alert, last: i64) -> Vec<i64> {
    let (mut fired, mut armed, mut rests_until) = (Vec::new(), false, alert.since.secs());
    for sec in alert.since.secs()..=last {
        let is_over = alert.expires_at.is_some_and(|expires_at| Micros::from_secs(sec) >= expires_at);
        if is_over || !alert.enabled || (alert.repeat_secs.is_none() && !fired.is_empty()) {
            break;
        }
        if sec < rests_until {
            continue;
        }
        let holds = holds(market, alert, sec);
        if armed && holds {
            fired.push(sec);
            rests_until = sec + alert.repeat_secs.unwrap_or(0);
        }
        armed = !holds;
    }
    fired
}

/// Everything that fired, in order.
fn fired(events: &[Event]) -> Vec<(AccountNo, Firing)> {
    let one = |event: &Event| match event {
        Event::AlertFired { account, firing } => Some((*account, (**firing).clone())),
        _ => None,
    };
    events.iter().filter_map(one).collect()
}

/// Two accounts with alerts made over a few minutes.
fn made(faults: Faults, ops: &[Op]) -> (Venue, Vec<Event>, Vec<(AccountNo, Alert)>) {
    let (mut venue, mut now) = (Venue::new(config(faults)), OPENED.plus(Micros::from_secs(40_000)));
    let mut log = Vec::new();
    let mut run = |venue: &mut Venue, account, command: &Command, now| {
        log.extend(venue.execute(account, command, now, Micros::MAX).unwrap().events);
    };
    for account in OWNERS {
        let open = Command::OpenAccount { funding: Vec::new(), addresses: Vec::new() };
        run(&mut venue, account, &open, now);
    }
    let mut alerts = Vec::new();
    for op in ops {
        let account = OWNERS[op.account % 2];
        now = now.plus(Micros(op.pause().0 % 3_000_000));
        let new = op.new_alert(venue.market(), now);
        run(&mut venue, account, &Command::CreateAlert(new), now);
        alerts.push((account, venue.alerts(account, None).last().unwrap().clone()));
    }
    (venue, log, alerts)
}

/// Goes on in steps, restarting now and then from a snapshot or from everything that happened.
fn in_steps(faults: Faults, venue: Venue, log: &mut Vec<Event>, steps: &[(i64, u8)], last: Micros) -> Venue {
    let (mut venue, mut now) = (venue, Micros::default());
    for (secs, restart) in steps {
        now = now.max(venue.clock()).plus(Micros(secs * 1_000_000 + 7_777)).min(last);
        log.extend(venue.advance(now).unwrap());
        match restart {
            0 => {
                venue = Venue::restore(&venue.snapshot().unwrap()).unwrap();
                venue.config.faults = faults;
            }
            1 => {
                venue = Venue::new(config(faults));
                venue.apply_all(log).unwrap();
            }
            _ => {}
        }
        // a clock that steps back changes nothing
        assert_eq!(venue.due_alerts(now.minus(Micros::from_secs(3_600))), []);
    }
    log.extend(venue.advance(last).unwrap());
    venue
}

fn compare(faults: Faults, mut runner: TestRunner) -> Result<(), String> {
    let steps = prop::collection::vec((0..400_i64, 0..6_u8), 1..20);
    let strategy = (prop::collection::vec(super::ops::op(), 1..8), steps, 500..3_000_i64);
    let outcome = runner.run(&strategy, |(ops, steps, span)| {
        let (venue, log, alerts) = made(faults, &ops);
        let last = venue.clock().plus(Micros::from_secs(span));
        let (mut seldom, mut late) = (venue.clone(), log.clone());
        late.extend(seldom.advance(last).unwrap());
        let mut log = log;
        let often = in_steps(faults, venue, &mut log, &steps, last);
        prop_assert_eq!(fired(&log), fired(&late), "the pace of asking changed what fires");
        let market = often.market();
        for (account, alert) in &alerts {
            let expected = by_hand(market, alert, last.secs());
            let found =
                fired(&log).into_iter().filter(|(owner, one)| owner == account && one.alert == alert.id);
            let found: Vec<i64> = found.map(|(_, one)| one.at.secs()).collect();
            prop_assert_eq!(found, expected, "{:?}", alert);
        }
        prop_assert!(Venue::restore(&often.snapshot().unwrap()).unwrap().index == often.index);
        Ok::<(), TestCaseError>(())
    });
    outcome.map_err(|error| error.to_string())
}

#[test]
fn each_alert_fires_once_for_each_second_somebody_finds_by_hand() {
    compare(Faults::default(), runner(48)).unwrap();
}

#[test]
fn the_alerts_of_the_property_do_fire() {
    use proptest::strategy::ValueTree as _;
    let mut tree = TestRunner::deterministic();
    let strategy = prop::collection::vec(super::ops::op(), 1..8);
    let (mut once, mut again) = (0, 0);
    for _ in 0..30 {
        let ops = strategy.new_tree(&mut tree).unwrap().current();
        let (mut venue, _, alerts) = made(Faults::default(), &ops);
        venue.advance(venue.clock().plus(Micros::from_secs(2_000))).unwrap();
        for (account, alert) in &alerts {
            let fired = venue.alert(*account, alert.id).unwrap().fired;
            (once, again) = (once + usize::from(fired == 1), again + usize::from(fired > 1));
        }
    }
    assert!(once > 20 && again > 10, "{once} {again}");
}

#[test]
fn tooth_an_alert_that_stays_on_is_caught() {
    let found = compare(Faults { keep_alerts_on: true, ..Faults::default() }, biting(64));
    assert!(found.is_err(), "the fault was not caught");
}
