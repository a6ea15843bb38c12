//! The life of a key: what each verb allows, and that nothing brings a revoked key back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use claviger_core::credential::ApiKey;
use claviger_core::id::{AccountId, KeyId, UserId};
use claviger_core::key::life::{self, Edit, LifeError, NewKey};
use claviger_core::key::{KeyKind, KeyRecord, KeyState};
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::restriction::{RestrictionError, Restrictions};
use claviger_core::text::{Application, Description, Holder, Name};
use claviger_core::time::Timestamp;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

fn asked(kind: KeyKind) -> NewKey {
    NewKey {
        kind,
        name: Name::parse("bot").unwrap(),
        holder: Holder::parse("desk").unwrap(),
        application: Application::default(),
        member: None,
        description: Description::parse("").unwrap(),
        permissions: PermissionSet::NONE,
        restrictions: Restrictions::default(),
    }
}

fn make(asked: NewKey) -> Result<KeyRecord, LifeError> {
    life::create(asked, AccountId::from_u64(1), KeyId::from_u64(2), ApiKey::from_bytes([3; 32]), NOW)
}

#[test]
fn every_change_is_a_new_revision_and_revoked_is_for_ever() {
    let key = make(asked(KeyKind::Private)).unwrap();
    let frozen = life::step(&key, KeyState::Frozen, NOW.plus_secs(1)).unwrap();
    let active = life::step(&frozen, KeyState::Active, NOW.plus_secs(2)).unwrap();
    let renamed =
        life::edit(&active, Edit { name: Some(Name::parse("bot 2").unwrap()), ..Edit::default() }, NOW)
            .unwrap();
    assert_eq!((key.revision, frozen.revision, active.revision, renamed.revision), (1, 2, 3, 4));
    assert_eq!(renamed.modified_at, active.modified_at, "time does not fall");
    let revoked = life::revoke(&renamed, NOW.plus_secs(3)).unwrap();
    assert_eq!((revoked.state, revoked.revoked_at), (KeyState::Revoked, Some(NOW.plus_secs(3))));
    for state in
        [KeyState::Active, KeyState::ReadOnly, KeyState::CancelOnly, KeyState::Frozen, KeyState::Revoked]
    {
        assert_eq!(life::step(&revoked, state, NOW), Err(LifeError::Revoked));
    }
    assert_eq!(life::edit(&revoked, Edit::default(), NOW), Err(LifeError::Revoked));
    assert_eq!(life::revoke(&revoked, NOW), Err(LifeError::Revoked));
    assert_eq!(life::step(&key, KeyState::Revoked, NOW), Err(LifeError::Revoked), "revoking is its own verb");
}

#[test]
fn what_would_change_nothing_says_so() {
    let key = make(asked(KeyKind::Private)).unwrap();
    assert_eq!(life::step(&key, KeyState::Active, NOW), Err(LifeError::NoChange));
    assert_eq!(
        life::edit(&key, Edit { name: Some(key.name.clone()), ..Edit::default() }, NOW),
        Err(LifeError::NoChange)
    );
    assert!(life::edit(&key, Edit { new_second_factor: true, ..Edit::default() }, NOW).is_ok());
}

#[test]
fn a_key_is_handed_over_and_given_back_to_the_account() {
    let user = Some(UserId::from_u64(7));
    let key = make(NewKey { member: user, ..asked(KeyKind::Private) }).unwrap();
    assert_eq!(key.member, user);
    let to = |member| life::edit(&key, Edit { member: Some(member), ..Edit::default() }, NOW);
    assert_eq!(to(None).map(|next| (next.member, next.revision)), Ok((None, 2)));
    assert_eq!(to(user), Err(LifeError::NoChange));
    let renamed = Edit { name: Some(Name::parse("bot 2").unwrap()), ..Edit::default() };
    assert_eq!(life::edit(&key, renamed, NOW).unwrap().member, user);
}

#[test]
fn what_would_never_be_valid_is_refused() {
    let mut expired = asked(KeyKind::Private);
    expired.restrictions.expires_at = Some(NOW);
    assert_eq!(make(expired), Err(LifeError::AlreadyExpired));
    let mut never = asked(KeyKind::Private);
    never.restrictions.not_before = Some(NOW.plus_secs(9));
    never.restrictions.expires_at = Some(NOW.plus_secs(9));
    assert_eq!(make(never), Err(LifeError::Restriction(RestrictionError::NeverValid)));
    let mut public = asked(KeyKind::Public);
    public.permissions = PermissionSet::of(&[Permission::QueryFunds]);
    assert_eq!(make(public), Err(LifeError::PublicKey));
    assert!(make(asked(KeyKind::Public)).is_ok());
}

#[test]
fn an_expired_key_can_be_renamed_but_not_given_another_past_expiry() {
    let mut short = asked(KeyKind::Private);
    short.restrictions.expires_at = Some(NOW.plus_secs(1));
    let key = make(short).unwrap();
    let later = NOW.plus_secs(100);
    assert!(
        life::edit(&key, Edit { name: Some(Name::parse("old").unwrap()), ..Edit::default() }, later).is_ok()
    );
    let past = Restrictions { expires_at: Some(NOW.plus_secs(50)), ..Restrictions::default() };
    assert_eq!(
        life::edit(&key, Edit { restrictions: Some(past), ..Edit::default() }, later),
        Err(LifeError::AlreadyExpired)
    );
}

#[test]
fn whoever_leaves_a_key_leaves_it_frozen_and_nobodys() {
    let key = make(NewKey { member: Some(UserId::from_u64(7)), ..asked(KeyKind::Private) }).unwrap();
    for state in [KeyState::Active, KeyState::ReadOnly, KeyState::CancelOnly, KeyState::Frozen] {
        let key = KeyRecord { state, ..key.clone() };
        let left = life::release(&key, NOW.plus_secs(1)).unwrap();
        assert_eq!((left.state, left.member, left.revision), (KeyState::Frozen, None, 2));
        let rest = KeyRecord { state, member: key.member, revision: 1, modified_at: NOW, ..left };
        assert_eq!(rest, key);
    }
    let revoked = life::revoke(&key, NOW).unwrap();
    assert_eq!(life::release(&revoked, NOW), Err(LifeError::Revoked));
}

#[test]
fn what_lets_more_through_widens() {
    use claviger_core::allowlist::Allowlist;
    use claviger_core::key::widens;
    use claviger_core::otp::SecondFactorKind;
    let home = Allowlist::parse(["192.0.2.0/24"]).unwrap();
    let key = KeyRecord {
        permissions: PermissionSet::of(&[Permission::QueryFunds]),
        restrictions: Restrictions {
            allowlist: home,
            not_before: Some(NOW),
            expires_at: Some(NOW.plus_secs(9)),
            query_from: Some(NOW),
            query_to: Some(NOW.plus_secs(9)),
            nonce_window: 9,
            second_factor: Some(SecondFactorKind::Totp),
        },
        state: KeyState::ReadOnly,
        ..make(asked(KeyKind::Private)).unwrap()
    };
    let changed = |change: fn(&mut KeyRecord)| {
        let mut next = key.clone();
        change(&mut next);
        widens(&key, &next, false)
    };
    let wider: [fn(&mut KeyRecord); 11] = [
        |key| key.permissions = PermissionSet::of(&[Permission::ModifyTrades]),
        |key| key.restrictions.allowlist = Allowlist::anywhere(),
        |key| key.restrictions.allowlist = Allowlist::parse(["198.51.100.7"]).unwrap(),
        |key| key.restrictions.not_before = None,
        |key| key.restrictions.expires_at = None,
        |key| key.restrictions.query_from = None,
        |key| key.restrictions.query_to = Some(NOW.plus_secs(10)),
        |key| key.restrictions.nonce_window = 10,
        |key| key.restrictions.second_factor = None,
        |key| key.state = KeyState::Active,
        |key| key.state = KeyState::CancelOnly,
    ];
    assert!(wider.into_iter().all(changed));
    let narrower: [fn(&mut KeyRecord); 7] = [
        |_| {},
        |key| key.permissions = PermissionSet::NONE,
        |key| key.restrictions.allowlist = Allowlist::parse(["192.0.2.7"]).unwrap(),
        |key| key.restrictions.expires_at = Some(NOW.plus_secs(8)),
        |key| key.restrictions.nonce_window = 0,
        |key| key.state = KeyState::Frozen,
        |key| key.name = Name::parse("another").unwrap(),
    ];
    assert!(!narrower.into_iter().any(changed));
    assert!(widens(&key, &key, true), "whoever replaces a factor knows the new one");
}
