//! Why the venue refuses.

use crate::{alert::AlertError, apply::ApplyError, money::Overflow};

/// Why a command was refused. The second sentence of each variant is the text Kraken answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VenueError {
    /// The account has never been opened. `EGeneral:Internal error`
    #[error("account is not open")]
    NotOpened,
    /// The account is already open. `EGeneral:Internal error`
    #[error("account is already open")]
    AlreadyOpened,
    /// The command came after its deadline. `EService:Deadline elapsed`
    #[error("deadline elapsed")]
    DeadlineElapsed,
    /// A parameter is missing, malformed or not offered. `EGeneral:Invalid arguments:<field>`
    #[error("invalid argument {}", .0.as_str())]
    InvalidArgument(Field),
    /// The account cannot pay for the order. `EOrder:Insufficient funds`
    #[error("insufficient funds")]
    InsufficientFunds,
    /// The volume is below the market's minimum. `EOrder:Order minimum not met`
    #[error("order minimum not met")]
    OrderMinimum,
    /// The cost is below the market's minimum. `EOrder:Cost minimum not met`
    #[error("cost minimum not met")]
    CostMinimum,
    /// The price is not a multiple of the tick size. `EOrder:Tick size check failed`
    #[error("price is not a multiple of the tick size")]
    TickSize,
    /// The price is missing, not positive or out of range. `EOrder:Invalid price`
    #[error("invalid price")]
    InvalidPrice,
    /// A post-only order would have taken. `EOrder:Post only order`
    #[error("post-only order would take")]
    PostOnly,
    /// Too many orders of the account wait for their start. `EOrder:Scheduled orders limit exceeded`
    #[error("scheduled orders limit exceeded")]
    ScheduledLimit,
    /// Too many open orders in the market. `EOrder:Orders limit exceeded`
    #[error("open orders limit exceeded")]
    OrdersLimit,
    /// The trading rate counter of the market is full. `EOrder:Rate limit exceeded`
    #[error("trading rate limit exceeded")]
    RateLimit,
    /// No open order of the account answers to this name. `EOrder:Unknown order`
    #[error("unknown order")]
    UnknownOrder,
    /// The order cannot be changed like this. `EOrder:Invalid order`
    #[error("invalid order")]
    InvalidOrder,
    /// An amount is not positive, has too many decimals, is below the minimum or above what is available.
    /// `EFunding:Invalid amount`
    #[error("invalid amount")]
    InvalidAmount,
    /// No verified withdrawal address of this asset has this name. `EFunding:Unknown withdraw key`
    #[error("unknown withdrawal address name")]
    UnknownWithdrawKey,
    /// The address of this name has not been confirmed by a member. `EFunding:Unknown withdraw key`
    #[error("withdrawal address is not confirmed")]
    UnconfirmedAddress,
    /// Another address that takes the same asset has this name already. `EFunding:Duplicate withdraw key`
    #[error("a withdrawal address of this name is already saved")]
    DuplicateWithdrawKey,
    /// The address given is not the one saved under the name. `EFunding:Invalid withdrawal address`
    #[error("withdrawal address does not match its name")]
    WithdrawalAddressMismatch,
    /// The fee is above the greatest fee allowed. `EFunding:Max fee exceeded`
    #[error("maximum fee exceeded")]
    MaxFeeExceeded,
    /// The address book or the list of deposit addresses is full. `EFunding:Too many addresses`
    #[error("too many addresses")]
    TooManyAddresses,
    /// The list of deposit addresses is full, said to whoever claims one. `EFunding:TooManyDepositAddresses`
    #[error("too many deposit addresses")]
    TooManyDepositAddresses,
    /// No withdrawal of the account and asset has this reference. `EFunding:Unknown reference id`
    #[error("unknown reference")]
    UnknownReference,
    /// The withdrawal has been sent or is already over. `EFunding:Invalid reference id`
    #[error("withdrawal can no longer be cancelled")]
    TooLateToCancel,
    /// What is allocated or deallocated is worth too little.
    /// `EEarnings:Below min:(De)allocation operation amount less than minimum`
    #[error("amount below the strategy's minimum")]
    EarnBelowMinimum,
    /// Less is available to allocate, or allocated.
    /// `EEarnings:Insufficient funds:Insufficient funds to complete the (de)allocation request`
    #[error("insufficient funds for the strategy")]
    EarnInsufficientFunds,
    /// More would be allocated than an account may.
    /// `EEarnings:Above max:The allocation exceeds user limit for the strategy`
    #[error("allocation above the strategy's cap")]
    EarnAboveCap,
    /// An alert is refused, which no call asks for. `EGeneral:Internal error`
    #[error(transparent)]
    Alert(#[from] AlertError),
    /// No report of the account has this id. `EGeneral:Invalid arguments:id`
    #[error("unknown report")]
    UnknownExport,
    /// The account has as many reports as it may. `EGeneral:Too many requests`
    #[error("too many reports")]
    TooManyExports,
    /// The report would have too many rows. `EExport:Exported size too big`
    #[error("report is too big")]
    ExportTooBig,
    /// A number left the range of decimals. `EGeneral:Invalid arguments`
    #[error(transparent)]
    Overflow(#[from] Overflow),
    /// The venue's own event did not apply: a defect. `EGeneral:Internal error`
    #[error(transparent)]
    Apply(#[from] ApplyError),
}

/// A parameter by Kraken's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `volume`
    Volume,
    /// `price`
    Price,
    /// `price2`
    Price2,
    /// `displayvol`
    DisplayVol,
    /// `display_qty`
    DisplayQty,
    /// `limit_price`
    LimitPrice,
    /// `trigger_price`
    TriggerPrice,
    /// `starttm`
    StartTm,
    /// `expiretm`
    ExpireTm,
    /// `close[ordertype]`
    CloseOrderType,
    /// `timeinforce`
    TimeInForce,
    /// `oflags`
    Oflags,
    /// `viqc`
    Viqc,
    /// `cl_ord_id`
    ClOrdId,
    /// `key`
    Key,
    /// `address`
    Address,
    /// `description`
    Description,
    /// `timeout`
    Timeout,
    /// `orders`
    Orders,
    /// `amount`
    Amount,
    /// `type`
    Type,
}

impl Field {
    /// Kraken's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::Price => "price",
            Self::Price2 => "price2",
            Self::DisplayVol => "displayvol",
            Self::DisplayQty => "display_qty",
            Self::LimitPrice => "limit_price",
            Self::TriggerPrice => "trigger_price",
            Self::StartTm => "starttm",
            Self::ExpireTm => "expiretm",
            Self::CloseOrderType => "close[ordertype]",
            Self::TimeInForce => "timeinforce",
            Self::Oflags => "oflags",
            Self::Viqc => "viqc",
            Self::ClOrdId => "cl_ord_id",
            Self::Key => "key",
            Self::Address => "address",
            Self::Description => "description",
            Self::Timeout => "timeout",
            Self::Orders => "orders",
            Self::Amount => "amount",
            Self::Type => "type",
        }
    }
}
