//! What is told of a key after its leak: grouped purely, in whatever order entries are shown.

use super::*;
use crate::action::Action;
use crate::credential::ApiKey;
use crate::entry::{Actor, Entry, EntryDraft, Outcome, Place, Target};
use crate::id::{AccountId, KeyId, LogId};
use crate::key::life::{NewKey, create};
use crate::key::{KeyKind, KeyRecord};
use crate::permission::PermissionSet;
use crate::reason::{Detail, Reason};
use crate::restriction::Restrictions;
use crate::text::{Application, ClientName, Description, Holder, Name};
use crate::time::Timestamp;
use std::net::IpAddr;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
const HOME: [u8; 4] = [203, 0, 113, 7];
const THIEF: [u8; 4] = [198, 51, 100, 66];

fn key() -> KeyRecord {
    let asked = NewKey {
        kind: KeyKind::Private,
        name: Name::parse("grid bot").unwrap(),
        holder: Holder::parse("").unwrap(),
        member: None,
        application: Application::parse("").unwrap(),
        description: Description::parse("").unwrap(),
        permissions: PermissionSet::NONE,
        restrictions: Restrictions::default(),
    };
    create(asked, AccountId::from_u64(1), KeyId::from_u64(2), ApiKey::from_bytes([3; 32]), NOW).unwrap()
}

fn entry(action: Action, source: [u8; 4], secs: i64, outcome: Outcome, reason: Reason) -> Entry {
    let key = KeyId::from_u64(2);
    let draft = EntryDraft {
        account: AccountId::from_u64(1),
        actor: Actor::Key(key),
        action,
        target: Target::Account,
        revision: 1,
        source: Some(IpAddr::from(source)),
        client: ClientName::default(),
        outcome,
        reason,
        detail: Detail::None,
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    };
    let place = Place { log: LogId(0), epoch: 1, sequence: 0, time: NOW.plus_secs(secs) };
    Entry { place, draft }
}

fn allowed(action: Action, source: [u8; 4], secs: i64) -> Entry {
    entry(action, source, secs, Outcome::Allowed, Reason::None)
}

fn traced(entries: &[Entry]) -> Traced {
    let mut traced = Traced::since(NOW);
    entries.iter().for_each(|entry| traced.look(entry));
    traced
}

fn history() -> Vec<Entry> {
    vec![
        allowed(Action::Balance, HOME, -60),
        allowed(Action::Balance, HOME, 10),
        allowed(Action::Withdraw, THIEF, 20),
        entry(Action::Withdraw, THIEF, 21, Outcome::Done, Reason::None),
        entry(Action::AddOrder, THIEF, 30, Outcome::Refused, Reason::PermissionMissing),
        entry(Action::Balance, THIEF, 40, Outcome::Refused, Reason::BadSignature),
    ]
}

#[test]
fn an_address_is_new_if_others_called_before_and_it_did_not() {
    let traced = traced(&history());
    let sources = traced.sources(true);
    let told: Vec<_> = sources.iter().map(|one| (one.source.unwrap(), one.novelty, one.calls())).collect();
    assert_eq!(
        told,
        [(IpAddr::from(THIEF), Novelty::New, 2), (IpAddr::from(HOME), Novelty::Known, 1)],
        "the new one stands first"
    );
    let cut = traced.sources(false);
    assert_eq!(
        cut.first().unwrap().novelty,
        Novelty::Untold,
        "what was not looked at whole makes nothing new"
    );
    assert_eq!(cut.last().unwrap().novelty, Novelty::Known);
}

#[test]
fn without_a_call_before_nothing_is_called_new() {
    let traced = traced(&history()[1..]);
    assert!(traced.sources(true).iter().all(|one| one.novelty == Novelty::Untold));
    assert!(traced.actions_before.is_empty());
}

#[test]
fn a_refused_call_before_makes_no_address_known() {
    let mut entries = history();
    entries.push(entry(Action::Balance, THIEF, -30, Outcome::Refused, Reason::SourceNotAllowed));
    assert_eq!(traced(&entries).sources(true).first().unwrap().novelty, Novelty::New);
}

#[test]
fn actions_tell_accepted_refused_and_what_came_of_them() {
    let traced = traced(&history());
    let withdraw = traced.actions[&Action::Withdraw];
    assert_eq!((withdraw.allowed.unwrap().calls, withdraw.refused, withdraw.done), (1, None, 1));
    let order = traced.actions[&Action::AddOrder];
    assert_eq!((order.allowed, order.refused.unwrap().calls, order.done), (None, 1, 0));
    assert_eq!(traced.allowed().unwrap().calls, 2);
    assert_eq!(traced.refusals().unwrap().calls, 1, "what nobody proved is nobody's");
    assert_eq!(traced.unproven.unwrap().calls, 1);
    assert!(traced.actions_before.iter().eq([&Action::Balance]));
}

#[test]
fn the_order_of_entries_changes_nothing() {
    let mut backwards = history();
    backwards.reverse();
    assert_eq!(traced(&history()), traced(&backwards));
}

#[test]
fn the_moment_is_the_one_named_within_the_life_of_the_key() {
    let (key, later) = (key(), NOW.plus_secs(1_000));
    let of = |reviewed, given| GoodMoment::of(&key, reviewed, given, later);
    let told = |at: i64, origin| Ok(GoodMoment { at: NOW.plus_secs(at), origin });
    assert_eq!(of(None, None), told(0, Origin::Creation));
    assert_eq!(of(Some(NOW.plus_secs(5)), None), told(5, Origin::Review));
    assert_eq!(of(Some(NOW.plus_secs(5)), Some(NOW.plus_secs(9))), told(9, Origin::Given));
    assert_eq!(of(None, Some(NOW.plus_secs(-9))), told(0, Origin::BeforeCreation));
    assert_eq!(of(None, Some(NOW.plus_secs(1_001))), Err(SinceError::Future));
    let successor = KeyRecord { predecessor: Some(KeyId::from_u64(1)), ..key.clone() };
    assert_eq!(GoodMoment::of(&successor, None, None, later), told(0, Origin::Rotation));
}
