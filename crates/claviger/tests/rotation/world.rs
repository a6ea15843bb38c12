//! Two nodes over one store, whose clocks differ by two seconds, and that crash when they are told to.

use crate::common::{Hand, Held, Safe, generous, run, start_with};
use crate::doctored::{counting_overlaps_itself, honest};
use claviger::core::action::Action;
use claviger::core::id::{AccountId, KeyId};
use claviger::core::reason::Reason;
use claviger::core::restriction::Restrictions;
use claviger::core::role::Role;
use claviger::core::store::{Standing, Store};
use claviger::core::text::Name;
use claviger::manage::once::{Known, known};
use claviger::manage::tokens::{CreateToken, create};
use claviger::manage::{Asked, Caller, ManageError};
use claviger::{Authority, Limits};
use claviger_seal::{Binding, Purpose, Sealed};
use claviger_store::{Fault, Faults, Faulty, MemoryStore};
use std::sync::Arc;

/// How far each node's clock is from the true time, in seconds.
const SKEWS: [i64; 2] = [1, -1];

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
    tooth: bool,
}

impl World {
    /// With one key on record. With the tooth each node tells the end of an overlap from its own clock.
    pub(crate) async fn new(tooth: bool) -> (Self, Held) {
        let (store, safe) = (MemoryStore::new(), Safe::new());
        let caller = Caller::system(AccountId::from_u64(1));
        let nodes = Vec::new();
        let mut world = World { store, safe, nodes, caller, serial: 0, tooth };
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
            false => honest(self.store.clone()),
            true => counting_overlaps_itself(self.store.clone(), clock.clone()),
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

    /// Asks a node for a change. If it crashes in its write, before or after that is durable, it is started anew and asked
    /// again under the same idempotency key.
    pub(crate) async fn ask(
        &mut self,
        n: usize,
        crash: Option<bool>,
        work: impl AsyncFn(&Authority, &Caller) -> Result<(), ManageError>,
    ) -> Result<(), ManageError> {
        self.serial += 1;
        let text = self.serial.to_string();
        if let Some(written) = crash {
            self.nodes[n].faults.next(Fault::Crash { written });
            let lost = self.once(n, &text, &work).await;
            assert_eq!(lost, Err(ManageError::Unavailable));
            self.restart(n);
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
