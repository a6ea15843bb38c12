//! Makes a fixture of the schema of this source tree: a small file with a bit of everything. It is made once, by the
//! last commit before a schema changes, committed, and never made again: what it is for is to be old.
//!
//! `cargo test -p claviger-sqlite --test fixture -- --ignored` writes `tests/fixtures/version-N.db`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_core::action::Action;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::TokenId;
use claviger_core::key::KeyState;
use claviger_core::reason::Reason;
use claviger_core::role::Role;
use claviger_core::store::{Change, Claim, Item, KeyRow, Lane, Retention, SealedBytes, Store as _};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use claviger_core::token::{TokenDigest, TokenRecord};
use common::{LOG, Place, make, upkeep, write};
use std::path::Path;

#[test]
#[ignore = "makes a file that is committed; see the page of this file"]
fn make_the_fixture() {
    let place = Place::new();
    let store = place.store().unwrap();
    let mut lane = store.open_lane(LOG).unwrap();
    fill(lane.as_mut());
    drop((lane, store));
    let conn = rusqlite::Connection::open(place.database()).unwrap();
    let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(conn);
    let to = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/version-{version}.db"));
    std::fs::copy(place.database(), to).unwrap();
}

/// Accounts, keys in several states, tokens, data keys, calls with and without a nonce window, claims that are open
/// before and behind the last checkpoint, a journal behind a snapshot, and a log that begins with what was dropped.
fn fill(lane: &mut dyn Lane) {
    write(
        lane,
        &[make::account(), data_keys(), make::key(1, 0), make::key(2, 50), factor(), token(1)],
        make::at(1),
    );
    write(lane, &[make::call(2, 1, Action::AddOrder)], make::at(2));
    for n in 1..40 {
        write(
            lane,
            &[make::call(1, 3 * n, Action::Balance), make::call(2, 2 * n + 1, Action::Ledgers)],
            make::at(n),
        );
    }
    // Nothing behind the open claim may go, so this brings the checkpoint forward and drops what is before it.
    upkeep(lane, make::at(50), &Retention { max_age_secs: None, max_bytes: Some(1) });
    write(lane, &[make::key(4, 9), make::call(4, 7, Action::Balance), revoked(4), token(2)], make::at(60));
    write(lane, &[make::call(2, 40, Action::Balance), step(3, 1000)], make::at(70));
    let (claim, order) = (lane.head().next_sequence, make::call(2, 200, Action::AddOrder));
    write(lane, std::slice::from_ref(&order), make::at(80));
    let Item::Claim(Claim { draft, .. }) = order else { panic!("a call is a claim") };
    let draft = draft.outcome_of(claim, Outcome::Done, Reason::None, None);
    let outcome = Item::Outcome { draft, journal: b"a fill".to_vec() };
    let snapshot = Item::JournalSnapshot { below: 2, bytes: b"what came before".to_vec() };
    let journal = (0..4).map(|n| Item::Journal(vec![n; 40]));
    let items: Vec<Item> =
        journal.chain([outcome, snapshot, make::call(2, 201, Action::CancelAll)]).collect();
    lane.commit(&items, make::at(90)).unwrap();
}

fn data_keys() -> Item {
    let entry = make::draft(Actor::System, Action::MasterRotate, Target::Account);
    make::change(Change::DataKeys { wrapped: vec![(1, vec![5; 60]), (2, vec![6; 60])], from: 0 }, entry)
}

/// A key with a second factor.
fn factor() -> Item {
    let row = KeyRow { second_factor: Some(SealedBytes(Box::new([2; 70]))), ..make::key_row(3, 0) };
    let entry = make::draft(Actor::System, Action::KeyCreate, Target::Key(make::key_id(3)));
    make::change(Change::CreateKey { row: Box::new(row), limit: 9 }, entry)
}

fn revoked(n: u64) -> Item {
    let mut row = make::key_row(n, 9);
    row.record.state = KeyState::Revoked;
    row.record.revision = 2;
    row.record.revoked_at = Some(make::at(60));
    row.secret = None;
    let entry =
        make::draft(Actor::Token(TokenId::from_u64(1)), Action::KeyRevoke, Target::Key(make::key_id(n)));
    make::change(Change::UpdateKey { row: Box::new(row), from: 1 }, EntryDraft { revision: 2, ..entry })
}

fn token(n: u64) -> Item {
    let record = TokenRecord {
        id: TokenId::from_u64(n),
        account: make::ACCOUNT,
        name: Name::parse(&format!("token {n}")).unwrap(),
        role: Role::Operator,
        made_by: None,
        digest: TokenDigest([n as u8; 32]),
        revision: 1,
        created_at: make::at(n),
        expires_at: Some(make::at(1_000_000)),
        revoked_at: None,
    };
    let entry = make::draft(Actor::System, Action::TokenCreate, Target::Token(record.id));
    make::change(Change::CreateToken { record, limit: 9 }, entry)
}

/// A call that burns a time step.
fn step(n: u64, otp_step: u64) -> Item {
    let Item::Claim(claim) = make::call(n, 5, Action::Balance) else { panic!("a call is a claim") };
    let draft = EntryDraft { otp_step: Some(otp_step), ..claim.draft };
    Item::Claim(Claim { draft, deadline: Timestamp::MAX, ..claim })
}
