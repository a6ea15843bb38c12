//! The one table of error texts (DESIGN.md §3, "What the wire says"; KRAKEN-WIRE.md §1.9).
//!
//! Clients match these to the letter, so a reason is never appended to one.

mod reason;
mod venue;

use std::fmt;

macro_rules! errors {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// An error as the exchange words it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum KrakenError {
            $($(#[$doc])* $name,)*
            /// A parameter, by name, is missing, malformed, repeated or not offered.
            InvalidArgument(&'static str),
        }

        impl KrakenError {
            /// All that carry no parameter's name.
            pub const ALL: &'static [KrakenError] = &[$(KrakenError::$name,)*];

            /// The text, and the name of the parameter that follows it after a colon.
            #[must_use]
            pub const fn parts(self) -> (&'static str, Option<&'static str>) {
                match self {
                    $(KrakenError::$name => ($text, None),)*
                    KrakenError::InvalidArgument(name) => (KrakenError::InvalidArguments.parts().0, Some(name)),
                }
            }
        }
    };
}

errors! {
    /// The key is unknown, dead, or used from elsewhere.
    InvalidKey = "EAPI:Invalid key",
    /// The signature or the second factor is wrong.
    InvalidSignature = "EAPI:Invalid signature",
    /// The nonce was used or is too low.
    InvalidNonce = "EAPI:Invalid nonce",
    /// The rate counter of the key is full.
    RateLimit = "EAPI:Rate limit exceeded",
    /// The method is not offered here.
    FeatureDisabled = "EAPI:Feature disabled",
    /// The key may not do this.
    PermissionDenied = "EGeneral:Permission denied",
    /// The request as a whole is malformed, or asks for dates the key may not see.
    InvalidArguments = "EGeneral:Invalid arguments",
    /// Too many failures.
    TemporaryLockout = "EGeneral:Temporary lockout",
    /// There is no such method.
    UnknownMethod = "EGeneral:Unknown method",
    /// As many things are asked for already as may be at once.
    TooManyRequests = "EGeneral:Too many requests",
    /// What became of the call is unknown.
    Internal = "EGeneral:Internal error",
    /// Nothing was done.
    Unavailable = "EService:Unavailable",
    /// What is asked for is not ready, or too much of it is asked for at once; to be asked again.
    Busy = "EService:Busy",
    /// The deadline the call set itself has passed.
    DeadlineElapsed = "EService:Deadline elapsed",
    /// A query names an asset there is not.
    UnknownAsset = "EQuery:Unknown asset",
    /// A query or an order names a market there is not.
    UnknownAssetPair = "EQuery:Unknown asset pair",
    /// A report would be too large.
    ExportTooBig = "EExport:Exported size too big",
    /// The account cannot pay.
    InsufficientFunds = "EOrder:Insufficient funds",
    /// The volume is too small.
    OrderMinimum = "EOrder:Order minimum not met",
    /// The cost is too small.
    CostMinimum = "EOrder:Cost minimum not met",
    /// The price is no multiple of the tick size.
    TickSize = "EOrder:Tick size check failed",
    /// The price is missing or out of range.
    InvalidPrice = "EOrder:Invalid price",
    /// A post-only order would have taken.
    PostOnly = "EOrder:Post only order",
    /// Too many open orders.
    OrdersLimit = "EOrder:Orders limit exceeded",
    /// Too many orders wait for their start.
    ScheduledLimit = "EOrder:Scheduled orders limit exceeded",
    /// No such position.
    UnknownPosition = "EOrder:Unknown position",
    /// Too much trading activity.
    OrderRateLimit = "EOrder:Rate limit exceeded",
    /// No such order.
    UnknownOrder = "EOrder:Unknown order",
    /// The order cannot be changed like this.
    InvalidOrder = "EOrder:Invalid order",
    /// A funding call names an asset there is not.
    UnknownFundingAsset = "EFunding:Unknown asset",
    /// The asset is not moved that way.
    NoFundingMethod = "EFunding:No funding method",
    /// The amount is out of range or above what is there.
    InvalidAmount = "EFunding:Invalid amount",
    /// No address is saved under this name.
    UnknownWithdrawKey = "EFunding:Unknown withdraw key",
    /// The address saved under this name waits for a member; the reason says so.
    UnconfirmedWithdrawKey = "EFunding:Unknown withdraw key",
    /// The name is taken.
    DuplicateWithdrawKey = "EFunding:Duplicate withdraw key",
    /// The address is not the one saved under the name.
    InvalidWithdrawalAddress = "EFunding:Invalid withdrawal address",
    /// The fee is above the greatest allowed.
    MaxFeeExceeded = "EFunding:Max fee exceeded",
    /// The list of addresses is full.
    TooManyAddresses = "EFunding:Too many addresses",
    /// The list of deposit addresses is full.
    TooManyDepositAddresses = "EFunding:TooManyDepositAddresses",
    /// No such deposit or withdrawal.
    UnknownReference = "EFunding:Unknown reference id",
    /// The withdrawal can no longer be changed.
    InvalidReference = "EFunding:Invalid reference id",
    /// No such strategy.
    UnknownStrategy = "EGeneral:Invalid arguments:Invalid strategy ID",
    /// What is allocated or deallocated is worth too little.
    EarnBelowMinimum = "EEarnings:Below min:(De)allocation operation amount less than minimum",
    /// Less is there to allocate or deallocate.
    EarnInsufficientFunds = "EEarnings:Insufficient funds:Insufficient funds to complete the (de)allocation request",
    /// More would be allocated than an account may.
    EarnAboveCap = "EEarnings:Above max:The allocation exceeds user limit for the strategy",
}

impl fmt::Display for KrakenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (text, None) => f.write_str(text),
            (text, Some(field)) => write!(f, "{text}:{field}"),
        }
    }
}

impl std::error::Error for KrakenError {}
