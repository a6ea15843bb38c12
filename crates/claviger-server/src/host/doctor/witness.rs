//! The witness: whether there is one, what it says, and whether it would go back with the data.

use super::Finding;
use crate::config::{Config, WhenUnreadable};
use crate::witness::{self, Place, Seen, judged, witnessed_at};
use claviger_audit::witness::{Position, Statement, Verdict};
use claviger_core::time::MICROS_PER_SEC;
use claviger_sqlite::{Options, SqliteStore};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

const CHECK: &str = "witness";
/// A statement that is older than the log by more is not being kept, in microseconds.
const STALE: i64 = 60 * MICROS_PER_SEC;
const UNNOTICED: &str = "data that is rolled back, by copying its files or by a snapshot of its volume, is not noticed, \
                         and what was revoked since lives again";

pub(super) fn look(config: &Config, found: &mut Vec<Finding>) {
    if !config.witness.is_set() {
        let remedy = "name a directory on another disk in witness.directory, or a URL in witness.url";
        found.push(Finding::warning(CHECK, "no witness is set", UNNOTICED, remedy));
        return;
    }
    let places = match witness::places(&config.witness) {
        Ok(places) => places,
        Err(error) => {
            let why = "the server does not start with these settings";
            found.push(Finding::bad(CHECK, error.to_string(), why, "correct what is named under [witness]"));
            return;
        }
    };
    let store = SqliteStore::open_read_only(&config.server.data_dir, Options::default()).ok();
    for seen in &witness::look(&places).0 {
        found.push(one(config, seen, store.as_ref()));
        found.extend(same_disk(&config.server.data_dir, &seen.place));
    }
}

fn one(config: &Config, seen: &Seen, store: Option<&SqliteStore>) -> Finding {
    let shown = seen.place.shown();
    match &seen.found {
        Err(error) => unreadable(config, error.to_string()),
        Ok(None) if witness::is_marked(&config.server.data_dir) => {
            unreadable(config, format!("{shown}: there is nothing, though a witness was kept of this data"))
        }
        Ok(None) => Finding::good(
            CHECK,
            format!("{shown}: there is nothing yet; the next start is the first it sees"),
        ),
        Ok(Some(witnessed)) => match store.map(|store| judged(store, witnessed)) {
            Some(Ok((verdict, position))) => told(&shown, witnessed, verdict, &position),
            // What is wrong with the database is found by itself.
            None | Some(Err(_)) => {
                Finding::good(CHECK, format!("{shown}: it saw {}", witnessed_at(witnessed)))
            }
        },
    }
}

fn unreadable(config: &Config, what: String) -> Finding {
    let remedy =
        "mend it: see that the disk or share is mounted, that the URL answers, and that its file is whole";
    match config.witness.when_unreadable {
        WhenUnreadable::Refuse => {
            Finding::bad(CHECK, what, "the server does not start unless another witness can be read", remedy)
        }
        WhenUnreadable::Serve => Finding::warning(CHECK, what, UNNOTICED, remedy),
    }
}

fn told(shown: &str, witnessed: &Statement, verdict: Verdict, position: &Position) -> Finding {
    let saw = format!("{shown}: it saw {}", witnessed_at(witnessed));
    match verdict {
        Verdict::Foreign => Finding::bad(
            CHECK,
            format!("{shown}: it is the witness of another store"),
            "the server does not start",
            "name the right server.data_dir and the right witness; each store needs one of its own",
        ),
        Verdict::Behind | Verdict::Forked => Finding::bad(
            CHECK,
            format!("{saw}; the data lacks that: it was rolled back"),
            "what was revoked, narrowed or used since would live again, so the server does not start",
            "put the newer data back if it is still somewhere; else, with the server stopped: claviger recover rollback",
        ),
        _ if position.latest.since(witnessed.latest) > STALE => Finding::warning(
            CHECK,
            format!("{saw}; the latest time in the log is {}", position.latest),
            "what came since can be rolled back without being noticed",
            "look into the server's log for why it is not kept, or start the server",
        ),
        Verdict::Continues | Verdict::Unproven | Verdict::Held => Finding::good(CHECK, saw),
    }
}

/// A directory on the data's own file system goes back with it.
fn same_disk(dir: &Path, place: &Place) -> Option<Finding> {
    let device = |path: &Path| std::fs::metadata(path).ok().map(|meta| meta.dev());
    let Place::Directory(directory) = place else { return None };
    let same = device(&directory.0).is_some_and(|there| device(dir) == Some(there));
    same.then(|| {
        Finding::warning(
            "witness-disk",
            format!("{} is on the file system of the data", directory.0.display()),
            "a snapshot of that volume, put back, takes the witness back, too",
            "choose a directory on another disk or a mounted share for witness.directory",
        )
    })
}
