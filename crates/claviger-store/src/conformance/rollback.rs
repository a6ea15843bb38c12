//! A store that was rolled back lets nobody in by what may have been taken back since.

use super::world::World;
use super::{Fixture, Verdict, ensure, make, same};
use claviger_core::store::{Change, RecordKind};

pub(super) fn keys_are_held_tokens_revoked_sessions_ended(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let (row, token) = (world.key(1, 0)?, make::token(1, 1)?);
    world.written(make::create_token(&token))?;
    let made = [make::user(1), make::member(1, 1, 1), make::session(1, 1), make::invitation(1, 1)];
    world.written(make::records(made.each_ref().map(|one| make::create_record(one, None))))?;
    world.written(make::change(Change::Hold))?;
    for _ in 0..2 {
        let key = world.store.key(row.record.id)?;
        ensure(key.is_some_and(|key| key.record.held), "the key is held")?;
        let token = world.store.token(token.id)?;
        ensure(token.is_some_and(|token| token.revoked_at.is_some()), "the token is revoked")?;
        for record in &made {
            let stays = matches!(record.kind, RecordKind::User | RecordKind::Member);
            let found = world.store.record(record.kind, record.id)?;
            same("the record", found, stays.then(|| record.clone()))?;
        }
        world = world.reopen()?;
    }
    Ok(())
}
