use super::*;
use claviger_core::id::{AccountId, KeyId};
use claviger_core::notices::{EventId, EventKind};
use claviger_core::time::Timestamp;

fn event() -> Event {
    let at = Timestamp::from_secs(1_800_000_000);
    let sentence = "A withdrawal was requested with the key \"<b>grid</b> @everyone *bot*\".";
    let id = EventId::due("x", "y", at);
    let event = Event::new(id, EventKind::WithdrawalRequested, AccountId::from_u64(1), at, sentence)
        .with("key", "<b>grid</b> @everyone *bot*")
        .with("from", "192.0.2.7");
    Event { key: Some(KeyId::from_u64(5)), ..event }
}

#[test]
fn mails() {
    let mail = mail(&event(), Some("https://keys.example.com/notices"));
    insta::assert_snapshot!("mail_subject", mail.subject);
    insta::assert_snapshot!("mail_plain", mail.plain);
    insta::assert_snapshot!("mail_html", mail.html);
    let code = code("483920", "ops \"mail\"", 30);
    insta::assert_snapshot!("code_plain", code.plain);
    insta::assert_snapshot!("code_html", code.html);
}

#[test]
fn messages() {
    let text = |bytes: Vec<u8>| {
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        serde_json::to_string_pretty(&value).unwrap()
    };
    insta::assert_snapshot!("cloud_event", text(cloud_event(&event())));
    insta::assert_snapshot!("slack", text(slack(&event())));
    insta::assert_snapshot!("discord", text(discord(&event())));
    insta::assert_snapshot!("telegram", text(telegram(&event(), "-1001")));
}
