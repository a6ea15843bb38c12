//! A dry run: how long it takes to judge every recorded call of one key anew, over HTTP.

use super::calls::Get;
use super::child::Server;
use super::generator;
use super::history;
use super::report::Report;
use super::stage::Stage;
use super::throughput::Failure;
use std::time::Instant;

/// Measures and reports.
pub(super) fn measure(stage: &Stage, calls: u64, rounds: usize, report: &mut Report) -> Result<(), Failure> {
    // One that calls, and one that the log is filled beside.
    let prepared = stage.prepare("dry-run", 1, 2, report)?;
    let filled = history::fill(&prepared.data_dir, 2, calls, report)?;
    let server = Server::claviger(&prepared.data_dir)?;
    // Balance is all that is called, so every call is refused by the one, and none by the other.
    let changes = [
        ("refusing", "dry-run?permissions=query-ledger", &br#"{"words":"would have refused "#[..]),
        ("allowing", "dry-run?state=read-only", &br#"{"words":"would have refused none"#[..]),
        ("review", "review", &br#"{"key":"#[..]),
    ];
    for (name, asked, answer) in changes {
        let path = format!("/api/v1/keys/{}/{asked}", filled.hot);
        let mut times = Vec::new();
        for _ in 0..rounds {
            let started = Instant::now();
            let get = Get::new(&path, Some(prepared.token.as_str()), answer);
            if !generator::once(server.address, get)? {
                return Err("the dry run was not answered as it should be".into());
            }
            times.push(started.elapsed().as_secs_f64());
        }
        times.sort_by(f64::total_cmp);
        let median = times.get(times.len() / 2).copied().unwrap_or_default();
        report.figure(
            &format!("dry_run_{name}_s"),
            median,
            "of all calls of one key; at most 2 for a million",
        );
    }
    report.figure("dry_run_resident_mb", server.resident_bytes()? as f64 / 1e6, "of the server, at the end");
    Ok(server.stop()?)
}
