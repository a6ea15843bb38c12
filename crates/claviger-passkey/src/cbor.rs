//! A reader of the CBOR that devices write: CTAP 2, §8, *canonical encoding form*. Definite lengths in their shortest
//! form, no tags, no floats, four levels. Keys may come in any order, since not every device sorts them.
//!
//! It owns nothing, looks nowhere but in front, and does work in proportion to the bytes it is given.

use crate::limits::MAX_DEPTH;

/// Not CBOR of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

/// What is left to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reader<'a>(&'a [u8]);

/// An item; of those that hold others, only how many follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item<'a> {
    Int(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    /// So many items.
    Array(u64),
    /// So many pairs of items.
    Map(u64),
    /// `false`, `true`, `null`: 20 to 22.
    Simple(u8),
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Reader(bytes)
    }

    /// So many bytes, whatever they are.
    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    /// So many bytes, by the type.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.take(N)?.try_into().map_err(|_| Malformed)
    }

    /// The next item.
    pub(crate) fn item(&mut self) -> Result<Item<'a>, Malformed> {
        let [head] = self.array()?;
        if head >> 5 == 7 {
            return if (0xf4..=0xf6).contains(&head) {
                Ok(Item::Simple(head & 0x1f))
            } else {
                Err(Malformed)
            };
        }
        let argument = self.argument(head & 0x1f)?;
        match head >> 5 {
            0 => i64::try_from(argument).map(Item::Int).map_err(|_| Malformed),
            1 => i64::try_from(argument).map(|n| Item::Int(-1 - n)).map_err(|_| Malformed),
            2 => Ok(Item::Bytes(self.run(argument)?)),
            3 => std::str::from_utf8(self.run(argument)?).map(Item::Text).map_err(|_| Malformed),
            4 => Ok(Item::Array(argument)),
            5 => Ok(Item::Map(argument)),
            _ => Err(Malformed),
        }
    }

    fn run(&mut self, count: u64) -> Result<&'a [u8], Malformed> {
        self.take(usize::try_from(count).map_err(|_| Malformed)?)
    }

    /// The number behind a head, in no more bytes than it needs.
    fn argument(&mut self, low: u8) -> Result<u64, Malformed> {
        let (number, least) = match low {
            0..24 => (u64::from(low), 0),
            24 => (u64::from(u8::from_be_bytes(self.array()?)), 24),
            25 => (u64::from(u16::from_be_bytes(self.array()?)), 1 << 8),
            26 => (u64::from(u32::from_be_bytes(self.array()?)), 1 << 16),
            27 => (u64::from_be_bytes(self.array()?), 1 << 32),
            _ => return Err(Malformed),
        };
        if number < least { Err(Malformed) } else { Ok(number) }
    }

    /// The head of a map, with how many pairs it has.
    pub(crate) fn map(&mut self) -> Result<u64, Malformed> {
        match self.item()? {
            Item::Map(pairs) => Ok(pairs),
            _ => Err(Malformed),
        }
    }

    /// Passes over an item with all it holds, and gives its bytes.
    pub(crate) fn skip(&mut self) -> Result<&'a [u8], Malformed> {
        let before = self.0;
        self.pass(MAX_DEPTH)?;
        before.get(..before.len() - self.0.len()).ok_or(Malformed)
    }

    /// Each item takes a byte at least, so a count that is not true ends with the bytes.
    fn pass(&mut self, depth: u32) -> Result<(), Malformed> {
        let (held, each) = match self.item()? {
            Item::Array(items) => (items, 1),
            Item::Map(pairs) => (pairs, 2),
            _ => return Ok(()),
        };
        let inner = depth.checked_sub(1).ok_or(Malformed)?;
        for _ in 0..held {
            for _ in 0..each {
                self.pass(inner)?;
            }
        }
        Ok(())
    }

    /// Nothing may be left.
    pub(crate) const fn end(self) -> Result<(), Malformed> {
        if self.0.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(bytes: &[u8]) -> Result<Item<'_>, Malformed> {
        Reader::new(bytes).item()
    }

    /// RFC 8949, appendix A, those of this form.
    #[test]
    fn items_of_the_rfc_are_read() {
        assert_eq!(item(&[0x00]), Ok(Item::Int(0)));
        assert_eq!(item(&[0x18, 0x64]), Ok(Item::Int(100)));
        assert_eq!(item(&[0x1a, 0x00, 0x0f, 0x42, 0x40]), Ok(Item::Int(1_000_000)));
        assert_eq!(item(&[0x38, 0x63]), Ok(Item::Int(-100)));
        assert_eq!(item(&[0x39, 0x03, 0xe7]), Ok(Item::Int(-1000)));
        assert_eq!(item(&[0x44, 1, 2, 3, 4]), Ok(Item::Bytes(&[1, 2, 3, 4])));
        assert_eq!(item(&[0x64, 0x49, 0x45, 0x54, 0x46]), Ok(Item::Text("IETF")));
        assert_eq!(item(&[0x83, 1, 2, 3]), Ok(Item::Array(3)));
        assert_eq!(item(&[0xa2, 1, 2, 3, 4]), Ok(Item::Map(2)));
        assert_eq!(item(&[0xf5]), Ok(Item::Simple(21)));
    }

    #[test]
    fn what_is_not_of_this_form_is_refused() {
        let longer_than_needed: [&[u8]; 4] =
            [&[0x18, 23], &[0x19, 0, 255], &[0x1a, 0, 0, 255, 255], &[0x1b, 0, 0, 0, 0, 255, 255, 255, 255]];
        let endless: [&[u8]; 4] = [&[0x5f, 0xff], &[0x7f, 0xff], &[0x9f, 0xff], &[0xbf, 0xff]];
        let other: [&[u8]; 8] = [
            &[],
            &[0x1c],
            &[0xc0, 0],
            &[0xf7],
            &[0xf9, 0, 0],
            &[0x62, 0xff, 0xfe],
            &[0x1b, 255, 255, 255, 255, 255, 255, 255, 255],
            &[0x3b, 255, 255, 255, 255, 255, 255, 255, 255],
        ];
        for bad in longer_than_needed.iter().chain(&endless).chain(&other) {
            assert_eq!(item(bad), Err(Malformed), "{bad:02x?}");
        }
    }

    #[test]
    fn a_length_beyond_the_bytes_is_refused() {
        for bad in [&[0x44, 1, 2, 3][..], &[0x5b, 255, 255, 255, 255, 255, 255, 255, 255, 1]] {
            assert_eq!(item(bad), Err(Malformed));
        }
        // Counts that nothing follows: refused at once, not counted through.
        for head in [0x9b, 0xbb] {
            let bytes = [head, 0x7f, 255, 255, 255, 255, 255, 255, 255, 0, 0];
            assert_eq!(Reader::new(&bytes).skip(), Err(Malformed));
        }
    }

    #[test]
    fn four_levels_are_passed_over_and_five_are_not() {
        let nested = |levels: usize| [vec![0x81; levels], vec![0x00]].concat();
        assert_eq!(Reader::new(&nested(4)).skip().map(<[u8]>::len), Ok(5));
        assert_eq!(Reader::new(&nested(5)).skip(), Err(Malformed));
        assert_eq!(Reader::new(&vec![0x81; 100_000]).skip(), Err(Malformed));
    }

    proptest! {
        #[test]
        fn whatever_the_bytes_no_more_is_taken_than_there_is(bytes: Vec<u8>) {
            let mut reader = Reader::new(&bytes);
            if let Ok(passed) = reader.skip() {
                prop_assert_eq!([passed, reader.0].concat(), bytes);
            }
        }
    }
}
