//! `claviger man`: the manual pages, one for each command, made from what `--help` says.

use crate::args::Cli;
use crate::failure::Failure;
use crate::output::Out;
use clap::CommandFactory as _;
use serde_json::json;
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  claviger man --out /usr/local/share/man/man1
  claviger man --out target/man && man -l target/man/claviger-keys-create.1";

/// Options of `claviger man`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder for the pages; made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Print the list of files as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let cannot = |error: io::Error| {
        Failure::failed(format!("the pages could not be written to {}: {error}", args.out.display()))
    };
    std::fs::create_dir_all(&args.out).map_err(cannot)?;
    clap_mangen::generate_to(Cli::command(), &args.out).map_err(cannot)?;
    let pages = pages(&args.out).map_err(cannot)?;
    if args.json {
        return out.json(&json!({ "folder": args.out, "pages": pages }));
    }
    out.line(format!("{} pages in {}", pages.len(), args.out.display()))
}

/// The names of the pages in a folder, in order.
fn pages(folder: &Path) -> io::Result<Vec<String>> {
    let mut pages = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if name.starts_with("claviger") && name.ends_with(".1") {
            pages.push(name);
        }
    }
    pages.sort_unstable();
    Ok(pages)
}
