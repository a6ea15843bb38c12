//! A proposal against a search by hand; a dry run against decisions one by one.

use super::needs::{plausible, possible};
use super::*;
use crate::action::{Action, Class};
use crate::allowlist::{Allowlist, MAX_ALLOWLIST};
use crate::call::QueryDates;
use crate::credential::ApiKey;
use crate::decide::rules::{Thought, weigh};
use crate::id::{AccountId, KeyId};
use crate::key::life::{NewKey, create};
use crate::key::{KeyKind, KeyRecord, KeySnapshot, KeyState};
use crate::permission::{Permission, PermissionSet};
use crate::reason::Reason;
use crate::restriction::Restrictions;
use crate::text::{Application, Description, Holder, Name};
use crate::time::Timestamp;
use proptest::prelude::*;
use std::net::{IpAddr, Ipv4Addr};

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

fn calls() -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| action.class() != Class::Manage).collect()
}

fn key(permissions: PermissionSet, allowlist: Allowlist) -> KeyRecord {
    let asked = NewKey {
        kind: KeyKind::Private,
        name: Name::parse("grid bot").unwrap(),
        holder: Holder::parse("").unwrap(),
        application: Application::default(),
        member: None,
        description: Description::parse("").unwrap(),
        permissions,
        restrictions: Restrictions { allowlist, ..Restrictions::default() },
    };
    create(asked, AccountId::from_u64(1), KeyId::from_u64(2), ApiKey::from_bytes([3; 32]), NOW).unwrap()
}

fn recorded(action: Action, source: [u8; 4], secs: i64) -> Recorded {
    let source = Some(IpAddr::from(source));
    let at = NOW.plus_secs(secs);
    Recorded { sequence: secs.unsigned_abs(), at, action, source, reason: Reason::None, calls: 1 }
}

/// Whether everything that `granted` allows of these actions, whatever it asked for, is allowed by `part`, too.
fn allows_as_much(part: PermissionSet, granted: PermissionSet, used: &[Action]) -> bool {
    let mut asked = used.iter().flat_map(|action| possible(*action).iter().map(|facts| action.rule(*facts)));
    asked.all(|rule| !rule.holds(granted) || rule.holds(part))
}

/// By hand, another way: sets by their size, the smallest first.
fn by_hand(granted: PermissionSet, used: &[Action]) -> u32 {
    let sizes = 0..=13u32;
    let some = |size: u32| {
        let all = (0..=0x1fffu16).filter(move |bits| bits.count_ones() == size);
        let mut parts = all.filter_map(PermissionSet::from_bits).filter(|part| granted.contains_all(*part));
        parts.any(|part| allows_as_much(part, granted, used))
    };
    sizes.into_iter().find(|size| some(*size)).unwrap()
}

type Propose = fn(PermissionSet, Vec<Action>) -> PermissionSet;

fn is_smallest(propose: Propose, granted: PermissionSet, used: &[Action]) -> Result<(), TestCaseError> {
    let proposed = propose(granted, used.to_vec());
    prop_assert!(granted.contains_all(proposed));
    prop_assert!(allows_as_much(proposed, granted, used), "{proposed} does not allow all of {used:?}");
    prop_assert_eq!(proposed.bits().count_ones(), by_hand(granted, used));
    Ok(())
}

fn set() -> impl Strategy<Value = PermissionSet> {
    (0..=0x1fffu16).prop_map(|bits| PermissionSet::from_bits(bits).unwrap())
}

fn some_calls() -> impl Strategy<Value = Vec<Action>> {
    proptest::collection::vec(proptest::sample::select(calls()), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_proposal_is_the_smallest_that_is_enough(granted in set(), used in some_calls()) {
        is_smallest(propose, granted, &used)?;
    }

    /// An allowed call is never refused by the proposal, nor a permission called used that it does not keep.
    #[test]
    fn a_proposal_refuses_nothing_that_was_allowed(
        granted in set(),
        used in proptest::collection::vec((proptest::sample::select(calls()), 0u8..4), 0..12),
    ) {
        let record = key(granted, Allowlist::anywhere());
        let snapshot = KeySnapshot::new(&record, None, None);
        let allowed = |action: &Action| weigh(&Thought::of(*action, None), &snapshot, NOW).is_ok();
        let history: Vec<Recorded> = used.iter().filter(|(action, _)| allowed(action))
            .enumerate().map(|(at, (action, host))| recorded(*action, [192, 0, 2, *host], at as i64)).collect();
        let mut used = Used::default();
        history.iter().for_each(|call| used.look(call));
        let proposal = used.proposal(&record);
        let kept: PermissionSet = used.permissions(granted).into_iter()
            .filter(|one| one.used.is_some()).map(|one| one.permission).collect();
        prop_assert_eq!(kept, proposal.permissions);
        let mut changed = record.clone();
        changed.permissions = proposal.permissions;
        changed.restrictions.allowlist = proposal.allowlist.unwrap_or_default();
        let mut run = DryRun::new(&record, &changed);
        history.iter().for_each(|call| run.look(call));
        let told = run.told();
        prop_assert_eq!((told.would_refuse, told.may_refuse), (0, 0));
    }

    /// Folding calls that are alike gives what judging each by itself does.
    #[test]
    fn a_dry_run_judges_as_decisions_do(
        granted in set(), changed in set(), state in proptest::sample::select(&KeyState::ALL[..]),
        history in proptest::collection::vec((proptest::sample::select(calls()), 0u8..4, -9i64..9), 0..40),
        expires in proptest::option::of(-9i64..9),
    ) {
        let record = key(granted, Allowlist::anywhere());
        let mut next = record.clone();
        next.permissions = changed;
        next.state = state;
        next.restrictions.allowlist = Allowlist::parse(["192.0.2.1", "192.0.2.2"]).unwrap();
        next.restrictions.expires_at = expires.map(|secs| NOW.plus_secs(secs));
        let snapshot = KeySnapshot::new(&next, None, None);
        let mut run = DryRun::new(&record, &next);
        let present = KeySnapshot::new(&record, None, None);
        let (mut refused, mut maybe, mut gone) = (0, 0, 0);
        for (action, host, secs) in history {
            let call = recorded(action, [192, 0, 2, host], secs);
            run.look(&call);
            let by = |key: &KeySnapshot| -> Vec<bool> { plausible(action, granted).map(|orders| {
                let thought = Thought { action, source: call.source, dates: QueryDates::default(), orders };
                weigh(&thought, key, call.at).is_err()
            }).collect() };
            let judged = by(&snapshot);
            if judged.iter().all(|refused| *refused) && by(&present).iter().all(|refused| *refused) {
                gone += 1;
                continue;
            }
            refused += u64::from(judged.iter().all(|refused| *refused));
            maybe += u64::from(judged.contains(&true) && judged.contains(&false));
        }
        let told = run.told();
        prop_assert_eq!((told.would_refuse, told.may_refuse, told.already_refused), (refused, maybe, gone));
    }

    #[test]
    fn an_allowlist_has_every_address_and_fits(hosts in proptest::collection::btree_set(any::<u16>(), 1..200)) {
        let seen: Vec<IpAddr> = hosts.iter().map(|host| IpAddr::V4(Ipv4Addr::from(0xc000_0000 | u32::from(*host)))).collect();
        let list = propose_sources(seen.iter().copied(), &Allowlist::anywhere()).unwrap();
        prop_assert!(seen.iter().all(|address| list.allows(*address)));
        prop_assert!(list.blocks().len() <= MAX_ALLOWLIST);
        if seen.len() <= MAX_ALLOWLIST {
            let room: u64 = list.blocks().iter().map(|block| 1u64 << (32 - block.prefix_len())).sum();
            prop_assert_eq!(room, seen.len() as u64, "an address more than was seen");
        }
    }
}

/// Tooth: taking the first way to satisfy each rule is not the smallest set.
#[test]
fn tooth_the_first_way_of_each_rule_is_caught() {
    let greedy: Propose = |granted, used| {
        used.into_iter()
            .flat_map(|action| needs::used_by(action, granted).iter().collect::<Vec<_>>())
            .collect()
    };
    let all: PermissionSet = Permission::ALL.into_iter().collect();
    let used = [Action::TradeBalance, Action::Balance];
    assert!(is_smallest(greedy, all, &used).is_err());
    assert!(is_smallest(propose, all, &used).is_ok());
}

/// Tooth: leaving a rule out gives a set that is too small.
#[test]
fn tooth_a_rule_that_is_left_out_is_caught() {
    let forgetful: Propose = |granted, used| propose(granted, used.into_iter().skip(1));
    let all: PermissionSet = Permission::ALL.into_iter().collect();
    assert!(is_smallest(forgetful, all, &[Action::Withdraw, Action::Balance]).is_err());
}

#[test]
fn of_as_many_permissions_the_least_dangerous_are_kept() {
    let both = PermissionSet::of(&[Permission::ModifyTrades, Permission::CloseTrades]);
    assert_eq!(propose(both, [Action::CancelOrder]), PermissionSet::of(&[Permission::CloseTrades]));
    assert_eq!(
        propose(both, [Action::AddOrder, Action::CancelOrder]),
        PermissionSet::of(&[Permission::ModifyTrades])
    );
    assert_eq!(propose(both, []), PermissionSet::NONE);
}

#[test]
fn addresses_far_apart_are_not_offered_as_one_block() {
    let seen = (0..=u8::MAX).map(|first| IpAddr::from([first, 1, 2, 3]));
    assert_eq!(propose_sources(seen, &Allowlist::anywhere()), None);
    assert_eq!(propose_sources([], &Allowlist::anywhere()), None);
    let present = Allowlist::parse(["192.0.2.0/24"]).unwrap();
    assert_eq!(propose_sources([IpAddr::from([198, 51, 100, 1])], &present), None);
}

#[test]
fn what_is_not_on_record_may_have_been_refused() {
    let orders = PermissionSet::of(&[Permission::QueryOpenTrades, Permission::QueryClosedTrades]);
    let (was, mut is) = (key(orders, Allowlist::anywhere()), key(orders, Allowlist::anywhere()));
    is.permissions = PermissionSet::of(&[Permission::QueryOpenTrades]);
    let mut run = DryRun::new(&was, &is);
    run.look(&recorded(Action::QueryOrders, [192, 0, 2, 1], 1));
    run.look(&recorded(Action::ClosedOrders, [192, 0, 2, 1], 2));
    let told = run.told();
    assert_eq!((told.calls, told.would_refuse, told.may_refuse), (2, 1, 1));
    assert_eq!(told.words(), "would have refused 1 of 2 calls; may have refused 1 more");
    is.permissions = orders;
    is.restrictions.query_from = Some(NOW);
    let mut run = DryRun::new(&was, &is);
    run.look(&recorded(Action::ClosedOrders, [192, 0, 2, 1], 2));
    assert_eq!(run.told().may_refuse, 1, "the dates it asked for are not on record");
}

#[test]
fn a_widening_tells_what_it_would_have_let_in() {
    let was = key(PermissionSet::NONE, Allowlist::anywhere());
    let is = key(PermissionSet::of(&[Permission::QueryFunds]), Allowlist::anywhere());
    let mut run = DryRun::new(&was, &is);
    run.look(&Recorded { reason: Reason::PermissionMissing, ..recorded(Action::Balance, [192, 0, 2, 1], 1) });
    run.look(&Recorded { reason: Reason::InvalidNonce, ..recorded(Action::Balance, [192, 0, 2, 1], 2) });
    assert_eq!(run.told().would_allow, 1);
}

#[test]
fn a_sign_off_keeps_what_can_be_put_back_until_the_key_changes() {
    let record = key(PermissionSet::of(&[Permission::QueryFunds]), Allowlist::anywhere());
    let undo = Undo {
        until: NOW.plus_secs(9),
        revision: record.revision,
        permissions: Permission::ALL.into_iter().collect(),
        allowlist: Allowlist::parse(["192.0.2.0/24"]).unwrap(),
    };
    let signed = SignedOff {
        id: crate::id::ReviewId::from_u64(7),
        account: record.account,
        key: record.id,
        at: NOW,
        by: None,
        decided: Decided::Narrow,
        note: Description::parse("reads only").unwrap(),
        undo: Some(undo.clone()),
        revision: 1,
        created_at: NOW,
    };
    assert_eq!(SignedOff::try_from(&signed.record().unwrap()), Ok(signed.clone()));
    assert_eq!(signed.undoable(&record, NOW), Ok(&undo));
    assert_eq!(signed.undoable(&record, NOW.plus_secs(9)), Err(UndoError::Over(NOW.plus_secs(9))));
    let changed = KeyRecord { revision: record.revision + 1, ..record.clone() };
    assert_eq!(signed.undoable(&changed, NOW), Err(UndoError::ChangedSince));
    let kept = SignedOff { undo: None, ..signed };
    assert_eq!(kept.undoable(&record, NOW), Err(UndoError::Nothing));
}

#[test]
fn a_key_is_due_and_dormant_from_its_last_review_call_or_change_on() {
    let record = key(PermissionSet::NONE, Allowlist::anywhere());
    let mut policy = ReviewPolicy::untold(record.account);
    assert_eq!(policy.due_at(&record, None), Some(NOW.plus_secs(91 * 86_400)));
    assert_eq!(policy.freezes_at(&record, None), None);
    policy.freeze_days = Some(30);
    assert_eq!(policy.freezes_at(&record, Some(NOW.plus_secs(5))), Some(NOW.plus_secs(5 + 30 * 86_400)));
    let changed = KeyRecord { modified_at: NOW.plus_secs(50), ..record.clone() };
    assert_eq!(policy.freezes_at(&changed, Some(NOW.plus_secs(5))), Some(NOW.plus_secs(50 + 30 * 86_400)));
    let frozen = KeyRecord { state: KeyState::Frozen, ..record };
    assert_eq!(policy.freezes_at(&frozen, None), None);
    policy.revision = 1;
    let id = crate::id::ReviewId::from_u64(3);
    policy.id = Some(id);
    assert_eq!(ReviewPolicy::try_from(&policy.record(id).unwrap()), Ok(policy));
}
