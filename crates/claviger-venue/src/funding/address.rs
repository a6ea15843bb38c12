//! Where to deposit, and what an account begins with.

use rust_decimal::Decimal;

use super::NewAddress;
use crate::{
    VenueError,
    account::AccountNo,
    asset::Asset,
    draft::Draft,
    event::{Event, Reply},
    noise,
};

/// Most deposit addresses of an account in one asset.
const MOST_DEPOSIT: u8 = 5;

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

/// As [`new_deposit_address`], refused in the words of whoever claims an address by its method.
pub(crate) fn claim_deposit_address(
    draft: &mut Draft<'_>,
    account: AccountNo,
    asset: Asset,
) -> Result<Reply, VenueError> {
    new_deposit_address(draft, account, asset).map_err(|error| match error {
        VenueError::TooManyAddresses => VenueError::TooManyDepositAddresses,
        other => other,
    })
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
    book.into_iter().map(|(asset, key, address)| NewAddress::new(asset, key, address)).collect()
}
