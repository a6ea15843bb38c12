//! What the cases write: accounts, keys, tokens, claims and entries, told apart by small numbers.

mod record;

pub(crate) use record::{
    create_record, invitation, member, records, removed, revised, session, standing, update_record, user,
};

use super::broken::Broken;
use claviger_core::account::AccountRecord;
use claviger_core::action::Action;
use claviger_core::credential::ApiKey;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::{AccountId, KeyId, TokenId};
use claviger_core::key::{KeyKind, KeyRecord, KeyState};
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::principal::Principal;
use claviger_core::reason::{Denial, Detail, Reason};
use claviger_core::restriction::Restrictions;
use claviger_core::role::Role;
use claviger_core::store::{
    Change, Claim, Item, KeyRow, Mutation, NonceUse, Once, OnceKey, SealedBytes, Standing,
};
use claviger_core::text::{Application, ClientName, Description, Holder, Name};
use claviger_core::time::Timestamp;
use claviger_core::token::{TokenDigest, TokenRecord};
use std::net::{IpAddr, Ipv4Addr};

/// When every case begins.
pub(crate) const START: Timestamp = Timestamp::from_secs(1_795_000_000);
/// A limit no case reaches by accident.
pub(crate) const MANY: u32 = 1_000_000;

pub(crate) fn account_id(n: u64) -> AccountId {
    AccountId::from_u64(n.wrapping_mul(0xa24b_aed4_963e_e407))
}

/// Ids do not rise with age: `n` is scrambled.
pub(crate) fn key_id(n: u64) -> KeyId {
    KeyId::from_u64(n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// See [`key_id`].
pub(crate) fn token_id(n: u64) -> TokenId {
    TokenId::from_u64(n.wrapping_mul(0xd1b5_4a32_d192_ed03))
}

pub(crate) fn account(n: u64) -> Result<AccountRecord, Broken> {
    let name = Name::parse(&format!("Account {n}"))?;
    Ok(AccountRecord { id: account_id(n), name, created_at: START })
}

/// The public half of key `n`.
pub(crate) fn api_key(n: u64) -> ApiKey {
    let mut random = [7; 32];
    for (to, from) in random.iter_mut().zip(n.to_le_bytes()) {
        *to = from;
    }
    ApiKey::from_bytes(random)
}

/// Key `n` of account `owner`, active, at revision 1, without restrictions.
pub(crate) fn key(owner: u64, n: u64) -> Result<KeyRow, Broken> {
    let record = KeyRecord {
        id: key_id(n),
        account: account_id(owner),
        api_key: api_key(n),
        kind: KeyKind::Private,
        name: Name::parse(&format!("Key {n}"))?,
        holder: Holder::parse("desk")?,
        application: Application::parse("app")?,
        member: None,
        description: Description::parse("")?,
        permissions: PermissionSet::of(&[Permission::QueryFunds]),
        restrictions: Restrictions::default(),
        state: KeyState::Active,
        revision: 1,
        created_at: START,
        modified_at: START,
        held: false,
        revoked_at: None,
        predecessor: None,
        successor: None,
        retires_at: None,
    };
    Ok(KeyRow { record, secret: Some(SealedBytes(n.to_be_bytes().into())), second_factor: None })
}

/// Token `n` of account `owner`, live, at revision 1.
pub(crate) fn token(owner: u64, n: u64) -> Result<TokenRecord, Broken> {
    let mut digest = [9; 32];
    for (to, from) in digest.iter_mut().zip(n.to_le_bytes()) {
        *to = from;
    }
    Ok(TokenRecord {
        id: token_id(n),
        account: account_id(owner),
        name: Name::parse(&format!("Token {n}"))?,
        role: Role::Admin,
        made_by: None,
        digest: TokenDigest(digest),
        revision: 1,
        created_at: START,
        expires_at: None,
        revoked_at: None,
    })
}

/// An entry of the system about account `owner`.
pub(crate) fn entry(owner: u64, action: Action, outcome: Outcome) -> EntryDraft {
    EntryDraft {
        account: account_id(owner),
        actor: Actor::System,
        action,
        target: Target::Account,
        revision: 0,
        source: Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7))),
        client: ClientName::from_bytes(b"suite/1"),
        outcome,
        reason: Reason::None,
        detail: Detail::None,
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    }
}

/// An accepted call of the key on record.
pub(crate) fn call_entry(record: &KeyRecord, action: Action) -> EntryDraft {
    EntryDraft {
        account: record.account,
        actor: Actor::Key(record.id),
        revision: record.revision,
        digest: [5; 32],
        ..entry(0, action, Outcome::Allowed)
    }
}

/// A claim of a read call at the key's revision, due two seconds from now.
pub(crate) fn claim(record: &KeyRecord, nonce: NonceUse, now: Timestamp) -> Claim {
    Claim {
        key: record.id,
        revision: record.revision,
        deadline: now.plus_secs(2),
        nonce,
        draft: call_entry(record, Action::Balance),
    }
}

/// The same, of a mutating call, whose claim stays open.
pub(crate) fn order(record: &KeyRecord, nonce: u64, now: Timestamp) -> Claim {
    let draft = call_entry(record, Action::AddOrder);
    Claim { draft, ..claim(record, NonceUse::Judge(nonce), now) }
}

/// The claim, refused for `reason` before the commit.
pub(crate) fn refused(mut claim: Claim, reason: Reason) -> Claim {
    claim.draft.refuse(Denial::bare(reason));
    claim
}

/// The claim with a time step.
pub(crate) fn with_step(mut claim: Claim, step: u64) -> Claim {
    claim.draft.otp_step = Some(step);
    claim
}

/// The entry's action for a change.
fn action_of(change: &Change) -> Action {
    match change {
        Change::CreateAccount { .. } => Action::AccountCreate,
        Change::CreateKey { .. } => Action::KeyCreate,
        Change::UpdateKey { .. } => Action::KeyEdit,
        Change::UpdateKeyWith { .. } => Action::KeyReview,
        Change::CreateToken { .. } => Action::TokenCreate,
        Change::UpdateToken { .. } => Action::TokenRevoke,
        Change::Records(_) => Action::MemberEdit,
        Change::DataKeys { .. } => Action::MasterRotate,
        Change::ReadmitKey { .. } => Action::KeyReadmit,
        Change::RotateKey { .. } => Action::KeyRotate,
        Change::RollBackKey { .. } => Action::KeyRollBack,
        Change::Hold => Action::Restored,
        Change::ResetClock => Action::ClockReset,
        Change::Journal(_) => Action::Deposit,
    }
}

/// A change with its entry; the entry of a change of a key or token names it.
pub(crate) fn change(change: Change) -> Item {
    let mut entry = entry(1, action_of(&change), Outcome::Changed);
    match &change {
        Change::CreateKey { row, .. }
        | Change::UpdateKey { row, .. }
        | Change::UpdateKeyWith { row, .. }
        | Change::ReadmitKey { row, .. }
        | Change::RotateKey { row, .. }
        | Change::RollBackKey { row, .. } => {
            entry.account = row.record.account;
            entry.target = Target::Key(row.record.id);
            entry.revision = row.record.revision;
        }
        Change::CreateToken { record, .. } | Change::UpdateToken { record, .. } => {
            entry.account = record.account;
            entry.target = Target::Token(record.id);
        }
        Change::CreateAccount { record, .. } => entry.account = record.id,
        Change::Records(_)
        | Change::DataKeys { .. }
        | Change::Hold
        | Change::ResetClock
        | Change::Journal(_) => {}
    }
    Item::Change(Box::new(Mutation::new(change, entry)))
}

/// A change made by somebody recognised.
pub(crate) fn by(item: Change, by: Standing) -> Item {
    match change(item) {
        Item::Change(mutation) => Item::Change(Box::new(Mutation { by: Some(by), ..*mutation })),
        other => other,
    }
}

/// A change that is to take effect once, under key `n` of token 1 of account 1.
pub(crate) fn once(change_to: Change, n: u8) -> Item {
    once_by(change(change_to), once_of(n))
}

/// The item, to take effect once.
pub(crate) fn once_by(item: Item, once: Once) -> Item {
    match item {
        Item::Change(mutation) => Item::Change(Box::new(Mutation { once: Some(once), ..*mutation })),
        other => other,
    }
}

/// Request `n` of token 1 of account 1.
pub(crate) fn once_of(n: u8) -> Once {
    let key = OnceKey { account: account_id(1), by: Principal::Token(token_id(1)), digest: [n; 32] };
    Once { key, request: [n ^ 0xff; 32], answer: vec![n; 20], keep_secs: 86_400, limit: MANY }
}

pub(crate) fn create_account(record: &AccountRecord) -> Item {
    change(Change::CreateAccount { record: record.clone(), limit: MANY })
}

pub(crate) fn create_key(row: &KeyRow) -> Item {
    change(Change::CreateKey { row: Box::new(row.clone()), limit: MANY })
}

pub(crate) fn create_token(record: &TokenRecord) -> Item {
    change(Change::CreateToken { record: record.clone(), limit: MANY })
}

/// The key after `edit`, at its next revision.
pub(crate) fn edited(row: &KeyRow, edit: impl FnOnce(&mut KeyRow)) -> KeyRow {
    let mut next = row.clone();
    edit(&mut next);
    next.record.revision = row.record.revision + 1;
    next
}

/// The key, revoked, at its next revision.
pub(crate) fn revoked(row: &KeyRow, now: Timestamp) -> KeyRow {
    edited(row, |row| {
        row.record.state = KeyState::Revoked;
        row.record.revoked_at = Some(now);
    })
}

/// Writes `next` over the key at revision `from`.
pub(crate) fn update_key(next: &KeyRow, from: u64) -> Item {
    change(Change::UpdateKey { row: Box::new(next.clone()), from })
}

/// The outcome entry of a claim, with what the upstream journals for it.
pub(crate) fn outcome(draft: &EntryDraft, claim: u64, outcome: Outcome, journal: &[u8]) -> Item {
    let draft = draft.outcome_of(claim, outcome, Reason::None, None);
    Item::Outcome { draft, journal: journal.to_vec() }
}

/// A note of the system.
pub(crate) fn note(owner: u64) -> Item {
    Item::Note(entry(owner, Action::PublicData, Outcome::Folded))
}
