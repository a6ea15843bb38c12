//! `claviger completions`: a script that completes commands and options in a shell.

use crate::args::Cli;
use crate::failure::Failure;
use crate::output::Out;
use clap::CommandFactory as _;
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  claviger completions bash > ~/.local/share/bash-completion/completions/claviger
  claviger completions zsh > ~/.zfunc/_claviger
  claviger completions fish > ~/.config/fish/completions/claviger.fish";

/// Options of `claviger completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "claviger", &mut script);
    out.line(String::from_utf8_lossy(&script).trim_end())
}
