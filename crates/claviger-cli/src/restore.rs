//! `claviger restore`: a data directory made from a backup.

use crate::failure::{Failure, chain};
use crate::output::{Out, note};
use claviger::clock::{Clock as _, SystemClock};
use claviger_server::boot::MASTER_KEY_FILE;
use claviger_server::host;
use serde_json::json;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Everything in the backup is read and judged first: the file against its manifest, every page, every entry, whether any
is missing, and whether the master key opens it. The folder must be empty, but for the master key file.

A restore cannot bring the dead back. What was revoked, narrowed or used as a nonce after the backup is not in it, so
every key is held, and refuses every call, until it is readmitted; every token is revoked.

Then:
  claviger recover token --data-dir DIR      a new token for the operator
  claviger serve --data-dir DIR
  claviger keys revoke …                     what was taken back since the backup
  claviger keys readmit --all                the others

Examples:
  claviger restore /backups/today.backup --data-dir /var/lib/claviger --master-key /root/master.key";

/// Options of `claviger restore`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The backup
    file: PathBuf,
    /// The folder to restore into; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    data_dir: PathBuf,
    /// The master key file that was in force at the time of the backup; without this, master.key in the
    /// folder
    #[arg(long, value_name = "FILE")]
    master_key: Option<PathBuf>,
    /// Print what was restored as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let master_key = args.master_key.clone().unwrap_or_else(|| args.data_dir.join(MASTER_KEY_FILE));
    let done = host::restore(&args.file, &args.data_dir, &master_key, SystemClock.now());
    let done = done.map_err(|error| Failure::failed(chain(&error)).next("nothing was restored"))?;
    let point = done.point;
    if args.json {
        return out.json(&json!({
            "log": point.log.0,
            "epoch": point.epoch,
            "next_sequence": point.next_sequence,
            "latest": point.latest.to_string(),
            "entries": done.entries,
            "keys_held": done.keys,
            "manifest": done.with_manifest,
        }));
    }
    out.line(format!(
        "restored to log {}, epoch {}, next sequence {}, latest time {}: {} entries and {} keys verified",
        point.log.0, point.epoch, point.next_sequence, point.latest, done.entries, done.keys
    ))?;
    if !done.with_manifest {
        note("there was no manifest beside the backup, so its SHA-256 could not be compared");
    }
    note(&format!(
        "every key is held and every token revoked; next: claviger recover token --data-dir {}",
        args.data_dir.display()
    ));
    Ok(())
}
