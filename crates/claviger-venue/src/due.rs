//! What happens by itself: orders that the market reaches, that start or expire; deposits and withdrawals that move on;
//! rewards of strategies.

use std::collections::BTreeMap;

use crate::{
    VenueError,
    account::AccountNo,
    asset::Asset,
    draft::Draft,
    earn,
    event::Event,
    funding::{self, FundingStatus},
    ids::{FundingId, OrderId},
    index::{FundingKind, Waiting},
    market::Trail,
    micros::Micros,
    order::{self, Order, OrderStatus},
    venue::Venue,
};

/// Seconds after which the search for reached orders writes down how far it came. Until then each call looks at the seconds
/// since the last mark again, which changes nothing and is cheap.
const MARK_SECS: i64 = 60;

/// Most rewards that one call gives: so long is what a caller may have to make durable at once.
const MOST_REWARDS: usize = 500;

/// One thing that happens by itself.
#[derive(Clone, Copy)]
enum Step {
    Fund(Waiting, FundingStatus),
    /// The allocation of an asset is paid up to a midnight.
    Reward(Asset, Micros),
    /// More rewards of the same instant come with the next call, and everything after them.
    Pause,
    /// The account's dead man's switch goes off.
    Switch,
    /// The order's time is over.
    Expire,
    /// The order's time has come.
    Start,
    /// The market came to its limit.
    Fill,
    /// The market came to its trigger, at this many ticks.
    Fire(i64),
}

impl Step {
    /// What comes first of what happens at one instant: money, then the switch, which stands against everything that would
    /// still fill, then time, then the market.
    const fn rank(self) -> u8 {
        match self {
            Self::Fund(..) => 0,
            Self::Reward(..) | Self::Pause => 1,
            Self::Switch => 2,
            Self::Expire => 3,
            Self::Start => 4,
            Self::Fill | Self::Fire(_) => 5,
        }
    }
}

/// A step with its instant, the counter inside the id of what it is about, and whose that is.
type Due = (Micros, u64, AccountNo, Step);

/// The orders that took a step, by the counter inside their id, as they stand in the book after it. Only of an iceberg is
/// anything left there: any other order ends, or waits for something else, after its first step.
type Moved = BTreeMap<u64, Option<Order>>;

impl Venue {
    /// What happens by itself up to an instant, in order of time; to be applied before anything else is planned.
    ///
    /// It ends early after a step that opens or sends on an order, as what comes then depends on that, and after the rewards
    /// of one midnight, so that a long pause is caught up with in small parts: to be called until it gives nothing
    /// ([`Venue::advance`] does). A switch that goes off comes alone, with the orders it closes, so that a
    /// caller can put it on record of its own: [`Event::SwitchFired`] is then the first event. So does a withdrawal
    /// that arrives. Neither how often it is
    /// called nor at which instants changes what happens; only days before the last thirty whose rewards nobody looked at
    /// have one ledger entry of the same sum (see the rules of `earn`). Alerts
    /// that fire are asked for apart: [`Venue::due_alerts`].
    ///
    /// Costs a few look-ups per market with waiting orders when nothing is due, whatever the number of accounts and orders.
    ///
    /// # Errors
    /// [`VenueError::Overflow`] when a balance leaves the range of decimals.
    pub fn due(&self, now: Micros) -> Result<Vec<Event>, VenueError> {
        // a clock that was set back does not make anything happen twice or unhappen
        let now = now.max(self.state.clock);
        let rewards = self.next_rewards(now);
        let now = rewards.map_or(now, |at| at.max(self.state.clock));
        let mut steps = Vec::new();
        self.due_funding(now, &mut steps);
        self.due_rewards(rewards, &mut steps);
        self.due_switches(now, &mut steps);
        self.due_times(now, &mut steps);
        self.due_levels(now, &mut steps);
        self.due_trails(now, &mut steps);
        // stable: steps of one deposit or withdrawal keep their order
        steps.sort_by_key(|(at, seq, _, step)| (*at, step.rank(), *seq));
        let mut draft = Draft::new(self, now);
        let mut moved = Moved::new();
        for (at, seq, account, step) in steps {
            let known = draft.events.len();
            draft.at = at;
            match step {
                Step::Switch => {
                    // the orders it closes are those of the venue as it stands: what came before must be applied first
                    if known == 0 {
                        order::fire_switch(&mut draft, account)?;
                    }
                    return Ok(draft.events);
                }
                // like a switch: what came before is a record of its own
                Step::Fund(waiting, FundingStatus::Success) if waiting.kind == FundingKind::Withdrawal => {
                    if known == 0 {
                        self.fund(&mut draft, waiting, FundingStatus::Success)?;
                    }
                    return Ok(draft.events);
                }
                Step::Fund(waiting, status) => self.fund(&mut draft, waiting, status)?,
                Step::Reward(asset, to) => earn::pay(&mut draft, account, asset, to)?,
                Step::Pause => return Ok(draft.events),
                _ => self.step(&mut draft, &mut moved, (account, seq), step)?,
            }
            if !self.rushes() && draft.events.iter().skip(known).any(sends_on) {
                return Ok(draft.events);
            }
        }
        draft.at = now;
        self.mark(&mut draft, now);
        Ok(draft.events)
    }

    /// Applies everything that is due; gives the events.
    ///
    /// # Errors
    /// As [`Venue::due`] and [`Venue::apply`].
    pub fn advance(&mut self, now: Micros) -> Result<Vec<Event>, VenueError> {
        let mut all = Vec::new();
        loop {
            let mut events = match self.due(now) {
                Ok(events) => events,
                Err(error) if all.is_empty() => return Err(error),
                // what was applied already must not be lost; the next call meets the error again
                Err(_) => return Ok(all),
            };
            if events.is_empty() {
                events = self.due_alerts(now);
            }
            if events.is_empty() {
                return Ok(all);
            }
            self.apply_all(&events)?;
            all.extend(events);
        }
    }

    #[cfg(any(test, feature = "faults"))]
    const fn rushes(&self) -> bool {
        self.config.faults.rush
    }

    #[cfg(any(test, feature = "faults"))]
    const fn forgets(&self) -> bool {
        self.config.faults.forget_peaks
    }

    #[cfg(not(any(test, feature = "faults")))]
    #[expect(clippy::unused_self, reason = "same shape as with deliberate faults")]
    const fn rushes(&self) -> bool {
        false
    }

    #[cfg(not(any(test, feature = "faults")))]
    #[expect(clippy::unused_self, reason = "same shape as with deliberate faults")]
    const fn forgets(&self) -> bool {
        false
    }

    /// Not while an alert has yet to fire: it is looked for from the last mark on.
    fn mark(&self, draft: &mut Draft<'_>, now: Micros) {
        let is_long = now.secs().saturating_sub(self.state.checked_to.secs()) >= MARK_SECS;
        if is_long && self.index.watches() && self.due_alerts(now).is_empty() {
            draft.events.push(Event::Checked { at: draft.at });
        }
    }

    fn due_funding(&self, now: Micros, steps: &mut Vec<Due>) {
        for waiting in self.index.waiting.iter().take_while(|waiting| waiting.at <= now) {
            // one call may come late enough for several steps
            let mut at = waiting.at.max(self.state.clock);
            let mut next = self.funding_status(waiting).and_then(FundingStatus::next);
            while let Some(status) = next {
                steps.push((at, waiting.seq, waiting.account, Step::Fund(*waiting, status)));
                let stay = self.config.delays.of(waiting.kind, status);
                at = stay.map_or(Micros::MAX, |stay| at.plus(stay));
                next = status.next().filter(|_| at <= now);
            }
        }
    }

    fn funding_status(&self, waiting: &Waiting) -> Option<FundingStatus> {
        let id = FundingId::from_seq(self.ids, waiting.seq);
        match waiting.kind {
            FundingKind::Deposit => self.deposit(waiting.account, id).map(|deposit| deposit.status),
            FundingKind::Withdrawal => {
                self.withdrawal(waiting.account, id).map(|withdrawal| withdrawal.status)
            }
        }
    }

    /// The first midnight at which rewards are due. So late that allocations have not been paid for longer than one catches
    /// up with day by day, it is the one from which on one does.
    fn next_rewards(&self, now: Micros) -> Option<Micros> {
        let (first, ..) = self.index.rewards.first()?;
        let catch_up = earn::day_of(now).minus(Micros(earn::DAY.0 * earn::CATCH_UP_DAYS));
        #[cfg(any(test, feature = "faults"))]
        let catch_up = if self.config.faults.forget_days { earn::day_of(now) } else { catch_up };
        (*first <= now).then(|| catch_up.max(*first))
    }

    fn due_rewards(&self, to: Option<Micros>, steps: &mut Vec<Due>) {
        let Some(to) = to else { return };
        let at = to.max(self.state.clock);
        let mut due = self.index.rewards.iter().take_while(|(next, ..)| *next <= to);
        let some = due.by_ref().take(MOST_REWARDS);
        steps.extend(some.map(|(_, account, asset)| (at, 0, *account, Step::Reward(*asset, to))));
        steps.extend(due.next().map(|(_, account, _)| (at, 0, *account, Step::Pause)));
    }

    fn due_switches(&self, now: Micros, steps: &mut Vec<Due>) {
        let due = self.index.switches.iter().take_while(|(at, _)| *at <= now);
        steps.extend(due.map(|(at, account)| (self.state.clock.max(*at), account.0, *account, Step::Switch)));
    }

    fn due_times(&self, now: Micros, steps: &mut Vec<Due>) {
        for (at, seq, account) in self.index.timed.iter().take_while(|(at, ..)| *at <= now) {
            let Some(order) = self.order(*account, OrderId::from_seq(self.ids, *seq)) else { continue };
            let step = if order.status == OrderStatus::Pending { Step::Start } else { Step::Expire };
            steps.push((self.state.clock.max(*at), *seq, *account, step));
        }
    }

    /// The seconds that orders and alerts have not been compared with yet.
    pub(crate) fn unchecked(&self, now: Micros) -> Option<(i64, i64)> {
        let span = (self.state.checked_to.secs() + 1, now.secs());
        (span.0 <= span.1).then_some(span)
    }

    fn due_levels(&self, now: Micros, steps: &mut Vec<Due>) {
        let Some((from, to)) = self.unchecked(now) else { return };
        for ((pair, watch), levels) in &self.index.levels {
            let nearest = if watch.is_falling() { levels.last_key_value() } else { levels.first_key_value() };
            let Some(((nearest, _), _)) = nearest else { continue };
            if !self.market.may_reach(*watch, *pair, *nearest, (from, to)) {
                continue;
            }
            let extreme = self.market.extreme(*watch, *pair, (from, to));
            let reached = if watch.is_falling() {
                levels.range((extreme, 0)..)
            } else {
                levels.range(..=(extreme, u64::MAX))
            };
            for ((level, seq), account) in reached {
                let Some(order) = self.order(*account, OrderId::from_seq(self.ids, *seq)) else { continue };
                let (count, step) = if order.is_untriggered() {
                    (1, Step::Fire(*level))
                } else {
                    (order.peaks(), Step::Fill)
                };
                // the market may have been there before the order was, or before it showed this peak
                let shown = self.shown_at(*account, order).secs() + 1;
                let mut span = (from.max(shown), to.min(last_second(order)));
                for _ in 0..count {
                    let Some(sec) = self.market.first_reach(*watch, *pair, *level, span) else { break };
                    steps.push((self.at_second(sec), *seq, *account, step));
                    span.0 = sec + 1;
                }
            }
        }
    }

    /// When an order came to stand in the book as it does: when it was placed or amended, or when a fill made an iceberg
    /// show its next peak.
    fn shown_at(&self, account: AccountNo, order: &Order) -> Micros {
        let filled = order.trades.last().filter(|_| !self.forgets());
        let filled = filled.and_then(|trade| self.trade(account, *trade)).map_or(order.touched_at, |t| t.at);
        order.touched_at.max(filled)
    }

    fn due_trails(&self, now: Micros, steps: &mut Vec<Due>) {
        let Some((from, to)) = self.unchecked(now) else { return };
        for ((pair, side), trails) in &self.index.trails {
            let (favour, turn) = (Trail::favour(*side), Trail::turn(*side));
            let far = |watch| self.market.bound(watch, *pair, from, to);
            if trails.candidates(favour, far(favour), far(turn)).is_empty() {
                continue;
            }
            let far = |watch| self.market.extreme(watch, *pair, (from, to));
            for seq in trails.candidates(favour, far(favour), far(turn)) {
                let Some(followed) = trails.get(seq) else { continue };
                let id = OrderId::from_seq(self.ids, seq);
                let Some(order) = self.order(followed.account, id) else { continue };
                let span = (from.max(followed.since + 1), to.min(last_second(order)));
                let cut = self.market.first_cut(*pair, followed.trail, followed.best, span);
                if let Some((sec, best)) = cut {
                    let step = Step::Fire(followed.trail.level(best));
                    steps.push((self.at_second(sec), seq, followed.account, step));
                }
            }
        }
    }

    fn at_second(&self, sec: i64) -> Micros {
        Micros::from_secs(sec).max(self.state.clock)
    }

    /// What a step comes to for an order as it stands in the draft. An order that has ended there takes none.
    fn step(
        &self,
        draft: &mut Draft<'_>,
        moved: &mut Moved,
        (account, seq): (AccountNo, u64),
        step: Step,
    ) -> Result<(), VenueError> {
        let standing = moved.insert(seq, None);
        let order = match &standing {
            Some(standing) => standing.as_ref(),
            None => self.order(account, OrderId::from_seq(self.ids, seq)),
        };
        let Some(order) = order else { return Ok(()) };
        match step {
            Step::Fund(..) | Step::Reward(..) | Step::Pause | Step::Switch => Ok(()),
            Step::Expire => order::expire(draft, account, order),
            Step::Start => order::start(draft, account, order),
            Step::Fire(level) => order::fire(draft, account, order, level),
            Step::Fill => {
                let left = order::fill_resting(draft, account, order)?;
                moved.insert(seq, left);
                Ok(())
            }
        }
    }

    fn fund(&self, draft: &mut Draft<'_>, waiting: Waiting, status: FundingStatus) -> Result<(), VenueError> {
        let (id, at) = (FundingId::from_seq(self.ids, waiting.seq), draft.at);
        match waiting.kind {
            FundingKind::Deposit => match self.deposit(waiting.account, id) {
                Some(deposit) => funding::advance_deposit(draft, waiting.account, deposit, status, at),
                None => Ok(()),
            },
            FundingKind::Withdrawal => match self.withdrawal(waiting.account, id) {
                Some(withdrawal) => {
                    funding::advance_withdrawal(draft, waiting.account, withdrawal, status, at)
                }
                None => Ok(()),
            },
        }
    }
}

/// The last whole second before an order expires.
fn last_second(order: &Order) -> i64 {
    order.expires_at.map_or(i64::MAX, |at| at.minus(Micros(1)).secs())
}

/// Whether what comes after an event depends on it.
const fn sends_on(event: &Event) -> bool {
    matches!(event, Event::Placed { .. } | Event::Started { .. } | Event::Triggered { .. })
}
