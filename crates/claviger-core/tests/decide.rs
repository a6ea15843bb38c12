//! The order of checks is fixed: of several reasons to refuse, the earliest is given, and each
//! says what becomes of the nonce.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use claviger_core::action::{Action, History, OrderFacts};
use claviger_core::allowlist::Allowlist;
use claviger_core::call::{Facts, QueryDates, SignedCall, VerifiedCall};
use claviger_core::credential::{ApiKey, PrivateKey};
use claviger_core::decide::{DECISION_MICROS, decide};
use claviger_core::entry::Outcome;
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::{KeyKind, KeyRecord, KeySnapshot, KeyState, life};
use claviger_core::otp::{SecondFactor, SecondFactorKind};
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::reason::{Detail, Reason};
use claviger_core::restriction::Restrictions;
use claviger_core::signature::{SignedBytes, sign};
use claviger_core::store::NonceUse;
use claviger_core::text::{Application, ClientName, Description, Holder, Name};
use claviger_core::time::Timestamp;

const SECRET: [u8; 64] = [7; 64];
const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

fn record() -> KeyRecord {
    let asked = life::NewKey {
        kind: KeyKind::Private,
        name: Name::parse("grid bot").unwrap(),
        holder: Holder::parse("").unwrap(),
        application: Application::default(),
        member: None,
        description: Description::parse("").unwrap(),
        permissions: PermissionSet::of(&[Permission::QueryFunds, Permission::QueryOpenTrades]),
        restrictions: Restrictions::default(),
    };
    let key = ApiKey::from_bytes([3; 32]);
    life::create(asked, AccountId::from_u64(1), KeyId::from_u64(2), key, NOW.plus_secs(-1000)).unwrap()
}

fn snapshot(record: &KeyRecord) -> KeySnapshot {
    let factor = record.restrictions.second_factor.map(|kind| match kind {
        SecondFactorKind::Password => SecondFactor::Password(b"swordfish".to_vec()),
        SecondFactorKind::Totp => SecondFactor::Totp(b"12345678901234567890".to_vec()),
    });
    KeySnapshot::new(record, Some(PrivateKey::from_bytes(&SECRET)), factor)
}

fn call<'a>(action: Action, otp: Option<&'a [u8]>, key: &KeySnapshot) -> VerifiedCall<'a> {
    let bytes = SignedBytes { path: b"/0/private/X", nonce_text: b"42", body: b"nonce=42" };
    let call = SignedCall {
        api_key: ApiKey::from_bytes([3; 32]),
        bytes,
        signature: sign(&SECRET, bytes.path, &bytes.digest()),
        nonce: 42,
        otp,
        action,
        dates: QueryDates::default(),
        source: "192.0.2.1".parse().unwrap(),
        client: ClientName::default(),
    };
    call.verify(key).unwrap()
}

fn refusal(record: &KeyRecord, action: Action, otp: Option<&[u8]>, facts: Facts) -> (Reason, NonceUse) {
    let key = snapshot(record);
    let claim = decide(&call(action, otp, &key), &key, &facts, NOW).claim;
    assert_eq!(claim.draft.outcome == Outcome::Refused, claim.draft.reason != Reason::None);
    (claim.draft.reason, claim.nonce)
}

#[test]
fn each_check_comes_before_the_next() {
    // Everything is wrong at once; mending the first thing shows the second, and so on.
    let mut record = record();
    record.state = KeyState::Revoked;
    record.restrictions = Restrictions {
        allowlist: Allowlist::parse(["203.0.113.7"]).unwrap(),
        not_before: Some(NOW.plus_secs(5)),
        expires_at: Some(NOW.plus_secs(-5)),
        second_factor: Some(SecondFactorKind::Password),
        query_from: None,
        query_to: None,
        nonce_window: 0,
    };
    let mut facts = Facts { rate_exceeded: true, ..Facts::default() };
    let refused = |record: &KeyRecord, otp, facts| refusal(record, Action::Withdraw, otp, facts);

    assert_eq!(refused(&record, None, facts), (Reason::RateLimited, NonceUse::Spare));
    facts.rate_exceeded = false;
    assert_eq!(refused(&record, None, facts), (Reason::Revoked, NonceUse::Spare));
    record.state = KeyState::Frozen;
    assert_eq!(refused(&record, None, facts), (Reason::NotYetValid, NonceUse::Spare));
    record.restrictions.not_before = None;
    assert_eq!(refused(&record, None, facts), (Reason::Expired, NonceUse::Spare));
    record.restrictions.expires_at = None;
    assert_eq!(refused(&record, None, facts), (Reason::SourceNotAllowed, NonceUse::BurnIfAcceptable(42)));
    record.restrictions.allowlist = Allowlist::parse(["192.0.2.0/24"]).unwrap();
    assert_eq!(refused(&record, None, facts), (Reason::SecondFactorMissing, NonceUse::BurnIfAcceptable(42)));
    assert_eq!(
        refused(&record, Some(b"wrong"), facts),
        (Reason::SecondFactorWrong, NonceUse::BurnIfAcceptable(42))
    );
    facts.second_factor_locked = true;
    assert_eq!(refused(&record, Some(b"swordfish"), facts).0, Reason::LockedOut);
    facts.second_factor_locked = false;
    assert_eq!(refused(&record, Some(b"swordfish"), facts), (Reason::Frozen, NonceUse::Judge(42)));
    record.state = KeyState::Active;
    assert_eq!(refused(&record, Some(b"swordfish"), facts), (Reason::PermissionMissing, NonceUse::Judge(42)));
    record.permissions = PermissionSet::of(&[Permission::WithdrawFunds]);
    assert_eq!(refused(&record, Some(b"swordfish"), facts), (Reason::None, NonceUse::Judge(42)));
}

#[test]
fn an_unexpected_second_factor_is_refused() {
    assert_eq!(
        refusal(&record(), Action::Balance, Some(b"123456"), Facts::default()).0,
        Reason::SecondFactorUnexpected
    );
}

#[test]
fn a_time_step_is_named_for_burning() {
    let mut record = record();
    record.restrictions.second_factor = Some(SecondFactorKind::Totp);
    let step = u64::try_from(NOW.secs() / 30).unwrap();
    let code = claviger_core::otp::code(b"12345678901234567890", step);
    let key = snapshot(&record);
    let claim = decide(&call(Action::Balance, Some(&code), &key), &key, &Facts::default(), NOW).claim;
    assert_eq!((claim.draft.reason, claim.draft.otp_step), (Reason::None, Some(step)));
}

#[test]
fn the_deadline_is_the_earliest_instant_the_decision_rests_on() {
    let mut record = record();
    let deadline = |record: &KeyRecord| {
        let key = snapshot(record);
        decide(&call(Action::Balance, None, &key), &key, &Facts::default(), NOW).claim.deadline
    };
    assert_eq!(deadline(&record), NOW.plus_micros(DECISION_MICROS));
    record.restrictions.expires_at = Some(NOW.plus_micros(7));
    assert_eq!(deadline(&record), NOW.plus_micros(7));
    record.retires_at = Some(NOW.plus_micros(5));
    assert_eq!(deadline(&record), NOW.plus_micros(5), "the end of the overlap");
    record.retires_at = None;
    record.restrictions.expires_at = None;
    record.restrictions.not_before = Some(NOW.plus_micros(9));
    assert_eq!(deadline(&record), NOW.plus_micros(9), "refused as long as it is not valid");
    record.restrictions.not_before = None;
    record.restrictions.second_factor = Some(SecondFactorKind::Totp);
    let (key, step) = (snapshot(&record), u64::try_from(NOW.secs() / 30).unwrap() - 1);
    let code = claviger_core::otp::code(b"12345678901234567890", step);
    let late = NOW.plus_secs(30 - NOW.secs() % 30).plus_micros(-1);
    let claim = decide(&call(Action::Balance, Some(&code), &key), &key, &Facts::default(), late).claim;
    assert_eq!(claim.draft.otp_step, Some(step));
    assert_eq!(claim.deadline, late.plus_micros(1), "the code is not taken any longer");
}

/// From the end of the overlap on, and with a reason of its own; a key that was taken back before that says so.
#[test]
fn a_key_that_was_replaced_is_refused_as_retired() {
    let reason = |record: &KeyRecord| refusal(record, Action::Balance, None, Facts::default());
    let mut record = record();
    record.retires_at = Some(NOW.plus_micros(1));
    assert_eq!(reason(&record).0, Reason::None);
    record.retires_at = Some(NOW);
    assert_eq!(reason(&record), (Reason::Retired, NonceUse::Spare));
    let retired = KeyRecord { state: KeyState::Revoked, revoked_at: Some(NOW), ..record.clone() };
    assert_eq!(reason(&retired).0, Reason::Retired);
    let taken_back = KeyRecord { retires_at: Some(NOW.plus_secs(9)), ..retired };
    assert_eq!(reason(&taken_back).0, Reason::Revoked);
}

#[test]
fn states_let_through_what_they_say() {
    use KeyState::{Active, CancelOnly, Frozen, ReadOnly, Revoked};
    for (action, active, read_only, cancel_only) in [
        (Action::GetApiKeyInfo, true, true, true),
        (Action::OpenOrders, true, true, true),
        (Action::QueryOrders, true, true, true),
        (Action::Balance, true, true, false),
        (Action::Ledgers, true, true, false),
        (Action::AddOrder, true, false, false),
        (Action::AmendOrder, true, false, false),
        (Action::EditOrder, true, false, false),
        (Action::CancelOrder, true, false, true),
        (Action::CancelAll, true, false, true),
        (Action::WithdrawCancel, true, false, true),
        (Action::Withdraw, true, false, false),
        (Action::AddExport, true, true, false),
        (Action::RemoveExport, true, true, false),
    ] {
        let through = |state: KeyState| state.refuses(action.class()).is_none();
        assert_eq!(
            (through(Active), through(ReadOnly), through(CancelOnly)),
            (active, read_only, cancel_only),
            "{action}"
        );
        assert!(!through(Frozen) && !through(Revoked), "{action}");
    }
}

#[test]
fn orders_asked_for_decide_the_rule() {
    let mut record = record();
    record.permissions = PermissionSet::of(&[Permission::QueryOpenTrades]);
    let verdict = |open, closed, record: &KeyRecord| {
        let facts = Facts { orders: OrderFacts { open, closed, report: None }, ..Facts::default() };
        refusal(record, Action::QueryOrders, None, facts).0
    };
    assert_eq!(verdict(true, false, &record), Reason::None);
    assert_eq!(verdict(false, true, &record), Reason::PermissionMissing);
    assert_eq!(verdict(true, true, &record), Reason::PermissionMissing);
    assert_eq!(verdict(false, false, &record), Reason::None);
}

#[test]
fn a_report_takes_what_its_history_takes() {
    use Permission::{ExportData, QueryClosedTrades, QueryFunds, QueryLedger, QueryOpenTrades};
    let verdict = |permissions: &[Permission], action, report| {
        let mut record = record();
        record.permissions = PermissionSet::of(permissions);
        let facts = Facts { orders: OrderFacts { report, ..OrderFacts::default() }, ..Facts::default() };
        refusal(&record, action, None, facts).0 == Reason::None
    };
    let (trades, ledger) = (Some(History::Trades), Some(History::Ledger));
    for action in [Action::AddExport, Action::RetrieveExport] {
        for (permissions, of_trades, of_ledger) in [
            (&[ExportData][..], false, false),
            (&[ExportData, QueryOpenTrades, QueryFunds], false, false),
            (&[ExportData, QueryClosedTrades], true, false),
            (&[ExportData, QueryLedger], false, true),
            (&[QueryOpenTrades, QueryClosedTrades, QueryFunds, QueryLedger], false, false),
        ] {
            let seen = (verdict(permissions, action, trades), verdict(permissions, action, ledger));
            assert_eq!(seen, (of_trades, of_ledger), "{action} {permissions:?}");
        }
    }
    for action in [Action::ExportStatus, Action::RemoveExport] {
        assert!(
            verdict(&[ExportData], action, trades) && !verdict(&[QueryLedger], action, ledger),
            "{action}"
        );
    }
}

#[test]
fn dates_outside_the_range_are_refused_and_dates_left_out_are_the_range() {
    let mut record = record();
    record.permissions = PermissionSet::of(&[Permission::QueryLedger]);
    record.restrictions.query_from = Some(NOW.plus_secs(-100));
    let key = snapshot(&record);
    let base = call(Action::Ledgers, None, &key);
    let allowed = decide(&base, &key, &Facts::default(), NOW);
    assert_eq!(allowed.dates, QueryDates { start: Some(NOW.plus_secs(-100)), end: None });
    let mut asked = base.call().clone();
    asked.dates.start = Some(NOW.plus_secs(-101));
    let denied = decide(&asked.verify(&key).unwrap(), &key, &Facts::default(), NOW).claim.draft;
    assert_eq!((denied.reason, denied.detail), (Reason::QueryOutsideRange, Detail::At(NOW.plus_secs(-101))));
}

#[test]
fn a_signature_is_good_only_under_the_key_it_names() {
    let key = snapshot(&record());
    let good = call(Action::Balance, None, &key).call().clone();
    let mut other_key = good.clone();
    other_key.api_key = ApiKey::from_bytes([4; 32]);
    assert!(other_key.verify(&key).is_none());
    let mut flipped = good.clone();
    flipped.signature[63] ^= 1;
    assert!(flipped.verify(&key).is_none());
    let mut other_body = good;
    other_body.bytes.body = b"nonce=42&x=1";
    assert!(other_body.verify(&key).is_none());
    let public = KeySnapshot::new(&record(), None, None);
    let mut unsigned = call(Action::Balance, None, &key).call().clone();
    let digest = unsigned.bytes.digest();
    unsigned.signature = sign(&[0; 64], unsigned.bytes.path, &digest);
    assert!(unsigned.verify(&public).is_none(), "a key without a secret verifies nothing");
}
