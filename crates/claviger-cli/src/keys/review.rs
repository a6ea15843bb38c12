//! `claviger keys review`: what a key was used for, the least that would have been enough, and signing that off.

use super::{pick, show};
use crate::failure::Failure;
use crate::output::{Answer, Column, Kind, Out, confirm_typed, harmless};
use crate::remote::Remote;
use serde_json::{Map, Value, json};

const EXAMPLES: &str = "\
Without a decision the key is only shown. To narrow takes the proposal's permissions unless -p or -a say others; what was
there before can be put back for some days with `claviger keys undo`.

Examples:
  claviger keys review 'grid bot'
  claviger keys review 'grid bot' --keep --note 'still needed, desk two'
  claviger keys review 'grid bot' --narrow
  claviger keys review 'grid bot' --narrow -p query-funds,modify-trades -a 203.0.113.7
  claviger keys review 'old bot' --revoke";

const PERMISSIONS: &[Column] = &[
    Column::new("Permission", Kind::Word, &["/permission"]),
    Column::new("Calls", Kind::Number, &["/used/calls"]).or("never used"),
    Column::new("Last", Kind::Time, &["/used/last_at"]),
];
const SOURCES: &[Column] = &[
    Column::new("From", Kind::Word, &["/source"]),
    Column::new("Calls", Kind::Number, &["/calls"]),
    Column::new("Last", Kind::Time, &["/last_at"]),
];
const FACTS: &[Column] = &[
    Column::new("Key", Kind::Text, &["/key/name"]),
    Column::new("State", Kind::State, &["/key/state"]),
    Column::new("Looked at from", Kind::Time, &["/cut_at", "/since"]),
    Column::new("Calls allowed", Kind::Number, &["/allowed/calls"]).or("none"),
    Column::new("Calls refused", Kind::Number, &["/refused/calls"]).or("none"),
    Column::new("Proposed permissions", Kind::List, &["/proposal/permissions"]).or("none"),
    Column::new("Offered allowlist", Kind::List, &["/proposal/allowlist"]).or("none to offer"),
    Column::new("Last reviewed", Kind::Time, &["/reviewed/at"]).or("never"),
    Column::new("Decided", Kind::Word, &["/reviewed/decided"]),
    Column::new("Due", Kind::Time, &["/due_at"]),
    Column::new("Undo until", Kind::Time, &["/undo_until"]),
];

/// Options of `claviger keys review`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key
    key: String,
    /// Days to look back
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=3660))]
    days: u32,
    /// Sign off: it stays as it is
    #[arg(long, conflicts_with_all = ["narrow", "revoke"])]
    keep: bool,
    /// Sign off: it may do less from now on
    #[arg(long, conflicts_with = "revoke")]
    narrow: bool,
    /// Sign off: it is taken back, for ever
    #[arg(long)]
    revoke: bool,
    /// The permissions it keeps, separated by commas; `none` for none
    #[arg(long, short = 'p', value_name = "LIST", value_delimiter = ',', requires = "narrow")]
    permissions: Option<Vec<String>>,
    /// The addresses and blocks it works from, separated by commas
    #[arg(long, short = 'a', value_name = "LIST", value_delimiter = ',', requires = "narrow")]
    allow: Option<Vec<String>>,
    /// Why, for whoever reviews it next
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// For so many days a narrowing can be undone in one step
    #[arg(long, value_name = "DAYS", requires = "narrow", value_parser = clap::value_parser!(u32).range(1..=90))]
    undo_days: Option<u32>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let found = pick::find(&api, &args.key)?;
    let path = format!("{}/review", pick::path(pick::text(&found, "id")));
    let seen = api.get(&path, &[("days", args.days.to_string())])?;
    let Some(decision) = args.decision() else {
        return args.remote.print(&seen, out, tell);
    };
    if args.revoke {
        let question = format!("Revoke `{}`, for ever?", harmless(pick::text(&found, "name")));
        if confirm_typed(&question, pick::text(&found, "name"), args.yes)? == Answer::No {
            return Err(Failure::failed("nothing was changed"));
        }
    }
    let answer = api.post(&path, &args.body(decision, &found, &seen))?;
    args.remote.print(&answer, out, |answer, out| {
        out.card(answer, &show::changed_fields())?;
        match answer.get("undo_until").and_then(Value::as_str) {
            Some(until) => out.line(format!("Until {until} `claviger keys undo` puts back what was taken.")),
            None => Ok(()),
        }
    })
}

impl Args {
    const fn decision(&self) -> Option<&'static str> {
        match (self.keep, self.narrow, self.revoke) {
            (true, _, _) => Some("keep"),
            (_, true, _) => Some("narrow"),
            (_, _, true) => Some("revoke"),
            _ => None,
        }
    }

    fn body(&self, decision: &str, key: &Value, seen: &Value) -> Value {
        let mut body = Map::new();
        body.insert("decision".to_owned(), decision.into());
        if let Some(revision) = key.get("revision") {
            body.insert("revision".to_owned(), revision.clone());
        }
        if self.narrow {
            let proposed = || seen.pointer("/proposal/permissions").cloned().unwrap_or(json!([]));
            let permissions = match (&self.permissions, &self.allow) {
                (Some(names), _) => Some(list(names)),
                (None, None) => Some(proposed()),
                (None, Some(_)) => None,
            };
            body.extend(permissions.map(|names| ("permissions".to_owned(), names)));
            body.extend(self.allow.as_deref().map(|entries| ("allowlist".to_owned(), list(entries))));
        }
        body.extend(self.note.as_deref().map(|note| ("note".to_owned(), note.into())));
        body.extend(self.undo_days.map(|days| ("undo_days".to_owned(), days.into())));
        Value::Object(body)
    }
}

/// `none` alone is the empty list.
pub(super) fn list(items: &[String]) -> Value {
    let items: Vec<&str> = items.iter().map(|item| item.trim()).filter(|item| !item.is_empty()).collect();
    if items == ["none"] { json!([]) } else { json!(items) }
}

fn tell(seen: &Value, out: &mut Out) -> Result<(), Failure> {
    out.card(seen, FACTS)?;
    for (field, columns) in [("permissions", PERMISSIONS), ("sources", SOURCES)] {
        let rows = seen.get(field).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if !rows.is_empty() {
            out.line("")?;
            out.line(crate::output::list(rows, columns, out))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_the_empty_list() {
        let texts = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
        assert_eq!(list(&texts(&["none"])), json!([]));
        assert_eq!(list(&texts(&["query-funds", " modify-trades"])), json!(["query-funds", "modify-trades"]));
    }
}
