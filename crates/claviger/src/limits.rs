//! Every limit of the authority, by name.

use std::time::Duration;

/// The limits; the defaults are meant for one account holder's server and are all configurable.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Most keys of one account that are not revoked.
    pub keys_per_account: u32,
    /// Most tokens of one account that are not revoked.
    pub tokens_per_account: u32,
    /// Most accounts on the server.
    pub accounts: u32,
    /// Most opened keys kept in memory; beyond it others are dropped and read again when needed.
    pub cached_keys: usize,
    /// Most verified calls waiting for the commit lane; more are answered *not done*.
    pub queued_calls: usize,
    /// Room in the same queue that only outcomes and changes (a revoke) may use.
    pub queued_reserve: usize,
    /// Most items committed in one group.
    pub group_items: usize,
    /// A commit that takes longer than this is answered *not done* (below two seconds).
    pub commit_stall: Duration,
    /// The counter of a key may not rise above this (KRAKEN-WIRE.md §5).
    pub rate_max: u32,
    /// How much the counter falls each second, in thousandths.
    pub rate_decay_milli: u32,
    /// Failures of a (source, key) pair before it is locked out.
    pub lockout_failures: u32,
    /// How long a lock-out lasts after the last try.
    pub lockout_secs: u32,
    /// Most (source, key) pairs remembered.
    pub lockout_pairs: usize,
    /// Wrong second factors of a key, each behind a good signature, before it is locked out.
    pub second_factor_failures: u32,
    /// Look-ups of keys not in memory, each second, shared by all sources.
    pub lookups_per_sec: u32,
    /// Most unknown keys remembered as unknown (for one second each).
    pub unknown_keys: usize,
    /// Most keys whose calls are tallied for people to look at; beyond it those not used for two days make room.
    pub tallied_keys: usize,
    /// Most keys held in memory for the lists people search and sort.
    pub listed_keys: usize,
    /// Most folded refusals held before they are written.
    pub folded: usize,
    /// Calls of a public key each second.
    pub public_calls_per_sec: u32,
    /// Units of open market data one source may ask for each second: a ticker is one, candles ten.
    pub market_units_per_sec: u32,
    /// Most people on the server.
    pub people: u32,
    /// Most members of one account.
    pub members_per_account: u32,
    /// How long a session lasts without use, in seconds.
    pub session_idle_secs: u32,
    /// How long a session lasts at most, however much it is used, in seconds.
    pub session_secs: u32,
    /// Most sessions of one person; beyond it the one used least recently ends.
    pub sessions_per_person: u32,
    /// Passwords hashed at once: each takes 19 MiB and a core for as long as it lasts.
    pub password_hashes_at_once: usize,
    /// Passwords that may wait to be hashed; more are answered *too many tries*.
    pub password_hashes_waiting: usize,
    /// Wrong passwords or codes of one source for one login before it has to wait, ever longer.
    pub sign_in_failures: u32,
    /// Most pairs of source and login remembered.
    pub sign_in_pairs: usize,
    /// A key that was replaced retires after so many seconds without a call, once its successor is in use.
    pub retire_quiet_secs: u32,
    /// How long a request with an idempotency key is remembered.
    pub idempotency_secs: u32,
    /// Most requests of an account remembered by their idempotency keys; beyond it the oldest go.
    pub idempotency_keys: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            keys_per_account: 100,
            tokens_per_account: 50,
            accounts: 1_000,
            cached_keys: 1_200_000,
            queued_calls: 4_096,
            queued_reserve: 1_024,
            group_items: 512,
            commit_stall: Duration::from_millis(1_500),
            rate_max: 20,
            rate_decay_milli: 500,
            lockout_failures: 20,
            lockout_secs: 900,
            lockout_pairs: 65_536,
            second_factor_failures: 10,
            lookups_per_sec: 20_000,
            unknown_keys: 16_384,
            tallied_keys: 50_000,
            listed_keys: 200_000,
            folded: 4_096,
            public_calls_per_sec: 20,
            market_units_per_sec: 200,
            people: 10_000,
            members_per_account: 200,
            session_idle_secs: 30 * 60,
            session_secs: 12 * 3600,
            sessions_per_person: 20,
            password_hashes_at_once: 2,
            password_hashes_waiting: 32,
            sign_in_failures: 5,
            sign_in_pairs: 65_536,
            retire_quiet_secs: 86_400,
            idempotency_secs: 86_400,
            idempotency_keys: 10_000,
        }
    }
}
