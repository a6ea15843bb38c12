//! A mutating claim is open until its outcome entry; open claims outlive the process.

use super::world::{World, place_of};
use super::{Broken, Fixture, Verdict, make, same};
use claviger_core::entry::{EntryDraft, Outcome};
use claviger_core::reason::{Detail, Reason};
use claviger_core::store::{Item, KeyRow, NonceUse, OpenClaim, Settled};

/// A claim of an order; gives its sequence and its entry.
fn order(world: &mut World<'_>, row: &KeyRow, nonce: u64) -> Result<(u64, EntryDraft), Broken> {
    let claim = make::order(&row.record, nonce, world.now);
    let place = world.written(Item::Claim(claim))?;
    Ok((place.sequence, world.entry(place)?.draft))
}

fn open(world: &World<'_>) -> Vec<u64> {
    let mut open: Vec<u64> = world.lane.open_claims().iter().map(|claim| claim.sequence).collect();
    open.sort_unstable();
    open
}

pub(super) fn a_mutating_claim_is_open_until_its_outcome(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let (sequence, draft) = order(&mut world, &row, 1)?;
    same("open", world.lane.open_claims(), vec![OpenClaim { sequence, draft: draft.clone() }])?;
    let place = world.written(make::outcome(&draft, sequence, Outcome::Done, b""))?;
    same("open after the outcome", open(&world), vec![])?;
    let written = world.entry(place)?.draft;
    same("the outcome", written, draft.outcome_of(sequence, Outcome::Done, Reason::None, None))
}

pub(super) fn every_kind_of_outcome_closes(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    for (nonce, kind) in (1..).zip(Outcome::ALL.into_iter().filter(|outcome| outcome.closes())) {
        let (sequence, draft) = order(&mut world, &row, nonce)?;
        world.written(make::outcome(&draft, sequence, kind, b""))?;
        same(&format!("open after {kind:?}"), open(&world), vec![])?;
    }
    Ok(())
}

pub(super) fn what_the_upstream_said_is_kept(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let (claim, draft) = order(&mut world, &row, 1)?;
    let said = "EOrder:Insufficient funds";
    let draft = draft.outcome_of(claim, Outcome::Failed, Reason::UpstreamRefused, Some(said));
    let place = world.written(Item::Outcome { draft, journal: Vec::new() })?;
    let wanted = Detail::Upstream { claim, said: said.into() };
    same("detail", world.entry(place)?.draft.detail, wanted)?;
    same("open", open(&world), vec![])
}

pub(super) fn reads_and_refusals_are_never_open(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    world.accepts(&row, 1)?;
    let refused = make::refused(make::order(&row.record, 2, world.now), Reason::PermissionMissing);
    world.claim(refused)?;
    // Accepted by the decision, refused by the commit for its nonce.
    world.claim(make::order(&row.record, 2, world.now))?;
    same("open", open(&world), vec![])?;
    world = world.reopen()?;
    same("open after reopening", open(&world), vec![])
}

pub(super) fn open_claims_outlive_the_process(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let mut claims = Vec::new();
    for nonce in 1..7 {
        claims.push(order(&mut world, &row, nonce)?);
    }
    for (sequence, draft) in claims.iter().step_by(2) {
        world.written(make::outcome(draft, *sequence, Outcome::Done, b""))?;
    }
    let left = claims.into_iter().skip(1).step_by(2);
    let left: Vec<_> = left.map(|(sequence, draft)| OpenClaim { sequence, draft }).collect();
    world = world.reopen()?;
    let sorted = |mut open: Vec<OpenClaim>| {
        open.sort_by_key(|claim| claim.sequence);
        open
    };
    same("open after reopening", sorted(world.lane.open_claims()), left.clone())?;
    world.upkeep(&super::KEEP_ALL)?;
    world = world.reopen()?;
    same("open after upkeep and reopening", sorted(world.lane.open_claims()), left.clone())?;
    for claim in left {
        world.written(make::outcome(&claim.draft, claim.sequence, Outcome::Unknown, b""))?;
    }
    world = world.reopen()?;
    same("open once all are closed", open(&world), vec![])
}

pub(super) fn claim_and_outcome_may_share_a_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let claim = make::order(&row.record, 1, world.now);
    let sequence = world.lane.head().next_sequence;
    let outcome = make::outcome(&claim.draft, sequence, Outcome::Done, b"");
    let settled = world.commit(&[Item::Claim(claim), outcome])?;
    same("claim", settled.first().and_then(place_of).map(|place| place.sequence), Some(sequence))?;
    same("open", open(&world), vec![])
}

/// A read that failed after it was accepted has an outcome though it was never open.
pub(super) fn an_outcome_without_an_open_claim_is_written(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    let claim = make::claim(&row.record, NonceUse::Judge(1), world.now);
    let draft = claim.draft.clone();
    let place = world.written(Item::Claim(claim))?;
    let settled = world.one(make::outcome(&draft, place.sequence, Outcome::Failed, b""))?;
    super::ensure(matches!(settled, Settled::Written(_)), "written")?;
    same("open", open(&world), vec![])
}
