//! Progress on stderr, figures on stdout: a line each, or one JSON object.

use serde_json::{Map, Value, json};
use std::io::IsTerminal as _;

/// Collects figures.
pub(super) struct Report {
    json: bool,
    figures: Map<String, Value>,
}

impl Report {
    pub(super) fn new(json: bool) -> Self {
        Report { json, figures: Map::new() }
    }

    /// Says what is being done.
    #[allow(clippy::print_stderr, reason = "progress of a command")]
    pub(super) fn say(&self, what: &str) {
        eprintln!("{what}");
    }

    /// Shows progress on one line, on a terminal only.
    #[allow(clippy::print_stderr, reason = "progress of a command")]
    pub(super) fn tick(&self, what: &str, done: usize, of: usize) {
        if std::io::stderr().is_terminal() {
            eprint!("\r{what}: {done} of {of}\x1b[K");
            if done >= of {
                eprintln!();
            }
        }
    }

    /// A figure under its name, with what it means.
    #[allow(clippy::print_stdout, reason = "the result of a command")]
    pub(super) fn figure(&mut self, name: &str, value: f64, meaning: &str) {
        let rounded = if value.abs() >= 100.0 { value.round() } else { (value * 1000.0).round() / 1000.0 };
        self.figures.insert(name.to_owned(), json!(rounded));
        if !self.json {
            println!("{name:<32} {rounded:>12}   {meaning}");
        }
    }

    #[allow(clippy::print_stdout, reason = "the result of a command")]
    pub(super) fn finish(self) {
        if self.json {
            println!("{}", Value::Object(self.figures));
        }
    }
}
