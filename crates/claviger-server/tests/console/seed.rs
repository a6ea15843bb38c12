//! An account as it may look after some weeks: keys of every sort, with two days of calls.

use crate::world::World;
use claviger::core::action::Action;
use claviger::core::allowlist::Allowlist;
use claviger::core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger::core::id::KeyId;
use claviger::core::key::life::NewKey;
use claviger::core::key::{KeyKind, KeyRecord, KeyState};
use claviger::core::permission::{Permission as P, PermissionSet};
use claviger::core::reason::{Denial, Detail, Reason};
use claviger::core::restriction::Restrictions;
use claviger::core::role::Role;
use claviger::core::store::{Claim, Item, NonceUse};
use claviger::core::text::{Application, ClientName, Description, Holder, Name};
use claviger::core::time::Timestamp;
use claviger::manage::keys::{CreateKey, create, revoke, step};
use claviger::manage::{Caller, NewSecondFactor};
use std::time::Instant;

const DAY: i64 = 86_400;
/// How long before the end it begins.
pub(crate) const BEFORE: i64 = 60 * DAY;

/// A key to be made.
struct Wanted {
    name: &'static str,
    holder: &'static str,
    kind: KeyKind,
    permissions: &'static [P],
    allowlist: &'static [&'static str],
    /// Days from its making.
    made: i64,
    expires: Option<i64>,
    factor: bool,
    state: KeyState,
    /// Calls an hour, at most.
    pace: u64,
}

const READS: &[P] = &[P::QueryFunds, P::QueryOpenTrades, P::QueryClosedTrades, P::QueryLedger];
const TRADES: &[P] =
    &[P::QueryFunds, P::QueryOpenTrades, P::QueryClosedTrades, P::ModifyTrades, P::CloseTrades];

const fn wanted(name: &'static str, holder: &'static str, permissions: &'static [P]) -> Wanted {
    Wanted {
        name,
        holder,
        kind: KeyKind::Private,
        permissions,
        allowlist: &["203.0.113.7"],
        made: 40,
        expires: Some(90),
        factor: false,
        state: KeyState::Active,
        pace: 0,
    }
}

fn all() -> Vec<Wanted> {
    vec![
        Wanted { pace: 60, ..wanted("Grid bot BTC/USD", "Trading desk", TRADES) },
        Wanted {
            pace: 22,
            allowlist: &["203.0.113.0/28", "2001:db8:42::/48"],
            ..wanted("Market maker ETH", "Trading desk", TRADES)
        },
        Wanted { pace: 4, expires: Some(46), ..wanted("Portfolio reader", "Finch Analytics", READS) },
        Wanted {
            allowlist: &[],
            expires: None,
            pace: 1,
            ..wanted(
                "Treasury",
                "Ada Byron",
                &[P::QueryFunds, P::WithdrawFunds, P::AddWithdrawAddress, P::QueryLedger],
            )
        },
        Wanted {
            factor: true,
            pace: 1,
            ..wanted("Cold-wallet sweep", "Ada Byron", &[P::QueryFunds, P::WithdrawFunds])
        },
        Wanted { made: 20, ..wanted("Tax export 2026", "Holt & Partners", &[P::QueryLedger, P::ExportData]) },
        Wanted { state: KeyState::ReadOnly, pace: 3, ..wanted("Backtest feeder", "Research", TRADES) },
        Wanted { state: KeyState::CancelOnly, pace: 2, ..wanted("Arbitrage v1", "Trading desk", TRADES) },
        Wanted {
            state: KeyState::Frozen,
            ..wanted(
                "Arbitrage v2 (paused while the order router is being rewritten)",
                "Trading desk",
                TRADES,
            )
        },
        Wanted {
            kind: KeyKind::Public,
            allowlist: &[],
            permissions: &[],
            expires: None,
            pace: 12,
            ..wanted("Price ticker", "Office screens", &[])
        },
        Wanted { state: KeyState::Revoked, pace: 5, ..wanted("Old grid bot", "Trading desk", TRADES) },
        Wanted { state: KeyState::Revoked, ..wanted("Intern laptop", "", READS) },
        Wanted {
            permissions: &P::ALL,
            allowlist: &["192.0.2.10", "192.0.2.11", "192.0.2.12"],
            made: 2,
            ..wanted("数量ロボット", "東京", &[])
        },
        Wanted { expires: Some(30), pace: 0, ..wanted("Demo key", "Sales", READS) },
    ]
}

/// Fills the account; the clock ends at `now`.
pub(crate) async fn seed(world: &World, now: Timestamp) -> Vec<KeyRecord> {
    let caller = world.caller(Role::Operator).await;
    let mut made = Vec::new();
    let mut all = all();
    all.sort_by_key(|wanted| -wanted.made);
    for wanted in &all {
        world.clock.set(now.plus_secs(-wanted.made * DAY));
        made.push(make(world, &caller, wanted).await);
    }
    world.clock.set(now.plus_secs(-3 * DAY));
    for (wanted, record) in all.iter().zip(&mut made) {
        *record = change(world, &caller, wanted, record.clone()).await;
    }
    for hour in (0..48i64).rev() {
        world.clock.set(now.plus_secs(-hour * 3_600 - 60));
        for (at, (wanted, record)) in all.iter().zip(&made).enumerate() {
            hour_of(world, wanted, record, at as u64, hour.cast_unsigned()).await;
        }
    }
    world.clock.set(now);
    made
}

async fn make(world: &World, caller: &Caller, wanted: &Wanted) -> KeyRecord {
    let now = world.authority.now();
    let key = NewKey {
        kind: wanted.kind,
        name: Name::parse(wanted.name).unwrap(),
        holder: Holder::parse(wanted.holder).unwrap(),
        application: Application::parse(application(wanted.name)).unwrap(),
        member: None,
        description: Description::parse("").unwrap(),
        permissions: PermissionSet::of(wanted.permissions),
        restrictions: Restrictions {
            allowlist: Allowlist::parse(wanted.allowlist.iter().copied()).unwrap(),
            expires_at: wanted.expires.map(|days| now.plus_secs(days * DAY)),
            ..Restrictions::default()
        },
    };
    let second_factor = wanted.factor.then_some(NewSecondFactor::Totp);
    create(&world.authority, caller, CreateKey { key, second_factor }).await.unwrap().record
}

/// What some of them are for.
fn application(name: &str) -> &'static str {
    match name {
        "Grid bot BTC/USD" | "Old grid bot" => "grid-bot",
        "Market maker ETH" => "maker-eth-2",
        "Arbitrage v1" => "arbitrage",
        _ => "",
    }
}

async fn change(world: &World, caller: &Caller, wanted: &Wanted, record: KeyRecord) -> KeyRecord {
    match wanted.state {
        KeyState::Active => record,
        KeyState::Revoked => revoke(&world.authority, caller, record.id, None).await.unwrap().record,
        state => step(&world.authority, caller, record.id, state, None).await.unwrap().record,
    }
}

/// The calls of one hour, which look random and are the same in every run.
async fn hour_of(world: &World, wanted: &Wanted, key: &KeyRecord, at: u64, hour: u64) {
    if wanted.pace == 0 {
        return;
    }
    let mix = (at * 7_919 + hour * 104_729).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let night = matches!(hour % 24, 14..20) && wanted.pace < 10;
    let calls = if night { mix % 2 } else { 1 + mix % wanted.pace.max(1) };
    for call in 0..calls {
        let item = if wanted.kind == KeyKind::Public {
            tallied(key)
        } else {
            claim(key, mix.wrapping_add(call * 31))
        };
        world.authority.lane().submit_call(item, Instant::now()).await.unwrap();
    }
}

fn draft(key: &KeyRecord, action: Action) -> EntryDraft {
    EntryDraft {
        account: key.account,
        actor: Actor::Key(key.id),
        action,
        target: Target::Account,
        revision: key.revision,
        source: Some("203.0.113.7".parse().unwrap()),
        client: ClientName::from_bytes(b"python-kraken-sdk/3.2"),
        outcome: Outcome::Allowed,
        reason: Reason::None,
        detail: Detail::None,
        nonce: None,
        otp_step: None,
        digest: [7; 32],
    }
}

/// One call, as the wire would have settled it.
pub(crate) fn claim(key: &KeyRecord, dice: u64) -> Item {
    let trades = key.permissions.contains(P::ModifyTrades);
    let reads = [Action::Balance, Action::OpenOrders, Action::TradesHistory, Action::Ledgers];
    let action = match dice % 10 {
        0..4 if trades => Action::TradeBalance,
        n => reads[n as usize % reads.len()],
    };
    let mut draft = draft(key, action);
    let refused = match (key.state, dice % 23) {
        (KeyState::Revoked, _) => Some(Denial { reason: Reason::Revoked, detail: Detail::None }),
        (KeyState::CancelOnly, 0..9) => Some(Denial::bare(Reason::CancelOnly)),
        (_, 0) => {
            Some(Denial { reason: Reason::InvalidNonce, detail: Detail::Nonce { given: 5, needed: 9 } })
        }
        (_, 1) => {
            let missing = PermissionSet::of(&[P::WithdrawFunds]);
            Some(Denial { reason: Reason::PermissionMissing, detail: Detail::Missing(missing) })
        }
        _ => None,
    };
    if let Some(denial) = refused {
        draft.refuse(denial);
    }
    let claim = Claim {
        key: key.id,
        revision: key.revision,
        deadline: Timestamp::MAX,
        nonce: NonceUse::Spare,
        draft,
    };
    Item::Claim(claim)
}

fn tallied(key: &KeyRecord) -> Item {
    let draft = draft(key, Action::PublicData);
    Item::Note(EntryDraft { outcome: Outcome::Folded, detail: Detail::Count(3), ..draft })
}

/// The key of this name.
#[allow(dead_code, reason = "of use to tests, not to the example")]
pub(crate) fn named(made: &[KeyRecord], name: &str) -> KeyId {
    made.iter().find(|key| key.name.as_str() == name).unwrap().id
}
