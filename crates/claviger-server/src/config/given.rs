//! A value as it was given, and its way to a typed one.

use std::ops::RangeInclusive;

/// A value of the file, the environment or a flag.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Given {
    /// A string of the file.
    Text(String),
    /// A whole number of the file.
    Number(i64),
    /// `true` or `false` of the file.
    Switch(bool),
    /// A list of strings of the file.
    List(Vec<String>),
    /// Text of the environment or a flag, which may stand for any of these.
    Loose(String),
    /// Something of the file that no setting takes.
    Other(&'static str),
}

/// Most characters of a value that an error repeats.
const SHOWN: usize = 60;

impl Given {
    /// A whole number within `range`.
    pub(super) fn number<T: TryFrom<i64>>(&self, range: RangeInclusive<i64>) -> Result<T, String> {
        let wanted = format!("a whole number from {} to {}", range.start(), range.end());
        let number = match self {
            Given::Number(number) => *number,
            Given::Loose(text) => text.trim().parse().map_err(|_| self.not(&wanted))?,
            _ => return Err(self.not(&wanted)),
        };
        in_range(number, &range).ok_or_else(|| self.not(&wanted))
    }

    /// `true` or `false`.
    pub(super) fn switch(&self) -> Result<bool, String> {
        match self {
            Given::Switch(on) => Ok(*on),
            Given::Loose(text) => text.trim().parse().map_err(|_| self.not("`true` or `false`")),
            _ => Err(self.not("`true` or `false`")),
        }
    }

    /// Text that is not empty.
    pub(super) fn text(&self) -> Result<&str, String> {
        match self {
            Given::Text(text) | Given::Loose(text) if !text.trim().is_empty() => Ok(text.trim()),
            _ => Err(self.not("a text of at least one character")),
        }
    }

    /// A list of texts; in the environment and in flags separated by commas.
    pub(super) fn list(&self) -> Result<Vec<&str>, String> {
        match self {
            Given::List(items) => Ok(items.iter().map(String::as_str).collect()),
            Given::Loose(text) => {
                Ok(text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect())
            }
            _ => Err(self.not("a list of texts, as in [\"10.0.0.0/8\"]")),
        }
    }

    /// One of a few names.
    pub(super) fn one_of<T: Copy>(&self, names: &[(&str, T)]) -> Result<T, String> {
        let wanted = || {
            let quoted: Vec<String> = names.iter().map(|(name, _)| format!("`{name}`")).collect();
            format!("one of {}", quoted.join(", "))
        };
        let text = self.text().map_err(|_| self.not(&wanted()))?;
        let found = names.iter().find(|(name, _)| *name == text);
        found.map(|(_, value)| *value).ok_or_else(|| self.not(&wanted()))
    }

    /// A number of bytes: a whole number, or text such as `20GiB`; within `range`.
    pub(super) fn bytes(&self, range: RangeInclusive<i64>) -> Result<u64, String> {
        let (least, most) = (show_bytes(*range.start()), show_bytes(*range.end()));
        let wanted = format!("a number of bytes such as 4096, `64KiB` or `20GiB`, from {least} to {most}");
        let number = match self {
            Given::Number(number) => Some(*number),
            Given::Text(text) | Given::Loose(text) => parse_bytes(text.trim()),
            _ => None,
        };
        number.and_then(|number| in_range(number, &range)).ok_or_else(|| self.not(&wanted))
    }

    /// Whether it is the word `none`.
    pub(super) fn is_none(&self) -> bool {
        matches!(self, Given::Text(text) | Given::Loose(text) if text.trim() == "none")
    }

    /// Whether it is a text of nothing.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Given::Text(text) | Given::Loose(text) if text.trim().is_empty())
    }

    fn not(&self, wanted: &str) -> String {
        format!("{} is not {wanted}", self.show())
    }

    fn show(&self) -> String {
        match self {
            Given::Text(text) | Given::Loose(text) => format!("`{}`", shorten(text)),
            Given::Number(number) => number.to_string(),
            Given::Switch(on) => on.to_string(),
            Given::List(_) => "a list".to_owned(),
            Given::Other(what) => (*what).to_owned(),
        }
    }
}

fn in_range<T: TryFrom<i64>>(number: i64, range: &RangeInclusive<i64>) -> Option<T> {
    range.contains(&number).then(|| T::try_from(number).ok()).flatten()
}

/// What an error may repeat of a text: a few printable characters.
pub(super) fn shorten(text: &str) -> String {
    let printable = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    let shown: String = printable.clone().take(SHOWN).collect();
    if printable.count() > SHOWN { format!("{shown}…") } else { shown }
}

const UNITS: [(&str, u32); 4] = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)];

fn parse_bytes(text: &str) -> Option<i64> {
    let unit = UNITS.iter().find_map(|(unit, shift)| Some((text.strip_suffix(unit)?, *shift)));
    let (digits, shift) = unit.unwrap_or((text, 0));
    let digits = digits.trim_end();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse::<i64>().ok()?.checked_mul(1 << shift)
}

/// A number of bytes in the largest unit that is exact.
pub(super) fn show_bytes(bytes: i64) -> String {
    let fits = |shift: u32| bytes != 0 && bytes % (1i64 << shift) == 0;
    match UNITS.iter().find(|(_, shift)| fits(*shift)) {
        Some((unit, shift)) => format!("{}{unit}", bytes >> shift),
        None => bytes.to_string(),
    }
}
