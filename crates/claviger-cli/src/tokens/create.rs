//! `claviger tokens create`: makes a token; it is shown once.

use super::show_once;
use crate::failure::Failure;
use crate::output::{Out, Toward, parse_when};
use crate::remote::Remote;
use claviger::clock::{Clock as _, SystemClock};
use serde_json::json;

const EXAMPLES: &str = "\
Roles: operator does everything, opening accounts included · admin everything in the account · key-manager creates,
changes and revokes keys, and reads history · auditor reads everything, changes nothing · viewer reads keys.
Nobody can hand out more than their own token may do.

Examples:
  claviger tokens create ci --role key-manager --expires 90d
  claviger tokens create auditor-2026 --role auditor --expires 2027-01-31";

/// Options of `claviger tokens create`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Its name, unique in the account
    name: String,
    /// What it may do
    #[arg(long, value_name = "ROLE", value_parser = ["operator", "admin", "key-manager", "auditor", "viewer"])]
    role: String,
    /// When it stops working: 90d, 2026-12-31, or 2026-12-31T18:00:00Z
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let mut body = json!({ "name": args.name, "role": args.role });
    if let (Some(expires), Some(fields)) = (&args.expires, body.as_object_mut()) {
        let at = parse_when(expires, SystemClock.now(), Toward::Future)?;
        fields.insert("expires_at".to_owned(), at.into());
    }
    let answer = args.remote.connect()?.post("/tokens", &body)?;
    args.remote.print(&answer, out, show_once)
}
