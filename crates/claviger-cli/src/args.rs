//! The command line: one variant per command, whose own file has its options.

use clap::{Parser, Subcommand};

const AFTER: &str = "\
Exit status: 0 done · 1 refused or failed · 2 usage · 3 cannot connect · 4 not authorised · 5 not found or in conflict

Environment:
  CLAVIGER_URL         URL of the server (--url)
  CLAVIGER_CA          certificates that may have signed that of an https:// server (--ca)
  CLAVIGER_TOKEN       administration token
  CLAVIGER_TOKEN_FILE  file that holds it (--token-file)
  CLAVIGER_LOGIN       profile that holds URL and token (--login)
  CLAVIGER_PASSPHRASE  passphrase of a profile, where there is no terminal to ask at
  NO_COLOR             no colours

Start with:
  claviger demo                     the whole of it in a minute, on data that is thrown away
  claviger serve                    the server; its first start shows the first administration token
  claviger keys create --help       how a key is made";

/// An authority for the API keys of trading systems: issues keys, checks every call, takes keys back at once.
#[derive(Debug, Parser)]
#[command(name = "claviger", version, after_help = AFTER, propagate_version = false, max_term_width = 110)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server
    Serve(crate::serve::Args),
    /// Show on a temporary server what all this does, step by step
    Demo(crate::demo::Args),
    /// Measure this server on this machine, beside yardsticks of the same run
    Bench(crate::bench::Bench),
    /// Copy the database as it is at this instant, while the server runs or not
    Backup(crate::backup::Args),
    /// Make a data directory from a backup, after verifying all of it
    Restore(crate::restore::Args),
    /// Look for everything that can be wrong on this host, and say the remedy
    Doctor(crate::doctor::Args),
    /// Recover lost access or a clock that ran away, on the host itself
    #[command(subcommand)]
    Recover(crate::recover::Verb),
    /// Check, show or begin a configuration file
    #[command(subcommand)]
    Config(crate::config::Verb),
    /// Create, list, change and revoke API keys
    #[command(subcommand)]
    Keys(crate::keys::Verb),
    /// Stop all keys at once, or all that somebody holds: the kill switch
    Stop(crate::stop::Args),
    /// Revoke one key with the key itself, without an account: for whoever found it
    Kill(crate::kill::Args),
    /// After a leak: stop a key, see what it did and from where, replace it, keep a report
    Incident(Box<crate::incident::Args>),
    /// List the keys that are to be reviewed, and set how often
    #[command(subcommand)]
    Reviews(crate::reviews::Verb),
    /// Show every call of every key of the account
    History(crate::history::Args),
    /// Show every act on keys, tokens and settings
    Audit(crate::audit::Args),
    /// Create, list, rotate and revoke administration tokens
    #[command(subcommand)]
    Tokens(crate::tokens::Verb),
    /// List, change and remove the people of the account
    #[command(subcommand)]
    Members(crate::members::Verb),
    /// Create, list and take back links that let somebody in
    #[command(subcommand)]
    Invitations(crate::invitations::Verb),
    /// End sessions of members
    #[command(subcommand)]
    Sessions(crate::sessions::Verb),
    /// Open and list accounts
    #[command(subcommand)]
    Accounts(crate::accounts::Verb),
    /// Deposit play money, trade by hand and save withdrawal addresses at the paper exchange
    #[command(subcommand)]
    Paper(crate::paper::Verb),
    /// Show prices of the paper exchange, with their change in 24 hours, once or as a live table
    Ticker(crate::ticker::Args),
    /// Create, list and remove price alerts, and show what they fired
    #[command(subcommand)]
    Alerts(crate::alerts::Verb),
    /// Make, change, test and remove channels: where notices go
    #[command(subcommand)]
    Channels(crate::channels::Verb),
    /// Show what was sent to channels, every attempt of it, and send it again
    #[command(subcommand)]
    Deliveries(crate::deliveries::Verb),
    /// Show the inbox, and set what is told of what
    #[command(subcommand)]
    Notices(crate::notices::Verb),
    /// Rotate the key that seals all secrets
    #[command(subcommand)]
    MasterKey(crate::master_key::Verb),
    /// List the permissions a key can have, with what a thief could do with each
    Permissions(crate::permissions::Args),
    /// List the reasons for which calls are refused
    Reasons(crate::reasons::Args),
    /// Keep keys and tokens on this machine, encrypted
    #[command(subcommand)]
    Profile(crate::profile::Verb),
    /// Sign one call with a key from a profile, send it, print the result
    Call(crate::call::Args),
    /// Show where the key of a profile stands, and whether a call would be allowed now
    Whoami(crate::whoami::Args),
    /// Print a completion script for a shell
    Completions(crate::completions::Args),
    /// Make a certificate to try TLS with
    DevCert(crate::dev_cert::Args),
    /// Write the manual pages
    Man(crate::man::Args),
}

#[cfg(test)]
mod tests;
