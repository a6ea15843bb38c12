//! What a durable group costs on this disk: `cargo bench -p claviger-sqlite`. The data goes under
//! the target directory, so it is that volume which is measured.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::cast_possible_truncation)]

#[path = "../tests/common/make.rs"]
mod make;

use claviger_core::action::Action;
use claviger_core::id::LogId;
use claviger_core::store::{Item, Lane, Settled, Store as _};
use claviger_sqlite::{Options, SqliteStore};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::cell::RefCell;
use std::time::Duration;

/// Keys that call, in turn.
const KEYS: u64 = 32;
const WINDOW: u64 = 1000;

/// Commits, and wants everything written.
fn commit(lane: &mut dyn Lane, items: &[Item], micros: u64) {
    let settled = lane.commit(items, make::at(micros)).unwrap();
    assert!(settled.iter().all(|one| matches!(one, Settled::Written(_) | Settled::Accepted(_))));
}

fn benches(criterion: &mut Criterion) {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let store = SqliteStore::open(dir.path(), Options::default()).unwrap();
    let mut opened = store.open_lane(LogId(0)).unwrap();
    commit(opened.as_mut(), &[make::account()], 1);
    let keys: Vec<Item> = (0..KEYS).map(|n| make::key(n, WINDOW)).collect();
    commit(opened.as_mut(), &keys, 2);
    let lane = RefCell::new(opened);
    let mut nonce = 0;
    let mut claims = |size: u64| -> (Vec<Item>, u64) {
        let calls = (0..size).map(|_| {
            nonce += 1;
            make::call(nonce % KEYS, nonce, Action::Balance)
        });
        (calls.collect(), 2 + nonce)
    };
    for size in [1, 32] {
        criterion.bench_function(&format!("commit a group of {size}"), |b| {
            let settle = |(items, micros): (Vec<Item>, u64)| {
                commit(lane.borrow_mut().as_mut(), &items, micros);
            };
            b.iter_batched(|| claims(size), settle, BatchSize::PerIteration);
        });
    }
}

criterion_group! {
    name = commit_benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));
    targets = benches
}
criterion_main!(commit_benches);
