//! `[limits]` of the authority.

use super::MAX;
use crate::config::setting::{Setting, number, time};

pub(super) const SETTINGS: &[Setting] = &[
    number!(
        "limits",
        "keys_per_account",
        limits.authority.keys_per_account,
        1..=10_000_000,
        "Most keys of one account that are not revoked."
    ),
    number!(
        "limits",
        "tokens_per_account",
        limits.authority.tokens_per_account,
        1..=100_000,
        "Most administration tokens of one account that are not revoked."
    ),
    number!("limits", "accounts", limits.authority.accounts, 1..=10_000_000, "Most accounts on the server."),
    number!(
        "limits",
        "cached_keys",
        limits.authority.cached_keys,
        64..=100_000_000,
        "Most opened keys kept in memory; beyond it others are dropped and read again when needed."
    ),
    number!(
        "limits",
        "queued_calls",
        limits.authority.queued_calls,
        1..=1_000_000,
        "Most verified calls waiting to be committed; more are refused as not done."
    ),
    number!(
        "limits",
        "queued_reserve",
        limits.authority.queued_reserve,
        1..=1_000_000,
        "Room in the same queue that only outcomes and changes (such as a revoke) may use."
    ),
    number!(
        "limits",
        "group_items",
        limits.authority.group_items,
        1..=65_536,
        "Most calls committed in one group."
    ),
    time!(
        millis,
        "limits",
        "commit_stall_ms",
        limits.authority.commit_stall,
        50..=1_900,
        "A commit that takes longer is answered as not done. Below two seconds, which is what is promised."
    ),
    number!(
        "limits",
        "rate_max",
        limits.authority.rate_max,
        1..=i64::from(u32::MAX),
        "The call counter of a key may not rise above this."
    ),
    number!(
        "limits",
        "rate_decay_milli",
        limits.authority.rate_decay_milli,
        1..=i64::from(u32::MAX),
        "How much that counter falls each second, in thousandths."
    ),
    number!(
        "limits",
        "lockout_failures",
        limits.authority.lockout_failures,
        1..=i64::from(u32::MAX),
        "Failures of one source with one key before the pair is locked out. A valid signature always passes."
    ),
    number!(
        "limits",
        "lockout_secs",
        limits.authority.lockout_secs,
        1..=86_400,
        "How long a lock-out lasts after the last try."
    ),
    number!(
        "limits",
        "lockout_pairs",
        limits.authority.lockout_pairs,
        64..=100_000_000,
        "Most pairs of source and key remembered."
    ),
    number!(
        "limits",
        "second_factor_failures",
        limits.authority.second_factor_failures,
        1..=i64::from(u32::MAX),
        "Wrong second factors of a key, each behind a good signature, before the key is locked out."
    ),
    number!(
        "limits",
        "lookups_per_sec",
        limits.authority.lookups_per_sec,
        1..=i64::from(u32::MAX),
        "Look-ups of keys not in memory, each second, shared by all sources."
    ),
    number!(
        "limits",
        "unknown_keys",
        limits.authority.unknown_keys,
        64..=100_000_000,
        "Most unknown keys remembered as unknown, for a second each."
    ),
    number!(
        "limits",
        "tallied_keys",
        limits.authority.tallied_keys,
        64..=10_000_000,
        "Most keys whose calls are tallied by the hour, for people to look at."
    ),
    number!(
        "limits",
        "listed_keys",
        limits.authority.listed_keys,
        64..=10_000_000,
        "Most keys held in memory for the lists that people search and sort; an account with more shows its oldest."
    ),
    number!(
        "limits",
        "folded",
        limits.authority.folded,
        64..=MAX >> 32,
        "Most folded refusals held before they are written."
    ),
    number!(
        "limits",
        "public_calls_per_sec",
        limits.authority.public_calls_per_sec,
        1..=i64::from(u32::MAX),
        "Calls of one public key each second."
    ),
    number!(
        "limits",
        "market_units_per_sec",
        limits.authority.market_units_per_sec,
        1..=i64::from(u32::MAX),
        "Open market data one source may ask for each second, in units: a ticker is one, candles are ten."
    ),
    number!(
        "limits",
        "retire_quiet_secs",
        limits.authority.retire_quiet_secs,
        60..=31_536_000,
        "A key that was replaced retires after so many seconds without a call, once its successor is in use; at the latest at the end of the overlap."
    ),
    number!(
        "limits",
        "idempotency_secs",
        limits.authority.idempotency_secs,
        60..=31_536_000,
        "How long a request to the management API is remembered by its Idempotency-Key."
    ),
    number!(
        "limits",
        "idempotency_keys",
        limits.authority.idempotency_keys,
        1..=1_000_000,
        "Most requests of one account remembered so; beyond it the oldest are forgotten."
    ),
    number!(
        "limits",
        "sessions_per_person",
        limits.authority.sessions_per_person,
        1..=1_000,
        "Most sessions of one person at the console; beyond it the one used least recently ends."
    ),
    number!(
        "limits",
        "password_hashes_at_once",
        limits.authority.password_hashes_at_once,
        1..=1_024,
        "Passwords of people hashed at once. Each takes a core and 19 MiB for some tens of milliseconds."
    ),
    number!(
        "limits",
        "password_hashes_waiting",
        limits.authority.password_hashes_waiting,
        0..=65_536,
        "Passwords that may wait to be hashed; who tries to sign in beyond it is asked to wait a second."
    ),
    number!(
        "limits",
        "sign_in_failures",
        limits.authority.sign_in_failures,
        1..=1_000,
        "Wrong passwords or codes of one source for one person before it waits, twice as long each time, up to a
quarter of an hour. Wherever the person signed in before, others cannot make them wait."
    ),
    number!(
        "limits",
        "sign_in_pairs",
        limits.authority.sign_in_pairs,
        64..=100_000_000,
        "Most pairs of source and person remembered so."
    ),
];
