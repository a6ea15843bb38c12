//! A data directory per server, made ready by the server itself and filled while it is down.

use super::calls::Get;
use super::child::Server;
use super::keys::{self, BenchKey};
use super::report::Report;
use super::throughput::Failure;
use claviger::clock::{Clock as _, SystemClock};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of a run, removed at its end.
pub(super) struct Stage {
    folder: tempfile::TempDir,
}

/// A data directory with keys in it.
pub(super) struct Prepared {
    pub(super) data_dir: PathBuf,
    pub(super) keys: Arc<Vec<BenchKey>>,
    /// The administration token of its first account.
    pub(super) token: String,
}

impl Stage {
    pub(super) fn set(dir: &Path, report: &Report) -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("claviger-bench-").tempdir_in(dir)?;
        report.say(&format!("measuring on the volume of {}", dir.display()));
        Ok(Stage { folder })
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A fresh data directory with `accounts` paper accounts and `keys` keys.
    pub(super) fn prepare(
        &self,
        name: &str,
        accounts: usize,
        count: usize,
        report: &Report,
    ) -> Result<Prepared, Failure> {
        let data_dir = self.folder().join(name);
        let server = Server::claviger(&data_dir)?;
        let token = server.token.clone().ok_or("the server's first start gave no token")?;
        for number in 1..accounts {
            open_account(&server, &token, number)?;
            report.tick("accounts", number + 1, accounts);
        }
        server.stop()?;
        let what = format!("writing {count} keys");
        report.say(&what);
        let now = SystemClock.now();
        let master = data_dir.join(claviger_server::boot::MASTER_KEY_FILE);
        let keys = keys::write(&data_dir, &master, count, now, &mut |done| report.tick("keys", done, count))?;
        Ok(Prepared { data_dir, keys: Arc::new(keys), token })
    }
}

fn open_account(server: &Server, token: &str, number: usize) -> Result<(), Failure> {
    let body = format!(r#"{{"name":"bench {number}"}}"#);
    let opened = super::generator::once(server.address, Get::post("/api/v1/accounts", token, &body))?;
    if opened { Ok(()) } else { Err(format!("account {number} could not be opened").into()) }
}
