//! A delivery as JSON.

use super::super::reply::Reply;
use super::super::texts::{EventText, FateText, LevelText};
use crate::problem::Problem;
use claviger::core::notices::{Attempt, Delivery, Event};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Something that happened.
#[derive(Serialize, ToSchema)]
#[schema(as = NoticedEvent)]
pub(in super::super) struct EventJson {
    /// What it is called wherever it is told.
    #[schema(example = "evt_0-1-42")]
    id: String,
    /// What happened.
    #[schema(value_type = EventText)]
    event: &'static str,
    /// How much it matters.
    #[schema(value_type = LevelText)]
    level: &'static str,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// The key it is about.
    #[schema(example = "key_0123456789ab")]
    key: Option<String>,
    /// The person it is about.
    #[schema(example = "user_0123456789ab")]
    user: Option<String>,
    /// In one sentence.
    sentence: String,
    /// What else there is to know, by name.
    facts: BTreeMap<String, String>,
}

impl EventJson {
    pub(in super::super) fn of(event: &Event) -> Self {
        EventJson {
            id: event.id.to_string(),
            event: event.kind.name(),
            level: event.level.name(),
            at: event.at.to_string(),
            key: event.key.map(|key| key.to_string()),
            user: event.user.map(|user| user.to_string()),
            sentence: event.sentence.clone(),
            facts: event.facts.iter().cloned().collect(),
        }
    }
}

/// One attempt.
#[derive(Serialize, ToSchema)]
#[schema(as = DeliveryAttempt)]
pub(in super::super) struct AttemptJson {
    /// When it began.
    #[schema(format = DateTime)]
    at: String,
    /// How long it took, in milliseconds.
    took_ms: u32,
    /// Whether the channel took it.
    taken: bool,
    /// What it answered, or why it could not be asked.
    answer: String,
}

impl AttemptJson {
    fn of(attempt: &Attempt) -> Self {
        let Attempt { at, took_ms, taken, answer } = attempt;
        AttemptJson { at: at.to_string(), took_ms: *took_ms, taken: *taken, answer: answer.clone() }
    }
}

/// A notice on its way to a channel, or that went.
#[derive(Serialize, ToSchema)]
#[schema(as = Delivery)]
pub(in super::super) struct DeliveryJson {
    /// Its id.
    #[schema(example = "delivery_0123456789ab")]
    id: String,
    /// Where it goes.
    #[schema(example = "channel_0123456789ab")]
    channel: String,
    /// What is told.
    told: EventJson,
    /// What became of it.
    #[schema(value_type = FateText)]
    fate: &'static str,
    /// How often it was tried.
    tries: u32,
    /// When it is tried next; null for as soon as its turn comes, and once it is over.
    #[schema(format = DateTime)]
    next_try: Option<String>,
    /// The last attempts, oldest first.
    attempts: Vec<AttemptJson>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
}

impl DeliveryJson {
    pub(super) fn of(delivery: &Delivery) -> Self {
        DeliveryJson {
            id: delivery.id.to_string(),
            channel: delivery.channel.to_string(),
            told: EventJson::of(&delivery.event),
            fate: delivery.fate.name(),
            tries: delivery.tries,
            next_try: delivery.next_try.map(|at| at.to_string()),
            attempts: delivery.attempts.iter().map(AttemptJson::of).collect(),
            created_at: delivery.created_at.to_string(),
        }
    }

    pub(in super::super) fn reply(delivery: &Delivery) -> Result<Reply, Problem> {
        Reply::ok(&DeliveryJson::of(delivery))
    }
}
