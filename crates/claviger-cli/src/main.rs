//! The `claviger` command: the server, and everything one does with it from a terminal or a script.
//!
//! Purpose: parse the command line, talk to a server's management API or to its exchange side,
//! print results. A resource is a folder, a verb is a file, and both have the names they have in
//! the API: `claviger keys revoke` is `keys/revoke.rs` here and `keys/revoke` there.
//!
//! It must not know: how anything is decided, stored or sealed at rest by the server. Except for
//! `serve` and `demo`, which start a server, it could run on another machine.
//!
//! Promises it carries: P7, no secret in process arguments, logs or errors: tokens and private keys
//! come from the environment, a private file, a prompt or standard input, and are kept only under a
//! passphrase. Destructive verbs do nothing unless confirmed. The exit statuses are stable
//! ([`failure::Status`]).
//!
//! | where | what |
//! |---|---|
//! | [`args`], [`failure`], [`output`] | command line, exit status, tables and prompts |
//! | [`remote`], [`http`] | the management API as a client sees it |
//! | `keys`, `reviews`, `tokens`, `members`, `invitations`, `sessions`, `accounts`, `paper`, `alerts`, `ticker`, `channels`, `deliveries`, `notices`, `master_key`, `history`, `audit`, … | its verbs |
//! | [`profile`], [`sign`], `call`, `whoami` | encrypted profiles, and one signed call |
//! | `serve`, `config`, `demo` | the server, its configuration, and a tour of it |

mod accounts;
mod alerts;
mod args;
mod audit;
mod backup;
mod bench;
mod call;
mod channels;
mod completions;
mod config;
mod deliveries;
mod demo;
mod dev_cert;
mod doctor;
mod failure;
mod files;
mod history;
mod http;
mod incident;
mod invitations;
mod keys;
mod kill;
mod man;
mod master_key;
mod members;
mod notices;
mod output;
mod paper;
mod permissions;
mod profile;
mod reasons;
mod recover;
mod remote;
mod restore;
mod reviews;
mod serve;
mod sessions;
mod sign;
mod stop;
mod ticker;
mod tokens;
mod whoami;

use args::{Cli, Command};
use clap::Parser as _;
use failure::Failure;
use output::Out;
use std::process::ExitCode;

/// A call makes a few dozen small allocations on whichever thread runs it and frees them on
/// another; this allocator is made for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command, &mut Out::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.is_silent() {
                output::note(&format!("error: {failure}"));
            }
            failure.status().into()
        }
    }
}

fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Serve(args) => serve::run(&args, out),
        Command::Demo(args) => demo::run(&args, out),
        Command::Bench(bench) => bench.run().map_err(|error| Failure::failed(error.to_string())),
        Command::Backup(args) => backup::run(&args, out),
        Command::Restore(args) => restore::run(&args, out),
        Command::Doctor(args) => doctor::run(&args, out),
        Command::Recover(verb) => recover::run(&verb, out),
        Command::Config(verb) => config::run(&verb, out),
        Command::Keys(verb) => keys::run(verb, out),
        Command::History(args) => history::run(&args, out),
        Command::Audit(args) => audit::run(&args, out),
        Command::Stop(args) => stop::run(&args, out),
        Command::Incident(args) => incident::run(&args, out),
        Command::Kill(args) => kill::run(&args, out),
        Command::Tokens(verb) => tokens::run(&verb, out),
        Command::Members(verb) => members::run(&verb, out),
        Command::Invitations(verb) => invitations::run(&verb, out),
        Command::Sessions(verb) => sessions::run(&verb, out),
        Command::Accounts(verb) => accounts::run(&verb, out),
        Command::Paper(verb) => paper::run(&verb, out),
        Command::Ticker(args) => ticker::run(&args, out),
        Command::Alerts(verb) => alerts::run(&verb, out),
        Command::Channels(verb) => channels::run(&verb, out),
        Command::Deliveries(verb) => deliveries::run(&verb, out),
        Command::Notices(verb) => notices::run(&verb, out),
        Command::MasterKey(verb) => master_key::run(&verb, out),
        Command::Permissions(args) => permissions::run(&args, out),
        Command::Reasons(args) => reasons::run(&args, out),
        Command::Profile(verb) => profile::run(&verb, out),
        Command::Call(args) => call::run(&args, out),
        Command::Whoami(args) => whoami::run(&args, out),
        Command::Reviews(verb) => reviews::run(&verb, out),
        Command::Completions(args) => completions::run(&args, out),
        Command::DevCert(args) => dev_cert::run(&args, out),
        Command::Man(args) => man::run(&args, out),
    }
}
