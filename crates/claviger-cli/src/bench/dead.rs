//! What dead channels for notices cost the calls: two servers in turn, one of them with thousands of channels whose
//! receivers take connections and never answer.

use super::child::Server;
use super::figures::median;
use super::generator::{self, Load, Run};
use super::report::Report;
use super::stage::{Prepared, Stage};
use super::throughput::{FEW_ACCOUNTS, FEW_KEYS, Failure, Plan, balance, checked};
use claviger::OsEntropy;
use claviger::clock::{Clock as _, SystemClock};
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::id::{AccountId, ChannelId, DeliveryId, LogId};
use claviger::core::notices::{
    Audience, Channel, Delivery, Event, EventId, EventKind, Level, Route, Service,
};
use claviger::core::store::{Change, Item, Mutation, RecordWrite, Store as _};
use claviger::core::text::Name;
use claviger::core::time::Timestamp;
use claviger::manage::host_act;
use claviger_sqlite::{Options, SqliteStore};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

/// Channels written at once, each with a delivery that waits.
const BATCH: usize = 30;
/// Calls a second, unless told.
const RATE: u32 = 1_000;

/// Measures and reports.
pub(super) fn measure(
    stage: &Stage,
    plan: &Plan,
    channels: usize,
    report: &mut Report,
) -> Result<(), Failure> {
    let without = stage.prepare("without", FEW_ACCOUNTS, FEW_KEYS, report)?;
    let with = stage.prepare("with", FEW_ACCOUNTS, FEW_KEYS, report)?;
    fill(&with.data_dir, silent()?, channels, report)?;
    let without = (Server::telling(&without.data_dir)?, without);
    let with = (Server::telling(&with.data_dir)?, with);
    let run = |(server, prepared): &(Server, Prepared), in_order| {
        let load = Load { rate: Some(plan.rate.unwrap_or(RATE)), ..plan.load(server) };
        let calls = &mut balance(&prepared.keys, plan.connections, in_order);
        checked(generator::run(load, calls)?)
    };
    run(&without, Some(0))?;
    run(&with, Some(0))?;
    let (mut alone, mut beside, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=plan.rounds {
        report.say(&format!("round {round} of {}", plan.rounds));
        let p99 = |run: Run| f64::from(run.latencies.permille(990));
        // Whoever goes second finds another machine than whoever went first.
        let (quiet, loud) = if round % 2 == 0 {
            (p99(run(&without, None)?), p99(run(&with, None)?))
        } else {
            let loud = p99(run(&with, None)?);
            (p99(run(&without, None)?), loud)
        };
        alone.push(quiet);
        beside.push(loud);
        ratios.push(loud / quiet);
    }
    report.figure("p99_without_us", median(alone), "Balance, signed, recorded durably, at a fixed rate");
    report.figure("p99_with_dead_channels_us", median(beside), "the same beside the dead channels, in turn");
    report.figure("with_over_without", median(ratios), "median of the rounds; at most 1.25");
    without.0.stop()?;
    with.0.stop()?;
    Ok(())
}

/// A receiver that takes connections and says nothing for as long as this program runs.
fn silent() -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        let mut held: Vec<_> = Vec::new();
        for stream in listener.incoming().map_while(Result::ok) {
            held.push(stream);
        }
    });
    Ok(address)
}

/// Writes the channels while nobody serves, each with a delivery that waits.
fn fill(data_dir: &Path, silent: SocketAddr, channels: usize, report: &Report) -> Result<(), Failure> {
    let store = SqliteStore::open(data_dir, Options::default())?;
    let account = store.accounts(None, 1)?.first().ok_or("there is no account")?.id;
    let (mut lane, now, mut done) = (store.open_lane(LogId(0))?, SystemClock.now(), 0);
    while done < channels {
        let batch = BATCH.min(channels - done);
        let mut writes = Vec::new();
        for number in done..done + batch {
            writes.extend(dead(account, number, silent, now)?);
        }
        // An act that nobody is told of: the channels are to wait for what they have.
        let entry = host_act(account, Action::ChannelConfirm, Target::Account, "channels of a measurement");
        lane.commit(&[Item::Change(Box::new(Mutation::new(Change::Records(writes), entry)))], now)?;
        done += batch;
        report.tick("channels", done, channels);
    }
    Ok(())
}

fn dead(
    account: AccountId,
    number: usize,
    silent: SocketAddr,
    now: Timestamp,
) -> Result<[RecordWrite; 2], Failure> {
    let id = ChannelId::random(&mut OsEntropy)?;
    let channel = Channel {
        id,
        account,
        name: Name::parse(&format!("dead {number}"))?,
        service: Service::Webhook,
        route: Route::url(&format!("http://{silent}/"))?,
        secrets: None,
        on: true,
        least: Level::Warning,
        audience: Audience::Account,
        confirm: None,
        revision: 1,
        created_at: now,
    };
    let event =
        Event::new(EventId::due("dead", id, now), EventKind::Test, account, now, "Nobody hears this.");
    let delivery = Delivery::new(DeliveryId::random(&mut OsEntropy)?, id, event, now);
    let create = |record| RecordWrite::Create { record, limit: None };
    Ok([create(channel.record()?), create(delivery.record()?)])
}
