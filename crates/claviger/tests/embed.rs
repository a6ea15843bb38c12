//! The documented example of embedding does what it says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../examples/embed.rs"]
mod embed;

use claviger::core::entry::Outcome;
use claviger::core::id::LogId;
use claviger::core::reason::Reason;
use claviger::core::store::Store as _;
use claviger_sqlite::{Options, SqliteStore};

#[tokio::test]
async fn the_example_tells_and_records_its_story() {
    let folder = tempfile::tempdir().unwrap();
    let told = embed::run(folder.path()).await.unwrap();
    let ends = |n: usize| told[n].split_once(": ").map_or("", |(_, rest)| rest);
    assert!(told[0].starts_with("issued key "), "{told:?}");
    assert_eq!(ends(1), "done");
    assert_eq!(ends(2), "invalid-nonce; nonce 1, needs at least 2");
    assert_eq!(ends(3), "permission-missing; missing: withdraw-funds");
    assert!(ends(4).starts_with("revoked; at "), "{told:?}");

    let store = SqliteStore::open_read_only(folder.path(), Options::default()).unwrap();
    let entries = store.entries(LogId(0), 0, 100).unwrap();
    let story: Vec<(Outcome, Reason)> =
        entries.iter().map(|entry| (entry.draft.outcome, entry.draft.reason)).collect();
    use Outcome::{Allowed, Changed, Done, Refused};
    let wanted = [
        (Changed, Reason::None), // data keys
        (Changed, Reason::None), // account
        (Changed, Reason::None), // its token
        (Changed, Reason::None), // the key
        (Allowed, Reason::None),
        (Done, Reason::None),
        (Refused, Reason::InvalidNonce),
        (Refused, Reason::PermissionMissing),
        (Changed, Reason::None), // the revoke
        (Refused, Reason::Revoked),
    ];
    assert_eq!(story, wanted);
    assert_eq!(store.journal(0, 10).unwrap()[0].bytes, b"order 1");
}
