//! Loading: default, file, environment, flags, in this order, each overriding what came before.

use super::error::{ConfigError, ConfigErrors};
use super::given::Given;
use super::setting::Setting;
use super::types::Config;
use super::{check, environment, file, flags, settings};
use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

/// Where values may come from. Nothing else is looked at.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The file; it must be there if it is named.
    pub file: Option<PathBuf>,
    /// The environment, as `std::env::vars_os` gives it.
    pub environment: Vec<(OsString, OsString)>,
    /// Variables called `CLAVIGER_…` that are the program's own and no settings. Any other that is
    /// no setting either is an error.
    pub not_settings: &'static [&'static str],
    /// Flags as typed: `section.key=value`.
    pub flags: Vec<String>,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody gave one.
    Default,
    /// The file.
    File {
        /// Its path.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The environment.
    Variable(String),
    /// A flag.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File { path, line } => write!(f, "{}:{line}", path.display()),
            Origin::Variable(name) => f.write_str(name),
            Origin::Flag(name) => write!(f, "flag {name}"),
        }
    }
}

/// A configuration that holds, with the origin of every value.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The configuration.
    pub config: Config,
    origins: HashMap<String, Origin>,
}

/// What the sources say, before it is checked.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) values: Vec<(&'static Setting, Given, Origin)>,
    pub(super) errors: Vec<ConfigError>,
}

impl Config {
    /// Loads and checks everything.
    ///
    /// # Errors
    /// [`ConfigErrors`]: all that is wrong, not only the first.
    pub fn load(inputs: &Inputs) -> Result<Loaded, ConfigErrors> {
        let mut gathered = Gathered::default();
        if let Some(path) = &inputs.file {
            file::gather(path, &mut gathered);
        }
        environment::gather(inputs, &mut gathered);
        flags::gather(&inputs.flags, &mut gathered);
        settle(gathered)
    }
}

/// The last value of a setting counts; values that were overridden are still checked.
fn settle(gathered: Gathered) -> Result<Loaded, ConfigErrors> {
    let Gathered { values, mut errors } = gathered;
    let mut loaded = Loaded { config: Config::default(), origins: HashMap::new() };
    for (setting, given, origin) in values {
        match (setting.set)(&mut loaded.config, &given) {
            Ok(()) => drop(loaded.origins.insert(setting.name(), origin)),
            Err(said) => errors.push(ConfigError::Value { origin, name: setting.name(), said }),
        }
    }
    if errors.is_empty() {
        errors.extend(check::together(&loaded.config));
    }
    if errors.is_empty() { Ok(loaded) } else { Err(ConfigErrors(errors)) }
}

impl Loaded {
    /// Where the value of `section.key` came from.
    #[must_use]
    pub fn origin(&self, name: &str) -> &Origin {
        self.origins.get(name).unwrap_or(&Origin::Default)
    }

    /// The values in force with their origins, one a line, as `claviger config check` prints them.
    #[must_use]
    pub fn report(&self) -> String {
        let lines: Vec<_> = settings::all()
            .map(|setting| (format!("{} = {}", setting.name(), (setting.show)(&self.config)), setting.name()))
            .collect();
        let width = lines.iter().map(|(line, _)| line.chars().count()).max().unwrap_or(0).min(60);
        lines.iter().map(|(line, name)| format!("{line:width$}  # {}\n", self.origin(name))).collect()
    }
}
