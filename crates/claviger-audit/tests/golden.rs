//! The format as it was released: a change of these bytes is a new version, never an edit here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use claviger_audit::{decode, leaf_hash};
use claviger_core::entry::Entry;
use common::{balance, bytes_of, hex, key_created, largest_balance, refused_upstream, session_ended};

fn check(entry: &Entry, bytes: &str, leaf: &str) {
    let encoded = bytes_of(entry);
    assert_eq!(hex(&encoded), bytes);
    assert_eq!(leaf_hash(&encoded).to_string(), leaf);
    assert_eq!(decode(&encoded).as_ref(), Ok(entry));
}

#[test]
fn a_balance_call() {
    check(
        &balance(),
        "\
         0151100003c0843dc0a4848bb0919803efcdab896745230121436587a9cbed0f02000100959abd99d6dfc7f4\
         1807cb00710918707974686f6e2d6b72616b656e2d73646b2f332e322e323730313233343536373839616263\
         64656630313233343536373839616263646566",
        "c34be388f1b62e8332fc4238b45590d5e1b4bde6b76615f7204018acc39e4941",
    );
}

#[test]
fn an_outcome_entry() {
    check(
        &refused_upstream(),
        "\
         0121170003c1843dc0a4848bb0919803efcdab896745230121436587a9cbed0f18000417c0843d1d4546756e\
         64696e673a556e6b6e6f776e207769746864726177206b65790720010db80000000000000000000000011870\
         7974686f6e2d6b72616b656e2d73646b2f332e322e3237303132333435363738396162636465663031323334\
         3536373839616263646566",
        "d6f9ed51ff02ee81ab7cbb63a4444346cfa20f4d91593884facc920696daa3a1",
    );
}

#[test]
fn a_new_key() {
    check(
        &key_created(),
        "\
         01060800010280e0fc8ab0919803010000000000000002000000000000000300000000000000c90008000e6e\
         616d653a204772696420626f740100",
        "dafa47b43dc65188b370e1a33e2588910b1919ee0fb5cb4e1cfae738fc0010d4",
    );
}

#[test]
fn an_act_of_a_person() {
    check(
        &session_ended(),
        "\
         010f0000010280e0fc8ab0919803010000000000000004000000000000000305000000000000000401080000\
         00",
        "2ad047d3735cfd34b9161de2baa87ffde75e24536992c4ed0c7bbc0ec099a297",
    );
}

/// RFC 6962: the hash of a leaf without bytes, from the test vectors of Certificate Transparency.
#[test]
fn the_empty_leaf() {
    let leaf = leaf_hash(b"").to_string();
    assert_eq!(leaf, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

#[test]
fn a_balance_call_is_small() {
    assert!(bytes_of(&balance()).len() <= 112, "{}", bytes_of(&balance()).len());
    assert!(bytes_of(&largest_balance()).len() <= 130, "{}", bytes_of(&largest_balance()).len());
}
