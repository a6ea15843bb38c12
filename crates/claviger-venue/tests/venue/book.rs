//! The address book: who saved an address decides whether it may be withdrawn to.

use claviger_venue::{
    AddressId, AddressScope, Asset, Command, NewAddress, Origin, Reply, UpdateAddress, VenueError, Withdraw,
    WithdrawTo,
};

use super::{Desk, ME, dec};

fn by_key(asset: Asset, key: &str) -> NewAddress {
    NewAddress { origin: Origin::Key, by: "key_1".into(), ..NewAddress::new(asset, key, "paper-new") }
}

fn add(desk: &mut Desk, new: NewAddress) -> (AddressId, bool) {
    match desk.run(Command::AddAddress(new)).reply {
        Reply::AddressAdded { id, address } => (id, address.verified),
        other => panic!("{other:?}"),
    }
}

fn to_key(key: &str) -> Command {
    let key = key.to_owned();
    let (asset, amount) = (Asset::XBT, dec("0.1"));
    Command::Withdraw(Withdraw { asset, key, address: None, amount, max_fee: None })
}

fn to_id(asset: Asset, id: AddressId, amount: &str) -> Command {
    Command::WithdrawTo(WithdrawTo { asset, id, address: None, amount: dec(amount), max_fee: None })
}

fn rename(id: AddressId, key: &str) -> Command {
    Command::UpdateAddress(UpdateAddress { id, key: Some(key.into()), description: None })
}

#[test]
fn an_address_of_a_key_waits_for_a_member() {
    let mut desk = Desk::new();
    let (id, verified) = add(&mut desk, by_key(Asset::XBT, "new"));
    assert!(!verified);
    let saved = desk.venue.address(ME, id).unwrap();
    assert_eq!((saved.origin, &*saved.by, saved.added_at), (Origin::Key, "key_1", desk.now));
    assert_eq!(desk.refusal(to_key("new")), VenueError::UnconfirmedAddress);
    assert_eq!(desk.refusal(to_id(Asset::XBT, id, "0.1")), VenueError::UnconfirmedAddress);
    let info = desk.venue.withdraw_info(ME, Asset::XBT, "new", dec("0.1"));
    assert_eq!(info, Err(VenueError::UnconfirmedAddress));
    desk.run(Command::ConfirmAddress { id, key: None });
    desk.run(to_key("new"));
    desk.run(to_id(Asset::XBT, id, "0.1"));
    assert!(desk.venue.withdrawals(ME).all(|withdrawal| withdrawal.saved == Some(id)));
}

/// A key renames the address between a member's looking and confirming: bots withdraw by the name.
#[test]
fn what_was_renamed_meanwhile_is_not_confirmed() {
    let mut desk = Desk::new();
    let (id, _) = add(&mut desk, by_key(Asset::XBT, "vendor"));
    let seen = Command::ConfirmAddress { id, key: Some("vendor".into()) };
    desk.run(rename(id, "payroll"));
    assert_eq!(desk.refusal(seen.clone()), VenueError::UnknownWithdrawKey);
    assert_eq!(desk.refusal(to_key("payroll")), VenueError::UnconfirmedAddress);
    desk.run(rename(id, "vendor"));
    desk.run(seen);
    desk.run(to_key("vendor"));
}

#[test]
fn an_account_may_trust_what_its_keys_save() {
    let mut desk = Desk::new();
    let (before, _) = add(&mut desk, by_key(Asset::XBT, "before"));
    desk.run(Command::TrustNewAddresses { trust: true });
    assert!(!desk.venue.verifies_new_addresses(ME));
    assert!(!desk.venue.address(ME, before).unwrap().verified, "what was saved earlier still waits");
    assert!(add(&mut desk, by_key(Asset::XBT, "after")).1);
    desk.run(to_key("after"));
    desk.run(Command::TrustNewAddresses { trust: false });
    assert!(!add(&mut desk, by_key(Asset::XBT, "later")).1);
    desk.run(to_key("after"));
}

#[test]
fn a_new_name_has_to_be_confirmed_again() {
    let mut desk = Desk::new();
    let (mine, _) = add(&mut desk, NewAddress::new(Asset::XBT, "mine", "paper-mine"));
    let words = UpdateAddress { id: mine, key: None, description: Some("for the winter".into()) };
    assert_eq!(desk.run(Command::UpdateAddress(words)).reply, Reply::AddressChanged { verified: true });
    assert_eq!(&*desk.venue.address(ME, mine).unwrap().description, "for the winter");
    // One confirmed address cannot be put in the place of another.
    let cold = desk.venue.addresses(ME).find(|saved| &*saved.key == "cold-btc").unwrap();
    let cold = desk.venue.address_id(cold);
    desk.run(rename(cold, "old"));
    assert_eq!(desk.run(rename(mine, "cold-btc")).reply, Reply::AddressChanged { verified: false });
    assert_eq!(desk.refusal(to_key("cold-btc")), VenueError::UnconfirmedAddress);
    assert_eq!(desk.refusal(to_key("mine")), VenueError::UnknownWithdrawKey);
    // The name it has already is no new one.
    desk.run(Command::ConfirmAddress { id: mine, key: None });
    assert_eq!(desk.run(rename(mine, "cold-btc")).reply, Reply::AddressChanged { verified: true });
    desk.run(Command::TrustNewAddresses { trust: true });
    assert_eq!(desk.run(rename(mine, "trusted")).reply, Reply::AddressChanged { verified: true });
}

#[test]
fn what_is_removed_takes_nothing_more_and_its_id_is_never_given_again() {
    let mut desk = Desk::new();
    let (id, _) = add(&mut desk, NewAddress::new(Asset::XBT, "mine", "paper-mine"));
    desk.run(to_id(Asset::XBT, id, "0.1"));
    desk.run(Command::RemoveAddress { id });
    desk.wait(1);
    assert_eq!(desk.venue.withdrawals(ME).count(), 1, "what began goes on");
    for gone in [
        to_id(Asset::XBT, id, "0.1"),
        Command::RemoveAddress { id },
        Command::ConfirmAddress { id, key: None },
        rename(id, "other"),
    ] {
        assert_eq!(desk.refusal(gone), VenueError::UnknownWithdrawKey);
    }
    let (again, _) = add(&mut desk, NewAddress::new(Asset::XBT, "mine", "paper-mine"));
    assert_ne!(again, id);
}

#[test]
fn an_address_of_a_network_takes_what_goes_over_it() {
    let mut desk = Desk::new();
    let wide =
        |key| NewAddress { scope: AddressScope::Network, ..NewAddress::new(Asset::USDT, key, "paper-0x") };
    let (id, _) = add(&mut desk, wide("hex"));
    desk.run(to_id(Asset::ETH, id, "1"));
    desk.run(to_id(Asset::USDT, id, "100"));
    assert_eq!(desk.refusal(to_id(Asset::XBT, id, "0.1")), VenueError::UnknownWithdrawKey);
    let (asset, key) = (Asset::ETH, "hex".to_owned());
    desk.run(Command::Withdraw(Withdraw { asset, key, address: None, amount: dec("1"), max_fee: None }));
    // A name means one address for every asset.
    let same = NewAddress::new(Asset::ETH, "hex", "paper-1");
    assert_eq!(desk.refusal(Command::AddAddress(same)), VenueError::DuplicateWithdrawKey);
    assert_eq!(desk.refusal(Command::AddAddress(wide("cold-eth"))), VenueError::DuplicateWithdrawKey);
    add(&mut desk, NewAddress::new(Asset::XBT, "hex", "paper-2"));
}

#[test]
fn another_account_has_no_such_address() {
    let mut desk = Desk::new();
    let (id, _) = add(&mut desk, NewAddress::new(Asset::XBT, "mine", "paper-mine"));
    let other = claviger_venue::AccountNo(2);
    let open = Command::OpenAccount { funding: Vec::new(), addresses: Vec::new() };
    desk.venue.execute(other, &open, desk.now, desk.now).unwrap();
    for command in [
        Command::RemoveAddress { id },
        Command::ConfirmAddress { id, key: None },
        to_id(Asset::XBT, id, "0.1"),
    ] {
        let refused = desk.venue.execute(other, &command, desk.now, desk.now);
        assert_eq!(refused.unwrap_err(), VenueError::UnknownWithdrawKey, "{command:?}");
    }
    assert!(desk.venue.address(other, id).is_none());
}
