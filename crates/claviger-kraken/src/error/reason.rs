//! From the authority's reasons to the exchange's texts.

use super::KrakenError;
use claviger_core::reason::Reason;

impl From<Reason> for KrakenError {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::UnknownKey
            | Reason::Revoked
            | Reason::Expired
            | Reason::NotYetValid
            | Reason::SourceNotAllowed => KrakenError::InvalidKey,
            Reason::BadSignature
            | Reason::SecondFactorMissing
            | Reason::SecondFactorWrong
            | Reason::SecondFactorReused
            | Reason::SecondFactorUnexpected => KrakenError::InvalidSignature,
            Reason::InvalidNonce => KrakenError::InvalidNonce,
            Reason::PermissionMissing
            | Reason::ReadOnly
            | Reason::CancelOnly
            | Reason::Frozen
            | Reason::Restored => KrakenError::PermissionDenied,
            Reason::QueryOutsideRange | Reason::InvalidArguments => KrakenError::InvalidArguments,
            Reason::AddressUnconfirmed => KrakenError::UnconfirmedWithdrawKey,
            Reason::RateLimited => KrakenError::RateLimit,
            Reason::LockedOut => KrakenError::TemporaryLockout,
            Reason::NotDone | Reason::Abandoned | Reason::NotExecuted => KrakenError::Unavailable,
            // The first three are of no call: to meet them here is a defect, and what became of the
            // call is then as unknown as in the others.
            Reason::None
            | Reason::Retention
            | Reason::PasswordWrong
            | Reason::FactorNotGiven
            | Reason::OutcomeUnknown
            | Reason::UpstreamRefused => KrakenError::Internal,
        }
    }
}
