//! `claviger invitations create`: makes a link with which somebody becomes a member.

use super::show_once;
use crate::failure::Failure;
use crate::members::{ROLE_WORDS, ROLES};
use crate::output::{Out, Toward, parse_when};
use crate::remote::Remote;
use claviger::clock::{Clock as _, SystemClock};
use serde_json::json;

const EXAMPLES: &str = "\
Nobody can invite to more than their own token may do. Without --expires the link works for three days; thirty are the
most.

Examples:
  claviger invitations create --role key-manager --note 'Ada, desk 4'
  claviger invitations create --role owner --expires 1d";

/// Options of `claviger invitations create`.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{ROLE_WORDS}\n{EXAMPLES}"))]
pub(crate) struct Args {
    /// What whoever uses it may do
    #[arg(long, value_name = "ROLE", value_parser = ROLES)]
    role: String,
    /// Whom it is meant for, in your own words
    #[arg(long)]
    note: Option<String>,
    /// When it stops working: 7d, 2026-12-31, or 2026-12-31T18:00:00Z
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let mut body = json!({ "role": args.role });
    if let Some(fields) = body.as_object_mut() {
        if let Some(note) = &args.note {
            fields.insert("meant_for".to_owned(), note.as_str().into());
        }
        if let Some(expires) = &args.expires {
            let at = parse_when(expires, SystemClock.now(), Toward::Future)?;
            fields.insert("expires_at".to_owned(), at.into());
        }
    }
    let answer = args.remote.connect()?.post("/invitations", &body)?;
    args.remote.print(&answer, out, show_once)
}
