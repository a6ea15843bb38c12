//! What to measure.

use super::report::Report;
use super::stage::Stage;
use super::{console, dead, deciding, dry_run, history, many, other, stop, throughput};
use std::path::PathBuf;
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  claviger bench
  claviger bench --keys 1000000 --json
  claviger bench --rate 5000
  claviger bench --history 10000000
  claviger bench --console --history 10000000
  claviger bench --stop
  claviger bench --dry-run 1000000
  claviger bench --dead-channels 10000
  claviger bench --rounds 11 --other ./claviger-before";

/// Measure this server on this machine: throughput, latency, memory, each beside a yardstick of
/// the same run.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Bench {
    /// Keys that call: 1000, or 10000 with --console or --stop. With more than 1000, the same is measured at 1000 too, and compared.
    #[arg(long)]
    keys: Option<usize>,
    /// Keep-alive connections of the generator.
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// Rounds; figures are medians over them.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Measure latency in an open loop too, at this many calls a second.
    #[arg(long)]
    rate: Option<u32>,
    /// Measure start-up, history pages and bytes per call on a log of this many calls instead.
    #[arg(long, conflicts_with = "rate")]
    history: Option<u64>,
    /// Measure the pages of the console instead, with the calls of --history in the log.
    #[arg(long, conflicts_with_all = ["rate", "other"])]
    console: bool,
    /// Measure the kill switch instead: all keys of an account frozen while they call.
    #[arg(long, conflicts_with_all = ["rate", "history", "console", "other"])]
    stop: bool,
    /// Measure a dry run of a change over this many recorded calls of one key instead.
    #[arg(long, value_name = "CALLS", conflicts_with_all = ["keys", "rate", "history", "console", "other", "stop"])]
    dry_run: Option<u64>,
    /// Measure durable calls in turn with another build of this program instead.
    #[arg(long, value_name = "PROGRAM", conflicts_with_all = ["keys", "rate", "history"])]
    other: Option<PathBuf>,
    /// Measure what so many dead channels for notices cost the calls instead.
    #[arg(long, value_name = "CHANNELS", conflicts_with_all = ["keys", "history", "console", "other"])]
    dead_channels: Option<usize>,
    /// Where the data goes for the time of the run; its volume is the one measured.
    #[arg(long, default_value_os_t = std::env::temp_dir())]
    dir: PathBuf,
    /// The figures as one JSON object on stdout.
    #[arg(long)]
    pub(crate) json: bool,
    /// Serve the yardstick: an axum server that does nothing.
    #[arg(long, hide = true)]
    serve_bare: bool,
}

impl Bench {
    /// Runs it; the error is in words.
    pub(crate) fn run(&self) -> Result<(), Box<dyn std::error::Error>> {
        if self.serve_bare {
            return Ok(claviger_server::bare::serve()?);
        }
        let mut report = Report::new(self.json);
        let stage = Stage::set(&self.dir, &report)?;
        if let Some(calls) = self.dry_run {
            dry_run::measure(&stage, calls, self.rounds.max(1), &mut report)?;
            report.finish();
            return Ok(());
        }
        if let Some(channels) = self.dead_channels {
            dead::measure(&stage, &self.plan(), channels, &mut report)?;
            report.finish();
            return Ok(());
        }
        match (self.history, &self.other) {
            (calls, _) if self.console => {
                let keys = self.keys.unwrap_or(console::KEYS).max(2);
                console::measure(&stage, keys, calls.unwrap_or(console::CALLS), &mut report)?;
            }
            _ if self.stop => {
                stop::measure(&stage, &self.plan(), self.keys.unwrap_or(stop::KEYS), &mut report)?
            }
            (Some(entries), _) => {
                let keys = self.keys.unwrap_or(history::KEYS).max(2);
                history::measure(&stage, keys, entries, &mut report)?;
            }
            (None, Some(other)) => other::measure(&stage, &self.plan(), other, &mut report)?,
            (None, None) => self.calls(&stage, &mut report)?,
        }
        report.finish();
        Ok(())
    }

    fn calls(&self, stage: &Stage, report: &mut Report) -> Result<(), Box<dyn std::error::Error>> {
        let plan = self.plan();
        let micros = deciding::micros().ok_or("the sample key could not be made")?;
        report.figure("decide_us", micros, "verify and decide, in process");
        throughput::measure(stage, &plan, report)?;
        let keys = self.keys.unwrap_or(throughput::FEW_KEYS);
        if keys > throughput::FEW_KEYS {
            many::measure(stage, &plan, keys, report)?;
        }
        Ok(())
    }

    fn plan(&self) -> throughput::Plan {
        throughput::Plan {
            connections: self.connections.max(1),
            time: Duration::from_secs(self.seconds.max(1)),
            rounds: self.rounds.max(1),
            rate: self.rate,
        }
    }
}
