//! One setting: its name, its words, how it is taken and how it is shown.

use super::given::Given;
use super::types::Config;

/// A row of the tables in [`super::settings`].
pub(super) struct Setting {
    pub(super) section: &'static str,
    pub(super) key: &'static str,
    /// For the example file: what it does, in one or more lines.
    pub(super) doc: &'static str,
    /// Checks a value and puts it in its place; the error says in words what was wanted.
    pub(super) set: fn(&mut Config, &Given) -> Result<(), String>,
    /// The value as it would stand in the file.
    pub(super) show: fn(&Config) -> String,
}

impl Setting {
    /// `section.key`
    pub(super) fn name(&self) -> String {
        format!("{}.{}", self.section, self.key)
    }

    /// `CLAVIGER_SECTION_KEY`
    pub(super) fn variable(&self) -> String {
        format!("CLAVIGER_{}_{}", self.section, self.key).to_ascii_uppercase()
    }
}

/// Text as it stands in the file.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The name of one of a few values, as it stands in the file.
pub(super) fn name_of<T: PartialEq>(names: &[(&str, T)], value: &T) -> String {
    quoted(names.iter().find(|(_, known)| known == value).map_or("", |(name, _)| name))
}

/// A whole number.
macro_rules! number {
    ($section:literal, $key:literal, $($field:ident).+, $range:expr, $doc:expr) => {
        $crate::config::setting::Setting {
            section: $section,
            key: $key,
            doc: $doc,
            set: |config, given| {
                config.$($field).+ = given.number($range)?;
                Ok(())
            },
            show: |config| config.$($field).+.to_string(),
        }
    };
}

/// `true` or `false`.
macro_rules! switch {
    ($section:literal, $key:literal, $($field:ident).+, $doc:expr) => {
        $crate::config::setting::Setting {
            section: $section,
            key: $key,
            doc: $doc,
            set: |config, given| {
                config.$($field).+ = given.switch()?;
                Ok(())
            },
            show: |config| config.$($field).+.to_string(),
        }
    };
}

/// A time, in the unit the key's name ends with: `millis` or `secs`.
macro_rules! time {
    (millis, $section:literal, $key:literal, $($field:ident).+, $range:expr, $doc:expr) => {
        $crate::config::setting::time!(@ from_millis, as_millis, $section, $key, $($field).+, $range, $doc)
    };
    (secs, $section:literal, $key:literal, $($field:ident).+, $range:expr, $doc:expr) => {
        $crate::config::setting::time!(@ from_secs, as_secs, $section, $key, $($field).+, $range, $doc)
    };
    (@ $from:ident, $to:ident, $section:literal, $key:literal, $($field:ident).+, $range:expr, $doc:expr) => {
        $crate::config::setting::Setting {
            section: $section,
            key: $key,
            doc: $doc,
            set: |config, given| {
                config.$($field).+ = std::time::Duration::$from(given.number($range)?);
                Ok(())
            },
            show: |config| config.$($field).+.$to().to_string(),
        }
    };
}

/// A number of bytes.
macro_rules! bytes {
    ($section:literal, $key:literal, $($field:ident).+, $range:expr, $doc:expr) => {
        $crate::config::setting::Setting {
            section: $section,
            key: $key,
            doc: $doc,
            set: |config, given| {
                config.$($field).+ = given.bytes($range)?.try_into().map_err(|_| "too large".to_owned())?;
                Ok(())
            },
            show: |config| {
                let bytes = i64::try_from(config.$($field).+).unwrap_or(i64::MAX);
                $crate::config::setting::quoted(&$crate::config::given::show_bytes(bytes))
            },
        }
    };
}

/// One of a few names.
macro_rules! choice {
    ($section:literal, $key:literal, $($field:ident).+, $names:expr, $doc:expr) => {
        $crate::config::setting::Setting {
            section: $section,
            key: $key,
            doc: $doc,
            set: |config, given| {
                config.$($field).+ = given.one_of($names)?;
                Ok(())
            },
            show: |config| $crate::config::setting::name_of($names, &config.$($field).+),
        }
    };
}

/// A path, or empty text for none.
macro_rules! optional_path {
    ($section:literal, $key:literal, $($field:ident).+, $doc:expr) => {
        $crate::config::setting::Setting {
            section: $section,
            key: $key,
            doc: $doc,
            set: |config, given| {
                config.$($field).+ = if given.is_empty() { None } else { Some(given.text()?.into()) };
                Ok(())
            },
            show: |config| {
                let path = config.$($field).+.as_ref().map_or_else(String::new, |path| path.to_string_lossy().into());
                $crate::config::setting::quoted(&path)
            },
        }
    };
}

pub(super) use {bytes, choice, number, optional_path, switch, time};
