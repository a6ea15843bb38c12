//! `claviger history`: every call of every key of the account, newest first.

use crate::failure::Failure;
use crate::http::{Paging, pages};
use crate::output::{Column, Kind, Out, Toward, parse_when};
use crate::remote::Remote;
use claviger::clock::{Clock as _, SystemClock};

const EXAMPLES: &str = "\
Examples:
  claviger history
  claviger history --outcome refused --reason permission-missing
  claviger history --action withdrawals.request --from 2026-11-01 --all --json";

/// What is shown of an entry that belongs to a known key.
pub(crate) const COLUMNS: &[Column] = &[
    Column::new("TIME", Kind::Time, &["/time"]),
    Column::new("ACTION", Kind::Word, &["/action"]),
    Column::new("OUTCOME", Kind::State, &["/outcome"]),
    Column::new("REASON", Kind::Reason, &["/reason"]),
    Column::new("DETAIL", Kind::Text, &["/detail"]),
    Column::new("FROM", Kind::Word, &["/source"]).spare(),
    Column::new("CLIENT", Kind::Text, &["/client"]).spare(),
    Column::new("ENTRY", Kind::Number, &["/sequence"]).spare(),
];

/// Which entries are wanted.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub(crate) struct Filter {
    /// Only these actions, as in orders.add; may be repeated
    #[arg(long, value_name = "ACTION")]
    action: Vec<String>,
    /// Only these outcomes: allowed, refused, done, failed, …; may be repeated
    #[arg(long, value_name = "OUTCOME")]
    outcome: Vec<String>,
    /// Only these reasons; `claviger reasons` lists them; may be repeated
    #[arg(long, value_name = "REASON")]
    reason: Vec<String>,
    /// Only from this address or block
    #[arg(long, value_name = "ADDRESS")]
    source: Option<String>,
    /// At or after: 2026-11-01, 2026-11-01T12:00:00Z, or so long ago: 12h, 7d
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Before
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
}

impl Filter {
    /// The query of the API.
    pub(crate) fn query(&self) -> Result<Vec<(&'static str, String)>, Failure> {
        let mut query = Vec::new();
        for (name, given) in [("action", &self.action), ("outcome", &self.outcome), ("reason", &self.reason)]
        {
            if !given.is_empty() {
                query.push((name, given.join(",")));
            }
        }
        query.extend(self.source.clone().map(|source| ("source", source)));
        for (name, given) in [("from", &self.from), ("to", &self.to)] {
            if let Some(given) = given {
                query.push((name, parse_when(given, SystemClock.now(), Toward::Past)?));
            }
        }
        Ok(query)
    }
}

/// Options of `claviger history`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let query = args.filter.query()?;
    let answer = pages(&args.remote.connect()?, "/history", &query, &args.paging)?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, &with(&[ACTOR]), "no entries"))
}

pub(crate) const ACTOR: Column = Column::new("ACTOR", Kind::Word, &["/actor"]);
pub(crate) const TARGET: Column = Column::new("TARGET", Kind::Word, &["/target"]).spare();

/// The columns of an entry, and more behind the time, where it is not clear who acted on what.
pub(crate) fn with(more: &[Column]) -> Vec<Column> {
    let (time, rest) = COLUMNS.split_at(1);
    time.iter().chain(more).chain(rest).copied().collect()
}
