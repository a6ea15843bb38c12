//! Keys over many accounts, and calls of them, the way a server would write them.

use claviger_core::account::AccountRecord;
use claviger_core::action::Action;
use claviger_core::allowlist::Allowlist;
use claviger_core::credential::ApiKey;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::{AccountId, KeyId, LogId};
use claviger_core::key::{KeyKind, KeyRecord, KeyState};
use claviger_core::permission::Permission;
use claviger_core::reason::{Detail, Reason};
use claviger_core::restriction::Restrictions;
use claviger_core::store::{
    Change, Claim, Item, KeyRow, Lane, Mutation, NonceUse, Retention, SealedBytes, Settled, Store as _,
};
use claviger_core::text::{Application, ClientName, Description, Holder, Name};
use claviger_core::time::Timestamp;
use claviger_sqlite::{Options, SqliteStore};
use std::path::Path;
use std::time::Instant;

/// What goes wrong stops the run.
pub(crate) type Done<T = ()> = Result<T, Box<dyn std::error::Error>>;

pub(crate) const LOG: LogId = LogId(0);
pub(crate) const KEEP: Retention = Retention { max_age_secs: None, max_bytes: None };
const KEYS_PER_ACCOUNT: u64 = 100;
const START: i64 = 1_760_000_000_000_000;

/// Looks random, is the same in every run.
pub(crate) const fn scramble(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

pub(crate) const fn key_id(n: u64) -> KeyId {
    KeyId::from_u64(scramble(n))
}

pub(crate) fn api_key(n: u64) -> ApiKey {
    let mut bytes = [0; 32];
    for (at, part) in bytes.chunks_mut(8).enumerate() {
        part.copy_from_slice(&scramble(n ^ ((at as u64 + 1) << 56)).to_le_bytes());
    }
    ApiKey::from_bytes(bytes)
}

const fn account_of(key: u64) -> u64 {
    key / KEYS_PER_ACCOUNT
}

fn account_id(n: u64) -> AccountId {
    AccountId::from_u64(scramble(n ^ 0xacc0))
}

pub(crate) fn at(sequence: u64) -> Timestamp {
    Timestamp::from_micros(START + sequence.cast_signed() * 50)
}

fn act(account: u64, action: Action, target: Target) -> EntryDraft {
    EntryDraft {
        account: account_id(account),
        actor: Actor::System,
        action,
        target,
        revision: 1,
        source: None,
        client: ClientName::default(),
        outcome: Outcome::Changed,
        reason: Reason::None,
        detail: Detail::None,
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    }
}

fn change(change: Change, entry: EntryDraft) -> Item {
    Item::Change(Box::new(Mutation::new(change, entry)))
}

fn create_account(n: u64) -> Done<Item> {
    let record =
        AccountRecord { id: account_id(n), name: Name::parse(&format!("Account {n}"))?, created_at: at(0) };
    let entry = act(n, Action::AccountCreate, Target::Account);
    Ok(change(Change::CreateAccount { record, limit: u32::MAX }, entry))
}

fn create_key(n: u64) -> Done<Item> {
    let record = KeyRecord {
        id: key_id(n),
        account: account_id(account_of(n)),
        api_key: api_key(n),
        kind: KeyKind::Private,
        name: Name::parse(&format!("Grid bot {n}"))?,
        holder: Holder::parse("desk 7")?,
        application: Application::default(),
        member: None,
        description: Description::parse("")?,
        permissions: [Permission::QueryFunds, Permission::ModifyTrades].into_iter().collect(),
        restrictions: Restrictions {
            allowlist: Allowlist::parse(["203.0.113.7"])?,
            ..Restrictions::default()
        },
        state: KeyState::Active,
        revision: 1,
        created_at: at(0),
        modified_at: at(0),
        held: false,
        revoked_at: None,
        predecessor: None,
        successor: None,
        retires_at: None,
    };
    let secret = Some(SealedBytes(vec![n as u8; 108].into()));
    let row = Box::new(KeyRow { record, secret, second_factor: None });
    let entry = act(account_of(n), Action::KeyCreate, Target::Key(key_id(n)));
    Ok(change(Change::CreateKey { row, limit: u32::MAX }, entry))
}

/// A read by key `n`.
pub(crate) fn call(n: u64, nonce: u64, now: Timestamp) -> Item {
    let mut digest = [0; 32];
    for part in digest.chunks_mut(8) {
        part.copy_from_slice(&scramble(nonce).to_le_bytes());
    }
    let draft = EntryDraft {
        actor: Actor::Key(key_id(n)),
        source: Some(std::net::IpAddr::from([203, 0, 113, 7])),
        client: ClientName::from_bytes(b"krakenex/2.2.2 (+https://example)"),
        outcome: Outcome::Allowed,
        digest,
        ..act(account_of(n), Action::Balance, Target::Account)
    };
    let nonce = NonceUse::Judge(1_700_000_000_000_000 + nonce);
    Item::Claim(Claim { key: key_id(n), revision: 1, deadline: now.plus_secs(2), nonce, draft })
}

pub(crate) fn commit(lane: &mut dyn Lane, items: &[Item], now: Timestamp) -> Done {
    let settled = lane.commit(items, now)?;
    let fine = |one: &Settled| matches!(one, Settled::Written(_) | Settled::Accepted(_));
    match settled.iter().find(|one| !fine(one)) {
        Some(bad) => Err(format!("{bad:?}").into()),
        None => Ok(()),
    }
}

/// Fills an empty store; one that is full already is left as it is.
pub(crate) fn fill(dir: &Path, keys: u64, entries: u64) -> Done {
    let store = SqliteStore::open(dir, Options::default())?;
    let mut lane = store.open_lane(LOG)?;
    let lane = lane.as_mut();
    if lane.head().next_sequence >= entries {
        return Ok(());
    }
    let accounts = (0..=account_of(keys - 1)).map(create_account).collect::<Done<Vec<Item>>>()?;
    commit(lane, &accounts, at(0))?;
    let mut spent = 0.0;
    for first in (0..keys).step_by(100_000) {
        let group = (first..keys.min(first + 100_000)).map(create_key).collect::<Done<Vec<Item>>>()?;
        let now = at(lane.head().next_sequence);
        let begun = Instant::now();
        commit(lane, &group, now)?;
        spent += begun.elapsed().as_secs_f64();
    }
    println!("keys created: {:.0}/s", keys as f64 / spent);
    calls(lane, keys, entries)
}

/// Groups of 20 to 60, keys drawn evenly, save that key 1 is used only early and key 2 often.
fn calls(lane: &mut dyn Lane, keys: u64, entries: u64) -> Done {
    let begun = Instant::now();
    let first = lane.head().next_sequence;
    while lane.head().next_sequence < entries {
        let next = lane.head().next_sequence;
        let size = (20 + scramble(next) % 41).min(entries - next);
        let key = |n: u64| match scramble(n) % keys {
            1 if n > first + 20_000 => 3,
            _ if n.is_multiple_of(500) => 2,
            _ if n == first + 100 => 1,
            other => other,
        };
        let group: Vec<Item> = (next..next + size).map(|n| call(key(n), n, at(n))).collect();
        commit(lane, &group, at(next))?;
        if next.is_multiple_of(8) {
            lane.maintain(at(next), &KEEP)?;
        }
    }
    let spent = begun.elapsed().as_secs_f64();
    println!("calls written in groups of 20 to 60: {:.0}/s", entries.saturating_sub(first) as f64 / spent);
    Ok(())
}
