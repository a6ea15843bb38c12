//! Mails: plain, and HTML that loads nothing.

use super::{lines, title};
use claviger_core::notices::{Event, Level};

/// A mail, without its addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The subject, one line.
    pub subject: String,
    /// As text.
    pub plain: String,
    /// As HTML.
    pub html: String,
}

/// Most characters of a subject.
const MAX_SUBJECT: usize = 120;

/// The mail of an event. `link` is where the console shows more, if the console's address is known.
#[must_use]
pub fn mail(event: &Event, link: Option<&str>) -> Mail {
    let subject = format!("[Claviger] {}", title(event));
    let facts = lines(event).join("\n");
    let more = link.map(|link| format!("\nMore: {link}\n")).unwrap_or_default();
    let plain = format!("{}\n\n{facts}\n{more}\n{FOOT}\n", title(event));
    let colour = match event.level {
        Level::Alarm => "#a3241b",
        Level::Warning => "#7a5a00",
        Level::Info => "#333333",
    };
    let row = |(label, value): &(String, String)| {
        format!(
            "<tr><th align=\"left\" valign=\"top\">{}</th><td>{}</td></tr>\n",
            escape(label),
            escape(value)
        )
    };
    let rows: String = event.facts.iter().map(row).collect();
    let place = [("when".to_owned(), event.at.to_string()), ("event".to_owned(), event.id.to_string())];
    let rows = rows + &place.iter().map(row).collect::<String>();
    let more = link.map(|link| format!("<p><a href=\"{0}\">{0}</a></p>\n", escape(link))).unwrap_or_default();
    let html = page(&format!(
        "<p style=\"color:{colour};font-weight:bold\">{}</p>\n<table cellpadding=\"4\">\n{rows}</table>\n{more}",
        escape(&title(event))
    ));
    Mail { subject: subject.chars().take(MAX_SUBJECT).collect(), plain, html }
}

/// The mail that confirms an address by a code.
#[must_use]
pub fn code(code: &str, channel: &str, minutes: i64) -> Mail {
    let ask = format!(
        "Somebody wants notices of Claviger to be sent to this address, as the channel \"{channel}\"."
    );
    let give =
        format!("If that was you, give this code where you were asked for it, within {minutes} minutes:");
    let other = "If it was not, do nothing: without the code nothing more will be sent.";
    Mail {
        subject: "[Claviger] Confirm this address".to_owned(),
        plain: format!("{ask}\n\n{give}\n\n    {code}\n\n{other}\n"),
        html: page(&format!(
            "<p>{}</p>\n<p>{}</p>\n<p style=\"font-size:150%\"><code>{}</code></p>\n<p>{}</p>\n",
            escape(&ask),
            escape(&give),
            escape(code),
            escape(other)
        )),
    }
}

const FOOT: &str = "Claviger sends this because of the rules for notices of its account. It never asks for a password or a key by mail.";

fn page(body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Claviger</title></head>\n\
         <body style=\"font-family:sans-serif\">\n{body}<p style=\"color:#555555\">{FOOT}</p>\n</body>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}
