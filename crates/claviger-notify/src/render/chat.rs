//! Messages of chats. What stands in an event was typed by somebody: it is text there, too, and calls nobody.

use super::{lines, title};
use claviger_core::entry::cut;
use claviger_core::notices::Event;
use serde_json::json;

/// Discord takes 2000 characters, Telegram 4096; no event comes near the latter.
const MAX_BYTES: usize = 1_900;

fn text(event: &Event) -> String {
    let text = format!("{}\n{}", title(event), lines(event).join("\n"));
    cut(&text, MAX_BYTES).to_owned()
}

fn bytes(value: &serde_json::Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// For an incoming web hook of Slack: plain text, with what it takes for markup escaped.
#[must_use]
pub fn slack(event: &Event) -> Vec<u8> {
    let escaped = text(event).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let block =
        json!({ "type": "section", "text": { "type": "plain_text", "text": text(event), "emoji": false } });
    bytes(&json!({ "text": escaped, "blocks": [block] }))
}

/// For a web hook of Discord: nobody is called, whatever is written.
#[must_use]
pub fn discord(event: &Event) -> Vec<u8> {
    let quoted: String = text(event)
        .chars()
        .flat_map(|c| {
            let marks = matches!(c, '*' | '_' | '~' | '`' | '|' | '>' | '[' | ']' | '\\' | '#');
            marks.then_some('\\').into_iter().chain([c])
        })
        .collect();
    bytes(&json!({ "content": cut(&quoted, MAX_BYTES), "allowed_mentions": { "parse": [] } }))
}

/// For the method `sendMessage` of a bot of Telegram: no markup is asked for, so nothing is taken for it.
#[must_use]
pub fn telegram(event: &Event, chat: &str) -> Vec<u8> {
    let preview = json!({ "is_disabled": true });
    bytes(&json!({ "chat_id": chat, "text": text(event), "link_preview_options": preview }))
}
