//! What is measured on a full store.

use crate::fill::{Done, KEEP, api_key, at, call, commit, key_id, scramble};
use claviger_core::store::{HistoryQuery, Item, Lane, Store};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

pub(crate) fn resident(when: &str) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let rss = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("unknown");
    println!("resident memory {when}: {}", rss.trim());
}

fn show(what: &str, mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    let at =
        |share: usize| times.get(times.len().saturating_sub(1) * share / 100).copied().unwrap_or_default();
    println!("{what}: p50 {:?}, p99 {:?}, most {:?}", at(50), at(99), at(100));
    at(50)
}

pub(crate) fn histories(store: &dyn Store, keys: u64) -> Done {
    let page = |n: u64| -> Done<(Duration, usize)> {
        let query = HistoryQuery { key: Some(key_id(n)), limit: 50, max_scan: 10_000, ..Default::default() };
        let begun = Instant::now();
        let found = store.history(&query)?.entries.len();
        Ok((begun.elapsed(), found))
    };
    for (what, n) in [("used only at the beginning", 1), ("used all the time", 2)] {
        let (cold, found) = page(n)?;
        let warm = page(n)?.0;
        println!("first history page of a key {what}: {cold:?} cold, {warm:?} warm, {found} entries");
    }
    show(
        "first history page of any key",
        (0..500).map(|n| Ok(page(scramble(n) % keys)?.0)).collect::<Done<_>>()?,
    );
    let begun = Instant::now();
    let query = HistoryQuery { limit: 50, max_scan: 10_000, ..Default::default() };
    let found = store.history(&query)?.entries.len();
    println!("first page of everything: {:?}, {found} entries", begun.elapsed());
    Ok(())
}

pub(crate) fn look_ups(store: &dyn Store, keys: u64) -> Done {
    let look = |n: u64| -> Done<Duration> {
        let begun = Instant::now();
        store.key_by_api_key(&api_key(n % keys))?.ok_or("a key is missing")?;
        Ok(begun.elapsed())
    };
    show("key by API key, any", (0..50_000).map(|n| look(scramble(n))).collect::<Done<_>>()?);
    show("key by API key, the same ten", (0..50_000).map(|n| look(n % 10)).collect::<Done<_>>()?);
    Ok(())
}

pub(crate) fn commits(lane: &mut dyn Lane, dir: &Path, keys: u64) -> Done {
    let mut group = |size: u64| -> Done<Duration> {
        let next = lane.head().next_sequence;
        let items: Vec<Item> =
            (next..next + size).map(|n| call(scramble(n) % keys.min(1000), n, at(n))).collect();
        let begun = Instant::now();
        commit(lane, &items, at(next))?;
        Ok(begun.elapsed())
    };
    for _ in 0..300 {
        group(32)?;
    }
    let path = dir.join("probe");
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    let mut append = || -> Done<Duration> {
        let begun = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        Ok(begun.elapsed())
    };
    let (mut bare, mut one, mut many) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..1500 {
        bare.push(append()?);
        one.push(group(1)?);
        many.push(group(32)?);
    }
    std::fs::remove_file(&path)?;
    let bare = show("append of 4 KiB and fdatasync", bare).as_secs_f64();
    let one = show("commit of a group of 1", one).as_secs_f64();
    let many = show("commit of a group of 32", many).as_secs_f64();
    println!("over append and fdatasync: group of 1 {:.2}, group of 32 {:.2}", one / bare, many / bare);
    Ok(())
}

pub(crate) fn bulk(lane: &mut dyn Lane, keys: u64, entries: u64) -> Done {
    let mut spent = 0.0;
    for _ in 0..10 {
        let next = lane.head().next_sequence;
        let items: Vec<Item> =
            (next..next + 50_000).map(|n| call(scramble(n) % keys.min(1000), n, at(n))).collect();
        let begun = Instant::now();
        commit(lane, &items, at(next))?;
        spent += begun.elapsed().as_secs_f64();
    }
    println!("calls in groups of 50000: {:.0}/s", 500_000.0 / spent);
    let mut rounds = Vec::new();
    loop {
        let begun = Instant::now();
        let more = lane.maintain(at(entries), &KEEP)?.more;
        rounds.push(begun.elapsed());
        if !more {
            break;
        }
    }
    show("a round of upkeep", rounds);
    Ok(())
}

/// Uses every key once.
pub(crate) fn warm_up(lane: &mut dyn Lane, keys: u64) -> Done {
    let begun = Instant::now();
    for first in (0..keys).step_by(1000) {
        let next = lane.head().next_sequence;
        let items: Vec<Item> =
            (0..1000.min(keys - first)).map(|n| call(first + n, next + n, at(next))).collect();
        commit(lane, &items, at(next))?;
        if first.is_multiple_of(20_000) {
            lane.maintain(at(next), &KEEP)?;
        }
    }
    println!("every key used once: {:.0}/s", keys as f64 / begun.elapsed().as_secs_f64());
    Ok(())
}
