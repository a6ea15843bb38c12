//! What can be wrong with a configuration: where it stands, what it is, what to write instead.

use super::load::Origin;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// One thing that is wrong.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}: cannot read the configuration file", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{}:{line}: not valid TOML: {said}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What the parser said.
        said: String,
    },
    /// There is no such setting or section.
    #[error("{origin}: there is no setting `{name}`{}", Closest(.closest))]
    Unknown {
        /// Where it was given.
        origin: Origin,
        /// What was given.
        name: String,
        /// What was meant, perhaps.
        closest: Option<String>,
    },
    /// A flag is not `section.key=value`.
    #[error("`{flag}` is not a setting: write section.key=value")]
    Flag {
        /// The flag.
        flag: String,
    },
    /// A variable of the environment is not UTF-8.
    #[error("{name}: is not UTF-8")]
    NotText {
        /// The variable.
        name: String,
    },
    /// A value is not what the setting takes.
    #[error("{origin}: {name}: {said}")]
    Value {
        /// Where it was given.
        origin: Origin,
        /// The setting.
        name: String,
        /// What is wrong, and what was wanted.
        said: String,
    },
    /// Values that are fine alone do not go together.
    #[error("{said}")]
    Together {
        /// What is wrong, and what to do.
        said: String,
    },
}

struct Closest<'a>(&'a Option<String>);

impl fmt::Display for Closest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(name) => write!(f, "; did you mean `{name}`?"),
            None => f.write_str("; `claviger config example` prints them all"),
        }
    }
}

/// Everything that is wrong, in the order file, environment, flags, whole.
#[derive(Debug)]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, error) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
            if let ConfigError::Unreadable { source, .. } = error {
                write!(f, ": {source}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for ConfigErrors {}
