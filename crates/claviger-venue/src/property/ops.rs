//! Random operations, turned into commands against the venue as it stands.

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::{
    AccountNo, AddOrder, AmendOrder, Asset, Command, EditOrder, Flags, Micros, NewAddress, Order, OrderKind,
    OrderRef, Pair, Side, TimeInForce, Venue, Withdraw, default_addresses, default_funding,
};

pub(super) const ACCOUNTS: [AccountNo; 3] = [AccountNo(1), AccountNo(2), AccountNo(9)];

/// An operation with everything it might need; unused numbers are cheap.
#[derive(Clone, Debug)]
pub(super) struct Op {
    account: usize,
    pause: i64,
    what: What,
    /// Which market, order or asset.
    pick: usize,
    /// Hundredths of a percent off the market.
    off: i64,
    /// Dollars.
    size: i64,
    bits: u8,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Open,
    Wait,
    Market,
    Limit,
    Amend,
    Edit,
    Cancel,
    CancelAll,
    Deposit,
    Address,
    Withdraw,
    WithdrawCancel,
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        2 => Just(What::Wait), 4 => Just(What::Market), 8 => Just(What::Limit), 4 => Just(What::Amend), 4 => Just(What::Edit),
        3 => Just(What::Cancel), 1 => Just(What::CancelAll), 2 => Just(What::Deposit), 1 => Just(What::Address), 3 => Just(What::Withdraw),
        2 => Just(What::WithdrawCancel),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    let pause = prop_oneof![3 => 0..3_i64, 3 => 3..400_i64, 1 => 400..200_000_i64];
    let size = prop_oneof![4 => 1..3_000_i64, 1 => 3_000..90_000_i64];
    (0..3_usize, pause, what(), any::<prop::sample::Index>(), -150..150_i64, size, any::<u8>()).prop_map(
        |(account, pause, what, pick, off, size, bits)| Op {
            account,
            pause,
            what,
            pick: pick.index(1_000),
            off,
            size,
            bits,
        },
    )
}

pub(super) fn ops() -> impl Strategy<Value = Vec<Op>> {
    let open = |account| Op { account, pause: 0, what: What::Open, pick: 0, off: 0, size: 0, bits: 0 };
    // the third account stays closed
    prop::collection::vec(op(), 1..60)
        .prop_map(move |ops| [open(0), open(1)].into_iter().chain(ops).collect())
}

impl Op {
    pub(super) fn pause(&self) -> Micros {
        Micros(self.pause * 1_000_000 + i64::from(self.bits) * 3_001)
    }

    const fn bit(&self, place: u8) -> bool {
        self.bits & (1 << place) != 0
    }

    fn pair(&self) -> Pair {
        // few enough that orders of one market meet; with crosses and tiny prices
        let names = ["XBTUSD", "ETHUSD", "ETHXBT", "SHIBUSD", "USDTUSD", "XDGUSD"];
        Pair::find(names[self.pick % names.len()]).unwrap()
    }

    /// A volume worth `size` dollars.
    fn volume(&self, venue: &Venue, pair: Pair, now: Micros) -> Decimal {
        (Decimal::from(self.size) / venue.market().usd_price(pair.base(), now)).round_dp(pair.lot_decimals())
    }

    fn limit(&self, venue: &Venue, pair: Pair, now: Micros) -> Decimal {
        let last = venue.market().quote(pair, now).last;
        (last * Decimal::new(10_000 + self.off, 4)).round_dp(pair.price_decimals())
    }

    fn open_order<'a>(&self, venue: &'a Venue, account: AccountNo) -> Option<&'a Order> {
        let open: Vec<_> = venue.open_orders(account).collect();
        open.get(self.pick % open.len().max(1)).copied()
    }

    pub(super) fn command(&self, venue: &Venue, now: Micros) -> Option<(AccountNo, Command)> {
        let account = ACCOUNTS[self.account];
        let command = match self.what {
            What::Wait => return None,
            What::Open => Command::OpenAccount { funding: default_funding(), addresses: default_addresses() },
            What::Market | What::Limit => Command::AddOrder(self.add(venue, now)),
            What::Amend => self.amend(venue, account, now)?,
            What::Edit => self.edit(venue, account, now)?,
            What::Cancel => self.cancel(venue, account)?,
            What::CancelAll => Command::CancelAll,
            What::Deposit if self.bit(0) => Command::NewDepositAddress { asset: self.asset() },
            What::Deposit => Command::Deposit {
                asset: self.asset(),
                amount: Decimal::new(self.size, u32::from(self.bits % 5)),
            },
            What::Address => Command::AddAddress(self.address()),
            What::Withdraw => Command::Withdraw(self.withdraw()),
            What::WithdrawCancel => {
                let all: Vec<_> = venue.withdrawals(account).collect();
                let withdrawal = all.get(self.pick % all.len().max(1))?;
                Command::WithdrawCancel { asset: withdrawal.asset, id: withdrawal.id }
            }
        };
        Some((account, command))
    }

    fn add(&self, venue: &Venue, now: Micros) -> AddOrder {
        let pair = self.pair();
        let kind = match self.what {
            What::Market => OrderKind::Market,
            _ => OrderKind::Limit(self.limit(venue, pair, now)),
        };
        let side = if self.bit(0) { Side::Buy } else { Side::Sell };
        AddOrder {
            flags: Flags {
                post: self.bit(1) && self.bit(2),
                fcib: self.bit(3),
                nompp: self.bit(4),
                viqc: false,
            },
            time_in_force: if self.bit(5) && self.bit(6) { TimeInForce::Ioc } else { TimeInForce::Gtc },
            userref: self.bit(7).then_some(5),
            cl_ord_id: self.bit(6).then(|| format!("c{}", self.pick % 3)),
            validate: self.bits % 16 == 9,
            ..AddOrder::new(pair, side, kind, self.volume(venue, pair, now))
        }
    }

    fn amend(&self, venue: &Venue, account: AccountNo, now: Micros) -> Option<Command> {
        let order = self.open_order(venue, account)?;
        let amend = AmendOrder {
            volume: self.bit(0).then(|| self.volume(venue, order.pair, now)),
            limit: self.bit(1).then(|| self.limit(venue, order.pair, now).into()),
            post_only: self.bit(2),
            ..AmendOrder::new(OrderRef::Id(order.id))
        };
        Some(Command::AmendOrder(amend))
    }

    fn edit(&self, venue: &Venue, account: AccountNo, now: Micros) -> Option<Command> {
        let order = self.open_order(venue, account)?;
        let edit = EditOrder {
            volume: self.bit(0).then(|| self.volume(venue, order.pair, now)),
            price: self.bit(1).then(|| self.limit(venue, order.pair, now).into()),
            ..EditOrder::new(OrderRef::Id(order.id), order.pair)
        };
        Some(Command::EditOrder(edit))
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
        NewAddress { asset: self.asset(), key, address: "paper-x".into(), verified: self.bit(0) }
    }

    fn withdraw(&self) -> Withdraw {
        let (asset, key, unit) =
            [(Asset::USD, "bank", 0), (Asset::XBT, "cold-btc", 4), (Asset::ETH, "cold-eth", 3)]
                [self.pick % 3];
        let max_fee = self.bit(0).then(|| Decimal::new(1, 3));
        Withdraw { asset, key: key.into(), address: None, amount: Decimal::new(self.size, unit), max_fee }
    }
}
