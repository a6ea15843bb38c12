//! `claviger paper`: what an exchange's own staff would do, and trading by hand, at the paper exchange.

mod address;
mod balances;
mod cancel;
mod deposit;
mod fills;
mod order;
mod orders;
mod settings;
mod withdrawals;

use crate::failure::Failure;
use crate::output::Out;
use clap::Subcommand;

/// Verbs on the paper exchange.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Deposit play money
    Deposit(deposit::Args),
    /// Save, list, confirm and remove withdrawal addresses
    #[command(subcommand, visible_alias = "addresses")]
    Address(address::Verb),
    /// Show or change the settings of the paper account
    Settings(settings::Args),
    /// Show what the account has, and what it is worth
    Balances(balances::Args),
    /// List the open orders
    Orders(orders::Args),
    /// Place an order by hand
    Order(order::Args),
    /// Cancel an open order, or all of them
    Cancel(cancel::Args),
    /// List what was traded
    Fills(fills::Args),
    /// List what keys withdrew, and how far it is
    Withdrawals(withdrawals::Args),
}

pub(crate) fn run(verb: &Verb, out: &mut Out) -> Result<(), Failure> {
    match verb {
        Verb::Deposit(args) => deposit::run(args, out),
        Verb::Address(verb) => address::run(verb, out),
        Verb::Settings(args) => settings::run(args, out),
        Verb::Balances(args) => balances::run(args, out),
        Verb::Orders(args) => orders::run(args, out),
        Verb::Order(args) => order::run(args, out),
        Verb::Cancel(args) => cancel::run(args, out),
        Verb::Fills(args) => fills::run(args, out),
        Verb::Withdrawals(args) => withdrawals::run(args, out),
    }
}
