//! P1, P3, P4, P6: the server killed, stopped, cut from its disk and started again, under load.
//!
//! `./test crash`, or `cargo test -p claviger-tests --test crash [-- CASE]` after `cargo build --release`.
//! The long run: `CLAVIGER_CRASH_ROUNDS=500`. `CLAVIGER_SEED=N` repeats the moments that were chosen; what the system
//! did in between it cannot repeat.
//!
//! Only answers that were read to their last byte before the kill or the cut count as acknowledged. After each of them the
//! data directory is copied and the copy is read with the engine itself; then the server is started on the original.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod alert;
mod at_sync;
mod backup;
mod book;
mod check;
mod data_dir;
mod disk;
mod doctor;
mod image;
mod kill;
mod load;
mod migrate;
mod notice;
mod once;
mod power_cut;
mod replay;
mod strace;
mod switch;
mod sync_faults;
mod teeth;
mod terminate;
mod witness;
mod world;

use claviger_tests::cases::{self, Case};
use claviger_tests::chance::{SEED, fresh_seed, given_seed};
use std::process::ExitCode;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let seed = given_seed().unwrap_or_else(fresh_seed);
    let rounds =
        std::env::var("CLAVIGER_CRASH_ROUNDS").map_or(40, |text| text.parse().expect("a number of rounds"));
    say(seed);
    let cuts =
        std::env::var("CLAVIGER_CRASH_CUTS").map_or(10, |text| text.parse().expect("a number of cuts"));
    let stride = if rounds > 40 { 1 } else { 7 };
    let mut cases = vec![
        Case::new("kill_loop", move || kill::loop_of(rounds, seed)),
        Case::new("terminate", move || terminate::under_load(seed)),
        Case::new("killed_at_sync", move || at_sync::every(stride)),
        Case::new("migration_killed_at_sync", migrate::killed_at_sync),
        Case::new("once_killed_at_sync", once::killed_at_sync),
        Case::new("dead_mans_switch", switch::of_a_dead_man),
        Case::new("price_alerts", alert::while_it_is_down),
        Case::new("notices", move || notice::across_kills(seed)),
        Case::new("backup_under_load", move || backup::under_load(seed)),
        Case::new("backup_without_room", backup::without_room),
        Case::new("backup_disk_fills", backup::disk_fills),
        Case::new("copied_back", move || witness::copied_back(seed)),
        Case::new("witness_full_disk", witness::full_disk),
        Case::new("second_process", data_dir::second_process),
        Case::new("damaged_database", move || data_dir::damaged(seed)),
        Case::new("sync_fails", sync_faults::failing),
        Case::new("sync_stalls", sync_faults::stalling),
        Case::new("sync_fails_slowly", sync_faults::failing_slowly),
        Case::new("no_space", sync_faults::no_space),
        Case::new("full_disk", sync_faults::full_disk),
        Case::new("full_disk_and_log", sync_faults::full_disk_and_log),
        Case::new("power_cut", move || power_cut::rounds(cuts, seed)),
        Case::new("tooth_image", teeth::of_the_image),
        Case::new("tooth_early_answer", teeth::answered_too_early),
        Case::new("tooth_power_cut", power_cut::tooth),
    ];
    cases.extend(doctor::cases());
    cases::run(cases, &wanted)
}

#[allow(clippy::print_stdout, reason = "the line to repeat a failure with")]
fn say(seed: u64) {
    println!("repeat: {SEED}={seed} cargo test -p claviger-tests --test crash -- CASE");
}
