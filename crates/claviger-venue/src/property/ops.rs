//! Random operations, turned into commands against the venue as it stands.

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::{
    AccountNo, Asset, Column, Command, ExportFormat, ExportStatus, Micros, NewAddress, Order, OrderRef,
    Origin, Pair, Removal, Report, RequestExport, UpdateAddress, Venue, Withdraw, default_addresses,
    default_funding,
};

pub(super) const ACCOUNTS: [AccountNo; 3] = [AccountNo(1), AccountNo(2), AccountNo(9)];

/// An operation with everything it might need; unused numbers are cheap.
#[derive(Clone, Debug)]
pub(super) struct Op {
    pub(super) account: usize,
    pub(super) pause: i64,
    pub(super) what: What,
    /// Which market, order or asset.
    pub(super) pick: usize,
    /// Hundredths of a percent off the market.
    pub(super) off: i64,
    /// Dollars.
    pub(super) size: i64,
    pub(super) bits: u8,
    /// Terms of an order.
    pub(super) dice: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    Open,
    Wait,
    Market,
    Limit,
    /// A limit order near the market that shows a part of itself.
    Iceberg,
    Amend,
    Edit,
    Cancel,
    CancelAll,
    Switch,
    Deposit,
    Address,
    Withdraw,
    WithdrawCancel,
    Allocate,
    Deallocate,
    Alert,
    Export,
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        2 => Just(What::Wait), 4 => Just(What::Market), 8 => Just(What::Limit), 3 => Just(What::Iceberg), 4 => Just(What::Amend), 4 => Just(What::Edit),
        3 => Just(What::Cancel), 1 => Just(What::CancelAll), 1 => Just(What::Switch), 2 => Just(What::Deposit), 2 => Just(What::Address), 3 => Just(What::Withdraw),
        2 => Just(What::WithdrawCancel), 3 => Just(What::Allocate), 2 => Just(What::Deallocate),
        4 => Just(What::Alert), 3 => Just(What::Export),
    ]
}

pub(super) fn op() -> impl Strategy<Value = Op> {
    let pause = prop_oneof![3 => 0..3_i64, 3 => 3..400_i64, 1 => 400..200_000_i64];
    let size = prop_oneof![4 => 1..3_000_i64, 1 => 3_000..90_000_i64];
    (0..3_usize, pause, what(), any::<prop::sample::Index>(), -150..150_i64, size, any::<u8>(), any::<u32>())
        .prop_map(|(account, pause, what, pick, off, size, bits, dice)| Op {
            account,
            pause,
            what,
            pick: pick.index(1_000),
            off,
            size,
            bits,
            dice,
        })
}

/// An operation that opens an account.
const NOTHING: Op = Op { account: 0, pause: 0, what: What::Open, pick: 0, off: 0, size: 0, bits: 0, dice: 0 };

pub(super) fn ops() -> impl Strategy<Value = Vec<Op>> {
    let open =
        |account| Op { account, pause: 0, what: What::Open, pick: 0, off: 0, size: 0, bits: 0, dice: 0 };
    // the third account stays closed
    prop::collection::vec(op(), 1..60)
        .prop_map(move |ops| [open(0), open(1)].into_iter().chain(ops).collect())
}

/// Accounts with many small orders of every kind, placed in short order.
pub(super) fn only_orders() -> impl Strategy<Value = Vec<Op>> {
    let small = op().prop_map(|op| Op {
        account: op.account % 2,
        what: match op.pick % 40 {
            0 => What::Switch,
            1..4 => What::Alert,
            _ => What::Limit,
        },
        pause: op.pause % 3,
        size: op.size % 290 + 10,
        ..op
    });
    let open = |account| Op { account, ..NOTHING };
    prop::collection::vec(small, 20..80)
        .prop_map(move |ops| [open(0), open(1)].into_iter().chain(ops).collect())
}

/// Accounts with many icebergs near the market, changed and cancelled between their peaks.
pub(super) fn icebergs() -> impl Strategy<Value = Vec<Op>> {
    let what = prop_oneof![12 => Just(What::Iceberg), 3 => Just(What::Amend), 1 => Just(What::Edit),
        1 => Just(What::Cancel), 2 => Just(What::Wait)];
    let one = (op(), what, 0..40_i64).prop_map(|(op, what, pause)| Op {
        account: op.account % 2,
        what,
        pause,
        off: op.off % 20,
        size: op.size % 290 + 200,
        ..op
    });
    let open = |account| Op { account, ..NOTHING };
    prop::collection::vec(one, 20..60)
        .prop_map(move |ops| [open(0), open(1)].into_iter().chain(ops).collect())
}

/// Accounts that allocate and deallocate every few hours, with orders waiting meanwhile.
pub(super) fn earning() -> impl Strategy<Value = Vec<Op>> {
    let move_or_order = op().prop_map(|op| Op {
        account: op.account % 2,
        what: match op.pick % 4 {
            0 => What::Limit,
            1 => What::Deallocate,
            _ => What::Allocate,
        },
        pause: op.pause % 50_000 * 3,
        size: op.size % 290 + 10,
        ..op
    });
    let open = |account| Op { account, ..NOTHING };
    prop::collection::vec(move_or_order, 5..40)
        .prop_map(move |ops| [open(0), open(1)].into_iter().chain(ops).collect())
}

impl Op {
    pub(super) fn pause(&self) -> Micros {
        Micros(self.pause * 1_000_000 + i64::from(self.bits) * 3_001)
    }

    pub(super) const fn bit(&self, place: u8) -> bool {
        self.bits & (1 << place) != 0
    }

    pub(super) fn pair(&self) -> Pair {
        // few enough that orders of one market meet; with crosses and tiny prices
        let names = ["XBTUSD", "ETHUSD", "ETHXBT", "SHIBUSD", "USDTUSD", "XDGUSD"];
        Pair::find(names[self.pick % names.len()]).unwrap()
    }

    /// A volume worth `size` dollars.
    pub(super) fn volume(&self, venue: &Venue, pair: Pair, now: Micros) -> Decimal {
        (Decimal::from(self.size) / venue.market().usd_price(pair.base(), now)).round_dp(pair.lot_decimals())
    }

    pub(super) fn limit(&self, venue: &Venue, pair: Pair, now: Micros) -> Decimal {
        let last = venue.market().quote(pair, now).last;
        (last * Decimal::new(10_000 + self.off, 4)).round_dp(pair.price_decimals())
    }

    pub(super) fn open_order<'a>(&self, venue: &'a Venue, account: AccountNo) -> Option<&'a Order> {
        let open: Vec<_> = venue.open_orders(account).collect();
        open.get(self.pick % open.len().max(1)).copied()
    }

    pub(super) fn command(&self, venue: &Venue, now: Micros) -> Option<(AccountNo, Command)> {
        let account = ACCOUNTS[self.account];
        let command = match self.what {
            What::Wait => return None,
            What::Open => Command::OpenAccount { funding: default_funding(), addresses: default_addresses() },
            What::Market | What::Limit | What::Iceberg => Command::AddOrder(self.add(venue, now)),
            What::Amend => self.amend(venue, account, now)?,
            What::Edit => self.edit(venue, account, now)?,
            What::Cancel => self.cancel(venue, account)?,
            What::CancelAll => Command::CancelAll,
            What::Switch => Command::CancelAllAfter { secs: if self.bit(0) { self.size % 900 } else { 0 } },
            What::Deposit if self.bit(0) => Command::NewDepositAddress { asset: self.asset() },
            What::Deposit => Command::Deposit {
                asset: self.asset(),
                amount: Decimal::new(self.size, u32::from(self.bits % 5)),
            },
            What::Address if self.bit(5) => self.book(venue, account)?,
            What::Address => Command::AddAddress(self.address()),
            What::Withdraw => Command::Withdraw(self.withdraw()),
            What::WithdrawCancel => {
                let all: Vec<_> = venue.withdrawals(account).collect();
                let withdrawal = all.get(self.pick % all.len().max(1))?;
                Command::WithdrawCancel { asset: withdrawal.asset, id: withdrawal.id }
            }
            What::Allocate => self.allocate(),
            What::Deallocate => self.deallocate(venue, account)?,
            What::Alert => self.alert(venue, account, now),
            What::Export if self.bit(0) => {
                let export = venue.exports(account, now).next()?;
                let is_done = export.status(now) == ExportStatus::Processed;
                let removal = if is_done != self.bit(7) { Removal::Delete } else { Removal::Cancel };
                Command::RemoveExport { id: export.id, removal }
            }
            What::Export => Command::RequestExport(self.export(now)),
        };
        Some((account, command))
    }

    fn cancel(&self, venue: &Venue, account: AccountNo) -> Option<Command> {
        let order = self.open_order(venue, account)?;
        let name = match (&order.cl_ord_id, order.userref) {
            (Some(id), _) if self.bit(0) => OrderRef::ClOrdId(id.to_string()),
            (_, Some(number)) if self.bit(1) => OrderRef::UserRef(number),
            _ => OrderRef::Id(order.id),
        };
        Some(Command::CancelOrder(name))
    }

    fn asset(&self) -> Asset {
        Asset::all().nth(self.pick % Asset::all().len()).unwrap()
    }

    fn address(&self) -> NewAddress {
        let key = format!("k{}", self.pick % 4);
        let origin = if self.bit(0) { Origin::Member } else { Origin::Key };
        NewAddress { origin, ..NewAddress::new(self.asset(), key, "paper-x") }
    }

    /// Something done to a saved address.
    fn book(&self, venue: &Venue, account: AccountNo) -> Option<Command> {
        let all: Vec<_> = venue.addresses(account).collect();
        let id = venue.address_id(all.get(self.pick % all.len().max(1))?);
        Some(match self.bits % 4 {
            0 => Command::ConfirmAddress { id, key: None },
            1 => Command::RemoveAddress { id },
            2 => Command::TrustNewAddresses { trust: self.bit(7) },
            _ => Command::UpdateAddress(UpdateAddress {
                id,
                key: Some(format!("k{}", self.pick % 5)),
                description: None,
            }),
        })
    }

    fn export(&self, now: Micros) -> RequestExport {
        let report = if self.bit(1) { Report::Trades } else { Report::Ledgers };
        RequestExport {
            report,
            format: ExportFormat::default(),
            description: "some".into(),
            columns: Column::of(report).iter().copied().take(self.pick % 4).collect(),
            after: now.minus(Micros::from_secs(self.size)),
            until: now,
            most_rows: 1 + self.pick % 90,
        }
    }

    fn withdraw(&self) -> Withdraw {
        let (asset, key, unit) =
            [(Asset::USD, "bank", 0), (Asset::XBT, "cold-btc", 4), (Asset::ETH, "cold-eth", 3)]
                [self.pick % 3];
        let max_fee = self.bit(0).then(|| Decimal::new(1, 3));
        Withdraw { asset, key: key.into(), address: None, amount: Decimal::new(self.size, unit), max_fee }
    }
}
