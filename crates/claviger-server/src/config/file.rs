//! The configuration file: TOML, two levels, every key with its line.

use super::error::ConfigError;
use super::given::{Given, shorten};
use super::load::{Gathered, Origin};
use super::{settings, suggest};
use std::path::Path;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

/// More than any configuration file has.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// Reads the file into `gathered`.
pub(super) fn gather(path: &Path, gathered: &mut Gathered) {
    match read(path) {
        Ok(text) => parse(path, &text, gathered),
        Err(source) => gathered.errors.push(ConfigError::Unreadable { path: path.to_owned(), source }),
    }
}

fn read(path: &Path) -> std::io::Result<String> {
    use std::io::Read as _;
    let mut text = String::new();
    let file = std::fs::File::open(path)?;
    let read = file.take(MAX_FILE_BYTES + 1).read_to_string(&mut text)?;
    if read as u64 > MAX_FILE_BYTES {
        return Err(std::io::Error::other("it is larger than any configuration file"));
    }
    Ok(text)
}

fn parse(path: &Path, text: &str, gathered: &mut Gathered) {
    let mut file = File { path, text, gathered };
    match DeTable::parse(text) {
        Ok(table) => file.sections(table.get_ref()),
        Err(error) => {
            let line = line_of(text, error.span().map_or(0, |span| span.start));
            let said = error.message().lines().next().unwrap_or_default().to_owned();
            file.gathered.errors.push(ConfigError::Syntax { path: path.to_owned(), line, said });
        }
    }
}

struct File<'a> {
    path: &'a Path,
    text: &'a str,
    gathered: &'a mut Gathered,
}

impl File<'_> {
    fn sections(&mut self, table: &DeTable<'_>) {
        let mut sections: Vec<_> = table.iter().collect();
        sections.sort_by_key(|(name, _)| name.span().start);
        for (name, value) in sections {
            let known = settings::SECTIONS.iter().any(|(section, _)| section == name.get_ref());
            match value.get_ref() {
                DeValue::Table(keys) if known => self.keys(name.get_ref(), keys),
                _ if known => {
                    let said = "is a section: its settings stand below it".to_owned();
                    let (origin, name) = (self.origin(name.span().start), name.get_ref().to_string());
                    self.gathered.errors.push(ConfigError::Value { origin, name, said });
                }
                _ => self.unknown(name.span().start, name.get_ref(), suggest_top(name.get_ref())),
            }
        }
    }

    fn keys(&mut self, section: &str, keys: &DeTable<'_>) {
        let mut keys: Vec<_> = keys.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in keys {
            let at = key.span().start;
            match settings::find(section, key.get_ref()) {
                Some(setting) => {
                    let origin = self.origin(at);
                    self.gathered.values.push((setting, given(value), origin));
                }
                None => self.unknown(
                    at,
                    &format!("{section}.{}", key.get_ref()),
                    suggest::closest(section, key.get_ref()),
                ),
            }
        }
    }

    fn unknown(&mut self, at: usize, name: &str, closest: Option<String>) {
        let error = ConfigError::Unknown { origin: self.origin(at), name: shorten(name), closest };
        self.gathered.errors.push(error);
    }

    fn origin(&self, at: usize) -> Origin {
        Origin::File { path: self.path.to_owned(), line: line_of(self.text, at) }
    }
}

/// A key that stands before the first section was perhaps meant for one.
fn suggest_top(name: &str) -> Option<String> {
    suggest::closest_section(name).or_else(|| suggest::closest("", name))
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

fn given(value: &Spanned<DeValue<'_>>) -> Given {
    match value.get_ref() {
        DeValue::String(text) => Given::Text(text.to_string()),
        DeValue::Integer(number) => whole(number).map_or(Given::Other("a number too large"), Given::Number),
        DeValue::Boolean(on) => Given::Switch(*on),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| item.get_ref().as_str().map(ToOwned::to_owned));
            texts.collect::<Option<_>>().map_or(Given::Other("a list of other things"), Given::List)
        }
        DeValue::Float(_) => Given::Other("a number with a fraction"),
        DeValue::Datetime(_) => Given::Other("a date"),
        DeValue::Table(_) => Given::Other("a table"),
    }
}

fn whole(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
