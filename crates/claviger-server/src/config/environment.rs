//! The environment: `CLAVIGER_SECTION_KEY`.
//!
//! Variables of the sections are settings, and an unknown one is an error; every other
//! `CLAVIGER_…` variable belongs to the command line and is left alone.

use super::error::ConfigError;
use super::given::Given;
use super::load::{Gathered, Origin};
use super::{settings, suggest};
use std::ffi::OsString;

/// Reads the environment into `gathered`, in the order of the names.
pub(super) fn gather(environment: &[(OsString, OsString)], gathered: &mut Gathered) {
    let mut ours: Vec<_> =
        environment.iter().filter_map(|(name, value)| Some((ours(name)?, value))).collect();
    ours.sort_by_key(|(name, _)| *name);
    for (name, value) in ours {
        let origin = Origin::Variable(name.to_owned());
        let Some(setting) = settings::all().find(|setting| setting.variable() == name) else {
            let known = settings::all().map(super::setting::Setting::variable);
            let closest = suggest::nearest(name, known);
            gathered.errors.push(ConfigError::Unknown { origin, name: name.to_owned(), closest });
            continue;
        };
        match value.to_str() {
            Some(value) => gathered.values.push((setting, Given::Loose(value.to_owned()), origin)),
            None => gathered.errors.push(ConfigError::NotText { name: name.to_owned() }),
        }
    }
}

/// The name, if it is that of a setting or would be.
fn ours(name: &OsString) -> Option<&str> {
    let name = name.to_str()?;
    let rest = name.strip_prefix("CLAVIGER_")?;
    let is_section = |section: &str| {
        let rest = rest.strip_prefix(section.to_ascii_uppercase().as_str());
        rest.is_some_and(|rest| rest.starts_with('_'))
    };
    settings::SECTIONS.iter().any(|(section, _)| is_section(section)).then_some(name)
}
