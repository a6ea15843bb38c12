//! What a start replays is what was in memory, whatever was checkpointed or forgotten when.

use super::active::Active;
use super::open::take_over;
use crate::options::Options;
use crate::shared::Shared;
use crate::store::SqliteStore;
use claviger_core::account::AccountRecord;
use claviger_core::action::Action;
use claviger_core::credential::ApiKey;
use claviger_core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger_core::id::{AccountId, KeyId, LogId};
use claviger_core::key::{KeyKind, KeyRecord, KeyState};
use claviger_core::permission::PermissionSet;
use claviger_core::reason::{Detail, Reason};
use claviger_core::restriction::Restrictions;
use claviger_core::store::{Change, Claim, Item, KeyRow, Mutation, NonceUse};
use claviger_core::text::{Application, ClientName, Description, Holder, Name};
use claviger_core::time::Timestamp;
use proptest::prelude::*;
use std::sync::Arc;

const LOG: LogId = LogId(0);
/// So that keys lie on three pages.
const KEYS: u64 = 600;

fn draft(actor: Actor, action: Action, target: Target, outcome: Outcome) -> EntryDraft {
    EntryDraft {
        account: AccountId::from_u64(1),
        actor,
        action,
        target,
        revision: 1,
        source: None,
        client: ClientName::default(),
        outcome,
        reason: Reason::None,
        detail: Detail::None,
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    }
}

fn key_id(n: u64) -> KeyId {
    KeyId::from_u64(n * 7919)
}

fn row(n: u64, window: u64, revision: u64) -> Box<KeyRow> {
    let mut api_key = [0; 32];
    api_key[..8].copy_from_slice(&n.to_le_bytes());
    let record = KeyRecord {
        id: key_id(n),
        account: AccountId::from_u64(1),
        api_key: ApiKey::from_bytes(api_key),
        kind: KeyKind::Private,
        name: Name::parse(&format!("{n}")).unwrap(),
        holder: Holder::parse("").unwrap(),
        application: Application::default(),
        member: None,
        description: Description::parse("").unwrap(),
        permissions: PermissionSet::NONE,
        restrictions: Restrictions { nonce_window: window, ..Restrictions::default() },
        state: KeyState::Active,
        revision,
        created_at: Timestamp::default(),
        modified_at: Timestamp::default(),
        held: false,
        revoked_at: None,
        predecessor: None,
        successor: None,
        retires_at: None,
    };
    Box::new(KeyRow { record, secret: None, second_factor: None })
}

fn change(change: Change, action: Action, target: Target) -> Item {
    let entry = draft(Actor::System, action, target, Outcome::Changed);
    Item::Change(Box::new(Mutation::new(change, entry)))
}

fn opening() -> Vec<Item> {
    let (id, name) = (AccountId::from_u64(1), Name::parse("One").unwrap());
    let record = AccountRecord { id, name, created_at: Timestamp::default() };
    let create = |n| Change::CreateKey { row: row(n, if n % 3 == 0 { 9 } else { 0 }, 1), limit: 10_000 };
    let keys = (0..KEYS).map(|n| change(create(n), Action::KeyCreate, Target::Key(key_id(n))));
    std::iter::once(change(
        Change::CreateAccount { record, limit: 9 },
        Action::AccountCreate,
        Target::Account,
    ))
    .chain(keys)
    .collect()
}

#[derive(Debug, Clone)]
enum Step {
    /// Key, nonce, time step, whether the call opens a claim.
    Call(u64, u64, Option<u64>, bool),
    /// An open claim gets its outcome.
    Close,
    Window(u64, u64),
    Checkpoint,
    Evict,
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    let key = || prop_oneof![0..4u64, 255..259u64, Just(599u64)];
    let call = (key(), 0..60u64, prop::option::weighted(0.2, 0..40u64), any::<bool>());
    prop_oneof![
        12 => call.prop_map(|(key, nonce, step, opens)| Step::Call(key, nonce, step, opens)),
        2 => Just(Step::Close),
        1 => (key(), 0..12u64).prop_map(|(key, window)| Step::Window(key, window)),
        2 => Just(Step::Checkpoint),
        1 => Just(Step::Evict),
        1 => Just(Step::Restart),
    ]
}

struct World {
    shared: Arc<Shared>,
    lane: Active,
    revisions: Vec<u64>,
}

impl World {
    fn commit(&mut self, item: Item) {
        self.lane.commit(&[item], Timestamp::default(), &self.shared).unwrap();
    }

    fn play(&mut self, step: &Step) {
        match *step {
            Step::Call(key, nonce, otp_step, opens) => {
                let action = if opens { Action::AddOrder } else { Action::Balance };
                let entry = draft(Actor::Key(key_id(key)), action, Target::Account, Outcome::Allowed);
                self.commit(Item::Claim(Claim {
                    key: key_id(key),
                    revision: self.revisions[key as usize],
                    deadline: Timestamp::MAX,
                    nonce: NonceUse::Judge(nonce),
                    draft: EntryDraft { otp_step, ..entry },
                }));
            }
            Step::Close => {
                let open = self.lane.open.first_key_value();
                let outcome =
                    open.map(|(at, draft)| draft.outcome_of(*at, Outcome::Done, Reason::None, None));
                if let Some(draft) = outcome {
                    self.commit(Item::Outcome { draft, journal: Vec::new() });
                }
            }
            Step::Window(key, window) => {
                let from = self.revisions[key as usize];
                let update = Change::UpdateKey { row: row(key, window, from + 1), from };
                self.commit(change(update, Action::KeyEdit, Target::Key(key_id(key))));
                self.revisions[key as usize] = from + 1;
            }
            Step::Checkpoint => {
                self.lane.checkpoint_round().unwrap();
            }
            Step::Evict => self.lane.hot.evict_all(),
            Step::Restart => self.lane = take_over(&self.shared, LOG).unwrap(),
        }
    }

    /// What every key would accept, and the open claims.
    fn state(&mut self) -> (Vec<String>, Vec<u64>) {
        let keys = [0, 1, 2, 3, 255, 256, 257, 258, 599];
        let seen = keys.map(|n| {
            let lane = &mut self.lane;
            let slot = lane.hot.slot(&lane.conn, key_id(n)).unwrap().unwrap();
            let cell = lane.hot.cell_mut(slot).unwrap();
            let steps: Vec<bool> = (0..45).map(|step| cell.step_is_new(step)).collect();
            let (revision, window) = (cell.revision(), cell.window());
            let nonces: Vec<bool> = cell
                .with_nonces(|state, window| (0..70).map(|nonce| state.acceptable(nonce, window)).collect());
            format!("{n} {revision} {window} {nonces:?} {steps:?}")
        });
        (seen.to_vec(), self.lane.open.keys().copied().collect())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_start_gives_what_was_in_memory(steps in prop::collection::vec(step(), 1..80)) {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(dir.path(), Options::default()).unwrap();
        let shared = store.shared();
        let mut lane = take_over(&shared, LOG).unwrap();
        lane.commit(&opening(), Timestamp::default(), &shared).unwrap();
        let mut world = World { shared, lane, revisions: vec![1; KEYS as usize] };
        for step in &steps {
            world.play(step);
        }
        let live = world.state();
        world.lane = take_over(&world.shared, LOG).unwrap();
        prop_assert_eq!(world.state(), live);
    }
}
