//! JSON bodies. Numbers are kept as the digits sent: a nonce of nineteen digits must not pass
//! through a float (KRAKEN-WIRE.md §8.2), which is why this is not a general JSON library.

use super::{Params, ParseError, text::Reader};
use crate::limits::{MAX_BODY_BYTES, MAX_JSON_DEPTH, MAX_NAME_BYTES, MAX_PARAMS};
use std::borrow::Cow;

/// Parses one JSON object into parameters: `true`, `false` and numbers as their text, `null` as
/// absent, a list as its name repeated, nested objects under bracketed names.
///
/// # Errors
/// A limit, malformed JSON, or a member that stands twice.
pub fn parse_json(body: &[u8]) -> Result<Params<'_>, ParseError> {
    if body.len() > MAX_BODY_BYTES {
        return Err(ParseError::BodyTooLong);
    }
    let text = std::str::from_utf8(body).map_err(|_| ParseError::Utf8)?;
    let mut flat =
        Flattener { reader: Reader::new(text), params: Params::default(), members: Vec::new(), values: 0 };
    flat.reader.skip_space();
    flat.reader.need(b'{')?;
    flat.object("", 1)?;
    flat.reader.skip_space();
    if !flat.reader.is_at_end() {
        return Err(flat.reader.malformed());
    }
    unique(&mut flat.members)?;
    Ok(flat.params)
}

struct Flattener<'a> {
    reader: Reader<'a>,
    params: Params<'a>,
    /// The bracketed name of every member, to find those that stand twice.
    members: Vec<Cow<'a, str>>,
    /// Values so far, those that become no parameter included.
    values: usize,
}

impl<'a> Flattener<'a> {
    /// The members of an object, its `{` already read. `under` is its own bracketed name.
    fn object(&mut self, under: &str, depth: usize) -> Result<(), ParseError> {
        self.reader.skip_space();
        if self.reader.take(b'}') {
            return Ok(());
        }
        loop {
            self.reader.skip_space();
            self.reader.need(b'"')?;
            let name = bracketed(under, self.reader.string()?)?;
            self.reader.skip_space();
            self.reader.need(b':')?;
            self.members.push(name.clone());
            self.value(name, depth)?;
            self.reader.skip_space();
            if self.reader.take(b'}') {
                return Ok(());
            }
            self.reader.need(b',')?;
        }
    }

    /// The elements of a list, its `[` already read: scalars under the list's name, anything
    /// nested under the name with its place.
    fn list(&mut self, list: Cow<'a, str>, depth: usize) -> Result<(), ParseError> {
        self.reader.skip_space();
        if self.reader.take(b']') {
            return Ok(());
        }
        for place in 0_usize.. {
            self.reader.skip_space();
            let nested = matches!(self.reader.peek(), Some(b'{' | b'['));
            let name = if nested { bracketed(&list, Cow::Owned(place.to_string()))? } else { list.clone() };
            self.value(name, depth)?;
            self.reader.skip_space();
            if self.reader.take(b']') {
                return Ok(());
            }
            self.reader.need(b',')?;
        }
        Ok(())
    }

    fn value(&mut self, name: Cow<'a, str>, depth: usize) -> Result<(), ParseError> {
        self.values += 1;
        if self.values > MAX_PARAMS {
            return Err(ParseError::TooManyParams);
        }
        self.reader.skip_space();
        match self.reader.peek() {
            Some(b'{' | b'[') if depth >= MAX_JSON_DEPTH => Err(ParseError::JsonDepth),
            Some(b'{') => {
                self.reader.need(b'{')?;
                self.params.mark_nested(name.clone());
                self.object(&name, depth + 1)
            }
            Some(b'[') => {
                self.reader.need(b'[')?;
                self.params.mark_nested(name.clone());
                self.list(name, depth + 1)
            }
            _ => self.scalar(name),
        }
    }

    fn scalar(&mut self, name: Cow<'a, str>) -> Result<(), ParseError> {
        if self.reader.take_word("null") {
            return Ok(());
        }
        let value = match self.reader.peek() {
            Some(b'"') => {
                self.reader.need(b'"')?;
                self.reader.string()?
            }
            Some(b't' | b'f') => Cow::Borrowed(self.reader.boolean()?),
            #[cfg(feature = "fault-float-nonce")]
            _ => Cow::Owned(self.reader.number()?.parse::<f64>().unwrap_or_default().to_string()),
            #[cfg(not(feature = "fault-float-nonce"))]
            _ => Cow::Borrowed(self.reader.number()?),
        };
        self.params.push(name, value)
    }
}

/// `name` alone at the top, `under[name]` below.
fn bracketed<'a>(under: &str, name: Cow<'a, str>) -> Result<Cow<'a, str>, ParseError> {
    if under.len() + name.len() > MAX_NAME_BYTES {
        return Err(ParseError::NameTooLong);
    }
    Ok(if under.is_empty() { name } else { Cow::Owned(format!("{under}[{name}]")) })
}

fn unique(members: &mut [Cow<'_, str>]) -> Result<(), ParseError> {
    members.sort_unstable();
    let repeated = members.windows(2).any(|pair| matches!(pair, [one, other] if one == other));
    if repeated { Err(ParseError::RepeatedMember) } else { Ok(()) }
}
