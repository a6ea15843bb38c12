//! What was burnt stays burnt when the store is closed and opened again, wherever that happens.

use super::KEEP_ALL;
use super::world::World;
use super::{Fixture, Verdict, ensure, make, same};
use claviger_core::nonce::NonceState;
use claviger_core::reason::{Denial, Detail};
use claviger_core::store::{KeyRow, Settled};

pub(super) fn a_nonce_stays_burnt(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 0)?;
    ensure(world.accepts(&row, 77)?, "first")?;
    for _ in 0..3 {
        world = world.reopen()?;
        ensure(!world.accepts(&row, 77)?, "again after reopening")?;
    }
    ensure(world.accepts(&row, 78)?, "the next one")
}

/// Sends a nonce and compares with what the pure rule says.
fn send(world: &mut World<'_>, row: &KeyRow, model: &mut NonceState, nonce: u64) -> Verdict {
    let window = row.record.restrictions.nonce_window;
    let wanted = (model.acceptable(nonce, window), model.needed());
    model.burn(nonce, window);
    let found = match world.claim(world.call(row, nonce))? {
        Settled::Accepted(_) => (true, wanted.1),
        Settled::Refused(_, Denial { detail: Detail::Nonce { needed, .. }, .. }) => (false, needed),
        other => return Err(super::Broken::because(format!("nonce {nonce} became {other:?}"))),
    };
    same(&format!("nonce {nonce} (accepted, needed)"), found, wanted)
}

/// Numbers that look random and are the same in every run.
fn scrambled(count: u64, below: u64) -> impl Iterator<Item = u64> {
    (1..=count).map(move |n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33).map(move |n| n % below)
}

pub(super) fn the_state_is_the_same_at_every_point(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let rows = [world.key(1, 0)?, world.key(2, 8)?, world.key(3, u64::MAX)?];
    let mut models = [NonceState::default(), NonceState::default(), NonceState::default()];
    for (at, jitter) in scrambled(40, 16).enumerate() {
        for (row, model) in rows.iter().zip(&mut models) {
            send(&mut world, row, model, at as u64 + jitter)?;
        }
        if at % 5 == 4 {
            world.upkeep(&KEEP_ALL)?;
        }
        world = world.reopen()?;
    }
    Ok(())
}

pub(super) fn window_changes_are_part_of_it(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let mut row = world.key(1, 0)?;
    let mut model = NonceState::default();
    for (at, jitter) in scrambled(48, 12).enumerate() {
        send(&mut world, &row, &mut model, 20 + at as u64 + jitter)?;
        if at % 4 == 3 {
            let window = [5, 0, 1000, 7].into_iter().cycle().nth(at / 4).unwrap_or(0);
            row = world.edit(&row, |row| row.record.restrictions.nonce_window = window)?;
            model.window_changed();
        }
        if at % 3 == 0 {
            world.upkeep(&KEEP_ALL)?;
        }
        if at % 2 == 0 {
            world = world.reopen()?;
        }
    }
    Ok(())
}

/// Without a clean end, too: the lane is taken over while the old one still stands.
pub(super) fn a_take_over_sees_everything(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 4)?;
    let mut model = NonceState::default();
    for (at, jitter) in scrambled(20, 6).enumerate() {
        send(&mut world, &row, &mut model, 10 + at as u64 + jitter)?;
        world.lane = world.store.open_lane(super::world::LOG)?;
    }
    Ok(())
}

pub(super) fn everything_on_record_is_read_again(fixture: &dyn Fixture) -> Verdict {
    let mut world = World::new(fixture)?;
    let row = world.key(1, 3)?;
    let row = world.edit(&row, |row| row.second_factor = row.secret.clone())?;
    world.written(make::create_token(&make::token(1, 1)?))?;
    let entries = world.entries()?;
    let head = world.lane.head();
    world = world.reopen()?;
    same("key", world.store.key(row.record.id)?, Some(row.clone()))?;
    same("key by its public half", world.store.key_by_api_key(&row.record.api_key)?, Some(row))?;
    same("token", world.store.token(make::token_id(1))?, Some(make::token(1, 1)?))?;
    same("account", world.store.account(make::account_id(1))?, Some(make::account(1)?))?;
    same("entries", world.entries()?, entries)?;
    same("next sequence", world.lane.head().next_sequence, head.next_sequence)
}
