//! `claviger members`: the people of the account.

mod edit;
mod list;
mod pick;
mod remove;
mod reset;
mod sessions;

pub(crate) use pick::user_of;

use crate::failure::Failure;
use crate::output::{Column, Kind, Out};
use clap::Subcommand;

/// The roles a member can have.
pub(crate) const ROLES: [&str; 5] = ["owner", "admin", "key-manager", "auditor", "viewer"];

/// What the roles are, for the help of commands that take one.
pub(crate) const ROLE_WORDS: &str = "\
Roles: owner does everything in the account, its owners included · admin everything but what concerns owners ·
key-manager creates, changes and revokes their own keys · auditor reads everything, changes nothing · viewer reads keys.";

/// Verbs on members.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List the members of the account
    List(list::Args),
    /// Change a member's role
    Edit(edit::Args),
    /// Remove a member; their keys are frozen or handed over
    Remove(remove::Args),
    /// Make a link with which a member sets a new password; it is shown once
    Reset(reset::Args),
    /// Show where a member is signed in
    Sessions(sessions::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::List(args) => list::run(args, out),
        Verb::Edit(args) => edit::run(args, out),
        Verb::Remove(args) => remove::run(args, out),
        Verb::Reset(args) => reset::run(args, out),
        Verb::Sessions(args) => sessions::run(args, out),
    }
}

const COLUMNS: &[Column] = &[
    Column::new("LOGIN", Kind::Text, &["/login"]),
    Column::new("NAME", Kind::Text, &["/name"]),
    Column::new("ROLE", Kind::Word, &["/role"]),
    Column::new("TOTP", Kind::Word, &["/totp"]),
    Column::new("PASSKEYS", Kind::Number, &["/passkeys"]),
    Column::new("KEYS", Kind::Number, &["/keys_held"]),
    Column::new("SEEN", Kind::Time, &["/last_seen"]),
    Column::new("SINCE", Kind::Time, &["/created_at"]).spare(),
    Column::new("USER", Kind::Word, &["/user"]).spare(),
    Column::new("ID", Kind::Word, &["/id"]).spare(),
];
