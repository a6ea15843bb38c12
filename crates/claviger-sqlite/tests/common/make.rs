//! Accounts, keys and calls by small numbers.

use claviger_core::account::AccountRecord;
use claviger_core::action::Action;
use claviger_core::credential::ApiKey;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::{KeyKind, KeyRecord, KeyState};
use claviger_core::permission::PermissionSet;
use claviger_core::reason::{Detail, Reason};
use claviger_core::restriction::Restrictions;
use claviger_core::store::{
    Change, Claim, Item, KeyRow, Mutation, NonceUse, Record, RecordKind, RecordWrite, SealedBytes,
};
use claviger_core::text::{Application, ClientName, Description, Holder, Name};
use claviger_core::time::Timestamp;

pub(crate) const ACCOUNT: AccountId = AccountId::from_u64(77);

pub(crate) fn at(micros: u64) -> Timestamp {
    Timestamp::from_micros(1_760_000_000_000_000 + micros.cast_signed())
}

pub(crate) const fn key_id(n: u64) -> KeyId {
    KeyId::from_u64(n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

pub(crate) fn draft(actor: Actor, action: Action, target: Target) -> EntryDraft {
    EntryDraft {
        account: ACCOUNT,
        actor,
        action,
        target,
        revision: 1,
        source: Some("203.0.113.7".parse().unwrap()),
        client: ClientName::from_bytes(b"test"),
        outcome: Outcome::Changed,
        reason: Reason::None,
        detail: Detail::None,
        nonce: None,
        otp_step: None,
        digest: [7; 32],
    }
}

pub(crate) fn change(change: Change, entry: EntryDraft) -> Item {
    Item::Change(Box::new(Mutation::new(change, entry)))
}

pub(crate) fn account() -> Item {
    let record = AccountRecord { id: ACCOUNT, name: Name::parse("One").unwrap(), created_at: at(0) };
    let entry = draft(Actor::System, Action::AccountCreate, Target::Account);
    change(Change::CreateAccount { record, limit: 9 }, entry)
}

pub(crate) fn key_row(n: u64, window: u64) -> KeyRow {
    let record = KeyRecord {
        id: key_id(n),
        account: ACCOUNT,
        api_key: ApiKey::from_bytes([n as u8; 32]),
        kind: KeyKind::Private,
        name: Name::parse(&format!("key {n}")).unwrap(),
        holder: Holder::parse("").unwrap(),
        application: Application::default(),
        member: None,
        description: Description::parse("").unwrap(),
        permissions: PermissionSet::NONE,
        restrictions: Restrictions { nonce_window: window, ..Restrictions::default() },
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
    KeyRow { record, secret: Some(SealedBytes(Box::new([1; 100]))), second_factor: None }
}

pub(crate) fn key(n: u64, window: u64) -> Item {
    let row = Box::new(key_row(n, window));
    let entry = draft(Actor::System, Action::KeyCreate, Target::Key(key_id(n)));
    change(Change::CreateKey { row, limit: 1000 }, entry)
}

/// Record `n` of a kind, of the account, person 7's, with a handle, lasting if it is of a kind that does.
pub(crate) fn record(kind: RecordKind, n: u64) -> Record {
    Record {
        kind,
        id: n,
        account: Some(ACCOUNT),
        owner: 7,
        handle: Some(n.to_be_bytes().into()),
        revision: 1,
        created_at: at(0),
        expires_at: kind.ends_with_a_rollback().then(|| at(1_000_000)),
        body: vec![1; 40].into(),
    }
}

/// One record of each kind.
pub(crate) fn records() -> Item {
    let create = |kind| RecordWrite::Create { record: record(kind, 1), limit: None };
    let entry = draft(Actor::System, Action::UserCreate, Target::Record(RecordKind::User, 1));
    change(Change::Records(RecordKind::ALL.map(create).into()), entry)
}

/// A call of key `n` at revision 1.
pub(crate) fn call(n: u64, nonce: u64, action: Action) -> Item {
    let entry = draft(Actor::Key(key_id(n)), action, Target::Account);
    let draft = EntryDraft { outcome: Outcome::Allowed, ..entry };
    let nonce = NonceUse::Judge(nonce);
    Item::Claim(Claim { key: key_id(n), revision: 1, deadline: Timestamp::MAX, nonce, draft })
}
