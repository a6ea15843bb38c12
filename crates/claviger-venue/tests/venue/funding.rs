use claviger_venue::{
    AccountNo, Asset, Command, FundingId, FundingStatus, LedgerFilter, LedgerKind, NewAddress, Origin, Reply,
    VenueError, Withdraw, default_funding,
};
use rust_decimal::Decimal;

use super::{Desk, ME, dec};

fn withdraw(amount: &str) -> Withdraw {
    Withdraw { asset: Asset::XBT, key: "cold-btc".into(), address: None, amount: dec(amount), max_fee: None }
}

fn begin(desk: &mut Desk, amount: &str) -> FundingId {
    match desk.run(Command::Withdraw(withdraw(amount))).reply {
        Reply::Withdrawing { id } => id,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_deposit_is_credited_when_it_is_done() {
    let mut desk = Desk::new();
    let Reply::Deposited { id } = desk.run(Command::Deposit { asset: Asset::XBT, amount: dec("0.5") }).reply
    else {
        panic!()
    };
    let mut seen = vec![desk.venue.deposit(ME, id).unwrap().status];
    for _ in 0..3 {
        assert_eq!(desk.holding(Asset::XBT).total, dec("1"));
        desk.wait(1);
        seen.push(desk.venue.deposit(ME, id).unwrap().status);
    }
    assert_eq!(
        seen,
        [FundingStatus::Initial, FundingStatus::Pending, FundingStatus::Settled, FundingStatus::Success]
    );
    assert_eq!(desk.holding(Asset::XBT).total, dec("1.5"));
    assert_eq!(desk.venue.deposits(ME).next().unwrap().id, id);
    assert_eq!(desk.venue.deposits(ME).count(), 1 + default_funding().len());
}

#[test]
fn a_withdrawal_is_held_then_sent_then_done() {
    let mut desk = Desk::new();
    let info = desk.venue.withdraw_info(ME, Asset::XBT, "cold-btc", dec("0.1")).unwrap();
    assert_eq!(
        (info.method, info.limit, info.amount, info.fee),
        ("Bitcoin", dec("1"), dec("0.0999"), dec("0.0001"))
    );
    let id = begin(&mut desk, "0.1");
    assert_eq!((desk.holding(Asset::XBT).total, desk.holding(Asset::XBT).held), (dec("1"), dec("0.1")));
    desk.wait(10);
    assert_eq!(desk.venue.withdrawal(ME, id).unwrap().status, FundingStatus::Pending);
    assert_eq!((desk.holding(Asset::XBT).total, desk.holding(Asset::XBT).held), (dec("0.9"), Decimal::ZERO));
    let rows = desk
        .venue
        .ledger(ME, &LedgerFilter { kind: Some(LedgerKind::Withdrawal), ..LedgerFilter::default() });
    assert_eq!(
        (rows.items[0].amount, rows.items[0].fee, rows.items[0].balance),
        (dec("-0.0999"), dec("0.0001"), dec("0.9"))
    );
    assert_eq!(rows.items[0].source.refid(), id.to_string());
    desk.wait(1_000);
    let done = desk.venue.withdrawal(ME, id).unwrap();
    assert_eq!((done.status, done.changed_at.since(done.at).secs()), (FundingStatus::Success, 60));
}

#[test]
fn one_late_look_makes_every_step() {
    let mut desk = Desk::new();
    let id = begin(&mut desk, "0.1");
    desk.wait(500);
    let done = desk.venue.withdrawal(ME, id).unwrap();
    assert_eq!((done.status, done.changed_at.since(done.at).secs()), (FundingStatus::Success, 60));
}

#[test]
fn a_withdrawal_is_cancelled_only_before_it_is_sent() {
    let mut desk = Desk::new();
    let id = begin(&mut desk, "0.1");
    let cancel = |id| Command::WithdrawCancel { asset: Asset::XBT, id };
    assert_eq!(desk.refusal(Command::WithdrawCancel { asset: Asset::ETH, id }), VenueError::UnknownReference);
    desk.wait(9);
    assert_eq!(desk.run(cancel(id)).reply, Reply::WithdrawalCancelled);
    assert_eq!((desk.holding(Asset::XBT).total, desk.holding(Asset::XBT).held), (dec("1"), Decimal::ZERO));
    desk.wait(100);
    assert_eq!(desk.venue.withdrawal(ME, id).unwrap().status, FundingStatus::Canceled);
    assert_eq!(desk.refusal(cancel(id)), VenueError::TooLateToCancel);
    let sent = begin(&mut desk, "0.1");
    desk.wait(10);
    assert_eq!(desk.refusal(cancel(sent)), VenueError::TooLateToCancel);
}

#[test]
fn withdrawals_are_checked() {
    let mut desk = Desk::new();
    let base = withdraw("0.1");
    let with = |change: fn(&mut Withdraw)| {
        let mut order = base.clone();
        change(&mut order);
        Command::Withdraw(order)
    };
    let cases: [(Command, VenueError); 8] = [
        (with(|w| w.key = "nobody".into()), VenueError::UnknownWithdrawKey),
        (with(|w| w.key = "cold-eth".into()), VenueError::UnknownWithdrawKey),
        (with(|w| w.address = Some("elsewhere".into())), VenueError::WithdrawalAddressMismatch),
        (with(|w| w.amount = dec("0.0001")), VenueError::InvalidAmount),
        (with(|w| w.amount = dec("-1")), VenueError::InvalidAmount),
        (with(|w| w.amount = dec("1.0001")), VenueError::InvalidAmount),
        (with(|w| w.amount = dec("0.12345678901")), VenueError::InvalidAmount),
        (with(|w| w.max_fee = Some(dec("0.00001"))), VenueError::MaxFeeExceeded),
    ];
    for (command, error) in cases {
        assert_eq!(desk.refusal(command.clone()), error, "{command:?}");
    }
    desk.run(with(|w| w.address = Some("paper-btc-cold-storage-0001".into())));
}

#[test]
fn the_address_book_keeps_names_apart() {
    let mut desk = Desk::new();
    let new = |key: &str, member| NewAddress {
        origin: if member { Origin::Member } else { Origin::Key },
        ..NewAddress::new(Asset::XBT, key, "paper-1")
    };
    desk.run(Command::AddAddress(new("later", false)));
    assert_eq!(desk.refusal(Command::AddAddress(new("later", true))), VenueError::DuplicateWithdrawKey);
    assert!(matches!(desk.refusal(Command::AddAddress(new("", true))), VenueError::InvalidArgument(_)));
    assert!(matches!(desk.refusal(Command::AddAddress(new("a\nb", true))), VenueError::InvalidArgument(_)));
    let unverified = Withdraw { key: "later".into(), ..withdraw("0.1") };
    assert_eq!(desk.refusal(Command::Withdraw(unverified)), VenueError::UnconfirmedAddress);
    for number in desk.venue.addresses(ME).count()..100 {
        desk.run(Command::AddAddress(new(&format!("n{number}"), true)));
    }
    assert_eq!(desk.refusal(Command::AddAddress(new("one more", true))), VenueError::TooManyAddresses);
}

#[test]
fn deposit_addresses_differ_and_are_plainly_not_real() {
    let mut desk = Desk::new();
    for _ in 0..4 {
        let Reply::DepositAddress(made) = desk.run(Command::NewDepositAddress { asset: Asset::ETH }).reply
        else {
            panic!()
        };
        assert_eq!(desk.venue.deposit_addresses(ME, Asset::ETH).last(), Some(&made));
    }
    assert_eq!(desk.refusal(Command::NewDepositAddress { asset: Asset::ETH }), VenueError::TooManyAddresses);
    let all = desk.venue.deposit_addresses(ME, Asset::ETH);
    assert!(all.iter().all(|address| address.address.starts_with("paper-eth-")));
    let distinct: std::collections::BTreeSet<_> = all.iter().map(|address| &address.address).collect();
    assert_eq!((distinct.len(), desk.venue.deposit_addresses(ME, Asset::XBT).len()), (5, 1));
}

#[test]
fn who_never_opened_an_account_has_nothing() {
    let desk = Desk::new();
    let stranger = AccountNo(404);
    assert!(!desk.venue.is_open(stranger) && desk.venue.is_open(ME));
    assert_eq!(desk.venue.balances(stranger).len(), 0);
    assert_eq!(
        desk.venue.open_orders(stranger).count()
            + desk.venue.deposits(stranger).count()
            + desk.venue.withdrawals(stranger).count(),
        0
    );
    assert_eq!(desk.venue.ledger(stranger, &LedgerFilter::default()).total, 0);
    assert!(desk.venue.deposit_addresses(stranger, Asset::ETH).is_empty());
    assert_eq!(desk.venue.equivalent_balance(stranger, Asset::USD, desk.now), Ok(Decimal::ZERO));
    assert_eq!(desk.venue.trade_volume(stranger, desk.now), Ok(Decimal::ZERO));
}

#[test]
fn balances_are_worth_what_the_market_says() {
    let desk = Desk::new();
    // 100000 + 116500 + 38510 + 17190 + 3070 + 6005 + 2142 + 10000 at the opening prices
    assert_eq!(desk.venue.equivalent_balance(ME, Asset::USD, desk.now), Ok(dec("293417")));
    assert_eq!(
        desk.venue.equivalent_balance(ME, Asset::XBT, desk.now),
        Ok((dec("293417") / dec("116500")).round_dp(10))
    );
}
