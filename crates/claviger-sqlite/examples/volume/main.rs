//! Fills a store and says what it costs: `cargo run --release -p claviger-sqlite --example volume -- DIR [KEYS]
//! [ENTRIES]`. DIR must be an empty directory, or one filled by an earlier run with the same numbers.
#![allow(clippy::print_stdout, clippy::float_arithmetic)]

mod fill;
mod measure;

use claviger_core::store::Store as _;
use claviger_sqlite::{Options, SqliteStore};
use std::path::Path;
use std::time::Instant;

fn main() -> fill::Done {
    let mut args = std::env::args().skip(1);
    let dir = args.next().ok_or("usage: volume DIR [KEYS] [ENTRIES]")?;
    let number = |text: Option<String>, default| text.map_or(Ok(default), |text| text.parse());
    let (keys, entries) = (number(args.next(), 1_000_000)?, number(args.next(), 10_000_000)?);
    let dir = Path::new(&dir);
    std::fs::create_dir_all(dir)?;
    fill::fill(dir, keys, entries)?;

    let begun = Instant::now();
    let store = SqliteStore::open(dir, Options::default())?;
    let mut lane = store.open_lane(fill::LOG)?;
    println!("start-up: {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    let stats = store.stats()?;
    println!("entries: {}, keys: {}, bytes: {}", stats.next_sequence, stats.keys, stats.bytes);
    measure::resident("after start");
    measure::histories(&store, keys)?;
    measure::look_ups(&store, keys)?;
    measure::commits(lane.as_mut(), dir, keys)?;
    measure::bulk(lane.as_mut(), keys, entries)?;
    measure::warm_up(lane.as_mut(), keys)?;
    measure::resident("with every key in memory");
    Ok(())
}
