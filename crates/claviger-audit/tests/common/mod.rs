//! Entries of every shape.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, dead_code)]

use claviger_core::action::Action;
use claviger_core::entry::{Actor, Entry, EntryDraft, Outcome, Place, Target};
use claviger_core::id::{AccountId, KeyId, LogId, TokenId, UserId};
use claviger_core::permission::PermissionSet;
use claviger_core::reason::{Detail, Reason};
use claviger_core::store::RecordKind;
use claviger_core::text::ClientName;
use claviger_core::time::Timestamp;
use proptest::option;
use proptest::prelude::*;
use std::net::IpAddr;

/// Numbers of every width.
fn number() -> impl Strategy<Value = u64> {
    (any::<u64>(), 0u32..64).prop_map(|(value, shift)| value >> shift)
}

fn time() -> impl Strategy<Value = Timestamp> {
    prop_oneof![(0..Timestamp::MAX.micros()).prop_map(Timestamp::from_micros), Just(Timestamp::MAX)]
}

fn address() -> impl Strategy<Value = IpAddr> {
    prop_oneof![
        any::<[u8; 4]>().prop_map(IpAddr::from),
        any::<[u8; 16]>().prop_map(IpAddr::from),
        // An IPv4 address written as IPv6 is another address here.
        any::<u32>().prop_map(|v4| IpAddr::from(std::net::Ipv4Addr::from(v4).to_ipv6_mapped())),
    ]
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        Just(Actor::System),
        any::<u64>().prop_map(|raw| Actor::Key(KeyId::from_u64(raw))),
        any::<u64>().prop_map(|raw| Actor::Token(TokenId::from_u64(raw))),
        any::<u64>().prop_map(|raw| Actor::User(UserId::from_u64(raw))),
    ]
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        Just(Target::Account),
        any::<u64>().prop_map(|raw| Target::Key(KeyId::from_u64(raw))),
        any::<u64>().prop_map(|raw| Target::Token(TokenId::from_u64(raw))),
        (prop::sample::select(&RecordKind::ALL[..]), any::<u64>())
            .prop_map(|(kind, raw)| Target::Record(kind, raw)),
    ]
}

fn detail() -> impl Strategy<Value = Detail> {
    prop_oneof![
        Just(Detail::None),
        (0u16..=0x1fff).prop_map(|bits| Detail::Missing(PermissionSet::from_bits(bits).unwrap())),
        (number(), number()).prop_map(|(given, needed)| Detail::Nonce { given, needed }),
        time().prop_map(Detail::At),
        address().prop_map(Detail::Source),
        number().prop_map(Detail::Count),
        number().prop_map(Detail::Claim),
        (number(), ".{0,40}").prop_map(|(claim, said)| Detail::Upstream { claim, said: said.into() }),
        ".{0,200}".prop_map(|words| Detail::Change(words.into())),
    ]
}

fn place() -> impl Strategy<Value = Place> {
    (any::<u8>(), any::<u32>(), number(), time()).prop_map(|(log, epoch, sequence, time)| Place {
        log: LogId(u32::from(log)),
        epoch,
        sequence,
        time,
    })
}

/// Any entry at all.
pub(crate) fn entry() -> impl Strategy<Value = Entry> {
    let who = (any::<u64>(), actor(), target(), number(), option::of(address()));
    let client = prop::collection::vec(any::<u8>(), 0..80).prop_map(|raw| ClientName::from_bytes(&raw));
    let how = (
        prop::sample::select(Action::ALL),
        prop::sample::select(&Outcome::ALL[..]),
        prop::sample::select(Reason::ALL),
        detail(),
    );
    let burnt = (option::of(number()), option::of(number()));
    let digest = prop_oneof![Just([0u8; 32]), any::<[u8; 32]>()];
    (place(), who, client, how, burnt, digest).prop_map(|(place, who, client, how, burnt, digest)| {
        let (account, actor, target, revision, source) = who;
        let (action, outcome, reason, detail) = how;
        let (nonce, otp_step) = burnt;
        let account = AccountId::from_u64(account);
        let draft = EntryDraft {
            account,
            actor,
            action,
            target,
            revision,
            source,
            client,
            outcome,
            reason,
            detail,
            nonce,
            otp_step,
            digest,
        };
        Entry { place, draft }
    })
}

/// A `Balance` call as a busy server writes thousands of a second.
pub(crate) fn balance() -> Entry {
    Entry {
        place: Place {
            log: LogId(0),
            epoch: 3,
            sequence: 1_000_000,
            time: Timestamp::from_micros(1_795_000_000_123_456),
        },
        draft: EntryDraft {
            account: AccountId::from_u64(0x0123_4567_89ab_cdef),
            actor: Actor::Key(KeyId::from_u64(0x0fed_cba9_8765_4321)),
            action: Action::Balance,
            target: Target::Account,
            revision: 7,
            source: Some("203.0.113.9".parse().unwrap()),
            client: ClientName::from_bytes(b"python-kraken-sdk/3.2.27"),
            outcome: Outcome::Allowed,
            reason: Reason::None,
            detail: Detail::None,
            nonce: Some(1_795_000_000_123_456_789),
            otp_step: None,
            digest: *b"0123456789abcdef0123456789abcdef",
        },
    }
}

/// The longest of a `Balance` call's numbers.
pub(crate) fn largest_balance() -> Entry {
    let mut entry = balance();
    entry.place.epoch = u32::MAX;
    entry.place.sequence = u64::MAX >> 8;
    entry.draft.nonce = Some(u64::MAX);
    entry
}

/// A withdrawal the exchange refused: an outcome entry.
pub(crate) fn refused_upstream() -> Entry {
    let mut entry = balance();
    entry.place.sequence = 1_000_001;
    entry.draft.action = Action::Withdraw;
    entry.draft.source = Some("2001:db8::1".parse().unwrap());
    let said = Some("EFunding:Unknown withdraw key");
    entry.draft = entry.draft.outcome_of(1_000_000, Outcome::Failed, Reason::UpstreamRefused, said);
    entry
}

/// A key was made by a token.
pub(crate) fn key_created() -> Entry {
    Entry {
        place: Place { log: LogId(0), epoch: 1, sequence: 2, time: Timestamp::from_secs(1_795_000_000) },
        draft: EntryDraft {
            account: AccountId::from_u64(1),
            actor: Actor::Token(TokenId::from_u64(2)),
            action: Action::KeyCreate,
            target: Target::Key(KeyId::from_u64(3)),
            revision: 1,
            source: None,
            client: ClientName::default(),
            outcome: Outcome::Changed,
            reason: Reason::None,
            detail: Detail::Change("name: Grid bot".into()),
            nonce: None,
            otp_step: None,
            digest: [0; 32],
        },
    }
}

/// A person ended a session of another one.
pub(crate) fn session_ended() -> Entry {
    let mut entry = key_created();
    entry.draft.actor = Actor::User(UserId::from_u64(4));
    entry.draft.action = Action::SessionEnd;
    entry.draft.target = Target::Record(RecordKind::Session, 5);
    entry.draft.revision = 0;
    entry.draft.detail = Detail::None;
    entry
}

pub(crate) fn bytes_of(entry: &Entry) -> Vec<u8> {
    let mut bytes = Vec::new();
    claviger_audit::encode(entry, &mut bytes);
    bytes
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
