//! The address book: where an account may withdraw to.

mod add;
mod confirm;
mod remove;
mod trust;
mod update;

pub(crate) use add::run as add_address;
pub(crate) use confirm::run as confirm_address;
pub(crate) use remove::run as remove_address;
pub(crate) use trust::run as trust_addresses;
pub use update::UpdateAddress;
pub(crate) use update::run as update_address;

use serde::{Deserialize, Serialize};

use crate::{
    VenueError, account::Account, asset::Asset, error::Field, ids::AddressId, micros::Micros, venue::Venue,
};

/// Most saved withdrawal addresses of an account.
const MOST_SAVED: usize = 100;
/// Longest name of a saved address, in bytes.
const LONGEST_KEY: usize = 64;
/// Longest address, in bytes.
const LONGEST_ADDRESS: usize = 256;
/// Longest description, in bytes.
const LONGEST_DESCRIPTION: usize = 256;
/// Longest name of who saved an address, in bytes.
const LONGEST_BY: usize = 64;

/// Who saved an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A member of the account, or whoever opened it. What says nothing was saved by one.
    #[default]
    Member,
    /// A call of a key: withdrawn to only once a member has confirmed it, unless the account trusts new addresses.
    Key,
}

impl Origin {
    /// In one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Key => "key",
        }
    }
}

/// What an address takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AddressScope {
    /// Its asset.
    #[default]
    Method,
    /// Every asset that is withdrawn over the network of its asset.
    Network,
}

/// A withdrawal address to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAddress {
    /// The asset it takes, or one of them.
    pub asset: Asset,
    /// Whether it takes others of the same network, too.
    pub scope: AddressScope,
    /// Name of the address, unique among the account's addresses that take the same asset: Kraken's `key`.
    pub key: String,
    /// The address.
    pub address: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Who saves it; decides whether it may be withdrawn to.
    pub origin: Origin,
    /// The name of who saves it, kept as it is; may be empty.
    pub by: String,
}

impl NewAddress {
    /// An address of one asset, saved by a member.
    #[must_use]
    pub fn new(asset: Asset, key: impl Into<String>, address: impl Into<String>) -> Self {
        let (key, address, scope, origin) =
            (key.into(), address.into(), AddressScope::Method, Origin::Member);
        Self { asset, scope, key, address, description: String::new(), origin, by: String::new() }
    }

    /// The record to keep, if the strings are usable.
    pub(crate) fn check(&self, number: u64, verified: bool, at: Micros) -> Result<Address, VenueError> {
        check_key(&self.key)?;
        if self.address.is_empty() || !usable(&self.address, LONGEST_ADDRESS) {
            return Err(VenueError::InvalidArgument(Field::Address));
        }
        check_description(&self.description)?;
        Ok(Address {
            number,
            asset: self.asset,
            scope: self.scope,
            key: self.key.as_str().into(),
            address: self.address.as_str().into(),
            description: self.description.as_str().into(),
            verified,
            origin: self.origin,
            by: if usable(&self.by, LONGEST_BY) { self.by.as_str().into() } else { Box::default() },
            added_at: at,
        })
    }
}

fn usable(text: &str, longest: usize) -> bool {
    text.len() <= longest && !text.chars().any(char::is_control)
}

fn check_key(key: &str) -> Result<(), VenueError> {
    let good = !key.is_empty() && usable(key, LONGEST_KEY);
    if good { Ok(()) } else { Err(VenueError::InvalidArgument(Field::Key)) }
}

fn check_description(text: &str) -> Result<(), VenueError> {
    if usable(text, LONGEST_DESCRIPTION) {
        Ok(())
    } else {
        Err(VenueError::InvalidArgument(Field::Description))
    }
}

/// A saved withdrawal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The venue's number of it, from 1; 0 in records of releases that gave none, until they are applied.
    #[serde(default)]
    pub(crate) number: u64,
    /// The asset it takes, or one of them.
    pub asset: Asset,
    /// Whether it takes others of the same network, too.
    #[serde(default)]
    pub scope: AddressScope,
    /// Name of the address, unique among the account's addresses that take the same asset.
    pub key: Box<str>,
    /// The address.
    pub address: Box<str>,
    /// What it is for; may be empty.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub description: Box<str>,
    /// Whether it may be withdrawn to.
    pub verified: bool,
    /// Who saved it.
    #[serde(default)]
    pub origin: Origin,
    /// The name of who saved it; may be empty.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub by: Box<str>,
    /// When it was saved.
    pub added_at: Micros,
}

impl Address {
    /// Whether an asset may be withdrawn to it, once it is verified.
    #[must_use]
    pub fn takes(&self, asset: Asset) -> bool {
        self.asset == asset
            || self.scope == AddressScope::Network && self.asset.funding().network == asset.funding().network
    }

    /// Whether some asset might be withdrawn to either of two addresses.
    fn meets(&self, other: &Self) -> bool {
        self.takes(other.asset) || other.takes(self.asset)
    }
}

/// Refuses a name that another address has for the same asset. `own` is the number of the address it is for.
fn check_free(records: &Account, address: &Address) -> Result<(), VenueError> {
    let others = records.addresses.iter().filter(|known| known.number != address.number);
    let taken = others.filter(|known| known.key == address.key).any(|known| known.meets(address));
    if taken { Err(VenueError::DuplicateWithdrawKey) } else { Ok(()) }
}

/// A saved address of an account by its id.
pub(crate) fn by_id<'a>(
    venue: &Venue,
    records: &'a Account,
    id: AddressId,
) -> Result<&'a Address, VenueError> {
    let number = id.seq(venue.ids);
    // No saved address has the number 0, which no id should name.
    let found = records.addresses.iter().find(|known| known.number == number && number != 0);
    found.ok_or(VenueError::UnknownWithdrawKey)
}
