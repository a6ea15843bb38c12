//! An event as JSON in the envelope of CloudEvents 1.0 (JSON format, structured mode).

use claviger_core::notices::Event;
use serde::Serialize;
use std::collections::BTreeMap;

/// What it is sent as.
pub const CONTENT_TYPE: &str = "application/cloudevents+json";

#[derive(Serialize)]
struct CloudEvent<'a> {
    specversion: &'static str,
    id: &'a str,
    source: String,
    r#type: String,
    time: String,
    subject: String,
    datacontenttype: &'static str,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    kind: &'static str,
    level: &'static str,
    account: String,
    key: Option<String>,
    user: Option<String>,
    sentence: &'a str,
    facts: BTreeMap<&'a str, &'a str>,
}

/// The bytes.
#[must_use]
pub fn cloud_event(event: &Event) -> Vec<u8> {
    let account = event.account.to_string();
    let key = event.key.map(|key| key.to_string());
    let envelope = CloudEvent {
        specversion: "1.0",
        id: event.id.as_str(),
        source: format!("/claviger/{account}"),
        r#type: format!("claviger.{}", event.kind),
        time: event.at.to_string(),
        subject: key.clone().unwrap_or_else(|| account.clone()),
        datacontenttype: "application/json",
        data: Data {
            kind: event.kind.name(),
            level: event.level.name(),
            account,
            key,
            user: event.user.map(|user| user.to_string()),
            sentence: &event.sentence,
            facts: event.facts.iter().map(|(label, value)| (label.as_str(), value.as_str())).collect(),
        },
    };
    // Texts and maps of texts cannot fail to be written.
    serde_json::to_vec(&envelope).unwrap_or_default()
}
