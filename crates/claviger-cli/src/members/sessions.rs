//! `claviger members sessions`: where a member is signed in.

use super::pick;
use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const EXAMPLES: &str = "\
Those that look at this account; where else the person is signed in is not told.

Examples:
  claviger members sessions ada@example.com
  claviger sessions end session_0123456789ab";

const COLUMNS: &[Column] = &[
    Column::new("BEGUN", Kind::Time, &["/created_at"]),
    Column::new("ENDS", Kind::Time, &["/expires_at"]),
    Column::new("FROM", Kind::Word, &["/source"]),
    Column::new("BROWSER", Kind::Text, &["/client"]),
    Column::new("ID", Kind::Word, &["/id"]),
];

/// Options of `claviger members sessions`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Login or id of the member
    member: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let member = pick::find(&api, &args.member)?;
    let answer = api.get(&format!("{}/sessions", pick::path(&member)), &[])?;
    args.remote.print(&answer, out, |answer, out| out.items(answer, COLUMNS, "signed in nowhere"))
}
