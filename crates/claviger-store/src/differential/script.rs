//! A history becomes items: small numbers become keys at their revision, claims at their place.

use super::records::Records;
use super::{Act, Edit, Nonce, Which};
use crate::conformance::{Broken, Verdict, make};
use claviger_core::key::KeyState;
use claviger_core::reason::Reason;
use claviger_core::store::{Change, Claim, Item, KeyRow, Lane, NonceUse, Once, OpenClaim, Store};
use claviger_core::text::Name;
use claviger_core::time::Timestamp;
use claviger_core::token::TokenRecord;
use std::collections::BTreeMap;

const KEYS: u8 = 5;
const TOKENS: u8 = 3;
const LIMIT: u32 = 2;
/// Idempotency keys of a history.
pub(super) const ONCE_KEYS: u8 = 4;
/// Every nonce of a history lies below this.
pub(super) const NONCES: u64 = 40;

/// What the script knows: what the first engine answered last, and what it asked for since.
#[derive(Default)]
pub(super) struct Script {
    micros: i64,
    keys: BTreeMap<u8, KeyRow>,
    tokens: BTreeMap<u8, TokenRecord>,
    records: Records,
    generation: u64,
    open: Vec<OpenClaim>,
    next_journal: u64,
}

impl Script {
    /// Accounts 1 and 2, which own what is made later.
    pub(super) fn opening(&self) -> Result<Vec<Item>, Broken> {
        Ok(vec![make::create_account(&make::account(1)?), make::create_account(&make::account(2)?)])
    }

    pub(super) fn tick(&mut self, micros: i64) {
        self.micros = self.micros.saturating_add(micros);
    }

    pub(super) fn now(&self) -> Timestamp {
        make::START.plus_micros(self.micros)
    }

    /// Takes over what became of a group.
    pub(super) fn learn(&mut self, store: &dyn Store, lane: &dyn Lane) -> Verdict {
        self.keys.clear();
        for n in 0..KEYS {
            if let Some(row) = store.key(make::key_id(n.into()))? {
                self.keys.insert(n, row);
            }
        }
        self.tokens.clear();
        for n in 0..TOKENS {
            if let Some(token) = store.token(make::token_id(n.into()))? {
                self.tokens.insert(n, token);
            }
        }
        self.records.learn(store)?;
        self.generation = store.data_keys()?.generation;
        self.open = lane.open_claims();
        self.open.sort_by_key(|claim| claim.sequence);
        self.next_journal = lane.head().next_journal;
        Ok(())
    }

    pub(super) fn item(&mut self, act: &Act) -> Result<Item, Broken> {
        Ok(match act {
            Act::CreateAccount(n) => {
                let record = make::account(u64::from(*n % 5))?;
                make::change(Change::CreateAccount { record, limit: 3 })
            }
            Act::CreateKey(n, window) => self.create_key(*n % KEYS, *window)?,
            Act::EditKey { key, edit, stale } => self.edit_key(*key % KEYS, *edit, *stale)?,
            Act::RotateKey { key, successor, stale } => {
                self.rotate_key(*key % KEYS, *successor % KEYS, *stale)?
            }
            Act::RollBackKey { key, successor, stale } => {
                self.roll_back_key(*key % KEYS, *successor % KEYS, *stale)?
            }
            Act::CreateToken(n) => {
                let record = token(*n % TOKENS)?;
                self.tokens.entry(*n % TOKENS).or_insert_with(|| record.clone());
                make::change(Change::CreateToken { record, limit: 2 })
            }
            Act::RevokeToken(n) => self.revoke_token(*n % TOKENS)?,
            Act::DataKeys { stale } => {
                let from = self.generation.saturating_sub(u64::from(*stale));
                make::change(Change::DataKeys { wrapped: vec![(1, vec![7; 9])], from })
            }
            Act::Call { key, .. } => Item::Claim(self.call(*key % KEYS, act)?),
            Act::Outcome { claim, outcome, journal } => match self.open_claim(*claim) {
                Some(open) => make::outcome(&open.draft, open.sequence, *outcome, journal),
                None => make::note(1),
            },
            Act::Note => make::note(1),
            Act::Journal(bytes) => Item::Journal(bytes.clone()),
            Act::Once(n) => {
                // Some expire while a history goes on, and there is room for two.
                let once = Once { keep_secs: 500, limit: 2, ..make::once_of(*n % ONCE_KEYS) };
                make::once_by(make::change(Change::Journal(vec![*n])), once)
            }
            Act::Snapshot(bytes) => Item::JournalSnapshot { below: self.next_journal, bytes: bytes.clone() },
            Act::ResetClock => make::change(Change::ResetClock),
            Act::Records(writes) => {
                let now = self.now();
                let writes: Vec<_> = writes.iter().map(|write| self.records.write(write, now)).collect();
                make::records(writes)
            }
            Act::Prolong { session, secs } => self.records.prolong(*session, self.now().plus_secs(*secs)),
            Act::ByPerson { session, member } => {
                let session = self.records.known(Which::Session(*session));
                let by = make::standing(&session, &self.records.known(Which::Member(*member)));
                make::by(Change::Journal(vec![*member]), by)
            }
        })
    }

    fn row(&self, n: u8) -> Result<KeyRow, Broken> {
        self.keys.get(&n).cloned().map_or_else(|| named(n, n), Ok)
    }

    fn create_key(&mut self, n: u8, window: u64) -> Result<Item, Broken> {
        let mut row = named(n, n)?;
        row.record.restrictions.nonce_window = window;
        self.keys.entry(n).or_insert_with(|| row.clone());
        Ok(make::change(Change::CreateKey { row: Box::new(row), limit: LIMIT }))
    }

    fn edit_key(&mut self, n: u8, edit: Edit, stale: bool) -> Result<Item, Broken> {
        let (row, now) = (self.row(n)?, self.now());
        let next = match edit {
            Edit::Window(window) => make::edited(&row, |row| row.record.restrictions.nonce_window = window),
            Edit::Name(other) => {
                let name = named(n, other)?.record.name;
                make::edited(&row, |row| row.record.name = name)
            }
            Edit::Freeze => make::edited(&row, |row| row.record.state = KeyState::Frozen),
            Edit::Revoke => make::revoked(&row, now),
        };
        let from = row.record.revision - u64::from(stale);
        if !stale {
            self.keys.insert(n, next.clone());
        }
        Ok(make::update_key(&next, from))
    }

    fn rotate_key(&self, n: u8, other: u8, stale: bool) -> Result<Item, Broken> {
        let (row, mut successor) = (self.row(n)?, named(other, n)?);
        let name = named(n, n.wrapping_add(1))?.record.name;
        let old = make::edited(&row, |row| {
            row.record.name = name;
            row.record.successor = Some(make::key_id(other.into()));
            row.record.retires_at = Some(self.now().plus_secs(60));
        });
        successor.record.name = row.record.name.clone();
        successor.record.predecessor = Some(row.record.id);
        let from = row.record.revision - u64::from(stale);
        let (row, successor) = (Box::new(old), Box::new(successor));
        Ok(make::change(Change::RotateKey { row, from, successor, limit: LIMIT }))
    }

    fn roll_back_key(&self, n: u8, other: u8, stale: bool) -> Result<Item, Broken> {
        let (row, successor) = (self.row(n)?, self.row(other)?);
        let back = make::edited(&row, |row| {
            row.record.name = successor.record.name.clone();
            row.record.successor = None;
            row.record.retires_at = None;
        });
        let successor_from = successor.record.revision - u64::from(stale);
        let dead = make::revoked(&successor, self.now());
        let (from, row, successor) = (row.record.revision, Box::new(back), Box::new(dead));
        Ok(make::change(Change::RollBackKey { row, from, successor, successor_from }))
    }

    fn revoke_token(&mut self, n: u8) -> Result<Item, Broken> {
        let record = self.tokens.get(&n).cloned().map_or_else(|| token(n), Ok)?;
        let next =
            TokenRecord { revoked_at: Some(self.now()), revision: record.revision + 1, ..record.clone() };
        self.tokens.insert(n, next.clone());
        Ok(make::change(Change::UpdateToken { record: next, from: record.revision }))
    }

    fn call(&self, n: u8, act: &Act) -> Result<Claim, Broken> {
        let Act::Call { action, nonce, step, refused, stale, late, .. } = act else {
            return Err(Broken::because("not a call"));
        };
        let record = self.row(n)?.record;
        let (nonce, reason) = match nonce {
            Nonce::Judge(nonce) => (NonceUse::Judge(*nonce), refused.then_some(Reason::PermissionMissing)),
            Nonce::Burn(nonce) => (NonceUse::BurnIfAcceptable(*nonce), Some(Reason::SourceNotAllowed)),
            Nonce::Spare => (NonceUse::Spare, Some(Reason::RateLimited)),
        };
        let mut claim = make::claim(&record, nonce, self.now());
        claim.draft = make::call_entry(&record, *action);
        claim.draft.otp_step = *step;
        claim.revision -= u64::from(*stale);
        if *late {
            claim.deadline = self.now();
        }
        Ok(reason.into_iter().fold(claim, make::refused))
    }

    fn open_claim(&self, n: u8) -> Option<&OpenClaim> {
        self.open.iter().cycle().nth(n.into())
    }

    /// Every nonce of every key once more, so that what is remembered shows; and a step.
    pub(super) fn probes(&self) -> Vec<Item> {
        let calls = self.keys.values().flat_map(|row| {
            let claim = |nonce| make::claim(&row.record, NonceUse::Judge(nonce), Timestamp::MAX);
            let stepped = (0..4).map(move |step| make::with_step(claim(NONCES + 1 + step), step));
            (0..=NONCES).map(claim).chain(stepped)
        });
        calls.map(Item::Claim).collect()
    }
}

/// Key `n` with the name that `like` has at first; three names for five keys, in either case.
fn named(n: u8, like: u8) -> Result<KeyRow, Broken> {
    let mut row = make::key(1 + u64::from(n % 4 == 3), n.into())?;
    let word = if like > 2 { "Key" } else { "KEY" };
    row.record.name = Name::parse(&format!("{word} {}", like % 3))?;
    Ok(row)
}

fn token(n: u8) -> Result<TokenRecord, Broken> {
    let mut record = make::token(1, n.into())?;
    record.name = Name::parse(&format!("token {}", n % 2))?;
    Ok(record)
}
