//! The same at many keys: uniform over all of them, after each was used once.

use super::child::Server;
use super::figures::median;
use super::generator::{self, Load};
use super::report::Report;
use super::stage::{Prepared, Stage};
use super::throughput::{FEW_KEYS, Failure, Plan, balance, checked};
use std::time::Duration;

/// Keys per account when there are many.
const PER_ACCOUNT: usize = 100;

/// Measures and reports.
pub(super) fn measure(stage: &Stage, plan: &Plan, keys: usize, report: &mut Report) -> Result<(), Failure> {
    let few = stage.prepare("few-again", FEW_KEYS.div_ceil(PER_ACCOUNT), FEW_KEYS, report)?;
    let many = stage.prepare("many", keys.div_ceil(PER_ACCOUNT), keys, report)?;
    let (server_few, server_many) = (Server::claviger(&few.data_dir)?, Server::claviger(&many.data_dir)?);
    report.figure(
        "many_ready_ms",
        server_many.ready_after.as_secs_f64() * 1e3,
        "start to ready, at most 3000",
    );
    warm_up(&server_few, &few, plan, report)?;
    warm_up(&server_many, &many, plan, report)?;
    let (mut rate_few, mut rate_many) = (Vec::new(), Vec::new());
    for round in 1..=plan.rounds {
        report.say(&format!("round {round} of {} at {keys} keys", plan.rounds));
        for (server, prepared, rates) in
            [(&server_few, &few, &mut rate_few), (&server_many, &many, &mut rate_many)]
        {
            let calls = &mut balance(&prepared.keys, plan.connections, None);
            rates.push(checked(generator::run(plan.load(server), calls)?)?.per_second());
        }
    }
    let (few_rps, many_rps) = (median(rate_few), median(rate_many));
    report.figure("few_keys_rps", few_rps, "Balance by 1000 keys, same run");
    report.figure("many_keys_rps", many_rps, "Balance by all keys, uniform");
    report.figure("many_over_few", many_rps / few_rps, "at least 0.75");
    report.figure("many_resident_mb", server_many.resident_bytes()? as f64 / 1e6, "at most 500");
    server_many.stop()?;
    server_few.stop()?;
    Ok(())
}

/// Every key calls once at least.
fn warm_up(server: &Server, prepared: &Prepared, plan: &Plan, report: &Report) -> Result<(), Failure> {
    report.say(&format!("warming {} keys up", prepared.keys.len()));
    let (mut sent, wanted) = (0, prepared.keys.len() * 11 / 10);
    while sent < wanted {
        let load = Load { time: Duration::from_secs(5), ..plan.load(server) };
        // Every connection is about as far as the others; a little is done twice.
        let done = sent / plan.connections;
        let run = checked(generator::run(
            load,
            &mut balance(&prepared.keys, plan.connections, Some(done * 9 / 10)),
        )?)?;
        sent += usize::try_from(run.answered)?;
        report.tick("warmed", sent.min(wanted), wanted);
    }
    Ok(())
}
