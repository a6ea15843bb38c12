//! The newer funding interface (KRAKEN-WIRE.md §3.5): what a verb and a path below `/funding/` ask
//! for. A path is taken to the letter, like every other.

use crate::parse::{ParseError, Verb};
use claviger_core::action::Action;

/// Which way funds go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// In.
    Deposit,
    /// Out.
    Withdraw,
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FundingRead<'a> {
    /// Assets that go that way.
    Assets(Direction),
    /// Ways to do it.
    Methods(Direction),
    /// Networks.
    Networks,
    /// The fee of a method, by its id.
    Fees(&'a str),
    /// Limits of an asset.
    Limits {
        /// Which way.
        direction: Direction,
        /// Its class, as sent.
        class: &'a str,
        /// Its name, as sent.
        asset: &'a str,
    },
    /// Deposits.
    Deposits,
    /// Withdrawals.
    Withdrawals,
    /// Saved withdrawal addresses.
    Addresses,
    /// Deposit addresses.
    DepositAddresses,
}

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FundingAct<'a> {
    /// One more deposit address.
    ClaimDepositAddress,
    /// A withdrawal address, saved.
    AddAddress,
    /// The saved address of this id, renamed or described.
    UpdateAddress(&'a str),
    /// The saved address of this id, removed.
    RemoveAddress(&'a str),
    /// A withdrawal.
    Withdraw,
}

/// A method of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FundingMethod<'a> {
    /// Reads.
    Read(FundingRead<'a>),
    /// Changes something.
    Act(FundingAct<'a>),
}

impl<'a> FundingMethod<'a> {
    /// One of each, with empty ids, for whoever lists them.
    pub const ALL: [FundingMethod<'static>; 15] = [
        FundingMethod::Read(FundingRead::Assets(Direction::Deposit)),
        FundingMethod::Read(FundingRead::Methods(Direction::Deposit)),
        FundingMethod::Read(FundingRead::Networks),
        FundingMethod::Read(FundingRead::Fees("")),
        FundingMethod::Read(FundingRead::Limits { direction: Direction::Deposit, class: "", asset: "" }),
        FundingMethod::Read(FundingRead::Limits { direction: Direction::Withdraw, class: "", asset: "" }),
        FundingMethod::Read(FundingRead::Deposits),
        FundingMethod::Read(FundingRead::Withdrawals),
        FundingMethod::Read(FundingRead::Addresses),
        FundingMethod::Read(FundingRead::DepositAddresses),
        FundingMethod::Act(FundingAct::ClaimDepositAddress),
        FundingMethod::Act(FundingAct::AddAddress),
        FundingMethod::Act(FundingAct::UpdateAddress("")),
        FundingMethod::Act(FundingAct::RemoveAddress("")),
        FundingMethod::Act(FundingAct::Withdraw),
    ];

    /// Finds the method of a verb and a path.
    ///
    /// # Errors
    /// [`ParseError::UnknownMethod`], [`ParseError::Verb`], and [`ParseError::Disabled`] for what the
    /// exchange has and this server does not.
    pub fn find(verb: Verb, path: &'a [u8]) -> Result<Self, ParseError> {
        let path = std::str::from_utf8(path).map_err(|_| ParseError::UnknownMethod)?;
        let rest = path.strip_prefix("/funding/").ok_or(ParseError::UnknownMethod)?;
        if let Some(read) = read(rest) {
            return match (verb, act(verb, rest)) {
                (Verb::Get, _) => Ok(FundingMethod::Read(read)),
                (_, Some(act)) => Ok(FundingMethod::Act(act)),
                (_, None) => Err(ParseError::Verb),
            };
        }
        match act(verb, rest) {
            Some(act) => Ok(FundingMethod::Act(act)),
            // The list of deposit addresses before the one in v2.
            None if rest == "v1/deposit/addresses" => Err(ParseError::Disabled),
            None if rest == "v1/deposit/address" || address(rest).is_some() => Err(ParseError::Verb),
            None => Err(ParseError::UnknownMethod),
        }
    }

    /// What a call of it is judged as.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            FundingMethod::Read(FundingRead::Assets(_)) => Action::FundingAssets,
            FundingMethod::Read(FundingRead::Methods(_)) => Action::FundingMethods,
            FundingMethod::Read(FundingRead::Networks) => Action::FundingNetworks,
            FundingMethod::Read(FundingRead::Fees(_)) => Action::FundingFees,
            FundingMethod::Read(FundingRead::Limits { .. }) => Action::FundingLimits,
            FundingMethod::Read(FundingRead::Deposits) => Action::FundingDeposits,
            FundingMethod::Read(FundingRead::Withdrawals) => Action::FundingWithdrawals,
            FundingMethod::Read(FundingRead::Addresses) => Action::FundingAddresses,
            FundingMethod::Read(FundingRead::DepositAddresses) => Action::FundingDepositAddresses,
            FundingMethod::Act(FundingAct::ClaimDepositAddress) => Action::FundingClaimAddress,
            FundingMethod::Act(FundingAct::AddAddress) => Action::FundingAddAddress,
            FundingMethod::Act(FundingAct::UpdateAddress(_)) => Action::FundingUpdateAddress,
            FundingMethod::Act(FundingAct::RemoveAddress(_)) => Action::FundingRemoveAddress,
            // The same thing is done as by the older method, so whatever limits the one limits both.
            FundingMethod::Act(FundingAct::Withdraw) => Action::Withdraw,
        }
    }

    /// Its verb and path, as the exchange's documents have them.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FundingMethod::Read(FundingRead::Assets(_)) => "GET funding/v1/assets/{direction}",
            FundingMethod::Read(FundingRead::Methods(_)) => "GET funding/v1/methods/{direction}",
            FundingMethod::Read(FundingRead::Networks) => "GET funding/v1/networks",
            FundingMethod::Read(FundingRead::Fees(_)) => "GET funding/v1/fees/{method_id}",
            FundingMethod::Read(FundingRead::Limits { direction: Direction::Deposit, .. }) => {
                "GET funding/v1/limits/deposit/{asset_class}/{asset}"
            }
            FundingMethod::Read(FundingRead::Limits { direction: Direction::Withdraw, .. }) => {
                "GET funding/v1/limits/withdrawal/{asset_class}/{asset}"
            }
            FundingMethod::Read(FundingRead::Deposits) => "GET funding/v1/deposits",
            FundingMethod::Read(FundingRead::Withdrawals) => "GET funding/v1/withdrawals",
            FundingMethod::Read(FundingRead::Addresses) => "GET funding/v1/addresses",
            FundingMethod::Read(FundingRead::DepositAddresses) => "GET funding/v2/deposit/addresses",
            FundingMethod::Act(FundingAct::ClaimDepositAddress) => "PUT funding/v1/deposit/address",
            FundingMethod::Act(FundingAct::AddAddress) => "POST funding/v1/addresses",
            FundingMethod::Act(FundingAct::UpdateAddress(_)) => "PUT funding/v1/addresses/{id}",
            FundingMethod::Act(FundingAct::RemoveAddress(_)) => "DELETE funding/v1/addresses/{id}",
            FundingMethod::Act(FundingAct::Withdraw) => "POST funding/v1/withdrawals",
        }
    }
}

/// What GET reads at a path below `/funding/`.
fn read(rest: &str) -> Option<FundingRead<'_>> {
    let mut segments = rest.split('/');
    let mut next = || segments.next();
    let found = match (next()?, next()?, next(), next(), next()) {
        ("v1", "assets", Some(way), None, None) => FundingRead::Assets(direction(way)?),
        ("v1", "methods", Some(way), None, None) => FundingRead::Methods(direction(way)?),
        ("v1", "networks", None, None, None) => FundingRead::Networks,
        ("v1", "fees", Some(id), None, None) if !id.is_empty() => FundingRead::Fees(id),
        ("v1", "limits", Some("deposit"), Some(class), Some(asset)) => {
            FundingRead::Limits { direction: Direction::Deposit, class, asset }
        }
        ("v1", "limits", Some("withdrawal"), Some(class), Some(asset)) => {
            FundingRead::Limits { direction: Direction::Withdraw, class, asset }
        }
        ("v1", "deposits", None, None, None) => FundingRead::Deposits,
        ("v1", "withdrawals", None, None, None) => FundingRead::Withdrawals,
        ("v1", "addresses", None, None, None) => FundingRead::Addresses,
        ("v2", "deposit", Some("addresses"), None, None) => FundingRead::DepositAddresses,
        _ => return None,
    };
    segments.next().is_none().then_some(found)
}

/// What another verb changes there.
fn act(verb: Verb, rest: &str) -> Option<FundingAct<'_>> {
    match (verb, rest) {
        (Verb::Put, "v1/deposit/address") => Some(FundingAct::ClaimDepositAddress),
        (Verb::Post, "v1/addresses") => Some(FundingAct::AddAddress),
        (Verb::Post, "v1/withdrawals") => Some(FundingAct::Withdraw),
        (Verb::Put, _) => address(rest).map(FundingAct::UpdateAddress),
        (Verb::Delete, _) => address(rest).map(FundingAct::RemoveAddress),
        _ => None,
    }
}

/// The id of a saved address, as sent.
fn address(rest: &str) -> Option<&str> {
    rest.strip_prefix("v1/addresses/").filter(|id| !id.is_empty() && !id.contains('/'))
}

fn direction(text: &str) -> Option<Direction> {
    match text {
        "deposit" => Some(Direction::Deposit),
        "withdraw" => Some(Direction::Withdraw),
        _ => None,
    }
}
