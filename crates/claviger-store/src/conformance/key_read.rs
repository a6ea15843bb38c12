//! Keys are read one by one and listed in the order of their creation.

use super::world::World;
use super::{Broken, Fixture, Verdict, make, same};
use claviger_core::id::{KeyId, UserId};
use claviger_core::key::KeyState;
use claviger_core::store::{KeyFilter, KeyRow};
use claviger_core::text::{Application, Description, Holder, Name};

fn ids(rows: &[KeyRow]) -> Vec<KeyId> {
    rows.iter().map(|row| row.record.id).collect()
}

/// Account 1 with keys 1 to 9, some of account 2 between them.
fn nine(fixture: &dyn Fixture) -> Result<World<'_>, Broken> {
    let mut world = World::new(fixture)?;
    world.written(make::create_account(&make::account(2)?))?;
    for n in 1..10 {
        world.key(n, 0)?;
        world.written(make::create_key(&make::key(2, 100 + n)?))?;
    }
    Ok(world)
}

fn list(
    world: &World<'_>,
    filter: &KeyFilter,
    after: Option<KeyId>,
    limit: usize,
) -> Result<Vec<KeyId>, Broken> {
    Ok(ids(&world.store.keys(make::account_id(1), filter, after, limit)?))
}

pub(super) fn what_is_not_there_is_none(fixture: &dyn Fixture) -> Verdict {
    let world = World::new(fixture)?;
    same("by id", world.store.key(make::key_id(1))?, None)?;
    same("by public half", world.store.key_by_api_key(&make::api_key(1))?, None)?;
    same("list", list(&world, &KeyFilter::default(), None, 10)?, vec![])
}

pub(super) fn listed_by_age_and_account(fixture: &dyn Fixture) -> Verdict {
    let world = nine(fixture)?;
    let wanted: Vec<KeyId> = (1..10).map(make::key_id).collect();
    same("all", list(&world, &KeyFilter::default(), None, 100)?, wanted.clone())?;
    let world = world.reopen()?;
    same("after reopening", list(&world, &KeyFilter::default(), None, 100)?, wanted)?;
    let nobody = world.store.keys(make::account_id(3), &KeyFilter::default(), None, 10)?;
    same("of an account that is not there", nobody, vec![])
}

pub(super) fn paged_without_gap_or_repeat(fixture: &dyn Fixture) -> Verdict {
    let world = nine(fixture)?;
    for limit in [1, 2, 4, 9] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = list(&world, &KeyFilter::default(), after, limit)?;
            super::ensure(page.len() <= limit, "a page has at most its limit")?;
            let Some(last) = page.last() else { break };
            after = Some(*last);
            seen.extend(page);
        }
        same(&format!("pages of {limit}"), seen, (1..10).map(make::key_id).collect())?;
    }
    Ok(())
}

/// An edit does not move a key in the list.
pub(super) fn an_edit_keeps_the_place(fixture: &dyn Fixture) -> Verdict {
    let mut world = nine(fixture)?;
    let row = make::key(1, 3)?;
    world.edit(&row, |row| row.record.state = KeyState::Frozen)?;
    same("all", list(&world, &KeyFilter::default(), None, 100)?, (1..10).map(make::key_id).collect())
}

pub(super) fn filtered_by_state(fixture: &dyn Fixture) -> Verdict {
    let mut world = nine(fixture)?;
    world.edit(&make::key(1, 3)?, |row| row.record.state = KeyState::Frozen)?;
    let dead = make::revoked(&make::key(1, 5)?, world.now);
    world.written(make::update_key(&dead, 1))?;
    let with = |states: &[KeyState]| KeyFilter { states: states.to_vec(), ..KeyFilter::default() };
    let (frozen, revoked) = (KeyState::Frozen, KeyState::Revoked);
    same("frozen", list(&world, &with(&[frozen]), None, 10)?, vec![make::key_id(3)])?;
    let both = list(&world, &with(&[revoked, frozen]), None, 10)?;
    same("frozen or revoked", both, vec![make::key_id(3), make::key_id(5)])?;
    same(
        "active, second page",
        list(&world, &with(&[KeyState::Active]), Some(make::key_id(3)), 2)?,
        vec![make::key_id(4), make::key_id(6)],
    )
}

pub(super) fn filtered_by_holder_and_text(fixture: &dyn Fixture) -> Verdict {
    let mut world = nine(fixture)?;
    let (holder, name) = (Holder::parse("Vendor_X")?, Name::parse("100% Grid")?);
    let description = Description::parse("für den GRID-Bot")?;
    world.edit(&make::key(1, 2)?, |row| row.record.holder = holder)?;
    world.edit(&make::key(1, 4)?, |row| row.record.name = name)?;
    world.edit(&make::key(1, 6)?, |row| row.record.description = description)?;
    let holder = |text: &str| KeyFilter { holder: Some(text.to_owned()), ..KeyFilter::default() };
    let text = |text: &str| KeyFilter { text: Some(text.to_owned()), ..KeyFilter::default() };
    let cases = [
        (holder("Vendor_X"), vec![2]),
        (holder("vendor_x"), vec![]),
        (holder("Vendor"), vec![]),
        (text("vendor"), vec![2]),
        (text("r_x"), vec![2]),
        (text("gRiD"), vec![4, 6]),
        (text("FÜR"), vec![6]),
        (text("0%"), vec![4]),
        (text("%"), vec![4]),
        (text("no such text"), vec![]),
        (KeyFilter { text: Some("grid".into()), ..holder("Vendor_X") }, vec![]),
    ];
    for (filter, wanted) in cases {
        let wanted = wanted.into_iter().map(make::key_id).collect();
        same(&format!("{filter:?}"), list(&world, &filter, None, 10)?, wanted)?;
    }
    Ok(())
}

pub(super) fn filtered_by_application(fixture: &dyn Fixture) -> Verdict {
    let mut world = nine(fixture)?;
    let tag = Application::parse("Maker_2")?;
    for n in [2, 5, 7] {
        world.edit(&make::key(1, n)?, |row| row.record.application = tag.clone())?;
    }
    let tagged = world.store.key(make::key_id(7))?;
    let tagged = tagged.ok_or_else(|| Broken::because("it is there"))?;
    world.edit(&tagged, |row| row.record.application = Application::default())?;
    let of = |tag: &str| KeyFilter { application: Some(tag.to_owned()), ..KeyFilter::default() };
    let cases = [
        (of("Maker_2"), vec![2, 5]),
        (of("maker_2"), vec![]),
        (of("Maker"), vec![]),
        (of(""), vec![7]),
        (KeyFilter { text: Some("r_2".into()), ..KeyFilter::default() }, vec![2, 5]),
        (KeyFilter { holder: Some("somebody else".into()), ..of("Maker_2") }, vec![]),
    ];
    for (filter, wanted) in cases {
        let wanted: Vec<_> = wanted.into_iter().map(make::key_id).collect();
        same(&format!("{filter:?}"), list(&world, &filter, None, 10)?, wanted)?;
    }
    world = world.reopen()?;
    same("after reopening", list(&world, &of("Maker_2"), Some(make::key_id(2)), 10)?, vec![make::key_id(5)])
}

pub(super) fn filtered_by_member(fixture: &dyn Fixture) -> Verdict {
    let mut world = nine(fixture)?;
    let of = |n| KeyFilter { member: Some(UserId::from_u64(n)), ..KeyFilter::default() };
    for n in [2, 4, 5, 7] {
        world.edit(&make::key(1, n)?, |row| row.record.member = of(1 + n % 2).member)?;
    }
    let handed_over = world.store.key(make::key_id(7))?;
    let handed_over = handed_over.ok_or_else(|| Broken::because("it is there"))?;
    world.edit(&handed_over, |row| row.record.member = None)?;
    let keys = |wanted: &[u64]| wanted.iter().copied().map(make::key_id).collect::<Vec<_>>();
    same("of the first", list(&world, &of(1), None, 10)?, keys(&[2, 4]))?;
    same("of the second", list(&world, &of(2), None, 10)?, keys(&[5]))?;
    same("of nobody there", list(&world, &of(3), None, 10)?, keys(&[]))?;
    same("second page", list(&world, &of(1), Some(make::key_id(2)), 10)?, keys(&[4]))?;
    let frozen = KeyFilter { states: vec![KeyState::Frozen], ..of(1) };
    same("and frozen", list(&world, &frozen, None, 10)?, keys(&[]))
}
