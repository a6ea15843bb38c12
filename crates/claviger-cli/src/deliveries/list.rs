//! `claviger deliveries list`: the deliveries of the account.

use crate::failure::Failure;
use crate::http::{Paging, pages};
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Examples:
  claviger deliveries list
  claviger deliveries list --channel channel_0123456789ab --all --json";

const COLUMNS: &[Column] = &[
    Column::new("MADE", Kind::Time, &["/created_at"]),
    Column::new("EVENT", Kind::Word, &["/told/event"]),
    Column::new("FATE", Kind::State, &["/fate"]),
    Column::new("TRIES", Kind::Number, &["/tries"]),
    Column::new("NEXT TRY", Kind::Time, &["/next_try"]).spare(),
    Column::new("CHANNEL", Kind::Word, &["/channel"]).spare(),
    Column::new("TOLD", Kind::Text, &["/told/sentence"]).spare(),
    Column::new("ID", Kind::Word, &["/id"]),
];

/// Options of `claviger deliveries list`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Those of the channel with this id only
    #[arg(long, value_name = "ID")]
    channel: Option<String>,
    #[command(flatten)]
    paging: Paging,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let query: Vec<(&str, String)> = args.channel.iter().map(|id| ("channel", id.clone())).collect();
    let answer = pages(&args.remote.connect()?, "/deliveries", &query, &args.paging)?;
    args.remote
        .print(&answer, out, |answer, out| out.items(answer, COLUMNS, "nothing was sent to a channel yet"))
}
