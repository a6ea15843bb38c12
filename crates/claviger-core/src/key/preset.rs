//! Starting points for a new key: what the usual applications need, and no more.

use super::KeyKind;
use crate::permission::{Permission, PermissionSet};

/// A use a key is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Shows prices.
    MarketData,
    /// Shows what is held and what happened.
    PortfolioReader,
    /// Trades.
    TradingBot,
    /// Trades, and listens to the account live.
    MarketMaker,
    /// Exports what happened.
    Accounting,
    /// Moves money.
    Treasury,
}

impl Preset {
    /// All of them, the least dangerous first.
    pub const ALL: [Preset; 6] = [
        Preset::MarketData,
        Preset::PortfolioReader,
        Preset::Accounting,
        Preset::TradingBot,
        Preset::MarketMaker,
        Preset::Treasury,
    ];

    /// The stable machine-readable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Preset::MarketData => "market-data",
            Preset::PortfolioReader => "portfolio-reader",
            Preset::TradingBot => "trading-bot",
            Preset::MarketMaker => "market-maker",
            Preset::Accounting => "accounting",
            Preset::Treasury => "treasury",
        }
    }

    /// From the stable text.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Preset::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Preset::MarketData => "Market data only",
            Preset::PortfolioReader => "Portfolio reader",
            Preset::TradingBot => "Trading bot",
            Preset::MarketMaker => "Market maker",
            Preset::Accounting => "Accounting",
            Preset::Treasury => "Treasury",
        }
    }

    /// What it is for, in a few words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Preset::MarketData => {
                "Screens and models that need prices. A public key: it sees nothing of the account."
            }
            Preset::PortfolioReader => "Dashboards and trackers: balances, orders, ledger. Moves nothing.",
            Preset::TradingBot => "Places and cancels orders, and sees balances. Cannot withdraw.",
            Preset::MarketMaker => "A trading bot that also listens to the account live.",
            Preset::Accounting => "Tax and books: closed orders, ledger, exports. Moves nothing.",
            Preset::Treasury => "Deposits and withdraws to saved addresses. Cannot trade.",
        }
    }

    /// Public or private.
    #[must_use]
    pub const fn kind(self) -> KeyKind {
        match self {
            Preset::MarketData => KeyKind::Public,
            _ => KeyKind::Private,
        }
    }

    /// What it needs.
    #[must_use]
    pub const fn permissions(self) -> PermissionSet {
        use Permission as P;
        match self {
            Preset::MarketData => PermissionSet::NONE,
            Preset::PortfolioReader => {
                PermissionSet::of(&[P::QueryFunds, P::QueryOpenTrades, P::QueryClosedTrades, P::QueryLedger])
            }
            Preset::TradingBot => PermissionSet::of(&[
                P::QueryFunds,
                P::QueryOpenTrades,
                P::QueryClosedTrades,
                P::ModifyTrades,
                P::CloseTrades,
            ]),
            Preset::MarketMaker => PermissionSet::of(&[
                P::QueryFunds,
                P::QueryOpenTrades,
                P::QueryClosedTrades,
                P::ModifyTrades,
                P::CloseTrades,
                P::CreateWsToken,
            ]),
            Preset::Accounting => {
                PermissionSet::of(&[P::QueryFunds, P::QueryClosedTrades, P::QueryLedger, P::ExportData])
            }
            Preset::Treasury => {
                PermissionSet::of(&[P::QueryFunds, P::AddFunds, P::WithdrawFunds, P::QueryLedger])
            }
        }
    }
}
