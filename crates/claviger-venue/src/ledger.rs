//! Ledger entries, and the wallets they are of.

use std::{borrow::Cow, fmt};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, Serializer};

use crate::{
    asset::Asset,
    earn::Strategy,
    ids::{EarnId, FundingId, LedgerId, TradeId},
    micros::Micros,
};

/// What a ledger entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LedgerSource {
    /// One side of a trade.
    Trade(TradeId),
    /// A deposit credited.
    Deposit(FundingId),
    /// A withdrawal sent.
    Withdrawal(FundingId),
    /// One side of a move into a strategy.
    Allocation(EarnId),
    /// One side of a move out of a strategy.
    Deallocation(EarnId),
    /// A reward of a strategy.
    Reward(EarnId),
}

impl LedgerSource {
    /// The kind of entry.
    #[must_use]
    pub const fn kind(self) -> LedgerKind {
        match self {
            Self::Trade(_) => LedgerKind::Trade,
            Self::Deposit(_) => LedgerKind::Deposit,
            Self::Withdrawal(_) => LedgerKind::Withdrawal,
            Self::Allocation(_) | Self::Deallocation(_) | Self::Reward(_) => LedgerKind::Earn,
        }
    }

    /// Kraken's `subtype`; empty where there is none.
    #[must_use]
    pub const fn subtype(self) -> &'static str {
        match self {
            Self::Trade(_) | Self::Deposit(_) | Self::Withdrawal(_) => "",
            Self::Allocation(_) => "allocation",
            Self::Deallocation(_) => "deallocation",
            Self::Reward(_) => "reward",
        }
    }

    /// Kraken's `refid`.
    #[must_use]
    pub fn refid(self) -> String {
        match self {
            Self::Trade(id) => id.to_string(),
            Self::Deposit(id) | Self::Withdrawal(id) => id.to_string(),
            Self::Allocation(id) | Self::Deallocation(id) | Self::Reward(id) => id.to_string(),
        }
    }
}

/// Kinds of ledger entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerKind {
    /// One side of a trade.
    Trade,
    /// A deposit credited.
    Deposit,
    /// A withdrawal sent.
    Withdrawal,
    /// A move into or out of a strategy, or a reward.
    Earn,
}

impl LedgerKind {
    /// Kraken's `type`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trade => "trade",
            Self::Deposit => "deposit",
            Self::Withdrawal => "withdrawal",
            Self::Earn => "earn",
        }
    }
}

/// Where a balance is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wallet {
    /// To trade with and to withdraw from.
    #[default]
    Spot,
    /// Allocated to the strategy of the asset.
    Earn,
}

impl Wallet {
    const fn is_spot(&self) -> bool {
        matches!(self, Self::Spot)
    }
}

/// A balance by its name on Kraken: the asset's id in the spot wallet (`XXBT`), its altname with `.F` where it is
/// allocated (`XBT.F`). Serialised as that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BalanceName {
    /// The asset.
    pub asset: Asset,
    /// Where it is.
    pub wallet: Wallet,
}

impl BalanceName {
    /// What the names of allocated balances end with.
    const EARN: &str = ".F";

    /// Every balance there can be: each asset, and behind it what is allocated where it has a strategy.
    pub fn all() -> impl Iterator<Item = Self> {
        Asset::all().flat_map(|asset| [Some(Self::from(asset)), Self::allocated(asset)]).flatten()
    }

    /// What is allocated of an asset, if it has a strategy.
    fn allocated(asset: Asset) -> Option<Self> {
        Strategy::of(asset).map(|_| Self { asset, wallet: Wallet::Earn })
    }

    /// Finds one of [`Self::all`] by the name of its asset ([`Asset::find`]), with `.F` behind it for what is allocated.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        match name.strip_suffix(Self::EARN) {
            Some(name) => Asset::find(name).and_then(Self::allocated),
            None => Asset::find(name).map(Self::from),
        }
    }

    /// Its other name: altname in both wallets (`XBT`, `XBT.F`).
    #[must_use]
    pub fn altname(self) -> Cow<'static, str> {
        match self.wallet {
            Wallet::Spot => Cow::Borrowed(self.asset.altname()),
            Wallet::Earn => Cow::Owned(self.to_string()),
        }
    }
}

impl From<Asset> for BalanceName {
    fn from(asset: Asset) -> Self {
        Self { asset, wallet: Wallet::Spot }
    }
}

impl Serialize for BalanceName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.wallet {
            // most balances are these, and need no formatting
            Wallet::Spot => serializer.serialize_str(self.asset.id()),
            Wallet::Earn => serializer.collect_str(self),
        }
    }
}

impl fmt::Display for BalanceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.wallet {
            Wallet::Spot => f.write_str(self.asset.id()),
            Wallet::Earn => write!(f, "{}{}", self.asset.altname(), Self::EARN),
        }
    }
}

/// One change of one balance: `balance = balance before + amount − fee`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerRow {
    /// Its id.
    pub id: LedgerId,
    /// What it belongs to.
    pub source: LedgerSource,
    /// When it was booked.
    pub at: Micros,
    /// The asset of the amounts.
    pub asset: Asset,
    /// The wallet the balance is in.
    #[serde(default, skip_serializing_if = "Wallet::is_spot")]
    pub wallet: Wallet,
    /// What came in (positive) or went out (negative), fee not included.
    pub amount: Decimal,
    /// Fee taken, not negative.
    pub fee: Decimal,
    /// Balance afterwards, in that wallet.
    pub balance: Decimal,
}

impl LedgerRow {
    /// The balance it changed.
    #[must_use]
    pub const fn name(&self) -> BalanceName {
        BalanceName { asset: self.asset, wallet: self.wallet }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balances_have_krakens_names() {
        for (name, asset, wallet) in [
            ("XXBT", Asset::XBT, Wallet::Spot),
            ("XBT.F", Asset::XBT, Wallet::Earn),
            ("XDG.F", Asset::XDG, Wallet::Earn),
            ("USD.F", Asset::USD, Wallet::Earn),
        ] {
            let found = BalanceName { asset, wallet };
            assert_eq!((BalanceName::find(name), found.to_string()), (Some(found), name.to_owned()));
        }
        assert_eq!(BalanceName::find("BTC.F"), BalanceName::find("XXBT.F"));
        // monero has no strategy
        for nothing in ["", ".F", "XBT.S", "XBT.F.F", "XBTF", "XMR.F"] {
            assert_eq!(BalanceName::find(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn every_balance_is_found_by_both_of_its_names() {
        let all: Vec<BalanceName> = BalanceName::all().collect();
        assert_eq!(all.len(), Asset::all().len() + Strategy::all().len());
        for name in all {
            assert_eq!(BalanceName::find(&name.to_string()), Some(name));
            assert_eq!(BalanceName::find(&name.altname()), Some(name));
        }
    }
}
