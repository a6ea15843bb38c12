//! A long log: how fast a server starts on it, how fast the first page of a key's history comes,
//! and how many bytes a recorded call takes.

use super::calls::Get;
use super::child::Server;
use super::generator::{self, Load};
use super::report::Report;
use super::stage::{Prepared, Stage};
use super::throughput::{Failure, checked};
use claviger::clock::{Clock as _, SystemClock};
use claviger::core as claviger_core;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::{KeyId, LogId};
use claviger_core::key::KeyRecord;
use claviger_core::reason::{Detail, Reason};
use claviger_core::store::{Claim, Item, KeyFilter, NonceUse, Retention, Store};
use claviger_core::text::ClientName;
use claviger_core::time::Timestamp;
use claviger_sqlite::{Options, SqliteStore};
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::time::Duration;

/// Keys, unless said otherwise.
pub(super) const KEYS: usize = 1000;
/// Calls in one group: about what 64 connections give.
const GROUP: u64 = 32;
/// Calls of the key that is never used again.
const RARE_CALLS: u64 = 10;
const KEEP_ALL: Retention = Retention { max_age_secs: None, max_bytes: None };

/// Measures and reports.
pub(super) fn measure(stage: &Stage, keys: usize, entries: u64, report: &mut Report) -> Result<(), Failure> {
    let prepared = stage.prepare("history", 1, keys, report)?;
    let path = &prepared.data_dir;
    let before = bytes(&prepared.data_dir)?;
    let keys = fill(path, keys, entries, report)?;
    let server = Server::claviger(&prepared.data_dir)?;
    report.figure(
        "ready_ms",
        server.ready_after.as_secs_f64() * 1e3,
        "start to ready on this log, at most 1000",
    );
    for (name, key) in [("hot", keys.hot), ("rare", keys.rare)] {
        page(&server, &prepared, name, key, report)?;
    }
    server.stop()?;
    let grown = bytes(&prepared.data_dir)?.saturating_sub(before);
    report.figure(
        "bytes_per_call",
        grown as f64 / entries as f64,
        "of database for each recorded call, at most 250",
    );
    Ok(())
}

/// The keys of a filled log: one that calls again and again, and one that called only at its beginning.
pub(super) struct Filled {
    pub(super) hot: KeyId,
    pub(super) rare: KeyId,
}

/// Writes calls of all the keys there are, up to `keys` of them.
pub(super) fn fill(path: &Path, keys: usize, entries: u64, report: &Report) -> Result<Filled, Failure> {
    let what = format!("writing {entries} calls");
    report.say(&what);
    let store = SqliteStore::open(path, Options::default())?;
    let account = store.accounts(None, 1)?.pop().ok_or("the store has no account")?;
    let rows = store.keys(account.id, &KeyFilter::default(), None, keys)?;
    let keys: Vec<KeyRecord> = rows.into_iter().map(|row| row.record).collect();
    let (rare, rest) = keys.split_first().ok_or("the store has no key")?;
    let hot = rest.first().ok_or("the store has one key only")?;
    let mut lane = store.open_lane(LogId(0))?;
    let start = SystemClock.now();
    let mut done = 0;
    while done < entries {
        let now = start.plus_micros(i64::try_from(done)?);
        let key_of = |at: u64| {
            if at < RARE_CALLS { Some(rare) } else { rest.get(usize::try_from(at).ok()? % rest.len()) }
        };
        let items =
            (done..(done + GROUP).min(entries)).filter_map(|at| Some(Item::Claim(claim(key_of(at)?, at))));
        lane.commit(&items.collect::<Vec<_>>(), now)?;
        done += GROUP;
        if done % (GROUP * 512) == 0 {
            report.tick("calls", usize::try_from(done.min(entries))?, usize::try_from(entries)?);
            while lane.maintain(now, &KEEP_ALL)?.more {}
        }
    }
    Ok(Filled { hot: hot.id, rare: rare.id })
}

fn claim(key: &KeyRecord, at: u64) -> Claim {
    let mut digest = [0; 32];
    for (to, from) in
        digest.iter_mut().zip(at.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes().iter().cycle())
    {
        *to = *from ^ 0x5a;
    }
    let draft = EntryDraft {
        account: key.account,
        actor: Actor::Key(key.id),
        action: Action::Balance,
        target: Target::Account,
        revision: key.revision,
        source: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        client: ClientName::from_bytes(b"python-requests/2.32.3"),
        outcome: Outcome::Allowed,
        reason: Reason::None,
        detail: Detail::None,
        nonce: None,
        otp_step: None,
        digest,
    };
    let nonce = NonceUse::Judge(1_700_000_000_000_000_000 + at);
    Claim { key: key.id, revision: key.revision, deadline: Timestamp::MAX, nonce, draft }
}

fn page(
    server: &Server,
    prepared: &Prepared,
    name: &str,
    key: KeyId,
    report: &mut Report,
) -> Result<(), Failure> {
    let path = format!("/api/v1/keys/{key}/history?limit=50");
    let load = Load { target: server.address, connections: 1, time: Duration::from_secs(2), rate: None };
    let token = Some(prepared.token.as_str());
    let run = checked(generator::run(load, &mut |_| Box::new(Get::new(&path, token, br#"{"items":[{"#)))?)?;
    let figure = |permille| f64::from(run.latencies.permille(permille)) / 1e3;
    report.figure(&format!("history_{name}_p50_ms"), figure(500), "first page of 50 of one key");
    report.figure(&format!("history_{name}_p99_ms"), figure(990), "at most 20");
    Ok(())
}

/// Bytes of all files of a folder.
fn bytes(folder: &Path) -> std::io::Result<u64> {
    std::fs::read_dir(folder)?.map(|entry| Ok(entry?.metadata()?.len())).sum()
}
