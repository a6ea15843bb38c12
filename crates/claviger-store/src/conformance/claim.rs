//! A call is settled: what is written is what was decided.

use super::world::{World, refusal};
use super::{Fixture, Verdict, ensure, make, same};
use claviger_core::entry::Outcome;
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::reason::{Denial, Detail, Reason};
use claviger_core::store::{Claim, Item, NonceUse, Settled};

pub(super) fn an_accepted_call_is_written_as_decided(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let claim = make::with_step(world.call(&row, 1_795_000_000_000_000_000), 60);
    let mut wanted = claim.draft.clone();
    wanted.nonce = Some(1_795_000_000_000_000_000);
    let place = world.written(Item::Claim(claim))?;
    same("epoch", place.epoch, world.lane.head().epoch)?;
    same("the entry", world.entry(place)?.draft, wanted)
}

pub(super) fn a_refused_call_is_written_with_its_reason(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let missing = PermissionSet::of(&[Permission::WithdrawFunds]);
    let denial = Denial { reason: Reason::PermissionMissing, detail: Detail::Missing(missing) };
    let mut claim = world.call(&row, 5);
    claim.draft.refuse(denial.clone());
    let Settled::Refused(place, said) = world.claim(claim.clone())? else {
        return Err(super::Broken::because("a refused call must be settled as refused"));
    };
    same("what was said", said, denial)?;
    let mut wanted = claim.draft;
    wanted.nonce = Some(5);
    same("the entry", world.entry(place)?.draft, wanted)
}

/// Whatever nonce the draft pretends to have burnt, the entry says what was burnt.
pub(super) fn the_entry_says_which_nonce_was_burnt(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let mut spared = make::refused(world.call(&row, 1), Reason::RateLimited);
    spared.nonce = NonceUse::Spare;
    spared.draft.nonce = Some(99);
    let Settled::Refused(place, _) = world.claim(spared)? else {
        return Err(super::Broken::because("a refused call must be settled as refused"));
    };
    same("nonce of a spared call", world.entry(place)?.draft.nonce, None)
}

pub(super) fn an_unknown_key_is_stale(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let nobody = make::key(1, 7)?;
    same("a call of a key that is not there", world.claim(world.call(&nobody, 1))?, Settled::Stale)?;
    same("entries", world.lane.head().next_sequence, 1)
}

pub(super) fn another_revision_is_stale(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let row = world.edit(&row, |_| ())?;
    for revision in [0, 1, 3, u64::MAX] {
        let claim = Claim { revision, ..world.call(&row, 1) };
        same("a call made from another revision", world.claim(claim)?, Settled::Stale)?;
    }
    ensure(world.accepts(&row, 1)?, "and burnt nothing")
}

pub(super) fn a_group_is_settled_in_order(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let rows = [world.key(1, 0)?, world.key(2, 0)?];
    let mut group = Vec::new();
    for nonce in 1..20 {
        for row in &rows {
            group.push(Item::Claim(world.call(row, nonce)));
        }
    }
    let first = world.lane.head().next_sequence;
    for (at, settled) in world.commit(&group)?.iter().enumerate() {
        let Settled::Accepted(place) = settled else {
            return Err(super::Broken::because(format!("must be accepted, but: {settled:?}")));
        };
        same("sequence", place.sequence, first + at as u64)?;
        let draft = world.entry(*place)?.draft;
        same("key", draft.key(), rows.get(at % 2).map(|row| row.record.id))?;
        same("nonce", draft.nonce, Some(at as u64 / 2 + 1))?;
    }
    Ok(())
}

pub(super) fn one_bad_call_spoils_no_other(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let good = |nonce| Item::Claim(make::claim(&row.record, NonceUse::Judge(nonce), world.now));
    let stale = Item::Claim(Claim { revision: 8, ..world.call(&row, 2) });
    let group = [good(1), stale, good(1), good(3)];
    let settled = world.commit(&group)?;
    let outcomes: Vec<_> = world.entries()?.iter().skip(2).map(|entry| entry.draft.outcome).collect();
    same("outcomes", outcomes, vec![Outcome::Allowed, Outcome::Refused, Outcome::Allowed])?;
    same("the stale one", settled.get(1), Some(&Settled::Stale))?;
    same("the repeated one", settled.get(2).map(refusal).transpose()?, Some(Reason::InvalidNonce))
}
