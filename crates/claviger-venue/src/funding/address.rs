//! Addresses: the book to withdraw to, and where to deposit.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    VenueError,
    account::AccountNo,
    asset::Asset,
    draft::Draft,
    error::Field,
    event::{Event, Reply},
    micros::Micros,
    noise,
};

/// Most saved withdrawal addresses of an account.
const MOST_SAVED: usize = 100;
/// Most deposit addresses of an account in one asset.
const MOST_DEPOSIT: u8 = 5;
/// Longest name of a saved address, in bytes.
const LONGEST_KEY: usize = 64;
/// Longest address, in bytes.
const LONGEST_ADDRESS: usize = 256;

/// A withdrawal address to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAddress {
    /// The asset it takes.
    pub asset: Asset,
    /// Name of the address, unique per asset of the account: Kraken's `key`.
    pub key: String,
    /// The address.
    pub address: String,
    /// Whether it may be withdrawn to.
    pub verified: bool,
}

/// A saved withdrawal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The asset it takes.
    pub asset: Asset,
    /// Name of the address, unique per asset of the account.
    pub key: Box<str>,
    /// The address.
    pub address: Box<str>,
    /// Whether it may be withdrawn to.
    pub verified: bool,
    /// When it was saved.
    pub added_at: Micros,
}

/// An address to deposit to. It begins with `paper-`, so that nobody mistakes it for one of a real network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositAddress {
    /// The asset it takes.
    pub asset: Asset,
    /// The address.
    pub address: String,
    /// Whether it was never used. Always true here: deposits come from the operator.
    pub new: bool,
}

impl NewAddress {
    /// The record to keep, if the strings are usable.
    pub(crate) fn check(&self, at: Micros) -> Result<Address, VenueError> {
        let usable = |text: &str, longest| {
            !text.is_empty() && text.len() <= longest && !text.chars().any(char::is_control)
        };
        if !usable(&self.key, LONGEST_KEY) {
            return Err(VenueError::InvalidArgument(Field::Key));
        }
        if !usable(&self.address, LONGEST_ADDRESS) {
            return Err(VenueError::InvalidArgument(Field::Address));
        }
        let (key, address) = (self.key.as_str().into(), self.address.as_str().into());
        Ok(Address { asset: self.asset, key, address, verified: self.verified, added_at: at })
    }
}

/// Saves a withdrawal address.
pub(crate) fn add(draft: &mut Draft<'_>, account: AccountNo, new: &NewAddress) -> Result<Reply, VenueError> {
    let address = new.check(draft.at)?;
    let saved = &draft.account(account)?.addresses;
    if saved.len() >= MOST_SAVED {
        return Err(VenueError::TooManyAddresses);
    }
    if saved.iter().any(|known| known.asset == address.asset && known.key == address.key) {
        return Err(VenueError::InvalidArgument(Field::Key));
    }
    draft.events.push(Event::AddressAdded { at: draft.at, account, address });
    Ok(Reply::AddressAdded)
}

/// Gives the account one more deposit address.
pub(crate) fn new_deposit_address(
    draft: &mut Draft<'_>,
    account: AccountNo,
    asset: Asset,
) -> Result<Reply, VenueError> {
    let count = draft.account(account)?.deposit_address_count(asset);
    if count >= MOST_DEPOSIT {
        return Err(VenueError::TooManyAddresses);
    }
    draft.events.push(Event::DepositAddressAdded { at: draft.at, account, asset });
    Ok(Reply::DepositAddress(deposit_address(draft.venue.seed(), account, asset, count)))
}

/// The deposit addresses of an account in an asset, oldest first.
pub(crate) fn deposit_addresses(
    seed: u64,
    account: AccountNo,
    asset: Asset,
    count: u8,
) -> Vec<DepositAddress> {
    (0..count).map(|place| deposit_address(seed, account, asset, place)).collect()
}

fn deposit_address(seed: u64, account: AccountNo, asset: Asset, place: u8) -> DepositAddress {
    let word = |half: u64| {
        noise::hash(seed, 0xadd7 + half, account.0, (asset.index() as u64) << 8 | u64::from(place))
    };
    let address = format!("paper-{}-{:016x}{:016x}", asset.altname().to_lowercase(), word(0), word(1));
    DepositAddress { asset, address, new: true }
}

/// A purse to begin with: dollars and the larger assets.
#[must_use]
pub fn default_funding() -> Vec<(Asset, Decimal)> {
    let purse = [
        (Asset::USD, 100_000),
        (Asset::XBT, 1),
        (Asset::ETH, 10),
        (Asset::SOL, 100),
        (Asset::XRP, 1_000),
        (Asset::LTC, 50),
        (Asset::XDG, 10_000),
        (Asset::USDT, 10_000),
    ];
    purse.into_iter().map(|(asset, units)| (asset, Decimal::from(units))).collect()
}

/// Saved addresses to begin with: `bank` for dollars, `cold-btc`, `cold-eth` and `cold-usdt`.
#[must_use]
pub fn default_addresses() -> Vec<NewAddress> {
    let book = [
        (Asset::USD, "bank", "paper-bank-account-0001"),
        (Asset::XBT, "cold-btc", "paper-btc-cold-storage-0001"),
        (Asset::ETH, "cold-eth", "paper-eth-cold-storage-0001"),
        (Asset::USDT, "cold-usdt", "paper-usdt-cold-storage-0001"),
    ];
    let saved = |(asset, key, address): (Asset, &str, &str)| NewAddress {
        asset,
        key: key.into(),
        address: address.into(),
        verified: true,
    };
    book.into_iter().map(saved).collect()
}
