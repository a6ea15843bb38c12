//! A key gets a successor: what it may be, how long both work, and how a rotation ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use claviger_core::allowlist::Allowlist;
use claviger_core::credential::ApiKey;
use claviger_core::id::{AccountId, KeyId, UserId};
use claviger_core::key::age::MaxAge;
use claviger_core::key::life::{self, Edit, LifeError, NewKey, Rotate, Rotated, aside_names};
use claviger_core::key::{KeyKind, KeyRecord, KeyState, RotationPolicy};
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::restriction::Restrictions;
use claviger_core::store::Record;
use claviger_core::text::{Application, Description, Holder, Name};
use claviger_core::time::Timestamp;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
const DAY: i64 = 86_400;
const HOUR: Rotate = Rotate { name: None, permissions: None, restrictions: None, overlap_secs: 3_600 };

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// Made thirty days ago, for ninety.
fn key() -> KeyRecord {
    let made = NOW.plus_secs(-30 * DAY);
    let asked = NewKey {
        kind: KeyKind::Private,
        name: name("bot"),
        holder: Holder::parse("desk").unwrap(),
        application: Application::parse("grid-bot-3").unwrap(),
        member: Some(UserId::from_u64(7)),
        description: Description::parse("grids").unwrap(),
        permissions: PermissionSet::of(&[Permission::QueryFunds, Permission::ModifyTrades]),
        restrictions: Restrictions {
            allowlist: Allowlist::parse(["192.0.2.0/24"]).unwrap(),
            expires_at: Some(made.plus_secs(90 * DAY)),
            ..Restrictions::default()
        },
    };
    life::create(asked, AccountId::from_u64(1), KeyId::from_u64(1), ApiKey::from_bytes([1; 32]), made)
        .unwrap()
}

fn rotate_at(key: &KeyRecord, asked: Rotate, now: Timestamp) -> Result<Rotated, LifeError> {
    let ids = (KeyId::from_u64(2), ApiKey::from_bytes([2; 32]));
    life::rotate(key, asked, aside_names(&key.name).next().unwrap(), ids, now)
}

fn rotate(key: &KeyRecord, asked: Rotate) -> Result<Rotated, LifeError> {
    rotate_at(key, asked, NOW)
}

#[test]
fn the_successor_is_the_key_again_under_its_name() {
    let old = key();
    let Rotated { predecessor, successor } = rotate(&old, HOUR).unwrap();
    assert_eq!((successor.name.as_str(), predecessor.name.as_str()), ("bot", "bot (old)"));
    assert_eq!((successor.predecessor, predecessor.successor), (Some(old.id), Some(successor.id)));
    assert_eq!(predecessor.retires_at, Some(NOW.plus_secs(3_600)));
    assert_eq!((predecessor.revision, successor.revision), (2, 1));
    assert_eq!((&successor.holder, successor.member), (&old.holder, old.member));
    assert_eq!(successor.application, old.application);
    assert_eq!(successor.permissions, old.permissions);
    let until = successor.restrictions.expires_at;
    assert_eq!(until, Some(NOW.plus_secs(90 * DAY)), "as long as the key was made for");
    let same = Restrictions { expires_at: until, ..old.restrictions.clone() };
    assert_eq!(successor.restrictions, same);
    let named = rotate(&old, Rotate { name: Some(name("bot two")), ..HOUR }).unwrap();
    assert_eq!((named.successor.name.as_str(), named.predecessor.name.as_str()), ("bot two", "bot"));
}

#[test]
fn narrower_is_taken_and_wider_is_named() {
    let old = key();
    let narrow = PermissionSet::of(&[Permission::QueryFunds]);
    let narrower = rotate(&old, Rotate { permissions: Some(narrow), ..HOUR }).unwrap();
    assert_eq!(narrower.successor.permissions, narrow);
    let wide = Rotate {
        permissions: Some(PermissionSet::of(&[Permission::QueryFunds, Permission::WithdrawFunds])),
        restrictions: Some(Restrictions { nonce_window: 5, ..Restrictions::default() }),
        ..HOUR
    };
    let refused = rotate(&old, wide).unwrap_err();
    let words = refused.to_string();
    for wider in ["withdraw-funds", "allowlist", "expires_at", "nonce_window"] {
        assert!(words.contains(wider), "{wider}: {words}");
    }
    assert!(!words.contains("query-funds") && !words.contains("query_from"), "{words}");
    let longer = Restrictions { expires_at: Some(NOW.plus_secs(91 * DAY)), ..old.restrictions.clone() };
    assert!(matches!(rotate(&old, Rotate { restrictions: Some(longer), ..HOUR }), Err(LifeError::Wider(_))));
}

#[test]
fn only_a_key_in_force_that_nothing_replaces_is_rotated() {
    let old = key();
    let frozen = life::step(&old, KeyState::Frozen, NOW).unwrap();
    assert_eq!(rotate(&frozen, HOUR), Err(LifeError::NotInForce));
    assert_eq!(rotate(&KeyRecord { held: true, ..old.clone() }, HOUR), Err(LifeError::NotInForce));
    assert_eq!(rotate_at(&old, HOUR, NOW.plus_secs(60 * DAY)), Err(LifeError::NotInForce));
    assert_eq!(rotate(&life::revoke(&old, NOW).unwrap(), HOUR), Err(LifeError::Revoked));
    let replaced = rotate(&old, HOUR).unwrap().predecessor;
    assert_eq!(rotate(&replaced, HOUR), Err(LifeError::BeingReplaced));
    let years = Rotate { overlap_secs: 91 * 86_400, ..HOUR };
    assert_eq!(rotate(&old, years), Err(LifeError::OverlapTooLong));
    let read_only = life::step(&old, KeyState::ReadOnly, NOW).unwrap();
    assert_eq!(rotate(&read_only, HOUR).unwrap().successor.state, KeyState::ReadOnly, "no more than the key");
}

#[test]
fn a_rotation_ends_by_retiring_or_is_taken_back() {
    let Rotated { predecessor, successor } = rotate(&key(), HOUR).unwrap();
    let (soon, late) = (NOW.plus_secs(60), NOW.plus_secs(3_600));
    let retired = life::retire(&predecessor, None, soon).unwrap();
    assert_eq!((retired.state, retired.retires_at), (KeyState::Revoked, Some(soon)));
    assert_eq!(life::roll_back(&retired, &successor, soon), Err(LifeError::Retired));
    let shorter = life::retire(&predecessor, Some(soon), NOW).unwrap();
    assert_eq!((shorter.state, shorter.retires_at), (KeyState::Active, Some(soon)));
    assert_eq!(life::retire(&predecessor, Some(late.plus_secs(9)), late), Err(LifeError::Retired));
    assert_eq!(life::retire(&predecessor, Some(NOW), soon), Err(LifeError::RetiresInThePast));
    assert_eq!(life::retire(&successor, None, soon), Err(LifeError::NotReplaced));
    let back = life::roll_back(&predecessor, &successor, soon).unwrap();
    assert_eq!(back.predecessor.name.as_str(), "bot");
    assert_eq!((back.predecessor.successor, back.predecessor.retires_at), (None, None));
    assert_eq!(back.successor.map(|new| new.state), Some(KeyState::Revoked));
    assert_eq!(life::roll_back(&predecessor, &successor, late), Err(LifeError::Retired));
    assert!(rotate_at(&back.predecessor, HOUR, soon).is_ok(), "and may be rotated again");
    // A successor that was revoked by itself, and an old key that was given another name since.
    let dead = life::revoke(&successor, NOW).unwrap();
    assert_eq!(life::roll_back(&predecessor, &dead, soon).unwrap().successor, None);
    let renamed = Edit { name: Some(name("another")), ..Edit::default() };
    let renamed = life::edit(&predecessor, renamed, NOW).unwrap();
    assert_eq!(life::roll_back(&renamed, &successor, soon).unwrap().predecessor.name.as_str(), "another");
}

#[test]
fn a_key_makes_way_under_a_name_that_fits() {
    let names: Vec<Name> = aside_names(&name(&"x".repeat(64))).take(3).collect();
    assert!(names.iter().all(|name| name.as_str().chars().count() == 64), "{names:?}");
    assert!(names[0].as_str().ends_with("x (old)") && names[1].as_str().ends_with("x (old 2)"));
}

#[test]
fn what_an_account_wants_is_read_as_it_was_written() {
    let unsaid = RotationPolicy::unsaid(AccountId::from_u64(3), NOW);
    let said = RotationPolicy { revision: 2, recipient: Some("age1…".to_owned()), ..unsaid.clone() };
    for policy in [unsaid, said] {
        let record = policy.record().unwrap();
        assert_eq!(RotationPolicy::try_from(&record), Ok(policy));
        assert!(RotationPolicy::try_from(&Record { account: None, ..record }).is_err());
    }
}

#[test]
fn keys_are_due_by_what_they_may_do() {
    let (old, age) = (key(), MaxAge::default());
    assert_eq!(age.due_at(&old), Some(old.created_at.plus_secs(90 * DAY)));
    let withdraws = KeyRecord { permissions: PermissionSet::of(&[Permission::WithdrawFunds]), ..old.clone() };
    assert_eq!(age.due_at(&withdraws), Some(old.created_at.plus_secs(30 * DAY)));
    let Rotated { predecessor, successor } = rotate(&old, HOUR).unwrap();
    assert_eq!((age.due_at(&predecessor), age.due_at(&successor)), (None, Some(NOW.plus_secs(90 * DAY))));
    assert_eq!(MaxAge { days: 0, ..age }.due_at(&old), None);
    assert_eq!(MaxAge { days: 0, ..age }.days_of(withdraws.permissions), 30);
    assert_eq!(MaxAge { days: 20, ..age }.days_of(withdraws.permissions), 20, "never longer than any other");
    assert_eq!(age.due_at(&KeyRecord { kind: KeyKind::Public, ..old }), None);
}
