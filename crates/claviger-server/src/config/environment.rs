//! The environment: `CLAVIGER_SECTION_KEY`.
//!
//! Every `CLAVIGER_…` variable is a setting, or one of those the program that loads the
//! configuration says are its own. Any other is an error: a limit that was mistyped would not hold,
//! and nobody would be told. What container runtimes put there of a service of that name is left
//! alone.

use super::error::ConfigError;
use super::given::Given;
use super::load::{Gathered, Inputs, Origin};
use super::{settings, suggest};
use std::ffi::OsString;

/// Before every name of ours.
const PREFIX: &str = "CLAVIGER_";
/// What Kubernetes and Docker put into the environment for a service called `claviger`.
const LINKS: [&str; 2] = ["CLAVIGER_SERVICE_", "CLAVIGER_PORT"];

/// Reads the environment into `gathered`, in the order of the names.
pub(super) fn gather(inputs: &Inputs, gathered: &mut Gathered) {
    let named = inputs.environment.iter().filter_map(|(name, value)| Some((ours(name)?, value)));
    let mut ours: Vec<_> = named.filter(|(name, _)| !inputs.not_settings.contains(name)).collect();
    ours.sort_by_key(|(name, _)| *name);
    for (name, value) in ours {
        let origin = Origin::Variable(name.to_owned());
        let Some(setting) = settings::all().find(|setting| setting.variable() == name) else {
            let closest = closest(name, inputs.not_settings);
            gathered.errors.push(ConfigError::Unknown { origin, name: name.to_owned(), closest });
            continue;
        };
        match value.to_str() {
            Some(value) => gathered.values.push((setting, Given::Loose(value.to_owned()), origin)),
            None => gathered.errors.push(ConfigError::NotText { name: name.to_owned() }),
        }
    }
}

/// The name, if it is ours or would be.
fn ours(name: &OsString) -> Option<&str> {
    let name = name.to_str()?;
    let linked = LINKS.iter().any(|link| name.starts_with(link));
    (name.starts_with(PREFIX) && !linked).then_some(name)
}

/// What was meant: a key without its section, or the name that is nearest.
fn closest(name: &str, not_settings: &[&str]) -> Option<String> {
    let key = name.strip_prefix(PREFIX)?.to_ascii_lowercase();
    let bare = settings::all().find(|setting| setting.key == key).map(super::setting::Setting::variable);
    let known = settings::all().map(super::setting::Setting::variable);
    let all = known.chain(not_settings.iter().map(|name| (*name).to_owned()));
    bare.or_else(|| suggest::nearest(name, all))
}
