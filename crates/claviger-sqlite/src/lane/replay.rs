//! The end of the log is read again: nonces and open claims from the last checkpoint on, the
//! index from the last segment on.

use super::hot::Hot;
use crate::checkpoint::{OpenClaims, load_claims};
use crate::error::{Result, corrupt};
use crate::index::{Subject, Tail, is_act, segments_end};
use crate::read::runs::{Flow, Packed, forward};
use crate::read::{accounts, keys, number, one, some};
use crate::row::{Cells, unbits};
use claviger_audit::Peek;
use claviger_core::id::AccountId;
use claviger_core::store::LaneHead;
use rusqlite::Connection;
use std::collections::HashMap;

/// What the replay gives.
pub(super) struct Replayed {
    pub(super) hot: Hot,
    pub(super) open: OpenClaims,
    pub(super) tail: Tail,
    pub(super) from: u64,
}

struct Replay<'c> {
    conn: &'c Connection,
    keys: u64,
    /// The windows of the keys that have one.
    windows: HashMap<u32, u64>,
    accounts: HashMap<AccountId, Option<u32>>,
    into: Replayed,
}

pub(super) fn replay(conn: &Connection, head: LaneHead) -> Result<Replayed> {
    let from: u64 =
        one(conn, "SELECT replay_from FROM meta", [], |row| Cells::new("meta", row).narrow("replay_from"))?
            .ok_or_else(|| corrupt("meta", "one", "no row"))?;
    let keys = number(conn, "SELECT coalesce(max(slot), 0) FROM keys")?.cast_unsigned();
    let oldest = crate::read::stats::oldest_sequence(conn)?;
    let indexed = segments_end(conn)?;
    check_marks(oldest, from, indexed, head.next_sequence)?;
    let tail = Tail::new(head.epoch, indexed.max(oldest.unwrap_or(head.next_sequence)));
    let start = from.min(tail.range().start);
    let into = Replayed { hot: Hot::for_keys(keys), open: load_claims(conn)?, tail, from };
    let windows = if from < head.next_sequence { windows(conn)? } else { HashMap::new() };
    let mut replay = Replay { conn, keys, windows, accounts: HashMap::new(), into };
    let mut next = start;
    forward(conn, start, |run| {
        // A burnt nonce in a gap would be accepted again.
        if run.first > next {
            return Err(corrupt("groups", "first_sequence", "entries are missing before it"));
        }
        for packed in run.entries()?.into_iter().filter(|packed| packed.sequence >= start) {
            replay.entry(&packed)?;
        }
        next = run.end();
        Ok(Flow::Continue(()))
    })?;
    if next != head.next_sequence {
        return Err(corrupt("lanes", "next_sequence", "not the end of the log"));
    }
    replay.into.tail.extend_to(head.next_sequence);
    Ok(replay.into)
}

/// What the tables say of the log fits together: retention leaves an entry in place of what it
/// drops, and drops nothing that a start has to read.
fn check_marks(oldest: Option<u64>, replay_from: u64, indexed: u64, end: u64) -> Result<()> {
    let oldest = match oldest {
        Some(oldest) => oldest,
        None if end == 0 => 0,
        None => return Err(corrupt("groups", "first_sequence", "the log has no entries left")),
    };
    if replay_from > end || indexed > end {
        return Err(corrupt("lanes", "next_sequence", "behind what was read or indexed already"));
    }
    if oldest > replay_from {
        return Err(corrupt("meta", "replay_from", "before the oldest entry there is"));
    }
    Ok(())
}

impl Replay<'_> {
    fn entry(&mut self, packed: &Packed<'_>) -> Result<()> {
        let peek = packed.peek()?;
        if u64::from(packed.slot) > self.keys {
            return Err(corrupt("groups", "slots", "a slot no key has"));
        }
        if packed.sequence >= self.into.tail.range().start {
            self.index(packed, &peek)?;
        }
        if packed.sequence < self.into.from {
            return Ok(());
        }
        if packed.slot != 0 && (peek.nonce.is_some() || peek.otp_step.is_some()) {
            let (nonce, step) = (peek.nonce, peek.otp_step);
            self.into.hot.replay(self.conn, packed.slot, &self.windows, nonce, step)?;
        }
        if let Some(claim) = peek.closes_claim {
            self.into.open.remove(&claim);
        }
        if peek.opens() {
            self.into.open.insert(packed.sequence, packed.entry()?.draft);
        }
        Ok(())
    }

    fn index(&mut self, packed: &Packed<'_>, peek: &Peek) -> Result<()> {
        if packed.slot != 0 {
            self.into.tail.push(packed.sequence, Subject::key(packed.slot));
        }
        if peek.action.is_of_pair()
            && let Some(other) = packed.entry()?.draft.other_key()
            && let Some(slot) = keys::slot(self.conn, other)?
        {
            self.into.tail.push(packed.sequence, Subject::key(slot));
        }
        if is_act(peek.action)
            && let Some(slot) = self.account(peek.account)?
        {
            self.into.tail.push(packed.sequence, Subject::account(slot));
        }
        Ok(())
    }

    fn account(&mut self, id: AccountId) -> Result<Option<u32>> {
        if let Some(slot) = self.accounts.get(&id) {
            return Ok(*slot);
        }
        let slot = accounts::slot(self.conn, id)?;
        self.accounts.insert(id, slot);
        Ok(slot)
    }
}

fn windows(conn: &Connection) -> Result<HashMap<u32, u64>> {
    let sql = "SELECT slot, nonce_window FROM keys WHERE nonce_window <> 0";
    let pairs = some(conn, sql, [], usize::MAX, |row| {
        let mut cells = Cells::new("keys", row);
        Ok(Some((cells.narrow("slot")?, unbits(cells.int("nonce_window")?))))
    });
    Ok(pairs?.into_iter().collect())
}
