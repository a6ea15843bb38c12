//! `claviger notices`: the inbox, and what is told of what.

mod list;
mod rule;
mod rules;

use crate::failure::Failure;
use crate::output::Out;
use clap::Subcommand;

/// Verbs on notices.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List what is in the inbox, newest first
    List(list::Args),
    /// List every kind of event, and what is done with it
    Rules(rules::Args),
    /// Set what is done with a kind of event: for the account, a person or a key
    Rule(rule::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::List(args) => list::run(args, out),
        Verb::Rules(args) => rules::run(args, out),
        Verb::Rule(args) => rule::run(args, out),
    }
}
