//! One history, two engines: the same results and the same bytes (P16).
//!
//! A history is a list of [`Step`]s that name keys, tokens and claims by small numbers; it is
//! turned into items as it is played, by what the first engine answered. [`steps`] draws random
//! ones for `proptest`, which shrinks a history that differs to a short one.

mod compare;
mod records;
mod script;
#[cfg(feature = "proptest")]
mod strategy;

#[cfg(feature = "proptest")]
pub use strategy::steps;

use crate::conformance::world::LOG;
use crate::conformance::{Verdict, same};
use claviger_core::action::Action;
use claviger_core::entry::Outcome;
use claviger_core::store::{Item, Lane, Store};
use script::Script;

/// One step of a history.
#[derive(Debug, Clone)]
pub enum Step {
    /// The clock moves, forwards or backwards, then a group is committed.
    Group {
        /// Microseconds the clock moves by.
        clock_micros: i64,
        /// The items of the group.
        acts: Vec<Act>,
    },
    /// Another owner takes the lane over.
    TakeOver,
    /// Upkeep without limits of age or size.
    Upkeep,
}

/// What becomes of a call's nonce.
#[derive(Debug, Clone, Copy)]
pub enum Nonce {
    /// It is judged.
    Judge(u64),
    /// The call is refused for its source; the nonce is burnt if it is acceptable.
    Burn(u64),
    /// The call is refused for its rate; the nonce is left alone.
    Spare,
}

/// How a key is changed.
#[derive(Debug, Clone, Copy)]
pub enum Edit {
    /// Another nonce window.
    Window(u64),
    /// The name of another key, perhaps.
    Name(u8),
    /// Frozen.
    Freeze,
    /// Revoked.
    Revoke,
}

/// One item of a group. Keys, tokens, accounts and claims are small numbers, taken modulo those
/// there are.
#[derive(Debug, Clone)]
pub enum Act {
    /// An account is made; there may be at most three.
    CreateAccount(u8),
    /// A key is made, with this window; names repeat, and an account may have at most two live ones.
    CreateKey(u8, u64),
    /// A key is changed.
    EditKey {
        /// Which.
        key: u8,
        /// How.
        edit: Edit,
        /// From the revision before the one on record.
        stale: bool,
    },
    /// A key gets another one as its successor, under its own name.
    RotateKey {
        /// Which.
        key: u8,
        /// Its successor.
        successor: u8,
        /// From the revision before the one on record.
        stale: bool,
    },
    /// That is taken back.
    RollBackKey {
        /// Which.
        key: u8,
        /// Its successor.
        successor: u8,
        /// From the revision before the one on record, of the successor.
        stale: bool,
    },
    /// A token is made.
    CreateToken(u8),
    /// A token is revoked.
    RevokeToken(u8),
    /// The data keys are replaced, perhaps from an old generation.
    DataKeys {
        /// From the generation before the one on record.
        stale: bool,
    },
    /// A call of a key.
    Call {
        /// Which key's.
        key: u8,
        /// What is called.
        action: Action,
        /// Its nonce.
        nonce: Nonce,
        /// Its time step.
        step: Option<u64>,
        /// Whether it is refused for a missing permission.
        refused: bool,
        /// Whether it was decided from an older revision.
        stale: bool,
        /// Whether its deadline has passed.
        late: bool,
    },
    /// The outcome of a claim that is open.
    Outcome {
        /// Which.
        claim: u8,
        /// How it went.
        outcome: Outcome,
        /// What the upstream journals for it.
        journal: Vec<u8>,
    },
    /// A note.
    Note,
    /// What the upstream did by itself.
    Journal(Vec<u8>),
    /// What the upstream did for a request that takes effect once, under one of a few keys.
    Once(u8),
    /// A snapshot of the upstream in place of every record so far.
    Snapshot(Vec<u8>),
    /// The clock is reset.
    ResetClock,
    /// Records are made, changed, required and removed, in one change.
    Records(Vec<Write>),
    /// A session expires later, perhaps.
    Prolong {
        /// Which.
        session: u8,
        /// So many seconds from now.
        secs: i64,
    },
    /// What the upstream did for a person, by a session and a place that may be theirs.
    ByPerson {
        /// The session.
        session: u8,
        /// The place.
        member: u8,
    },
}

/// One write of records. They are sessions of two persons and their places in two accounts, by small
/// numbers, with a few handles among them.
#[derive(Debug, Clone)]
pub enum Write {
    /// A session, for so many seconds.
    CreateSession {
        /// Which; even ones are the first person's.
        session: u8,
        /// Its handle.
        handle: u8,
        /// How long it lasts.
        secs: i64,
    },
    /// A place, of which there may be three in an account.
    CreateMember {
        /// Which; even ones are the first person's.
        member: u8,
        /// Its handle.
        handle: u8,
    },
    /// A record is changed, perhaps from the revision before the one on record.
    Update {
        /// Which.
        which: Which,
        /// Its new handle.
        handle: u8,
        /// From the revision before.
        stale: bool,
    },
    /// A record must be as it was.
    Require(Which, bool),
    /// A record goes.
    Remove(Which, bool),
    /// All sessions of a person go, but one.
    RemoveOwned {
        /// Whose.
        person: u8,
        /// Which one stays.
        except: Option<u8>,
    },
}

/// A record by a small number.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    /// A session.
    Session(u8),
    /// A place.
    Member(u8),
}

/// Plays a history on two empty stores and compares every result and every byte.
///
/// # Errors
/// [`crate::conformance::Broken`] where they first differ, or when one of them fails.
pub fn differential(history: &[Step], a: &dyn Store, b: &dyn Store) -> Verdict {
    let mut pair = Pair { a, b, lane_a: a.open_lane(LOG)?, lane_b: b.open_lane(LOG)? };
    let mut script = Script::default();
    pair.commit(&script.opening()?, &script)?;
    for step in history {
        match step {
            Step::Group { clock_micros, acts } => {
                script.tick(*clock_micros);
                let items = acts.iter().map(|act| script.item(act)).collect::<Result<Vec<_>, _>>()?;
                pair.commit(&items, &script)?;
                script.learn(a, pair.lane_a.as_ref())?;
            }
            Step::TakeOver => {
                pair.lane_a = a.open_lane(LOG)?;
                pair.lane_b = b.open_lane(LOG)?;
            }
            Step::Upkeep => pair.upkeep(&script)?,
        }
    }
    let probes = script.probes();
    pair.commit(&probes, &script)?;
    compare::everything(a, b)
}

struct Pair<'a> {
    a: &'a dyn Store,
    b: &'a dyn Store,
    lane_a: Box<dyn Lane>,
    lane_b: Box<dyn Lane>,
}

impl Pair<'_> {
    fn commit(&mut self, items: &[Item], script: &Script) -> Verdict {
        let from = self.lane_a.head().next_sequence;
        let settled_a = self.lane_a.commit(items, script.now())?;
        let settled_b = self.lane_b.commit(items, script.now())?;
        same("results", settled_b, settled_a)?;
        self.compare_lanes()?;
        compare::leaves(self.a, self.b, from)
    }

    fn upkeep(&mut self, script: &Script) -> Verdict {
        let keep = crate::conformance::KEEP_ALL;
        self.lane_a.maintain(script.now(), &keep)?;
        self.lane_b.maintain(script.now(), &keep)?;
        self.compare_lanes()
    }

    fn compare_lanes(&self) -> Verdict {
        same("heads", self.lane_b.head(), self.lane_a.head())?;
        let open = |lane: &dyn Lane| {
            let mut open = lane.open_claims();
            open.sort_by_key(|claim| claim.sequence);
            open
        };
        same("open claims", open(self.lane_b.as_ref()), open(self.lane_a.as_ref()))
    }
}
