//! Every method the exchange documents (KRAKEN-WIRE.md §3): those served here, by name and with
//! the [`Action`] they are judged as, and those that answer *disabled*; and the few that are this server's own
//! ([`PrivateMethod::is_own`]).

mod disabled;
mod funding;

pub use disabled::DisabledMethod;
pub use funding::{Direction, FundingAct, FundingMethod, FundingRead};

use claviger_core::action::Action;

/// A documented method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Market data.
    Public(PublicMethod),
    /// The account.
    Private(PrivateMethod),
    /// Not offered here.
    Disabled(DisabledMethod),
}

impl Method {
    /// Finds the method of a path below `/0/`; for those below `/funding/` there is
    /// [`FundingMethod::find`]. The path is taken to the letter: no decoding, no folding of
    /// case, slashes or dots, so that what is routed is what was signed.
    #[must_use]
    pub fn find(path: &[u8]) -> Option<Self> {
        let path = std::str::from_utf8(path).ok()?;
        let served = if let Some(name) = path.strip_prefix("/0/private/") {
            PrivateMethod::from_name(name).map(Method::Private)
        } else if let Some(name) = path.strip_prefix("/0/public/") {
            PublicMethod::from_name(name).map(Method::Public)
        } else {
            None
        };
        served.or_else(|| DisabledMethod::find(path).map(Method::Disabled))
    }

    /// The name, for logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Method::Public(method) => method.name(),
            Method::Private(method) => method.name(),
            Method::Disabled(method) => method.name(),
        }
    }
}

macro_rules! methods {
    ($(#[$doc:meta])* $kind:ident { $($name:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $kind {
            $(#[doc = concat!("`", $text, "`")] $name,)*
        }

        impl $kind {
            /// All of them.
            pub const ALL: &'static [$kind] = &[$($kind::$name,)*];

            /// What stands behind the path's first two parts.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $($kind::$name => $text,)* }
            }

            /// From what stands there, to the letter.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some($kind::$name),)* _ => None }
            }
        }
    };
}
pub(crate) use methods;

methods! {
    /// Market data served here.
    PublicMethod {
        Time = "Time",
        SystemStatus = "SystemStatus",
        Assets = "Assets",
        AssetPairs = "AssetPairs",
        Ticker = "Ticker",
        Ohlc = "OHLC",
        Depth = "Depth",
        GroupedBook = "GroupedBook",
        Trades = "Trades",
        Spread = "Spread",
        PreTrade = "PreTrade",
        PostTrade = "PostTrade",
    }
}

methods! {
    /// Signed calls served here.
    PrivateMethod {
        GetApiKeyInfo = "GetApiKeyInfo",
        RevokeApiKey = "RevokeApiKey",
        Balance = "Balance",
        BalanceEx = "BalanceEx",
        TradeBalance = "TradeBalance",
        TradeVolume = "TradeVolume",
        OpenOrders = "OpenOrders",
        ClosedOrders = "ClosedOrders",
        QueryOrders = "QueryOrders",
        TradesHistory = "TradesHistory",
        QueryTrades = "QueryTrades",
        Ledgers = "Ledgers",
        QueryLedgers = "QueryLedgers",
        Level3 = "Level3",
        AddOrder = "AddOrder",
        AmendOrder = "AmendOrder",
        EditOrder = "EditOrder",
        CancelOrder = "CancelOrder",
        CancelAll = "CancelAll",
        CancelAllOrdersAfter = "CancelAllOrdersAfter",
        AddOrderBatch = "AddOrderBatch",
        CancelOrderBatch = "CancelOrderBatch",
        OrderAmends = "OrderAmends",
        OpenPositions = "OpenPositions",
        DepositMethods = "DepositMethods",
        DepositAddresses = "DepositAddresses",
        DepositStatus = "DepositStatus",
        WithdrawMethods = "WithdrawMethods",
        WithdrawAddresses = "WithdrawAddresses",
        WithdrawInfo = "WithdrawInfo",
        Withdraw = "Withdraw",
        WithdrawStatus = "WithdrawStatus",
        WithdrawCancel = "WithdrawCancel",
        EarnAllocate = "Earn/Allocate",
        EarnDeallocate = "Earn/Deallocate",
        EarnAllocateStatus = "Earn/AllocateStatus",
        EarnDeallocateStatus = "Earn/DeallocateStatus",
        EarnStrategies = "Earn/Strategies",
        EarnAllocations = "Earn/Allocations",
        AddExport = "AddExport",
        ExportStatus = "ExportStatus",
        RetrieveExport = "RetrieveExport",
        RemoveExport = "RemoveExport",
        WhoAmI = "WhoAmI",
    }
}

macro_rules! actions {
    ($($name:ident)*) => {
        impl PrivateMethod {
            /// What a call of this method is judged as.
            #[must_use]
            pub const fn action(self) -> Action {
                match self { $(PrivateMethod::$name => Action::$name,)* }
            }
        }
    };
}

actions! {
    GetApiKeyInfo RevokeApiKey Balance BalanceEx TradeBalance TradeVolume OpenOrders ClosedOrders QueryOrders
    TradesHistory QueryTrades Ledgers QueryLedgers Level3 AddOrder AmendOrder EditOrder CancelOrder CancelAll
    CancelAllOrdersAfter AddOrderBatch CancelOrderBatch OrderAmends OpenPositions
    DepositMethods DepositAddresses DepositStatus WithdrawMethods WithdrawAddresses WithdrawInfo
    Withdraw WithdrawStatus WithdrawCancel
    EarnAllocate EarnDeallocate EarnAllocateStatus EarnDeallocateStatus EarnStrategies EarnAllocations
    AddExport ExportStatus RetrieveExport RemoveExport
    WhoAmI
}

impl PrivateMethod {
    /// Whether it is this server's own: the exchange documents no such method.
    #[must_use]
    pub const fn is_own(self) -> bool {
        matches!(self, PrivateMethod::RevokeApiKey | PrivateMethod::WhoAmI)
    }
}
