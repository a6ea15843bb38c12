//! The deliveries, newest first, with every attempt that is kept.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::page::time::Moment;
use super::super::super::page::{Frame, Section};
use super::super::tabs::{Tab, tabs};
use askama::Template;
use claviger::core::id::{ChannelId, DeliveryId};
use claviger::core::notices::{Delivery, Fate};
use claviger::manage::channels::{self, ChannelView};
use claviger::manage::{ManageError, Operation, Thing, deliveries};

/// Deliveries on a page.
const PAGE: usize = 30;

#[derive(Template)]
#[template(path = "settings/deliveries.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    channels: Vec<(String, String, bool)>,
    deliveries: Vec<Line>,
    next: Option<String>,
    may_resend: bool,
}

/// A delivery as it is shown.
struct Line {
    id: String,
    channel: String,
    sentence: String,
    event: String,
    class: &'static str,
    fate: &'static str,
    waits: bool,
    tried: String,
    /// What the last attempt came to, if it was not taken.
    trouble: Option<String>,
    made: Moment,
    next_try: Option<Moment>,
    attempts: Vec<Try>,
}

/// An attempt as it is shown.
struct Try {
    at: Moment,
    took_ms: u32,
    taken: bool,
    answer: String,
}

/// Shows them.
pub(in super::super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&["channel", "after"], &[])?;
    let channel = query.given("channel").map(str::parse::<ChannelId>).transpose();
    let channel = channel.map_err(|_| ManageError::NotFound(Thing::Channel))?;
    let after = query.given("after").map(str::parse::<DeliveryId>).transpose();
    let after = after.map_err(|_| ManageError::NotFound(Thing::Cursor))?;
    let (authority, caller) = (&call.state.authority, call.caller());
    let known = channels::list(authority, caller).await?;
    let found = deliveries::list(authority, caller, channel, after, PAGE).await?;
    let of = channel.map(|channel| format!("channel={channel}&")).unwrap_or_default();
    let page = Page {
        frame: call.frame(Section::Settings, "Deliveries"),
        tabs: tabs(&call, "/settings/deliveries"),
        channels: known
            .iter()
            .map(|view| {
                let id = view.channel.id;
                (id.to_string(), view.channel.name.to_string(), Some(id) == channel)
            })
            .collect(),
        deliveries: found.items.iter().map(|delivery| line(delivery, &known, &call)).collect(),
        next: found.next.map(|next| format!("/settings/deliveries?{of}after={next}")),
        may_resend: Operation::DeliveryResend.allows(caller.role),
    };
    Ok(Shown::page(&page)?)
}

fn line(delivery: &Delivery, known: &[ChannelView], call: &Call) -> Line {
    let now = call.now();
    let channel = known.iter().find(|view| view.channel.id == delivery.channel);
    let (class, fate) = match delivery.fate {
        Fate::Waiting => ("held", "Waiting"),
        Fate::Delivered => ("active", "Delivered"),
        Fate::Failed => ("alarm", "Given up"),
    };
    let attempts = delivery.attempts.iter().rev().map(|attempt| Try {
        at: Moment::of(attempt.at, now),
        took_ms: attempt.took_ms,
        taken: attempt.taken,
        answer: attempt.answer.clone(),
    });
    Line {
        id: delivery.id.to_string(),
        channel: channel.map(|view| view.channel.name.to_string()).unwrap_or_default(),
        sentence: delivery.event.sentence.clone(),
        event: delivery.event.id.to_string(),
        class,
        fate,
        waits: delivery.fate == Fate::Waiting,
        tried: tried(delivery.tries),
        trouble: delivery.attempts.last().filter(|last| !last.taken).map(|last| last.answer.clone()),
        made: Moment::of(delivery.created_at, now),
        next_try: delivery.next_try.map(|at| Moment::of(at, now)),
        attempts: attempts.collect(),
    }
}

fn tried(tries: u32) -> String {
    match tries {
        0 => "not tried yet".to_owned(),
        1 => "tried once".to_owned(),
        tries => format!("tried {tries} times"),
    }
}
