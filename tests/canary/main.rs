//! P7: no secret in clear. Secrets are pushed through every management route, channels for notices, every method of the exchange's wire and
//! the command line, well and badly, at log level *trace*; then everything that came out is searched for them: answers,
//! logs, metrics, the OpenAPI document, history and audit, the files of the database, process arguments.
//!
//! The one answer that shows a secret when it is made is not searched, and neither is an answer about an entry of an
//! allowlist, which repeats that entry on purpose (`claviger-server`'s `problem`); the master key may stand in its own
//! file. The tooth searches the first kind, too, and must find every secret there.
//!
//! `./test crash` runs this, or `cargo test -p claviger-tests --test canary` after `cargo build --release`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod cli;
mod manage;
mod notices;
mod outputs;
mod vault;
mod wire;

use claviger_tests::cases::{self, Case, Verdict};
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Options, Server};
use std::process::ExitCode;
use std::time::Duration;
use vault::Vault;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let cases = vec![
        Case::new("server_text_trace", || searched("text")),
        Case::new("server_json_trace", || searched("json")),
        Case::new("command_line", cli::searched),
        Case::new("tooth_shown_once", tooth),
    ];
    cases::run(cases, &wanted)
}

fn options(scratch: &Scratch, format: &str) -> Options {
    Options::new(&scratch.join("data")).set("log.level=trace").set(&format!("log.format={format}"))
}

/// Everything the server says and writes, after everything was asked of it.
fn searched(format: &str) -> Verdict {
    let scratch = Scratch::new("canary");
    let vault = run(&options(&scratch, format));
    let leaks = vault.search();
    let shown: Vec<_> = leaks.iter().take(20).map(ToString::to_string).collect();
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), shown.join("\n"));
    Verdict::Passed(vault.to_string())
}

fn run(options: &Options) -> Vault {
    let mut vault = Vault::default();
    let (options, sinks) = notices::open(&mut vault, options);
    let options = &options;
    let server = Server::start(options);
    let token = server.token();
    vault.secret("the first token", &token);
    outputs::master_key(&mut vault, &options.data, "the master key");
    let keys = manage::everything(&mut vault, &server, &token);
    notices::everything(&mut vault, &server, &token, &sinks);
    wire::everything(&mut vault, &server, &keys);
    manage::secrets_in_wrong_places(&mut vault, &server, &token);
    wire::secrets_in_wrong_places(&mut vault, &server, &keys);
    wire::ends(&mut vault, &server, &keys);
    manage::read_back(&mut vault, &server, &token);
    outputs::master_key(&mut vault, &options.data, "the rotated master key");
    outputs::process(&mut vault, server.pid());
    outputs::files(&mut vault, &options.data, "while serving");
    // Twice at once: what a killed process leaves, and what one leaves that ended in order.
    server.kill();
    outputs::files(&mut vault, &options.data, "after a kill");
    let status = Server::start(options).stop(Duration::from_secs(10));
    assert!(status.success());
    outputs::files(&mut vault, &options.data, "after an orderly end");
    outputs::log(&mut vault, &options.output, &token);
    vault
}

/// The search itself: in the answers that show secrets once, each of those secrets is found.
fn tooth() -> Verdict {
    let scratch = Scratch::new("canary-tooth");
    let vault = run(&options(&scratch, "text"));
    let (found, shown) = vault.found_where_shown();
    assert!(shown.len() > 5, "hardly anything was shown: {shown:?}");
    let missed: Vec<_> = shown.iter().filter(|name| !found.contains(*name)).collect();
    assert!(missed.is_empty(), "shown, and not found: {missed:?}");
    Verdict::Passed(format!("{} secrets found in the answers that show them", found.len()))
}
