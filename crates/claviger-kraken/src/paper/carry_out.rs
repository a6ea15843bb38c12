//! Carrying out a call that was let in.

use super::said::said;
use super::tail::Mark;
use super::{Landing, Paper, State, Stuck, account_no, micros};
use crate::error::KrakenError;
use crate::methods::Answer;
use crate::methods::private::{Act, View};
use claviger::{Admitted, NotRecorded};
use claviger_core::call::QueryDates;
use claviger_core::entry::Outcome;
use claviger_core::id::AccountId;
use claviger_core::reason::Reason;
use claviger_core::time::Timestamp;
use claviger_venue::{Event, Micros};

/// A call that was let in, to be closed exactly once; dropped, it closes itself as *abandoned*.
pub(crate) trait Call: Send {
    /// Whose it is.
    fn account(&self) -> AccountId;
    /// The key that asks, by the number of its id.
    fn key(&self) -> u64;
    /// The history its answer may reach into.
    fn dates(&self) -> QueryDates;
    /// Until when it may be carried out.
    fn not_after(&self) -> Timestamp;
    /// Whether it still may be, right now.
    fn is_in_time(&self, now: Timestamp) -> bool;
    /// Queues its outcome with the venue's record, in this call.
    fn close(self, outcome: Outcome, reason: Reason, said: Option<&str>, journal: Vec<u8>) -> Landing;
}

impl Call for Admitted<'_> {
    fn account(&self) -> AccountId {
        Admitted::account(self)
    }

    fn key(&self) -> u64 {
        Admitted::key(self).as_u64()
    }

    fn dates(&self) -> QueryDates {
        Admitted::dates(self)
    }

    fn not_after(&self) -> Timestamp {
        self.not_after
    }

    fn is_in_time(&self, now: Timestamp) -> bool {
        Admitted::is_in_time(self, now)
    }

    fn close(self, outcome: Outcome, reason: Reason, said: Option<&str>, journal: Vec<u8>) -> Landing {
        let closing = Admitted::close(self, outcome, reason, said, journal);
        // Like every landing: says at once what it knows.
        Box::pin(tokio::task::unconstrained(async { closing.durable().await.map(drop) }))
    }
}

/// What was done, before it is durable.
struct Done {
    answer: Answer,
    events: Vec<Event>,
    /// What was done, in words.
    said: Option<String>,
    /// The reason and the text of a refusal by the exchange.
    refused: Option<KrakenError>,
}

/// How carrying out a call began.
enum Begun<C> {
    /// It was applied, and its outcome is queued.
    Done(Done, Mark),
    /// Nothing was done: something that goes on record by itself has to happen first.
    DueFirst(C, Act),
}

impl Paper {
    /// Carries a call out, and answers once outcome and record are durable.
    ///
    /// Past the call's deadline, or while the state is stale, nothing is done:
    /// `EService:Unavailable`. If the outcome could not be recorded, nobody knows:
    /// `EGeneral:Internal error`.
    pub(crate) async fn carry_out(&self, call: impl Call, act: Act, now: impl Fn() -> Timestamp) -> Answer {
        let (mut call, mut act) = (call, act);
        let (done, mark) = loop {
            let shared = self.gate.read().await;
            let begun = self.begin(call, act, &now)?;
            drop(shared);
            (call, act) = match begun {
                Begun::Done(done, mark) => break (done, mark),
                Begun::DueFirst(call, act) => (call, act),
            };
            self.tick(now()).await.map_err(|_| KrakenError::Unavailable)?;
        };
        match (self.durable(mark).await, done.refused) {
            (Ok(()), _) => done.answer,
            // The exchange had refused: nothing was done, whatever became of the entry.
            (Err(NotRecorded), Some(_)) => Err(KrakenError::Unavailable),
            (Err(NotRecorded), None) => Err(KrakenError::Internal),
        }
    }

    /// Under the lock: applies the call, and queues its outcome. An error means that nothing was done for it.
    fn begin<C: Call>(
        &self,
        call: C,
        act: Act,
        now: &impl Fn() -> Timestamp,
    ) -> Result<Begun<C>, KrakenError> {
        let mut state = self.fresh().map_err(|_| KrakenError::Unavailable)?;
        // The time is read under the lock, right before the effect.
        let at = now();
        if !call.is_in_time(at) {
            return Err(KrakenError::Unavailable);
        }
        if state.venue.has_due_switch(micros(at)) || state.venue.has_due_rewards(micros(at)) {
            return Ok(Begun::DueFirst(call, act));
        }
        let done = state.perform(&call, act, micros(at))?;
        let journal = state.record(&done.events).map_err(|_| KrakenError::Unavailable)?;
        let landing = match done.refused {
            None => call.close(Outcome::Done, Reason::None, done.said.as_deref(), journal),
            Some(error) => {
                let said = error.to_string();
                call.close(Outcome::Failed, why(error), Some(&said), journal)
            }
        };
        let mark = state.tail.push(landing, &self.bell);
        Ok(Begun::Done(done, mark))
    }
}

/// The reason the outcome entry of a refusal gives, as the caller is told it: one that says more than the text, where
/// there is one.
const fn why(refused: KrakenError) -> Reason {
    match refused {
        KrakenError::InvalidArguments | KrakenError::InvalidArgument(_) => Reason::InvalidArguments,
        KrakenError::UnconfirmedWithdrawKey => Reason::AddressUnconfirmed,
        _ => Reason::UpstreamRefused,
    }
}

impl State {
    /// What is due, then the command. An error here means that nothing was done for this call.
    fn perform(&mut self, call: &impl Call, act: Act, now: Micros) -> Result<Done, KrakenError> {
        let mut events = match self.advance(now, usize::MAX) {
            Ok(due) => due,
            Err(Stuck::Due(error)) => {
                tracing::error!(%error, "what is due on the paper exchange cannot be worked out");
                return Err(KrakenError::Unavailable);
            }
            Err(Stuck::Stale) => return Err(KrakenError::Unavailable),
        };
        let account = account_no(call.account());
        match act {
            Act::Nothing(show) => {
                let answer = show(&View { venue: &self.venue, account, now, dates: call.dates() });
                let refused = answer.as_ref().err().copied();
                Ok(Done { answer, events, said: None, refused })
            }
            Act::Command(command, write) => {
                match self.venue.plan(account, &command, now, micros(call.not_after())) {
                    Err(refused) => {
                        let error = KrakenError::from(refused);
                        Ok(Done { answer: Err(error), events, said: None, refused: Some(error) })
                    }
                    Ok(mut planned) => {
                        planned.events.iter_mut().for_each(|event| event.ask(call.key()));
                        self.apply(&planned.events).map_err(|_| KrakenError::Unavailable)?;
                        events.extend(planned.events);
                        let view = View { venue: &self.venue, account, now, dates: call.dates() };
                        let said = said(&view, &command, &planned.reply);
                        Ok(Done { answer: write(&view, &planned.reply), events, said, refused: None })
                    }
                }
            }
        }
    }
}
