//! What happens by itself: resting orders that the market reaches, deposits and withdrawals that move on.

use crate::{
    VenueError,
    account::AccountNo,
    draft::Draft,
    event::Event,
    funding::{self, FundingStatus},
    ids::{FundingId, OrderId},
    micros::Micros,
    order::{self, Side},
    pair::Pair,
    venue::{FundingKind, Resting, Venue, Waiting},
};

/// Seconds after which the search for reached orders writes down how far it came. Until then each call looks at the seconds
/// since the last mark again, which changes nothing and is cheap.
const MARK_SECS: i64 = 60;

/// One thing that happens by itself.
#[derive(Clone, Copy)]
enum Step {
    Fund(Waiting, FundingStatus),
    Fill(u64, AccountNo),
}

impl Venue {
    /// Everything that happens by itself up to an instant, in order of time; to be applied before anything else is planned.
    ///
    /// Costs a few look-ups per market with resting orders when nothing is due, whatever the number of accounts and orders.
    ///
    /// # Errors
    /// [`VenueError::Overflow`] when a balance leaves the range of decimals.
    pub fn due(&self, now: Micros) -> Result<Vec<Event>, VenueError> {
        // a clock that was set back does not make anything happen twice or unhappen
        let now = now.max(self.state.clock);
        let mut steps: Vec<(Micros, Step)> = Vec::new();
        self.due_funding(now, &mut steps);
        self.due_fills(now, &mut steps);
        // stable: steps of one deposit or withdrawal keep their order
        steps.sort_by_key(|(at, _)| *at);
        let mut draft = Draft::new(self, now);
        for (at, step) in steps {
            match step {
                Step::Fill(seq, account) => self.fill(&mut draft, at, account, seq)?,
                Step::Fund(waiting, status) => self.fund(&mut draft, at, waiting, status)?,
            }
        }
        self.mark(&mut draft, now);
        Ok(draft.events)
    }

    /// Applies everything that is due.
    ///
    /// # Errors
    /// As [`Venue::due`] and [`Venue::apply`].
    pub fn advance(&mut self, now: Micros) -> Result<Vec<Event>, VenueError> {
        let events = self.due(now)?;
        self.apply_all(&events)?;
        Ok(events)
    }

    fn mark(&self, draft: &mut Draft<'_>, now: Micros) {
        let is_long = now.secs().saturating_sub(self.state.checked_to.secs()) >= MARK_SECS;
        if is_long && !self.index.resting.is_empty() {
            draft.events.push(Event::Checked { at: draft.at });
        }
    }

    fn due_funding(&self, now: Micros, steps: &mut Vec<(Micros, Step)>) {
        for waiting in self.index.waiting.iter().take_while(|waiting| waiting.at <= now) {
            // one call may come late enough for several steps
            let mut at = waiting.at.max(self.state.clock);
            let mut next = self.funding_status(waiting).and_then(FundingStatus::next);
            while let Some(status) = next {
                steps.push((at, Step::Fund(*waiting, status)));
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

    fn due_fills(&self, now: Micros, steps: &mut Vec<(Micros, Step)>) {
        let (from, to) = (self.state.checked_to.secs() + 1, now.secs());
        if from > to {
            return;
        }
        for (pair, resting) in &self.index.resting {
            self.due_side(*pair, Side::Buy, resting, (from, to), steps);
            self.due_side(*pair, Side::Sell, resting, (from, to), steps);
        }
    }

    fn due_side(
        &self,
        pair: Pair,
        side: Side,
        resting: &Resting,
        (from, to): (i64, i64),
        steps: &mut Vec<(Micros, Step)>,
    ) {
        let best = match side {
            Side::Buy => resting.buys.last_key_value(),
            Side::Sell => resting.sells.first_key_value(),
        };
        let Some(((best, _), _)) = best else { return };
        if !self.market.may_reach(pair, side, *best, from, to) {
            return;
        }
        let extreme = self.market.extreme(pair, side, from, to);
        let reached = match side {
            Side::Buy => resting.buys.range((extreme, 0)..),
            Side::Sell => resting.sells.range(..=(extreme, u64::MAX)),
        };
        for ((level, seq), account) in reached {
            // the market may have been there before the order was
            let Some(order) = self.order(*account, OrderId::from_seq(self.ids, *seq)) else { continue };
            let from = from.max(order.touched_at.secs() + 1);
            if let Some(sec) = self.market.first_reach(pair, side, *level, from, to) {
                steps.push((Micros::from_secs(sec).max(self.state.clock), Step::Fill(*seq, *account)));
            }
        }
    }

    fn fill(
        &self,
        draft: &mut Draft<'_>,
        at: Micros,
        account: AccountNo,
        seq: u64,
    ) -> Result<(), VenueError> {
        match self.order(account, OrderId::from_seq(self.ids, seq)) {
            Some(order) => order::fill_resting(draft, account, order, at),
            None => Ok(()),
        }
    }

    fn fund(
        &self,
        draft: &mut Draft<'_>,
        at: Micros,
        waiting: Waiting,
        status: FundingStatus,
    ) -> Result<(), VenueError> {
        let id = FundingId::from_seq(self.ids, waiting.seq);
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
