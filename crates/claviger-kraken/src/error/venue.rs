//! From the paper exchange's refusals to the exchange's texts.

use super::KrakenError;
use claviger_venue::VenueError;

impl From<VenueError> for KrakenError {
    fn from(error: VenueError) -> Self {
        match error {
            VenueError::NotOpened
            | VenueError::AlreadyOpened
            | VenueError::Alert(_)
            | VenueError::Apply(_) => KrakenError::Internal,
            VenueError::DeadlineElapsed => KrakenError::DeadlineElapsed,
            VenueError::InvalidArgument(field) => KrakenError::InvalidArgument(field.as_str()),
            VenueError::InsufficientFunds => KrakenError::InsufficientFunds,
            VenueError::OrderMinimum => KrakenError::OrderMinimum,
            VenueError::CostMinimum => KrakenError::CostMinimum,
            VenueError::TickSize => KrakenError::TickSize,
            VenueError::InvalidPrice => KrakenError::InvalidPrice,
            VenueError::PostOnly => KrakenError::PostOnly,
            VenueError::OrdersLimit => KrakenError::OrdersLimit,
            VenueError::ScheduledLimit => KrakenError::ScheduledLimit,
            VenueError::RateLimit => KrakenError::OrderRateLimit,
            VenueError::UnknownOrder => KrakenError::UnknownOrder,
            VenueError::InvalidOrder => KrakenError::InvalidOrder,
            VenueError::InvalidAmount => KrakenError::InvalidAmount,
            VenueError::UnknownWithdrawKey => KrakenError::UnknownWithdrawKey,
            VenueError::UnconfirmedAddress => KrakenError::UnconfirmedWithdrawKey,
            VenueError::DuplicateWithdrawKey => KrakenError::DuplicateWithdrawKey,
            VenueError::WithdrawalAddressMismatch => KrakenError::InvalidWithdrawalAddress,
            VenueError::MaxFeeExceeded => KrakenError::MaxFeeExceeded,
            VenueError::TooManyAddresses => KrakenError::TooManyAddresses,
            VenueError::TooManyDepositAddresses => KrakenError::TooManyDepositAddresses,
            VenueError::UnknownReference => KrakenError::UnknownReference,
            VenueError::TooLateToCancel => KrakenError::InvalidReference,
            VenueError::EarnBelowMinimum => KrakenError::EarnBelowMinimum,
            VenueError::EarnInsufficientFunds => KrakenError::EarnInsufficientFunds,
            VenueError::EarnAboveCap => KrakenError::EarnAboveCap,
            VenueError::UnknownExport => KrakenError::InvalidArgument("id"),
            VenueError::TooManyExports => KrakenError::TooManyRequests,
            VenueError::ExportTooBig => KrakenError::ExportTooBig,
            VenueError::Overflow(_) => KrakenError::InvalidArguments,
        }
    }
}
