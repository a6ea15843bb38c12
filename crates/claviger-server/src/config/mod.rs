//! Configuration: one file, the environment, and flags, parsed at the border into typed values.
//!
//! What is given later overrides what is given before: default, file, environment
//! (`CLAVIGER_SECTION_KEY`), flag (`section.key=value`). Every setting is one row of the tables in
//! `settings`, from which parsing, the environment's names, the example file and the report
//! of `claviger config check` all follow. An unknown key is an error; so is a value out of range;
//! all errors are collected.

mod check;
mod environment;
mod error;
mod example;
mod file;
mod flags;
mod given;
mod load;
mod setting;
mod settings;
mod suggest;
mod types;

#[cfg(test)]
mod tests;

pub use error::{ConfigError, ConfigErrors};
pub use example::example;
pub use load::{Inputs, Loaded, Origin};
pub use types::{
    Config, Http2Limits, Limits, LogConfig, LogFormat, LogLevel, MailConfig, MailEncryption, MasterKeyConfig,
    NetLimits, NoticesConfig, PaperConfig, ProxyHeader, PublicUrl, RetentionConfig, ServerConfig, TlsConfig,
    WhenUnreadable, WitnessConfig, WitnessUrl,
};
