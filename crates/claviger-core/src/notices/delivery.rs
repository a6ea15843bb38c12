//! An event on its way to one channel.

use super::event::{Event, EventBody};
use crate::entry::cut;
use crate::id::{ChannelId, DeliveryId};
use crate::people::{RecordError, body};
use crate::store::{Record, RecordKind};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Attempts that are kept: the last ones. How many there were is counted.
pub const MAX_ATTEMPTS_KEPT: usize = 20;
/// Most bytes kept of an answer.
const MAX_ANSWER_BYTES: usize = 120;

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It waits for its turn, or for its next attempt.
    Waiting,
    /// The channel took it.
    Delivered,
    /// It was given up: the channel did not take it for a day, or said it never will.
    Failed,
}

impl Fate {
    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Fate::Waiting => "waiting",
            Fate::Delivered => "delivered",
            Fate::Failed => "failed",
        }
    }
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// When it began.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
    /// Whether the channel took it.
    pub taken: bool,
    /// What it answered, or why it could not be asked; no secret is in it.
    pub answer: String,
}

/// A delivery on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The id.
    pub id: DeliveryId,
    /// Where it goes.
    pub channel: ChannelId,
    /// What is told.
    pub event: Event,
    /// What became of it.
    pub fate: Fate,
    /// How often it was tried.
    pub tries: u32,
    /// When it was first tried.
    pub first_try: Option<Timestamp>,
    /// When it is tried next, while it waits; none for as soon as its turn comes.
    pub next_try: Option<Timestamp>,
    /// The last attempts, oldest first.
    pub attempts: Vec<Attempt>,
    /// Rises with every change, from 1.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it goes; none while it waits.
    pub expires_at: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    event: EventBody,
    fate: Fate,
    tries: u32,
    first_try: Option<Timestamp>,
    next_try: Option<Timestamp>,
    attempts: Vec<Attempt>,
}

impl Delivery {
    /// A new one, which waits for its turn.
    #[must_use]
    pub const fn new(id: DeliveryId, channel: ChannelId, event: Event, now: Timestamp) -> Self {
        Delivery {
            id,
            channel,
            event,
            fate: Fate::Waiting,
            tries: 0,
            first_try: None,
            next_try: None,
            attempts: Vec::new(),
            revision: 1,
            created_at: now,
            expires_at: None,
        }
    }

    /// The same after an attempt.
    #[must_use]
    pub fn after(mut self, attempt: Attempt, fate: Fate, next_try: Option<Timestamp>) -> Self {
        self.first_try = self.first_try.or(Some(attempt.at));
        self.tries = self.tries.saturating_add(1);
        let answer = cut(&attempt.answer, MAX_ANSWER_BYTES).to_owned();
        self.attempts.push(Attempt { answer, ..attempt });
        let over = self.attempts.len().saturating_sub(MAX_ATTEMPTS_KEPT);
        self.attempts.drain(..over);
        self.revision = self.revision.saturating_add(1);
        Delivery { fate, next_try, ..self }
    }

    /// The record it is kept as.
    ///
    /// # Errors
    /// [`RecordError`] if it cannot be written down.
    pub fn record(&self) -> Result<Record, RecordError> {
        let (kind, id) = (RecordKind::Delivery, self.id.as_u64());
        let body = Body {
            event: self.event.body(),
            fate: self.fate,
            tries: self.tries,
            first_try: self.first_try,
            next_try: self.next_try,
            attempts: self.attempts.clone(),
        };
        Ok(Record {
            kind,
            id,
            account: Some(self.event.account),
            owner: self.channel.as_u64(),
            handle: None,
            revision: self.revision,
            created_at: self.created_at,
            expires_at: self.expires_at,
            body: body::write(kind, id, body)?,
        })
    }
}

impl TryFrom<&Record> for Delivery {
    type Error = RecordError;

    fn try_from(record: &Record) -> Result<Self, RecordError> {
        let body: Body = body::read(record, RecordKind::Delivery)?;
        Ok(Delivery {
            id: DeliveryId::from_u64(record.id),
            channel: ChannelId::from_u64(record.owner),
            event: Event::read(record, body.event)?,
            fate: body.fate,
            tries: body.tries,
            first_try: body.first_try,
            next_try: body.next_try,
            attempts: body.attempts,
            revision: record.revision,
            created_at: record.created_at,
            expires_at: record.expires_at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::AccountId;
    use crate::notices::{EventId, EventKind, MAX_FACTS};
    use crate::store::MAX_BODY_BYTES;

    /// One that does not fit could not be written, and everything behind it would wait for ever.
    #[test]
    fn the_largest_fits_into_a_record() {
        let (at, long) = (Timestamp::MAX, "\"".repeat(2_000));
        let event = Event::new(
            EventId::due(&"x".repeat(40), "y", at),
            EventKind::Test,
            AccountId::from_u64(1),
            at,
            &long,
        );
        let event = (0..2 * MAX_FACTS).fold(event, |event, _| event.with(&long, &long));
        let mut delivery = Delivery::new(DeliveryId::from_u64(1), ChannelId::from_u64(2), event, at);
        for _ in 0..2 * MAX_ATTEMPTS_KEPT {
            let attempt = Attempt { at, took_ms: u32::MAX, taken: false, answer: long.clone() };
            delivery = delivery.after(attempt, Fate::Waiting, Some(at));
        }
        let record = delivery.record().unwrap();
        assert!(record.body.len() <= MAX_BODY_BYTES, "{} bytes", record.body.len());
        assert_eq!(Delivery::try_from(&record).unwrap(), delivery);
    }
}
