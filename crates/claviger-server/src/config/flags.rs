//! Flags: `section.key=value`, the last one counts.

use super::error::ConfigError;
use super::given::{Given, shorten};
use super::load::{Gathered, Origin};
use super::{settings, suggest};

/// Reads the flags into `gathered`.
pub(super) fn gather(flags: &[String], gathered: &mut Gathered) {
    for flag in flags {
        let split =
            flag.split_once('=').and_then(|(name, value)| Some((name.trim().split_once('.')?, value)));
        let Some(((section, key), value)) = split else {
            gathered.errors.push(ConfigError::Flag { flag: shorten(flag) });
            continue;
        };
        let name = shorten(&format!("{section}.{key}"));
        let origin = Origin::Flag(name.clone());
        match settings::find(section, key) {
            Some(setting) => gathered.values.push((setting, Given::Loose(value.to_owned()), origin)),
            None => {
                let closest = suggest::closest(section, key);
                gathered.errors.push(ConfigError::Unknown { origin, name, closest });
            }
        }
    }
}
