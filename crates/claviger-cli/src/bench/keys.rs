//! Keys for the generator: written into the store of a server that is not running, in bulk, with
//! the server's own master key and the store's own changes.

use claviger::{OsEntropy, core as claviger_core};
use claviger_core::action::Action;
use claviger_core::credential::{ApiKey, PrivateKey};
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::{AccountId, KeyId, LogId};
use claviger_core::key::{KeyKind, KeyRecord, life};
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::reason::{Detail, Reason};
use claviger_core::restriction::Restrictions;
use claviger_core::signature::Signer;
use claviger_core::store::{Change, Item, KeyRow, Lane, Mutation, SealedBytes, Settled, Store};
use claviger_core::text::{Application, ClientName, Description, Holder, Name};
use claviger_core::time::Timestamp;
use claviger_seal::file::MasterKeys;
use claviger_seal::{Binding, Keyring, Purpose, WrappedDataKey};
use claviger_sqlite::{Options, SqliteStore};
use std::path::Path;

/// Keys written in one transaction.
const BATCH: usize = 5_000;

/// A key as the generator holds it.
pub(super) struct BenchKey {
    pub(super) api_key: String,
    pub(super) signer: Signer,
}

/// What went wrong, in words.
type Failure = Box<dyn std::error::Error>;

/// Writes `count` keys, spread evenly over the accounts that are there; `tick` is told how many
/// are written.
pub(super) fn write(
    store_path: &Path,
    master_key: &Path,
    count: usize,
    now: Timestamp,
    tick: &mut dyn FnMut(usize),
) -> Result<Vec<BenchKey>, Failure> {
    let store = SqliteStore::open(store_path, Options::default())?;
    let keyring = keyring(&store, master_key)?;
    let accounts: Vec<AccountId> =
        store.accounts(None, usize::MAX)?.into_iter().map(|account| account.id).collect();
    let mut lane = store.open_lane(LogId(0))?;
    let mut made = Vec::with_capacity(count);
    while made.len() < count {
        let size = BATCH.min(count - made.len());
        let mut items = Vec::with_capacity(size);
        for _ in 0..size {
            let account =
                accounts.get(made.len() % accounts.len().max(1)).ok_or("the store has no account")?;
            let (key, row) = make(&keyring, *account, made.len(), now)?;
            items.push(create(row));
            made.push(key);
        }
        commit(&mut *lane, &items, now)?;
        tick(made.len());
    }
    Ok(made)
}

fn keyring(store: &SqliteStore, master_key: &Path) -> Result<Keyring, Failure> {
    let wrapped = store.data_keys()?.keys;
    let wrapped: Result<Vec<_>, _> =
        wrapped.iter().map(|(_, bytes)| WrappedDataKey::from_bytes(bytes)).collect();
    Ok(Keyring::unwrap_with(&MasterKeys::load(master_key)?.all(), &wrapped?)?)
}

fn make(
    keyring: &Keyring,
    account: AccountId,
    number: usize,
    now: Timestamp,
) -> Result<(BenchKey, KeyRow), Failure> {
    let entropy = &mut OsEntropy;
    let (api_key, private_key) = (ApiKey::random(entropy)?, PrivateKey::random(entropy)?);
    let asked = life::NewKey {
        kind: KeyKind::Private,
        name: Name::parse(&format!("bench {number}"))?,
        holder: Holder::parse("bench")?,
        application: Application::default(),
        member: None,
        description: Description::parse("")?,
        permissions: PermissionSet::of(&[Permission::QueryFunds, Permission::ModifyTrades]),
        restrictions: Restrictions::default(),
    };
    let record = life::create(asked, account, KeyId::random(entropy)?, api_key, now)?;
    let binding =
        Binding { purpose: Purpose::ApiKeySecret, account: account.as_u64(), id: record.id.as_u64() };
    let sealed = keyring.seal(binding, private_key.expose(), entropy)?;
    let signer = Signer::new(private_key.expose()).ok_or("a private key that cannot sign")?;
    let held = BenchKey { api_key: api_key.to_string(), signer };
    Ok((held, KeyRow { record, secret: Some(SealedBytes(sealed.to_bytes().into())), second_factor: None }))
}

fn create(row: KeyRow) -> Item {
    let entry = entry(&row.record);
    let change = Change::CreateKey { row: Box::new(row), limit: u32::MAX };
    Item::Change(Box::new(Mutation::new(change, entry)))
}

fn entry(record: &KeyRecord) -> EntryDraft {
    EntryDraft {
        account: record.account,
        actor: Actor::System,
        action: Action::KeyCreate,
        target: Target::Key(record.id),
        revision: record.revision,
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

fn commit(lane: &mut dyn Lane, items: &[Item], now: Timestamp) -> Result<(), Failure> {
    let settled = lane.commit(items, now)?;
    let refused = settled.iter().find(|settled| !matches!(settled, Settled::Written(_)));
    refused.map_or(Ok(()), |refused| Err(format!("a key could not be written: {refused:?}").into()))
}
