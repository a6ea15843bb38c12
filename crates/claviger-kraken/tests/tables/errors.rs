//! The error table, as a snapshot: clients match these texts to the letter.

use claviger_core::reason::Reason;
use claviger_kraken::envelope::failure;
use claviger_kraken::error::KrakenError;
use claviger_venue::{ApplyError, Field, Overflow, VenueError};
use std::fmt::Write as _;

/// Every refusal of the paper exchange; that none is forgotten in the table itself, its `match` sees to.
fn refusals() -> Vec<VenueError> {
    use VenueError as E;
    let all = vec![
        E::NotOpened,
        E::AlreadyOpened,
        E::DeadlineElapsed,
        E::InvalidArgument(Field::Volume),
        E::InsufficientFunds,
        E::OrderMinimum,
        E::CostMinimum,
        E::TickSize,
        E::InvalidPrice,
        E::PostOnly,
        E::OrdersLimit,
        E::ScheduledLimit,
        E::RateLimit,
        E::UnknownOrder,
        E::InvalidOrder,
        E::InvalidAmount,
        E::UnknownWithdrawKey,
        E::UnconfirmedAddress,
        E::DuplicateWithdrawKey,
        E::WithdrawalAddressMismatch,
        E::MaxFeeExceeded,
        E::TooManyAddresses,
        E::TooManyDepositAddresses,
        E::UnknownReference,
        E::TooLateToCancel,
        E::EarnBelowMinimum,
        E::EarnInsufficientFunds,
        E::EarnAboveCap,
        E::UnknownExport,
        E::TooManyExports,
        E::ExportTooBig,
        E::Overflow(Overflow),
        E::Apply(ApplyError::Sequence),
    ];
    all
}

#[test]
fn the_table_is_as_checked_in() {
    let mut table = String::from("reason of the authority → text on the wire\n");
    for reason in Reason::ALL {
        writeln!(table, "  {:<26} {}", reason.code(), KrakenError::from(*reason)).unwrap();
    }
    table.push_str("\nrefusal of the paper exchange → text on the wire\n");
    for error in refusals() {
        writeln!(table, "  {:<42} {}", error.to_string(), KrakenError::from(error)).unwrap();
    }
    table.push_str("\nevery text\n");
    for error in KrakenError::ALL {
        writeln!(table, "  {error}").unwrap();
    }
    writeln!(table, "  {}", KrakenError::InvalidArgument("volume")).unwrap();
    insta::assert_snapshot!(table);
}

#[test]
fn no_text_needs_escaping() {
    for error in KrakenError::ALL.iter().copied().chain([KrakenError::InvalidArgument("close[price]")]) {
        let body: serde_json::Value = serde_json::from_slice(&failure(error)).unwrap();
        assert_eq!(body, serde_json::json!({ "error": [error.to_string()] }));
    }
}
