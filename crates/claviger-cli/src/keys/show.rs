//! `claviger keys show`: one key.

use super::pick;
use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use crate::remote::Remote;

const FIELDS: &[Column] = &[
    Column::new("Name", Kind::Text, &["/name"]),
    Column::new("State", Kind::State, &["/state"]),
    Column::new("State before", Kind::State, &["/stepped_from"]),
    Column::new("Kind", Kind::Text, &["/kind"]),
    Column::new("Holder", Kind::Text, &["/holder"]),
    Column::new("Application", Kind::Text, &["/application"]),
    Column::new("Description", Kind::Text, &["/description"]),
    Column::new("API key", Kind::Text, &["/api_key"]),
    Column::new("Permissions", Kind::List, &["/permissions"]).or("none"),
    Column::new("Allowed from", Kind::List, &["/allowlist"]).or("anywhere"),
    Column::new("Not before", Kind::Time, &["/not_before"]),
    Column::new("Expires", Kind::Time, &["/expires_at"]).or("never"),
    Column::new("Reads history from", Kind::Time, &["/query_from"]),
    Column::new("Reads history to", Kind::Time, &["/query_to"]),
    Column::new("Nonce window", Kind::Text, &["/nonce_window"]),
    Column::new("Second factor", Kind::Text, &["/second_factor"]).or("none"),
    Column::new("Last used", Kind::Time, &["/last_used"]).or("never, as far as the kept history knows"),
    Column::new("Created", Kind::Time, &["/created_at"]),
    Column::new("Changed", Kind::Time, &["/modified_at"]),
    Column::new("Revoked", Kind::Time, &["/revoked_at"]),
    Column::new("To be rotated", Kind::Time, &["/rotation_due_at"]),
    Column::new("Replaces", Kind::Text, &["/predecessor"]),
    Column::new("Replaced by", Kind::Text, &["/successor"]),
    Column::new("Works until", Kind::Time, &["/retires_at"]),
    Column::new("Revision", Kind::Text, &["/revision"]),
    Column::new("Id", Kind::Text, &["/id"]),
];

/// The fields of a key that was just changed: what `show` shows, without what the answer to a
/// change does not know.
pub(crate) fn changed_fields() -> Vec<Column> {
    FIELDS.iter().filter(|field| !field.is_titled("Last used")).copied().collect()
}

const EXAMPLES: &str = "\
Examples:
  claviger keys show 'grid bot'
  claviger keys show key_0123456789ab --json";

/// Options of `claviger keys show`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key
    key: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let found = pick::find(&api, &args.key)?;
    // The list does not know when a key was last used.
    let key = api.get(&pick::path(pick::text(&found, "id")), &[])?;
    args.remote.print(&key, out, |key, out| out.card(key, FIELDS))
}
