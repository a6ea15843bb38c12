//! One entry function per parser: bytes in, nothing out, and no panic whatever the bytes.
//!
//! The suite `fuzz` runs them over the committed corpora and seeded mutations of them; the targets of `cargo fuzz` run
//! the same functions for as long as they are let. Where a parser has an inverse, the entry also checks that what was
//! accepted comes back: a parser that accepts two texts for one value is a finding, too.

mod audit;
mod config;
mod core;
mod kraken;
mod manage;
mod order;
mod passkey;
mod people;
mod seal;
mod source;
mod venue;

/// One parser.
#[derive(Clone, Copy)]
pub struct Parser {
    /// The name: of its corpus folder and of its target.
    pub name: &'static str,
    /// Takes any bytes.
    pub entry: fn(&[u8]),
    /// How many mutations a short run tries.
    pub short: u64,
}

const fn parser(name: &'static str, entry: fn(&[u8])) -> Parser {
    Parser { name, entry, short: 40_000 }
}

/// All parsers.
pub const ALL: &[Parser] = &[
    parser("kraken_form", kraken::form),
    parser("kraken_json", kraken::json),
    parser("kraken_nonce", kraken::nonce),
    parser("kraken_request", kraken::request),
    // An order that is accepted is placed, and followed for a day.
    Parser { short: 15_000, ..parser("kraken_order", order::order) },
    parser("kraken_funding", kraken::funding),
    parser("credential", core::credential),
    parser("id", core::id),
    parser("allowlist", core::allowlist),
    parser("names", core::names),
    parser("people", people::people),
    parser("passkey", passkey::passkey),
    parser("otp", core::otp),
    parser("audit_decode", audit::decode),
    parser("audit_unpack", audit::unpack),
    parser("witness", audit::witness),
    parser("sealed", seal::sealed),
    parser("wrapped_key", seal::wrapped_key),
    parser("master_key", seal::master_key),
    // Deriving a key from a passphrase is slow on purpose.
    Parser { short: 500, ..parser("passphrase", seal::passphrase) },
    parser("recipient", seal::recipient),
    parser("source", source::source),
    parser("config", config::config),
    parser("venue_journal", venue::journal),
    Parser { short: 15_000, ..parser("manage", manage::manage) },
    // A snapshot is large; most of the time goes into reading it.
    Parser { short: 10_000, ..parser("venue_snapshot", venue::snapshot) },
];

/// The parser of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Parser> {
    ALL.iter().find(|parser| parser.name == name)
}

/// Runs the parser of this name: for the targets of `cargo fuzz`.
///
/// # Panics
/// If there is no such parser, and whenever it does.
pub fn run(name: &str, bytes: &[u8]) {
    let parser = find(name).unwrap_or_else(|| panic!("no parser is called {name}"));
    (parser.entry)(bytes);
}

/// Bytes as text; most parsers of text take nothing else.
fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}
