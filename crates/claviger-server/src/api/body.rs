//! Bodies: JSON objects, strictly. Unknown and repeated members, lists in the place of objects and
//! values of another type are refused, each by name.

use crate::problem::{Code, FieldError, Problem, tellable};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// Parses a body; an empty one is the empty object.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let body = if body.is_empty() { b"{}" } else { body };
    let mut json = serde_json::Deserializer::from_slice(body);
    let parsed = serde_path_to_error::deserialize::<_, Object<T>>(&mut json).map_err(|error| {
        let path = error.path().to_string();
        problem(if path == "." { String::new() } else { path }, error.inner())
    })?;
    json.end().map_err(|error| problem(String::new(), &error))?;
    Ok(parsed.0)
}

fn problem(field: String, error: &serde_json::Error) -> Problem {
    let place = || format!("at line {}, column {}", error.line(), error.column());
    if !error.is_data() {
        return Problem::new(Code::Malformed, format!("the body is not JSON {}", place()));
    }
    let words = error.to_string();
    let (field, message) = match unknown(&words) {
        Some((name, rest)) if tellable(name).is_none() => {
            (parent(field, name), format!("unknown field{rest}"))
        }
        _ => {
            let message = harmless(&words);
            (named(field, &message), message)
        }
    };
    Problem::invalid(vec![FieldError { field, message }])
}

/// The name of an unknown member, and what was expected instead.
fn unknown(words: &str) -> Option<(&str, &str)> {
    let (words, _) = words.rsplit_once(" at line ")?;
    let rest = words.strip_prefix("unknown field `")?;
    let at = rest.rfind("`, expected ").or_else(|| rest.rfind("`, there are "))?;
    let (name, rest) = rest.split_at_checked(at)?;
    Some((name, rest.strip_prefix('`').unwrap_or(rest)))
}

/// The object an unknown member stands in.
fn parent(path: String, name: &str) -> String {
    let above = path.strip_suffix(name).map(|above| above.strip_suffix('.').unwrap_or(above));
    above.map(str::to_owned).unwrap_or_default()
}

/// A member that is missing or repeated is named by the words alone, not by the path.
fn named(path: String, words: &str) -> String {
    let rest = words.strip_prefix("missing field `").or_else(|| words.strip_prefix("duplicate field `"));
    match rest.and_then(|rest| rest.split_once('`')) {
        Some((name, _)) if path.is_empty() => name.to_owned(),
        Some((name, _)) if path != name && !path.ends_with(&format!(".{name}")) => format!("{path}.{name}"),
        _ => path,
    }
}

/// The parser's words without the value it found, which may be a secret in the wrong place.
fn harmless(words: &str) -> String {
    let words = words.rsplit_once(" at line ").map_or(words, |(words, _)| words);
    if words.starts_with("invalid ") {
        let expected = words.rsplit_once("expected ").map_or("another value", |(_, expected)| expected);
        return format!("expected {expected}");
    }
    words.chars().take(200).collect()
}

/// An object in the place of an object: the types below would take a list of their fields, too.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Object)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

/// Tells a member that is `null` from one that is left out: for `#[serde(default, deserialize_with)]`.
pub(super) fn present<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// A member that may be left out but not be `null`: for `#[serde(default, deserialize_with)]`.
pub(super) fn given<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests;
