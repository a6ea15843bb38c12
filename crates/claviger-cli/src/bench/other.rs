//! The same by another build of this program, in turn with this one: what a change costs or gains on
//! a machine whose speed is another one from minute to minute.

use super::child::Server;
use super::figures::median;
use super::generator;
use super::report::Report;
use super::stage::{Prepared, Stage};
use super::throughput::{FEW_ACCOUNTS, FEW_KEYS, Failure, Plan, balance, checked};
use std::path::Path;

/// Measures and reports. Both builds must know the same tables, since this one writes the keys.
pub(super) fn measure(stage: &Stage, plan: &Plan, other: &Path, report: &mut Report) -> Result<(), Failure> {
    let (mine, others) = (
        stage.prepare("this", FEW_ACCOUNTS, FEW_KEYS, report)?,
        stage.prepare("other", FEW_ACCOUNTS, FEW_KEYS, report)?,
    );
    let this = (Server::claviger(&mine.data_dir)?, mine);
    let that = (Server::claviger_of(other, &others.data_dir)?, others);
    let run = |(server, prepared): &(Server, Prepared), in_order| {
        let calls = &mut balance(&prepared.keys, plan.connections, in_order);
        Ok::<f64, Failure>(checked(generator::run(plan.load(server), calls)?)?.per_second())
    };
    run(&this, Some(0))?;
    run(&that, Some(0))?;
    let (mut this_rps, mut other_rps, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=plan.rounds {
        report.say(&format!("round {round} of {} against {}", plan.rounds, other.display()));
        // Whoever goes second finds another machine than whoever went first.
        let (mine, others) = if round % 2 == 0 {
            (run(&this, None)?, run(&that, None)?)
        } else {
            let others = run(&that, None)?;
            (run(&this, None)?, others)
        };
        this_rps.push(mine);
        other_rps.push(others);
        ratios.push(mine / others);
    }
    report.figure("this_rps", median(this_rps), "Balance, signed, recorded durably: this build");
    report.figure("other_rps", median(other_rps), "the other build, in turn");
    report.figure("this_over_other", median(ratios), "median of the rounds");
    Ok(())
}
