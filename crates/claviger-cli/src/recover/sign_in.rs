//! `claviger recover sign-in`: a link for somebody who cannot sign in any more, made on the host.

use crate::config::Source;
use crate::failure::{Failure, chain};
use crate::output::{Answer, Out, confirm_yes, harmless, note};
use claviger::clock::{Clock as _, SystemClock};
use claviger_server::host::RecoveredLink;
use claviger_server::{boot, host};

const EXAMPLES: &str = "\
For whoever forgot the password and has nobody who may make a link (`claviger members reset`), or lost the second factor
with every recovery code. Stop the server first. The link works once, for a day, and sets a new password; every session
of the person ends with it. With --without-factors it asks for no second factor, and takes those there are away. The
audit log tells of it as host.recover.

Examples:
  claviger recover sign-in ada@example.com --data-dir /var/lib/claviger
  claviger recover sign-in ada@example.com --without-factors --data-dir /var/lib/claviger --yes";

/// Options of `claviger recover sign-in`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// What the person signs in as
    login: String,
    /// Ask for no second factor, and take those there are away
    #[arg(long)]
    without_factors: bool,
    #[command(flatten)]
    source: Source,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let config = args.source.load()?.config;
    let factors = if args.without_factors { " It takes their second factors away." } else { "" };
    let question = format!(
        "Make a link that sets a new password for `{}`?{factors} The audit log will tell of it.",
        harmless(&args.login)
    );
    if confirm_yes(&question, args.yes)? == Answer::No {
        return Err(Failure::failed("nothing was made"));
    }
    let links = boot::links(&config, config.server.bind.port());
    let (dir, now) = (&config.server.data_dir, SystemClock.now());
    let made = host::recover_sign_in(dir, &args.login, args.without_factors, &links, now);
    let made = made.map_err(|error| {
        Failure::failed(chain(&error)).next("nothing was made; the server must be stopped for this")
    })?;
    show(&made, "new password for", out)
}

/// Shows a link that was made on the host.
pub(super) fn show(made: &RecoveredLink, what: &str, out: &mut Out) -> Result<(), Failure> {
    let of = harmless(&made.of);
    note(&format!(
        "{what} `{of}`, until {}; it is shown once, and whoever has it can use it:",
        made.expires_at
    ));
    out.line(made.link.as_str())
}
