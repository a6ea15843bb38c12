//! An event, written down for whoever takes it.

mod chat;
mod cloud_event;
mod mail;

pub use chat::{discord, slack, telegram};
pub use cloud_event::{CONTENT_TYPE, cloud_event};
pub use mail::{Mail, code, mail};

use claviger_core::notices::{Event, Level};

/// What a receiver sees first.
fn title(event: &Event) -> String {
    match event.level {
        Level::Alarm => format!("ALARM: {}", event.sentence),
        Level::Info | Level::Warning => event.sentence.clone(),
    }
}

/// The facts, a line each.
fn lines(event: &Event) -> Vec<String> {
    let facts = event.facts.iter().map(|(label, value)| format!("{label}: {value}"));
    facts.chain([format!("when: {}", event.at), format!("event: {}", event.id)]).collect()
}

#[cfg(test)]
mod tests;
