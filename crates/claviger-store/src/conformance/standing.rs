//! What a person asks for is written while the session lasts and the place in the account is what it was.

use super::world::World;
use super::{Broken, Fixture, Verdict, make, same};
use claviger_core::id::{SessionId, UserId};
use claviger_core::store::{Change, Conflict, Item, Record, Settled, Standing};

const GONE: Settled = Settled::Conflict(Conflict::CallerGone);

/// Person 1, signed in, a member of account 1.
struct Person {
    session: Record,
    member: Record,
}

impl Person {
    fn by(&self) -> Standing {
        make::standing(&self.session, &self.member)
    }
}

fn signed_in<'a>(fixture: &'a dyn Fixture) -> Result<(World<'a>, Person), Broken> {
    let mut world = World::new(fixture)?;
    let person = Person { session: make::session(1, 1), member: make::member(1, 1, 7) };
    let made = [&person.session, &person.member].map(|one| make::create_record(one, None));
    world.written(make::records(made))?;
    Ok((world, person))
}

fn asked(by: Standing) -> Item {
    make::by(Change::Journal(b"done".to_vec()), by)
}

/// Nothing is written for it.
fn is_gone(world: &mut World<'_>, by: Standing, what: &str) -> Verdict {
    let before = world.lane.head();
    same(what, world.one(asked(by))?, GONE)?;
    same("the head", world.lane.head(), before)
}

pub(super) fn a_person_changes_what_a_member_may(fixture: &dyn Fixture) -> Verdict {
    let (mut world, person) = signed_in(fixture)?;
    world.written(asked(person.by()))?;
    // Use prolongs the session and is no change of it, and another token is no other session.
    let later = make::START.plus_secs(7200);
    let prolong = Item::Prolong { kind: person.session.kind, id: person.session.id, expires_at: later };
    same("prolonged", world.one(prolong)?, Settled::Prolonged)?;
    world.now = make::START.plus_secs(7199);
    world.written(asked(person.by()))?;
    let turned = make::revised(&person.session, |next| next.handle = Some(b"turned".as_slice().into()));
    let turned = Record { expires_at: Some(later), ..turned };
    world.written(make::records([make::update_record(&turned, 1)]))?;
    world.written(asked(person.by()))?;
    let mut world = world.reopen()?;
    world.written(asked(person.by())).map(drop)
}

pub(super) fn nothing_is_changed_from_a_session_that_is_gone(fixture: &dyn Fixture) -> Verdict {
    let (mut world, person) = signed_in(fixture)?;
    let Standing::Session { user, member, member_revision, .. } = person.by() else { return Ok(()) };
    let elsewhere = Standing::Session { user, session: SessionId::from_u64(99), member, member_revision };
    is_gone(&mut world, elsewhere, "from a session that never was")?;
    world.wait_secs(3600);
    is_gone(&mut world, person.by(), "from one that has expired")?;
    let again = Record { expires_at: None, ..person.session.clone() };
    world.written(make::records([make::create_record(&again, None)]))?;
    world.written(asked(person.by()))?;
    world.written(make::records([make::removed(&again)]))?;
    is_gone(&mut world, person.by(), "from one that was ended")
}

pub(super) fn nothing_is_changed_by_a_member_that_is_gone(fixture: &dyn Fixture) -> Verdict {
    let (mut world, person) = signed_in(fixture)?;
    let next = make::revised(&person.member, |_| {});
    world.written(make::records([make::update_record(&next, 1)]))?;
    is_gone(&mut world, person.by(), "by what it was before a change")?;
    let now = Person { member: next, ..person };
    world.written(asked(now.by()))?;
    world.written(make::records([make::removed(&now.member)]))?;
    is_gone(&mut world, now.by(), "by one that was removed")
}

pub(super) fn another_persons_session_or_place_is_none(fixture: &dyn Fixture) -> Verdict {
    let (mut world, person) = signed_in(fixture)?;
    let other = Person { session: make::session(2, 2), member: make::member(1, 2, 8) };
    let made = [&other.session, &other.member].map(|one| make::create_record(one, None));
    world.written(make::records(made))?;
    world.written(asked(other.by()))?;
    is_gone(&mut world, make::standing(&person.session, &other.member), "in another's place")?;
    is_gone(
        &mut world,
        make::standing(&other.session, &person.member),
        "in one's own, from another's session",
    )?;
    let Standing::Session { session, member, member_revision, .. } = person.by() else { return Ok(()) };
    let user = UserId::from_u64(make::user(2).id);
    let under_another_name = Standing::Session { user, session, member, member_revision };
    is_gone(&mut world, under_another_name, "under another's name")
}

pub(super) fn it_is_judged_at_its_place_in_the_group(fixture: &dyn Fixture) -> Verdict {
    let (mut world, person) = signed_in(fixture)?;
    // A person may end their own session, by it; what comes behind is not written.
    let own = make::by(Change::Records(vec![make::removed(&person.session)]), person.by());
    let settled = world.commit(&[asked(person.by()), own, asked(person.by())])?;
    same("after its end", settled.get(2), Some(&GONE))?;
    same("records", world.store.journal(0, 9)?.len(), 1)
}
