//! A nonce is accepted once, for ever.

use super::world::{World, refusal};
use super::{Broken, Fixture, Verdict, ensure, make, same};
use claviger_core::entry::Outcome;
use claviger_core::permission::PermissionSet;
use claviger_core::reason::{Denial, Detail, Reason};
use claviger_core::store::{Claim, Item, NonceUse, Settled};

pub(super) fn each_is_accepted_once(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    for (nonce, wanted) in [(5, true), (5, false), (4, false), (6, true), (5, false), (u64::MAX, true)] {
        same(&format!("nonce {nonce}"), world.accepts(&row, nonce)?, wanted)?;
    }
    ensure(!world.accepts(&row, u64::MAX)?, "the greatest nonce, too, only once")
}

pub(super) fn zero_is_never_accepted(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 1000)?;
    ensure(!world.accepts(&row, 0)?, "zero is at the floor")?;
    ensure(world.accepts(&row, 1)?, "one is above it")
}

pub(super) fn keys_do_not_share_nonces(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (one, other) = (world.key(1, 0)?, world.key(2, 0)?);
    ensure(world.accepts(&one, 100)?, "one key")?;
    ensure(world.accepts(&other, 100)?, "another key, the same nonce")?;
    ensure(world.accepts(&other, 101)? && !world.accepts(&one, 50)?, "each by itself")
}

pub(super) fn a_bad_nonce_is_refused_with_what_is_needed(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    world.accepts(&row, 41)?;
    let Settled::Refused(place, denial) = world.claim(world.call(&row, 40))? else {
        return Err(Broken::because("a nonce too low must be refused"));
    };
    let detail = Detail::Nonce { given: 40, needed: 42 };
    same("denial", denial, Denial { reason: Reason::InvalidNonce, detail: detail.clone() })?;
    let draft = world.entry(place)?.draft;
    same("outcome", draft.outcome, Outcome::Refused)?;
    same("reason", draft.reason, Reason::InvalidNonce)?;
    same("detail", draft.detail, detail)?;
    same("nonce burnt", draft.nonce, None)
}

/// A refused withdrawal cannot be replayed once the key is widened.
pub(super) fn a_refused_call_burns_its_nonce(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let refused = make::refused(world.call(&row, 9), Reason::PermissionMissing);
    same("reason", refusal(&world.claim(refused)?)?, Reason::PermissionMissing)?;
    let wide = world.edit(&row, |row| row.record.permissions = PermissionSet::NONE)?;
    ensure(!world.accepts(&wide, 9)?, "the nonce of a refused call was burnt")
}

/// The nonce ranks before a missing permission …
pub(super) fn judging_overrides_a_later_reason(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    world.accepts(&row, 9)?;
    let refused = make::refused(world.call(&row, 9), Reason::PermissionMissing);
    same("reason", refusal(&world.claim(refused)?)?, Reason::InvalidNonce)
}

/// … and after a wrong source address, which keeps its reason but burns the nonce all the same.
pub(super) fn burning_if_acceptable_keeps_the_reason(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let refused = |nonce| {
        let claim = Claim { nonce: NonceUse::BurnIfAcceptable(nonce), ..world.call(&row, 0) };
        make::refused(claim, Reason::SourceNotAllowed)
    };
    let group = [refused(9), refused(9), refused(8)].map(Item::Claim);
    let mut burnt = Vec::new();
    for settled in world.commit(&group)? {
        same("reason", refusal(&settled)?, Reason::SourceNotAllowed)?;
        let Settled::Refused(place, _) = settled else { continue };
        burnt.push(world.entry(place)?.draft.nonce);
    }
    same("nonces burnt", burnt, vec![Some(9), None, None])?;
    ensure(!world.accepts(&row, 9)?, "it was burnt")?;
    ensure(world.accepts(&row, 10)?, "and no other")
}

pub(super) fn a_spared_nonce_stays_good(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let spared = Claim { nonce: NonceUse::Spare, ..world.call(&row, 0) };
    let spared = make::refused(spared, Reason::RateLimited);
    same("reason", refusal(&world.claim(spared)?)?, Reason::RateLimited)?;
    ensure(world.accepts(&row, 1)?, "nothing was burnt")
}

/// Calls of one key in one group are folded in the order they came.
pub(super) fn one_group_folds_in_order(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let nonces = [3, 3, 7, 5, 8, 7, 8, 9];
    let group = nonces.map(|nonce| Item::Claim(world.call(&row, nonce)));
    let settled = world.commit(&group)?;
    let accepted: Vec<bool> = settled.iter().map(|one| matches!(one, Settled::Accepted(_))).collect();
    same("accepted", accepted, vec![true, false, true, false, true, false, false, true])?;
    let needed: Vec<_> = settled
        .iter()
        .filter_map(|one| match one {
            Settled::Refused(_, Denial { detail: Detail::Nonce { needed, .. }, .. }) => Some(*needed),
            _ => None,
        })
        .collect();
    same("nonces needed", needed, vec![4, 8, 9, 9])
}

pub(super) fn the_remembered_state_is_never_ahead(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    same("nonces of a key that is not there", world.store.nonces(make::key_id(1))?, None)?;
    let row = world.key(1, 0)?;
    for nonce in [10, 20, 30] {
        world.accepts(&row, nonce)?;
        let seen = world.store.nonces(row.record.id)?;
        let highest = seen.map(|state| state.highest());
        ensure(highest.is_some_and(|highest| highest <= nonce), "a value burnt so far, or an older one")?;
    }
    Ok(())
}
