//! Everything that can be wrong on the host, looked at without changing any of it: what was found,
//! why it matters, what to do. Works beside a running server.

mod disk;
mod files;
mod selftest;
mod store;
mod tls;
mod witness;

use crate::config::{Config, ConfigErrors, Loaded};
use claviger_core::time::Timestamp;
use serde_json::{Value, json};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// As it should be.
    Good,
    /// It works, and should be changed.
    Warning,
    /// It does not work, or secrets or data are in danger.
    Bad,
}

impl Grade {
    /// The stable text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Grade::Good => "good",
            Grade::Warning => "warning",
            Grade::Bad => "bad",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The stable name of what was looked at.
    pub check: &'static str,
    /// How bad it is.
    pub grade: Grade,
    /// What was found.
    pub what: String,
    /// Why it matters; empty if it is good.
    pub why: &'static str,
    /// What to do; empty if it is good.
    pub remedy: String,
}

impl Finding {
    fn good(check: &'static str, what: impl Into<String>) -> Self {
        Finding { check, grade: Grade::Good, what: what.into(), why: "", remedy: String::new() }
    }

    fn warning(
        check: &'static str,
        what: impl Into<String>,
        why: &'static str,
        remedy: impl Into<String>,
    ) -> Self {
        Finding { check, grade: Grade::Warning, what: what.into(), why, remedy: remedy.into() }
    }

    fn bad(
        check: &'static str,
        what: impl Into<String>,
        why: &'static str,
        remedy: impl Into<String>,
    ) -> Self {
        Finding { grade: Grade::Bad, ..Finding::warning(check, what, why, remedy) }
    }

    /// For programs.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "check": self.check,
            "grade": self.grade.name(),
            "what": self.what,
            "why": self.why,
            "remedy": self.remedy,
        })
    }
}

/// Looks at everything. `loaded` is what loading the settings gave; without them only what needs
/// none is looked at.
#[must_use]
pub fn doctor(loaded: &Result<Loaded, ConfigErrors>, now: Timestamp) -> Vec<Finding> {
    let mut found = vec![selftest::signature(), selftest::clock(now)];
    match loaded {
        Ok(loaded) => {
            found.push(Finding::good("settings", "the settings are good"));
            look(&loaded.config, now, &mut found);
        }
        Err(errors) => found.push(Finding::bad(
            "settings",
            errors.to_string(),
            "the server does not start with these settings, and where its data is cannot be told",
            "correct what is named; `claviger config example` explains every setting",
        )),
    }
    found
}

fn look(config: &Config, now: Timestamp, found: &mut Vec<Finding>) {
    let dir = &config.server.data_dir;
    tls::look(config, now, found);
    if !files::directory(dir, found) {
        return;
    }
    files::modes(dir, found);
    files::leftovers(dir, found);
    let held = files::served(dir, found);
    if !held {
        files::address(config, found);
    }
    disk::room(config, found);
    store::look(config, now, found);
    witness::look(config, found);
    found.push(selftest::commit(dir, now));
}
