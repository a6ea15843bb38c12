//! The tokens of JSON (RFC 8259), strictly.

use super::ParseError;
use crate::limits::{MAX_NUMBER_BYTES, MAX_VALUE_BYTES};
use std::borrow::Cow;

/// A place in a JSON text.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Reader { text, at: 0 }
    }

    /// The error of this place.
    pub(super) const fn malformed(&self) -> ParseError {
        ParseError::Json(self.at)
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    pub(super) fn need(&mut self, byte: u8) -> Result<(), ParseError> {
        if self.take(byte) { Ok(()) } else { Err(self.malformed()) }
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        self.at += if found { word.len() } else { 0 };
        found
    }

    pub(super) fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The text from `start` to here.
    fn since(&self, start: usize) -> Result<&'a str, ParseError> {
        self.text.get(start..self.at).ok_or(ParseError::Json(start))
    }

    pub(super) fn boolean(&mut self) -> Result<&'static str, ParseError> {
        ["true", "false"].into_iter().find(|word| self.take_word(word)).ok_or(ParseError::Json(self.at))
    }

    /// A number, as the text it is written with.
    pub(super) fn number(&mut self) -> Result<&'a str, ParseError> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        if self.at - start > MAX_NUMBER_BYTES {
            return Err(ParseError::ValueTooLong);
        }
        self.since(start)
    }

    /// One digit or more.
    fn digits(&mut self) -> Result<(), ParseError> {
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.malformed());
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    /// A string, its opening quote already read; borrowed if nothing in it is escaped.
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, ParseError> {
        let mut start = self.at;
        let mut decoded: Option<String> = None;
        loop {
            let here = self.at;
            match self.next().ok_or(ParseError::Json(here))? {
                b'"' => {
                    let tail = self.text.get(start..here).ok_or(ParseError::Json(start))?;
                    return Ok(match decoded {
                        None => Cow::Borrowed(tail),
                        Some(head) => Cow::Owned(head + tail),
                    });
                }
                b'\\' => {
                    let plain = self.text.get(start..here).ok_or(ParseError::Json(start))?;
                    let whole = decoded.get_or_insert_default();
                    whole.push_str(plain);
                    whole.push(self.escape()?);
                    start = self.at;
                }
                0..0x20 => return Err(ParseError::Json(here)),
                _ => {}
            }
            if self.at - start > MAX_VALUE_BYTES {
                return Err(ParseError::ValueTooLong);
            }
        }
    }

    fn escape(&mut self) -> Result<char, ParseError> {
        let here = self.at;
        Ok(match self.next() {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(ParseError::Json(here)),
        })
    }

    /// The four digits after `\u`, and a second escape where the first is half of a pair.
    fn unicode(&mut self) -> Result<char, ParseError> {
        let here = self.at;
        let first = self.four_digits()?;
        let code = if (0xd800..0xdc00).contains(&first) {
            self.need(b'\\')?;
            self.need(b'u')?;
            let second = self.four_digits()?;
            let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(ParseError::Json(here))?;
            0x1_0000 + ((first - 0xd800) << 10) + low
        } else {
            first
        };
        char::from_u32(code).ok_or(ParseError::Json(here))
    }

    fn four_digits(&mut self) -> Result<u32, ParseError> {
        (0..4).try_fold(0, |code, _| {
            let digit = self.next().and_then(|byte| char::from(byte).to_digit(16));
            Ok(code << 4 | digit.ok_or(self.malformed())?)
        })
    }
}
