//! `claviger backup`: the database copied as it is at one instant.

use crate::config::Source;
use crate::failure::{Failure, chain};
use crate::output::{Out, note};
use claviger::clock::{Clock as _, SystemClock};
use claviger_server::host;
use serde_json::json;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Run it as the user the server runs as; the server may run or not, and goes on answering. The file is complete under
its name or not there at all, and never replaces another one without --force. Beside it is a manifest with its SHA-256
and the point it stands for: every entry below that sequence is in it, and none beyond.

THE MASTER KEY IS NOT IN IT. Without the master key file no key in the backup can be opened: keep a copy of that file
apart from the backups.

Examples:
  claviger backup --data-dir /var/lib/claviger --to /backups/
  claviger backup --config /etc/claviger.toml --to /backups/today.backup --force --json";

/// Options of `claviger backup`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The file to make, or a folder, in which it is named by the time
    #[arg(long, value_name = "FILE|DIR")]
    to: PathBuf,
    /// Replace a file of this name
    #[arg(long)]
    force: bool,
    /// Print the manifest as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: Source,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let config = args.source.load()?.config;
    let bar = io::stderr().is_terminal();
    let mut told = |done: u64, all: u64| {
        if bar {
            show(done, all);
        }
    };
    let now = SystemClock.now();
    let made = host::backup(&config, &args.to, args.force, now, &mut told);
    if bar {
        // The bar leaves nothing behind.
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
    let made = made.map_err(|error| Failure::failed(chain(&error)).next("no backup was made"))?;
    if args.json {
        let mut shown = made.manifest();
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("file".to_owned(), json!(made.path.display().to_string()));
            fields.insert("master_key_included".to_owned(), json!(false));
        }
        return out.json(&shown);
    }
    let point = made.point;
    out.line(format!("{}: {} bytes, SHA-256 {}", made.path.display(), made.bytes, made.sha256))?;
    out.line(format!(
        "it stands for log {}, epoch {}, next sequence {}, latest time {}",
        point.log.0, point.epoch, point.next_sequence, point.latest
    ))?;
    note(&format!(
        "the master key is not in it: keep a copy of {} elsewhere",
        config.master_key_file().display()
    ));
    for place in &made.witness {
        note(&format!(
            "put it back with `claviger restore`: files copied back are refused by the witness at {place}"
        ));
    }
    Ok(())
}

const WIDTH: u64 = 30;

fn show(done: u64, all: u64) {
    let filled = (done * WIDTH).checked_div(all).unwrap_or(WIDTH).min(WIDTH);
    let bar: String = (0..WIDTH).map(|at| if at < filled { '█' } else { '░' }).collect();
    // Nobody can be told if standard error is closed.
    let _ = write!(io::stderr(), "\r{bar} {} of {} MiB", done >> 20, all >> 20);
    let _ = io::stderr().flush();
}
