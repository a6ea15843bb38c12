//! Administration tokens: made under the same conditions as keys, changed from a revision.

use super::world::World;
use super::{Broken, Fixture, Verdict, make, same};
use claviger_core::id::UserId;
use claviger_core::role::Role;
use claviger_core::store::{Change, Conflict, Settled, Standing};
use claviger_core::text::Name;
use claviger_core::token::{TokenDigest, TokenRecord};

fn create(record: &TokenRecord, limit: u32) -> Change {
    Change::CreateToken { record: record.clone(), limit }
}

fn update(record: &TokenRecord, from: u64) -> Change {
    Change::UpdateToken { record: record.clone(), from }
}

fn revoked(record: &TokenRecord, world: &World<'_>) -> TokenRecord {
    TokenRecord { revoked_at: Some(world.now), revision: record.revision + 1, ..record.clone() }
}

fn made(world: &mut World<'_>, n: u64) -> Result<TokenRecord, Broken> {
    let record = make::token(1, n)?;
    world.written(make::create_token(&record))?;
    Ok(record)
}

pub(super) fn it_is_found_by_id_and_digest(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let record = TokenRecord {
        role: Role::Auditor,
        made_by: Some(UserId::from_u64(7)),
        expires_at: Some(make::START.plus_secs(9)),
        name: Name::parse("Prüfer ' \" 🤖")?,
        ..make::token(1, 1)?
    };
    world.written(make::create_token(&record))?;
    for _ in 0..2 {
        same("by id", world.store.token(record.id)?, Some(record.clone()))?;
        same("by digest", world.store.token_by_digest(&record.digest)?, Some(record.clone()))?;
        world = world.reopen()?;
    }
    let other = TokenDigest([0; 32]);
    same("another digest", world.store.token_by_digest(&other)?, None)?;
    same("another id", world.store.token(make::token_id(2))?, None)
}

pub(super) fn creating_conflicts(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let record = made(&mut world, 1)?;
    let same_id = TokenRecord { id: record.id, ..make::token(1, 2)? };
    world.conflicts(create(&same_id, 1), Conflict::Exists)?;
    world.conflicts(create(&make::token(9, 2)?, 1), Conflict::Missing)?;
    let same_digest = TokenRecord { digest: record.digest, ..make::token(1, 2)? };
    world.conflicts(create(&same_digest, 1), Conflict::Exists)?;
    let louder = Name::parse(&record.name.as_str().to_uppercase())?;
    let same_name = TokenRecord { name: louder, ..make::token(1, 2)? };
    world.conflicts(create(&same_name, 1), Conflict::NameTaken)?;
    world.conflicts(create(&make::token(1, 2)?, 1), Conflict::LimitReached(1))?;
    world.written(make::change(create(&make::token(1, 2)?, 2))).map(|_| ())
}

pub(super) fn a_revoked_token_frees_name_and_room(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let record = made(&mut world, 1)?;
    let dead = revoked(&record, &world);
    world.written(make::change(update(&dead, 1)))?;
    same("the revoked token", world.store.token_by_digest(&record.digest)?, Some(dead))?;
    let heir = TokenRecord { name: record.name, ..make::token(1, 2)? };
    world.written(make::change(create(&heir, 1)))?;
    world.conflicts(create(&make::token(1, 3)?, 1), Conflict::LimitReached(1))
}

pub(super) fn changing_conflicts(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (record, other) = (made(&mut world, 1)?, made(&mut world, 2)?);
    let next = revoked(&record, &world);
    world.conflicts(update(&next, 0), Conflict::Revision)?;
    world.conflicts(update(&next, 2), Conflict::Revision)?;
    world.conflicts(update(&make::token(1, 9)?, 1), Conflict::Missing)?;
    let renamed = TokenRecord { name: other.name, revision: 2, ..record.clone() };
    world.conflicts(update(&renamed, 1), Conflict::NameTaken)?;
    same("the token is as it was", world.store.token(record.id)?, Some(record))
}

/// Rotating a token writes another digest over the old one, which then finds nothing, and to whom it was shown.
pub(super) fn a_new_digest_replaces_the_old(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let record = made(&mut world, 1)?;
    let made_by = Some(UserId::from_u64(9));
    let next = TokenRecord { digest: TokenDigest([3; 32]), made_by, revision: 2, ..record.clone() };
    world.written(make::change(update(&next, 1)))?;
    for _ in 0..2 {
        same("by the old digest", world.store.token_by_digest(&record.digest)?, None)?;
        same("by the new digest", world.store.token_by_digest(&next.digest)?, Some(next.clone()))?;
        world = world.reopen()?;
    }
    Ok(())
}

pub(super) fn the_limit_holds_inside_a_group(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let race = [make::change(create(&make::token(1, 1)?, 1)), make::change(create(&make::token(1, 2)?, 1))];
    let settled = world.commit(&race)?;
    same("the second", settled.get(1), Some(&Settled::Conflict(Conflict::LimitReached(1))))?;
    same("the second is not there", world.store.token(make::token_id(2))?, None)
}

pub(super) fn listed_by_age_and_account(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    world.written(make::create_account(&make::account(2)?))?;
    for n in 1..6 {
        made(&mut world, n)?;
        world.written(make::create_token(&make::token(2, 100 + n)?))?;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = world.store.tokens(make::account_id(1), after, 2)?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        seen.extend(page.iter().map(|token| token.id));
    }
    same("pages", seen, (1..6).map(make::token_id).collect())
}

/// A change is made by the token it was asked with, as long as that works as it did then: judged
/// in the change's own transaction, before any other condition, and at the store's time.
pub(super) fn nothing_is_changed_by_one_that_is_gone(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let mut expiring = make::token(1, 1)?;
    expiring.expires_at = Some(make::START.plus_secs(9));
    world.written(make::create_token(&expiring))?;
    let other = made(&mut world, 2)?;
    let by = |record: &TokenRecord| Standing::Token { token: record.id, revision: record.revision };
    let asked = |n, by| Ok::<_, Broken>(make::by(create(&make::token(1, n)?, make::MANY), by));
    let gone = Settled::Conflict(Conflict::CallerGone);
    world.written(asked(10, by(&expiring))?)?;
    let before = world.lane.head().next_sequence;
    let unknown = Standing::Token { token: make::token_id(99), revision: 1 };
    let later = Standing::Token { token: other.id, revision: 2 };
    for by in [unknown, later] {
        same("by nobody", world.one(asked(10, by)?)?, gone.clone())?;
    }
    same("sequence", world.lane.head().next_sequence, before)?;
    // revoked in the same group, just before
    let gone_now = make::change(update(&revoked(&other, &world), 1));
    let settled = world.commit(&[gone_now, asked(11, by(&other))?])?;
    same("after its revoke", settled.into_iter().nth(1), Some(gone.clone()))?;
    same("it is not there", world.store.token(make::token_id(11))?, None)?;
    // a token may end itself
    let own = make::by(update(&revoked(&expiring, &world), 1), by(&expiring));
    let mut again = made(&mut world, 3)?;
    again.expires_at = Some(make::START.plus_secs(9));
    again.revision = 2;
    world.written(make::change(update(&again, 1)))?;
    world.written(own)?;
    world.wait_secs(10);
    same("after its expiry", world.one(asked(12, by(&again))?)?, gone)
}
