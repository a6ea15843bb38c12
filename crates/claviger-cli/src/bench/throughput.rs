//! Throughput and latency against the yardsticks: an axum server that does nothing, the open
//! path, an append with `fdatasync`.

use super::calls::{BALANCE, Calls, Get, Method, Share, Signed};
use super::child::Server;
use super::disk::Yardstick;
use super::figures::{Latencies, median};
use super::generator::{self, Load, Run};
use super::keys::BenchKey;
use super::report::Report;
use super::stage::Stage;
use claviger::clock::{Clock as _, SystemClock};
use std::sync::Arc;
use std::time::Duration;

/// Keys of the ordinary measurement, and the accounts they belong to.
pub(super) const FEW_KEYS: usize = 1000;
pub(super) const FEW_ACCOUNTS: usize = 10;
/// Appends measured in each round.
const APPENDS: usize = 200;

pub(super) type Failure = Box<dyn std::error::Error>;

/// How the calls are made.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) connections: usize,
    pub(super) time: Duration,
    pub(super) rounds: usize,
    pub(super) rate: Option<u32>,
}

impl Plan {
    pub(super) fn load(&self, server: &Server) -> Load {
        Load { target: server.address, connections: self.connections, time: self.time, rate: None }
    }
}

/// Signed `Balance` calls, each connection with its share of the keys.
pub(super) fn balance(
    keys: &Arc<Vec<BenchKey>>,
    connections: usize,
    in_order: Option<usize>,
) -> impl FnMut(usize) -> Box<dyn Calls> {
    let mut calls = shared(keys, connections, in_order);
    move |first| Box::new(calls(first, BALANCE))
}

/// Signed calls, each connection with its share of the keys.
pub(super) fn shared(
    keys: &Arc<Vec<BenchKey>>,
    connections: usize,
    in_order: Option<usize>,
) -> impl FnMut(usize, Method) -> Signed {
    let nonce = SystemClock.now().micros().unsigned_abs() * 1000;
    let (keys, step) = (keys.clone(), connections);
    move |first, method| {
        let share = Share { first, step, in_order, turn: nonce ^ first as u64 };
        Signed::new(method, keys.clone(), share, nonce)
    }
}

/// A run in which something failed measures nothing.
pub(super) fn checked(run: Run) -> Result<Run, Failure> {
    match run.first_failure {
        Some(answer) => Err(format!("{} calls failed, the first with:\n{answer}", run.failed).into()),
        None => Ok(run),
    }
}

fn get(path: &'static str, expected: &'static [u8]) -> impl FnMut(usize) -> Box<dyn Calls> {
    move |_| Box::new(Get::new(path, None, expected))
}

const OPEN: (&str, &[u8]) = ("/0/public/Time", br#"{"error":[],"#);

#[derive(Default)]
struct Rounds {
    bare: Vec<Run>,
    open: Vec<Run>,
    durable: Vec<Run>,
    one_open: Vec<f64>,
    one_durable: Vec<f64>,
    append: Vec<f64>,
}

/// Measures and reports.
pub(super) fn measure(stage: &Stage, plan: &Plan, report: &mut Report) -> Result<(), Failure> {
    let prepared = stage.prepare("few", FEW_ACCOUNTS, FEW_KEYS, report)?;
    let (bare, server) = (Server::bare()?, Server::claviger(&prepared.data_dir)?);
    let mut disk = Yardstick::create(stage.folder())?;
    let mut rounds = Rounds::default();
    checked(generator::run(plan.load(&server), &mut balance(&prepared.keys, plan.connections, Some(0)))?)?;
    for round in 1..=plan.rounds {
        report.say(&format!("round {round} of {}", plan.rounds));
        rounds.bare.push(checked(generator::run(plan.load(&bare), &mut get("/", b""))?)?);
        rounds.open.push(checked(generator::run(plan.load(&server), &mut get(OPEN.0, OPEN.1))?)?);
        let signed = &mut balance(&prepared.keys, plan.connections, None);
        rounds.durable.push(checked(generator::run(plan.load(&server), signed)?)?);
        let alone = Load { connections: 1, time: Duration::from_secs(1), ..plan.load(&server) };
        rounds.append.push(f64::from(Latencies::of(disk.measure(APPENDS)?).permille(500)));
        rounds.one_open.push(half(&checked(generator::run(alone, &mut get(OPEN.0, OPEN.1))?)?));
        rounds
            .one_durable
            .push(half(&checked(generator::run(alone, &mut balance(&prepared.keys, 1, None))?)?));
    }
    rounds.report(report);
    if let Some(rate) = plan.rate {
        let load = Load { rate: Some(rate), ..plan.load(&server) };
        let run = checked(generator::run(load, &mut balance(&prepared.keys, plan.connections, None))?)?;
        latencies("open_loop", &run, report);
    }
    server.stop()?;
    Ok(())
}

fn half(run: &Run) -> f64 {
    f64::from(run.latencies.permille(500))
}

fn rate(runs: &[Run]) -> f64 {
    median(runs.iter().map(Run::per_second).collect())
}

impl Rounds {
    fn report(&self, report: &mut Report) {
        let (bare, open, durable) = (rate(&self.bare), rate(&self.open), rate(&self.durable));
        report.figure("bare_rps", bare, "an axum server that does nothing");
        report.figure("open_rps", open, "Time, no key");
        report.figure("durable_rps", durable, "Balance, signed, recorded durably");
        report.figure("open_over_bare", open / bare, "at least 0.8");
        report.figure("durable_over_open", durable / open, "at least 0.5");
        let middle = |figures: &Vec<f64>| median(figures.clone());
        let append = middle(&self.append);
        let delta = middle(&self.one_durable) - middle(&self.one_open);
        report.figure("fdatasync_us", append, "append of 4 KiB and fdatasync, median");
        report.figure("single_delta_us", delta, "one Balance less one Time, nothing else running");
        report.figure("single_delta_over_fdatasync", delta / append, "at most 2.0");
        for (name, runs) in [("bare", &self.bare), ("open", &self.open), ("durable", &self.durable)] {
            if let Some(last) = runs.last() {
                latencies(name, last, report);
            }
        }
    }
}

fn latencies(name: &str, run: &Run, report: &mut Report) {
    for (label, permille) in [("p50", 500), ("p99", 990), ("p999", 999)] {
        let micros = f64::from(run.latencies.permille(permille));
        report.figure(&format!("{name}_{label}_us"), micros, "latency, last round");
    }
}
