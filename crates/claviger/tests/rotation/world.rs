//! Two nodes over one store, whose clocks differ by two seconds, and that crash when they are told to.

use crate::common::{Hand, Held, Safe, generous, run, signed, start_with};
use crate::doctored::{counting_overlaps_itself, honest};
use claviger::core::action::Action;
use claviger::core::id::{AccountId, KeyId};
use claviger::core::key::KeyState;
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::core::role::Role;
use claviger::core::store::{KeyFilter, Standing, Store};
use claviger::core::text::Name;
use claviger::manage::keys::retire_quiet;
use claviger::manage::once::{Known, known};
use claviger::manage::tokens::{CreateToken, create};
use claviger::manage::{Asked, Caller, ManageError};
use claviger::{Authority, Limits};
use claviger_seal::{Binding, Purpose, Sealed};
use claviger_store::{Fault, Faults, Faulty, MemoryStore};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How far each node's clock is from the true time, in seconds.
const SKEWS: [i64; 2] = [1, -1];

/// A crash in the n-th write, before or after that is durable.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crash {
    pub(crate) nth: u64,
    pub(crate) written: bool,
}

/// A deliberate fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tooth {
    /// Each node tells the end of an overlap from its own clock.
    OwnClock,
    /// Whoever asks again after a crash does not say that it is the same request.
    Forgetful,
}

struct Node {
    authority: Authority,
    faults: Faults,
    clock: Hand,
}

pub(crate) struct World {
    pub(crate) store: MemoryStore,
    safe: Safe,
    nodes: Vec<Node>,
    caller: Caller,
    serial: u64,
    tooth: Option<Tooth>,
    /// The states of all keys where the last act crashed, if it did.
    pub(crate) halfway: Option<BTreeMap<KeyId, KeyState>>,
}

impl World {
    /// With one key on record.
    pub(crate) async fn new(tooth: Option<Tooth>) -> (Self, Held) {
        let (store, safe) = (MemoryStore::new(), Safe::new());
        let caller = Caller::system(AccountId::from_u64(1));
        let nodes = Vec::new();
        let mut world = World { store, safe, nodes, caller, serial: 0, tooth, halfway: None };
        for (log, skew) in SKEWS.into_iter().enumerate() {
            let clock = Hand::new();
            clock.step_secs(skew);
            let node = world.start(log, clock);
            world.nodes.push(node);
        }
        let first = crate::common::make_key(world.node(0), &world.safe, 1, Restrictions::default()).await;
        let token = CreateToken { name: Name::parse("ops").unwrap(), role: Role::Admin, expires_at: None };
        let Ok(token) = create(world.node(0), &world.caller, token).await else { panic!("no token") };
        let by = Standing::Token { token: token.record.id, revision: token.record.revision };
        world.caller = Caller { by: Some(by), role: Role::Admin, ..world.caller };
        (world, first)
    }

    fn start(&self, log: usize, clock: Hand) -> Node {
        let store = match self.tooth {
            None | Some(Tooth::Forgetful) => honest(self.store.clone()),
            Some(Tooth::OwnClock) => counting_overlaps_itself(self.store.clone(), clock.clone()),
        };
        let faulty = Faulty::new(store);
        let faults = faulty.faults();
        let limits = Limits { keys_per_account: 10_000, ..generous() };
        let authority = start_with(Arc::new(faulty), &self.safe, &clock, log.try_into().unwrap(), limits);
        Node { authority, faults, clock }
    }

    pub(crate) fn node(&self, n: usize) -> &Authority {
        &self.nodes[n].authority
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    pub(crate) fn safe(&self) -> &Safe {
        &self.safe
    }

    pub(crate) fn pass(&self, secs: i64) {
        self.nodes.iter().for_each(|node| node.clock.step_secs(secs));
    }

    fn restart(&mut self, n: usize) {
        let clock = self.nodes[n].clock.clone();
        self.nodes[n] = self.start(n, clock);
    }

    fn arm(&self, n: usize, crash: Crash) {
        self.nodes[n].faults.at(crash.nth, Fault::Crash { written: crash.written });
    }

    /// It crashed, or it made fewer writes than that; started anew it knows nothing of either.
    fn crashed(&mut self, n: usize) {
        let all = self.store.keys(AccountId::from_u64(1), &KeyFilter::default(), None, 10_000).unwrap();
        self.halfway = Some(all.iter().map(|row| (row.record.id, row.record.state)).collect());
        self.restart(n);
    }

    /// The upkeep of rotations; if it crashes, that of the node started anew besides.
    pub(crate) async fn upkeep(&mut self, n: usize, crash: Option<Crash>) -> Result<(), ManageError> {
        if let Some(crash) = crash {
            self.arm(n, crash);
            let _ = retire_quiet(self.node(n)).await;
            self.crashed(n);
        }
        retire_quiet(self.node(n)).await.map(drop)
    }

    /// A key ends itself; if the node crashes, it tries once more.
    pub(crate) async fn kill(&mut self, n: usize, crash: Option<Crash>, held: &Held) {
        if let Some(crash) = crash {
            self.arm(n, crash);
            let _ = self.killed(n, held).await;
            self.crashed(n);
        }
        assert!(self.killed(n, held).await, "a good signature ends its key");
    }

    async fn killed(&self, n: usize, held: &Held) -> bool {
        let call = signed(held, (1, "1", "nonce=1"), Action::RevokeApiKey, "203.0.113.9", None);
        let killed = self.node(n).kill(call).await;
        killed.is_ok_and(|killed| killed.record.state == KeyState::Revoked)
    }

    /// Asks a node for a change. If it crashes in one of its writes, before or after that is durable, it is started anew and
    /// asked again under the same idempotency key.
    pub(crate) async fn ask(
        &mut self,
        n: usize,
        crash: Option<Crash>,
        work: impl AsyncFn(&Authority, &Caller) -> Result<(), ManageError>,
    ) -> Result<(), ManageError> {
        self.serial += 1;
        let mut text = self.serial.to_string();
        if let Some(crash) = crash {
            self.arm(n, crash);
            let lost = self.once(n, &text, &work).await;
            assert!(crash.nth > 1 || lost == Err(ManageError::Unavailable), "{lost:?}");
            self.crashed(n);
            if lost != Err(ManageError::Unavailable) {
                return lost;
            }
            if self.tooth == Some(Tooth::Forgetful) {
                text.push_str(" again");
            }
        }
        self.once(n, &text, &work).await
    }

    async fn once(
        &self,
        n: usize,
        text: &str,
        work: &impl AsyncFn(&Authority, &Caller) -> Result<(), ManageError>,
    ) -> Result<(), ManageError> {
        let node = self.node(n);
        let asked = Asked::new(node, &self.caller, text.as_bytes(), &[]).unwrap();
        match known(node, &asked).await? {
            Known::Same(_) => Ok(()),
            Known::Other => panic!("another request"),
            Known::Nothing => work(node, &Caller { asked: Some(asked), ..self.caller.clone() }).await,
        }
    }

    /// One call with a fresh nonce.
    pub(crate) async fn call(&mut self, n: usize, held: &Held) -> Result<(), Reason> {
        self.serial += 1;
        run(self.node(n), held, self.serial, Action::Balance).await
    }

    /// A key as whoever holds it has it, opened from the store.
    pub(crate) fn held(&self, id: KeyId) -> Held {
        let row = self.store.key(id).unwrap().unwrap();
        let (account, key) = (row.record.account.as_u64(), id.as_u64());
        let binding = Binding { purpose: Purpose::ApiKeySecret, account, id: key };
        let sealed = Sealed::from_bytes(&row.secret.unwrap().0).unwrap();
        let secret = self.safe.keyring().open(binding, &sealed).unwrap();
        Held { record: row.record, secret: secret.expose().try_into().unwrap() }
    }
}
