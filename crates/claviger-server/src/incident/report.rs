//! The report to keep: one text in Markdown, readable as it is.

use super::{Told, Withdrawn, steps};
use crate::api::paper::status;
use claviger::core::entry::Entry;
use claviger::core::key::incident::{FromSource, OfAction};
use claviger::core::key::review::Span;
use claviger::core::time::Timestamp;
use claviger_venue::{Micros, OrderSum, Withdrawal};
use std::fmt::Write as _;

/// Most lines of a table.
const MAX_LINES: usize = 100;

/// The name of the file.
pub(crate) fn file_name(told: &Told) -> String {
    let day: String = told.incident.at.to_string().chars().take(10).collect();
    format!("claviger-incident-{}-{day}.md", told.incident.record.id)
}

/// Writes it.
pub(crate) fn write(told: &Told) -> String {
    let mut text = String::new();
    head(&mut text, told);
    section(
        &mut text,
        "Steps",
        &["Step", "Standing", "What is so"],
        steps(told, instant)
            .iter()
            .map(|step| vec![step.title.to_owned(), step.progress.label().to_owned(), step.words.clone()]),
    );
    used(&mut text, told);
    money(&mut text, told);
    beside(&mut text, told);
    evidence(&mut text, told);
    text
}

fn head(text: &mut String, told: &Told) {
    let (incident, key) = (&told.incident, &told.incident.record);
    let _ = writeln!(text, "# After a leak: {}\n", cell(key.name.as_str()));
    let facts = [
        ("Key", format!("{} (API key {})", key.id, key.api_key)),
        ("Account", key.account.to_string()),
        ("Holder", key.holder.to_string()),
        ("Permissions", key.permissions.to_string()),
        ("Allowlist", key.restrictions.allowlist.to_string()),
        ("State", format!("{}, revision {}", key.state, key.revision)),
        ("Made", key.created_at.to_string()),
        ("Last good moment", format!("{}: {}", incident.since.at, incident.since.origin.words())),
        ("Looked at", incident.at.to_string()),
    ];
    for (label, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(text, "* {label}: {}", cell(value));
    }
    if let Some(cut) = incident.cut_at {
        let _ = writeln!(
            text,
            "* **Cut:** there are more calls than are looked at; these are the latest, from {cut} on."
        );
    }
    text.push('\n');
}

fn used(text: &mut String, told: &Told) {
    let traced = &told.incident.traced;
    let source = |one: &FromSource| {
        let name = one.source.map_or_else(|| "not on record".to_owned(), |source| source.to_string());
        vec![name, one.novelty.name().to_owned(), span(one.allowed), span(one.refused)]
    };
    let columns = ["Address", "Before that moment", "Accepted", "Refused"];
    section(text, "From which addresses", &columns, told.incident.sources.iter().map(source));
    if let Some(elsewhere) = traced.elsewhere {
        let _ = writeln!(text, "And from further addresses: {}.\n", span(Some(elsewhere)));
    }
    if let Some(unproven) = traced.unproven {
        let _ = writeln!(text, "Under its name, but not proven to be its own: {}.\n", span(Some(unproven)));
    }
    let action = |(action, of): (&claviger::core::action::Action, &OfAction)| {
        let outcome = format!("{} / {} / {}", of.done, of.not_done, of.unknown);
        vec![action.name().to_owned(), span(of.allowed), span(of.refused), outcome]
    };
    let columns = ["Action", "Accepted", "Refused", "Done / not done / unknown"];
    section(text, "What it asked for", &columns, traced.actions.iter().map(action));
    let reason = |(reason, of): (&claviger::core::reason::Reason, &Span)| {
        vec![reason.code().to_owned(), span(Some(*of))]
    };
    section(text, "Why it was refused", &["Reason", "Calls"], traced.refused.iter().map(reason));
}

fn money(text: &mut String, told: &Told) {
    let Some(asked) = &told.exchange else { return };
    let withdrawn = Withdrawn::of(told);
    let columns = ["When", "Amount", "Fee", "To", "Address", "Reference", "Status"];
    section(text, "What it withdrew", &columns, withdrawn.by_it.iter().map(|one| withdrawal(one)));
    section(text, "Other withdrawals since", &columns, withdrawn.by_others.iter().map(|one| withdrawal(one)));
    let order = |sum: &OrderSum| {
        let (base, quote) = (sum.pair.base(), sum.pair.quote());
        vec![
            sum.pair.wsname(),
            sum.side.as_str().to_owned(),
            format!("{}, {} open", sum.orders, sum.open),
            format!("{} {}", base.format(sum.volume), base.altname()),
            format!("{} {}", base.format(sum.filled), base.altname()),
            format!("{} {}", quote.format(sum.cost), quote.altname()),
        ]
    };
    let columns = ["Market", "Side", "Orders", "Volume", "Filled", "Cost"];
    section(text, "Orders it placed", &columns, asked.orders.iter().map(order));
    let saved = |address: &claviger_venue::Address| {
        let confirmed = if address.verified { "confirmed" } else { "waits" };
        let by = format!("{} {}", address.origin.as_str(), address.by);
        vec![
            time(address.added_at),
            address.asset.altname().to_owned(),
            address.key.to_string(),
            address.address.to_string(),
            by,
            confirmed.to_owned(),
        ]
    };
    let columns = ["When", "Asset", "Name", "Address", "Saved by", "Standing"];
    section(text, "Withdrawal addresses saved since", &columns, asked.addresses.iter().map(saved));
    if asked.is_cut {
        text.push_str(
            "**Cut:** the exchange has more on record than is looked at; these are the latest.\n\n",
        );
    }
}

fn withdrawal(one: &Withdrawal) -> Vec<String> {
    vec![
        time(one.at),
        format!("{} {}", one.asset.format(one.amount), one.asset.altname()),
        one.asset.format(one.fee),
        one.key.to_string(),
        one.address.to_string(),
        one.id.to_string(),
        status(one.status).to_owned(),
    ]
}

fn beside(text: &mut String, told: &Told) {
    let incident = &told.incident;
    let keys = incident.replacements.iter().map(|key| (key, "made since it was stopped"));
    let keys = keys.chain(incident.others.iter().map(|key| (key, "made before")));
    let line = |(key, made): (&claviger::manage::incidents::OtherKey, &str)| {
        let record = &key.record;
        let allowlist = record.restrictions.allowlist.to_string();
        vec![
            record.name.to_string(),
            record.id.to_string(),
            record.state.to_string(),
            allowlist,
            made.to_owned(),
        ]
    };
    let columns = ["Key", "Id", "State", "Allowlist", "Made"];
    section(text, "Other keys of the same holder", &columns, keys.map(line));
    let token = |token: &claviger::core::token::TokenRecord| {
        let by = token.made_by.map(|user| user.to_string()).unwrap_or_default();
        vec![
            token.name.to_string(),
            token.id.to_string(),
            token.role.to_string(),
            token.created_at.to_string(),
            by,
        ]
    };
    let columns = ["Token", "Id", "Role", "Made", "By"];
    section(text, "Administration tokens", &columns, incident.tokens.iter().flatten().map(token));
}

fn evidence(text: &mut String, told: &Told) {
    let entry = |entry: &Entry| {
        let draft = &entry.draft;
        vec![
            entry.place.sequence.to_string(),
            entry.place.time.to_string(),
            draft.actor.to_string(),
            draft.action.name().to_owned(),
            draft.target.to_string(),
            draft.detail.to_string(),
        ]
    };
    let columns = ["Entry", "When", "Who", "What", "Of", "Detail"];
    section(text, "Entries of the audit log", &columns, told.incident.acts.iter().map(entry));
    if told.incident.more_acts {
        text.push_str("There are more entries than are listed: the audit log has them all.\n\n");
    }
    text.push_str(
        "The entry `incident.report` of the audit log has the SHA-256 of this text: whoever has the file can tell by it that \
         this is what was reported.\n",
    );
}

/// A heading and a table; nothing if it has no line.
fn section(text: &mut String, title: &str, columns: &[&str], lines: impl Iterator<Item = Vec<String>>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    let _ = writeln!(text, "## {title}\n\n| {} |\n|{}", columns.join(" | "), "---|".repeat(columns.len()));
    for line in lines.by_ref().take(MAX_LINES) {
        let cells: Vec<String> = line.iter().map(|text| cell(text)).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    let more = lines.count();
    if more > 0 {
        let _ = writeln!(text, "\n{more} more are not listed.");
    }
    text.push('\n');
}

/// What others chose, as text of a table and nothing else.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '|' | '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '!' => cell.extend(['\\', char]),
            char if char.is_control() => cell.push(' '),
            char => cell.push(char),
        }
    }
    cell
}

fn span(span: Option<Span>) -> String {
    span.map_or_else(
        || "0".to_owned(),
        |span| match span.calls {
            1 => format!("1, {}", span.first),
            calls => format!("{calls}, {} to {}", span.first, span.last),
        },
    )
}

fn instant(at: Timestamp) -> String {
    at.to_string()
}

fn time(at: Micros) -> String {
    Timestamp::from_micros(at.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_chose_cannot_leave_its_cell() {
        assert_eq!(cell("a|b\n# c"), "a\\|b \\# c");
        assert_eq!(cell("<img src=x> [x](y)"), "\\<img src=x\\> \\[x\\](y)");
    }
}
