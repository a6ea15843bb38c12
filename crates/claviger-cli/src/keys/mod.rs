//! `claviger keys`: the life of API keys.

mod create;
mod dry_run;
mod due;
mod edit;
mod fields;
mod hand_over;
mod history;
mod list;
pub(crate) mod pick;
mod policy;
mod readmit;
mod retire;
mod review;
mod revoke;
mod roll_back;
mod rotate;
mod rotation;
pub(crate) mod second_factor;
pub(crate) mod secret;
pub(crate) mod show;
mod step;
mod undo;
mod widens;

pub(crate) use revoke::{put_drain, question as revoke_question, tell_open_calls};

use crate::failure::Failure;
use crate::output::Out;
use clap::Subcommand;

/// Verbs on keys.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Create a key; its private half is shown once
    Create(Box<create::Args>),
    /// List the keys of the account
    List(list::Args),
    /// Show one key
    Show(show::Args),
    /// Change a key's name, holder, permissions or restrictions
    Edit(Box<edit::Args>),
    /// Admit keys again that are held since the server was restored
    Readmit(readmit::Args),
    /// Hand a key over to another member, or to nobody in particular
    HandOver(hand_over::Args),
    /// Step a key down or up: active, read-only, cancel-only, frozen
    Step(step::Args),
    /// Take a key back, for ever
    Revoke(revoke::Args),
    /// Give a key a successor; both work for a while
    Rotate(Box<rotate::Args>),
    /// Retire the old key of a rotation
    Retire(retire::Args),
    /// Take a rotation back while both keys work
    RollBack(roll_back::Args),
    /// Show both keys of a rotation with the calls each still gets
    Rotation(rotation::Args),
    /// List the keys that are to be rotated
    Due(due::Args),
    /// Show or change how old keys may grow, and whom private keys are encrypted to
    Policy(policy::Args),
    /// Show the calls of one key, and the acts on it
    History(history::Args),
    /// Show what a key used and what never, and sign its review off
    Review(Box<review::Args>),
    /// Show what a change would have refused; nothing is changed
    DryRun(Box<dry_run::Args>),
    /// Put back what the last review of a key narrowed
    Undo(undo::Args),
}

pub(crate) fn run(verb: Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Create(args) => create::run(*args, out),
        Verb::List(args) => list::run(&args, out),
        Verb::Show(args) => show::run(&args, out),
        Verb::Edit(args) => edit::run(*args, out),
        Verb::Readmit(args) => readmit::run(&args, out),
        Verb::HandOver(args) => hand_over::run(&args, out),
        Verb::Step(args) => step::run(&args, out),
        Verb::Revoke(args) => revoke::run(&args, out),
        Verb::Rotate(args) => rotate::run(&args, out),
        Verb::Retire(args) => retire::run(&args, out),
        Verb::RollBack(args) => roll_back::run(&args, out),
        Verb::Rotation(args) => rotation::run(&args, out),
        Verb::Due(args) => due::run(&args, out),
        Verb::Policy(args) => policy::run(&args, out),
        Verb::History(args) => history::run(&args, out),
        Verb::Review(args) => review::run(&args, out),
        Verb::DryRun(args) => dry_run::run(&args, out),
        Verb::Undo(args) => undo::run(&args, out),
    }
}
