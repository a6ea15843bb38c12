//! What was meant by a name that does not exist.

use super::settings;

/// Differences above which two names are not alike.
const FAR: usize = 4;
/// Longer names are not compared.
const LONGEST: usize = 80;

/// The setting whose name is closest to `section.key`, if one is close: the same key in another
/// section first.
pub(super) fn closest(section: &str, key: &str) -> Option<String> {
    let moved = settings::all().find(|setting| setting.key == key);
    if let Some(setting) = moved {
        return Some(setting.name());
    }
    let given = format!("{section}.{key}");
    nearest(&given, settings::all().map(super::setting::Setting::name))
}

/// The section closest to `section`, if one is close.
pub(super) fn closest_section(section: &str) -> Option<String> {
    nearest(section, settings::SECTIONS.iter().map(|(name, _)| (*name).to_owned()))
}

/// The closest of `names`, if it is close.
pub(super) fn nearest(given: &str, names: impl Iterator<Item = String>) -> Option<String> {
    if given.len() > LONGEST {
        return None;
    }
    let (far, name) = names.map(|name| (distance(given, &name), name)).min()?;
    (far < FAR && far * 2 < given.chars().count()).then_some(name)
}

/// How many characters must be put in, taken out or replaced (Levenshtein), row by row.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (at, x) in a.chars().enumerate() {
        let mut left = at + 1;
        let mut diagonal = at;
        let mut next = vec![left];
        for (above, y) in row.iter().skip(1).zip(b.chars()) {
            let replaced = diagonal + usize::from(x != y);
            left = replaced.min(above + 1).min(left + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{closest, distance, nearest};

    #[test]
    fn distances() {
        for (a, b, far) in [("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("bind", "bnid", 2)] {
            assert_eq!(distance(a, b), far, "{a} {b}");
            assert_eq!(distance(b, a), far, "{b} {a}");
        }
    }

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        assert_eq!(closest("server", "bnd").as_deref(), Some("server.bind"));
        assert_eq!(closest("server", "max_age_days").as_deref(), Some("retention.max_age_days"));
        assert_eq!(closest("server", "frobnicate"), None);
        assert_eq!(nearest(&"x".repeat(10_000), std::iter::once("x".to_owned())), None);
    }
}
