//! The parameters of a request, in the order they came, names and values decoded.

use super::ParseError;
use crate::error::KrakenError;
use crate::limits::{MAX_NAME_BYTES, MAX_PARAMS, MAX_VALUE_BYTES};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Names that may stand several times, each time with one or more values of a list.
const LISTS: [&str; 8] = ["txid", "id", "pair", "asset", "oflags", "orders", "cl_ord_ids", "lock_type"];
/// Up to so many names are compared each with each, which needs no memory.
const FEW: usize = 16;

/// Parameters by name. A list is a name that stands several times; the members of a nested JSON
/// object have bracketed names, as in `close[ordertype]`, which is how forms write them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params<'a> {
    entries: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Names sent as a list or an object, be it of one or of none; these are no scalars.
    nested: Vec<Cow<'a, str>>,
}

impl<'a> Params<'a> {
    /// Adds one pair, within the limits.
    ///
    /// # Errors
    /// The limit that would be broken.
    pub(super) fn push(&mut self, name: Cow<'a, str>, value: Cow<'a, str>) -> Result<(), ParseError> {
        if name.len() > MAX_NAME_BYTES {
            return Err(ParseError::NameTooLong);
        }
        if value.len() > MAX_VALUE_BYTES {
            return Err(ParseError::ValueTooLong);
        }
        if self.entries.len() >= MAX_PARAMS {
            return Err(ParseError::TooManyParams);
        }
        self.entries.push((name, value));
        Ok(())
    }

    /// Notes that a name was sent as a list or an object. Whoever parses bounds how many there are.
    pub(super) fn mark_nested(&mut self, name: Cow<'a, str>) {
        self.nested.push(name);
    }

    /// Whether a name was sent as a list or an object, in any writing: `{"a":[1]}`, `a[]=1`, `a[0]=1`.
    fn is_nested(&self, name: &str) -> bool {
        let below = |known: &str| known.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
        self.nested.iter().any(|known| known == name) || self.iter().any(|(known, _)| below(known))
    }

    /// Refuses a name that stands twice and is no list, also where the method does not look at it:
    /// two writers of one body do not agree on what it says.
    ///
    /// # Errors
    /// `EGeneral:Invalid arguments`. To be asked after the method has read its parameters, whose
    /// own refusals name the parameter.
    pub fn each_once(&self) -> Result<(), KrakenError> {
        if self.repeats_a_scalar() { Err(KrakenError::InvalidArguments) } else { Ok(()) }
    }

    fn repeats_a_scalar(&self) -> bool {
        let scalar = |name: &str| !LISTS.contains(&name) && !name.ends_with(']') && !self.is_nested(name);
        if self.entries.len() <= FEW {
            let before = |at: usize, name: &str| self.entries.iter().take(at).any(|(known, _)| known == name);
            return self.iter().enumerate().any(|(at, (name, _))| before(at, name) && scalar(name));
        }
        let mut names: Vec<&str> = self.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        names.windows(2).any(|pair| matches!(pair, [one, other] if one == other && scalar(one)))
    }

    /// Adds all of `other`.
    ///
    /// # Errors
    /// [`ParseError::TooManyParams`].
    pub(super) fn append(&mut self, other: Params<'a>) -> Result<(), ParseError> {
        self.nested.extend(other.nested);
        other.entries.into_iter().try_for_each(|(name, value)| self.push(name, value))
    }

    /// How many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every pair, in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(name, value)| (name.as_ref(), value.as_ref()))
    }

    /// The values of a name, in the order sent.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.iter().filter(move |(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The value of a name that may stand once, empty or not.
    ///
    /// # Errors
    /// `EGeneral:Invalid arguments:<name>` if it stands more than once, or as a list or an object,
    /// were it of one value: which value counts would be a guess, and leaving it out another.
    pub fn given(&self, name: &'static str) -> Result<Option<&str>, KrakenError> {
        let mut values = self.all(name);
        let first = values.next();
        if values.next().is_some() || self.is_nested(name) {
            return Err(KrakenError::InvalidArgument(name));
        }
        Ok(first)
    }

    /// As [`Params::given`], with an empty value taken as none, as forms of web pages send it.
    ///
    /// # Errors
    /// As [`Params::given`].
    pub fn one(&self, name: &'static str) -> Result<Option<&str>, KrakenError> {
        Ok(self.given(name)?.filter(|value| !value.is_empty()))
    }

    /// The value of a name that must stand exactly once and not be empty.
    ///
    /// # Errors
    /// `EGeneral:Invalid arguments:<name>`.
    pub fn need(&self, name: &'static str) -> Result<&str, KrakenError> {
        self.one(name)?.ok_or(KrakenError::InvalidArgument(name))
    }

    /// The objects of a list, in their order, each as parameters of its own: of `{"orders":[{"type":"buy"}]}`, which is
    /// `orders[0][type]=buy` in a form, the one with `type`.
    ///
    /// # Errors
    /// `EGeneral:Invalid arguments:<name>` if there are more than `most`, if a place is left out, or if anything under the
    /// name is not of an object in a list.
    pub fn items(&self, name: &'static str, most: usize) -> Result<Vec<Params<'_>>, KrakenError> {
        let wrong = KrakenError::InvalidArgument(name);
        let mut items: BTreeMap<usize, Params<'_>> = BTreeMap::new();
        for (known, value) in self.iter() {
            let Some(rest) = below(known, name) else { continue };
            let (place, member) = member(rest).ok_or(wrong)?;
            if place >= most {
                return Err(wrong);
            }
            let item = items.entry(place).or_default();
            item.entries.push((member, Cow::Borrowed(value)));
        }
        for known in &self.nested {
            let Some(rest) = below(known, name).filter(|rest| !rest.is_empty()) else { continue };
            let Some((place, member)) = member(rest) else { continue };
            if let Some(item) = items.get_mut(&place) {
                item.nested.push(member);
            }
        }
        // Places are counted from 0, and none is missing.
        if items.keys().copied().eq(0..items.len()) { Ok(items.into_values().collect()) } else { Err(wrong) }
    }

    /// The scalars of a list, in any writing: `{"a":[1,2]}`, `a[]=1&a[]=2`, `a=1&a=2`, `a=1,2`, `a[0]=1&a[1]=2`.
    ///
    /// # Errors
    /// `EGeneral:Invalid arguments:<name>` if there are more than `most`, or if an element is no scalar.
    pub fn elements(&self, name: &'static str, most: usize) -> Result<Vec<&str>, KrakenError> {
        let wrong = KrakenError::InvalidArgument(name);
        let mut elements = self.list(name, most)?;
        for (known, value) in self.iter() {
            let Some(rest) = below(known, name).filter(|rest| !rest.is_empty()) else { continue };
            let place = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            if place.is_none_or(|place| place.parse::<usize>().is_err()) || value.is_empty() {
                return Err(wrong);
            }
            elements.push(value);
        }
        if elements.len() > most { Err(wrong) } else { Ok(elements) }
    }

    /// A list: the values of a name, each of which may itself hold several separated by commas;
    /// empty parts are left out.
    ///
    /// # Errors
    /// `EGeneral:Invalid arguments:<name>` if there are more than `most`.
    pub fn list(&self, name: &'static str, most: usize) -> Result<Vec<&str>, KrakenError> {
        let parts = self.all(name).flat_map(|value| value.split(','));
        let parts = parts.map(str::trim).filter(|part| !part.is_empty());
        let list: Vec<&str> = parts.take(most.saturating_add(1)).collect();
        if list.len() > most { Err(KrakenError::InvalidArgument(name)) } else { Ok(list) }
    }
}

/// What follows a name: nothing, or brackets; none if it is another name.
fn below<'n>(known: &'n str, name: &str) -> Option<&'n str> {
    known.strip_prefix(name).filter(|rest| rest.is_empty() || rest.starts_with('['))
}

/// Place and member of `[0][close][price]`: 0 and `close[price]`.
fn member(rest: &str) -> Option<(usize, Cow<'_, str>)> {
    let (place, rest) = rest.strip_prefix('[')?.split_once("][")?;
    let plain = !place.is_empty() && place.bytes().all(|byte| byte.is_ascii_digit());
    let (first, further) = rest.split_once(']')?;
    let member =
        if further.is_empty() { Cow::Borrowed(first) } else { Cow::Owned(format!("{first}{further}")) };
    Some((place.parse().ok().filter(|_| plain)?, member))
}
