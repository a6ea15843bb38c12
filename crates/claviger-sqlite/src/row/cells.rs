//! One row being read, cell by cell.

use crate::error::{Result, corrupt};
use claviger_core::time::Timestamp;
use rusqlite::Row;
use rusqlite::types::ValueRef;

/// The number SQLite stores for a 64-bit number without a sign: the same bits.
pub(crate) const fn bits(value: u64) -> i64 {
    value.cast_signed()
}

/// The reverse of [`bits`].
pub(crate) const fn unbits(stored: i64) -> u64 {
    stored.cast_unsigned()
}

/// A row of `table`; cells are read from left to right.
pub(crate) struct Cells<'a, 's> {
    table: &'static str,
    row: &'a Row<'s>,
    at: usize,
}

impl<'a, 's> Cells<'a, 's> {
    pub(crate) const fn new(table: &'static str, row: &'a Row<'s>) -> Self {
        Cells { table, row, at: 0 }
    }

    /// The same from a later cell on.
    pub(crate) const fn from(self, at: usize) -> Self {
        Cells { at, ..self }
    }

    fn next(&mut self) -> Result<ValueRef<'a>> {
        let value = self.row.get_ref(self.at)?;
        self.at += 1;
        Ok(value)
    }

    fn wrong<T>(&self, column: &str, what: impl std::fmt::Display) -> Result<T> {
        Err(corrupt(self.table, column, what))
    }

    /// A number.
    pub(crate) fn int(&mut self, column: &str) -> Result<i64> {
        match self.next()? {
            ValueRef::Integer(value) => Ok(value),
            other => self.wrong(column, format_args!("not a number but {}", other.data_type())),
        }
    }

    /// A number, or nothing.
    pub(crate) fn opt_int(&mut self, column: &str) -> Result<Option<i64>> {
        match self.next()? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(value) => Ok(Some(value)),
            other => self.wrong(column, format_args!("not a number but {}", other.data_type())),
        }
    }

    /// A number of a narrower kind.
    pub(crate) fn narrow<T: TryFrom<i64>>(&mut self, column: &str) -> Result<T> {
        let value = self.int(column)?;
        self.narrowed(column, value)
    }

    /// A number of a narrower kind, or nothing.
    pub(crate) fn opt_narrow<T: TryFrom<i64>>(&mut self, column: &str) -> Result<Option<T>> {
        let value = self.opt_int(column)?;
        value.map(|value| self.narrowed(column, value)).transpose()
    }

    fn narrowed<T: TryFrom<i64>>(&self, column: &str, value: i64) -> Result<T> {
        T::try_from(value).or_else(|_| self.wrong(column, format_args!("{value} is out of range")))
    }

    /// A code of a closed list.
    pub(crate) fn code<N: TryFrom<i64>, T>(
        &mut self,
        column: &str,
        known: impl Fn(N) -> Option<T>,
    ) -> Result<T> {
        let value = self.int(column)?;
        let found = N::try_from(value).ok().and_then(known);
        found.map_or_else(|| self.wrong(column, format_args!("unknown code {value}")), Ok)
    }

    /// An instant.
    pub(crate) fn time(&mut self, column: &str) -> Result<Timestamp> {
        let value = self.int(column)?;
        self.instant(column, value)
    }

    /// An instant, or nothing.
    pub(crate) fn opt_time(&mut self, column: &str) -> Result<Option<Timestamp>> {
        let value = self.opt_int(column)?;
        value.map(|value| self.instant(column, value)).transpose()
    }

    fn instant(&self, column: &str, value: i64) -> Result<Timestamp> {
        let time = Timestamp::from_micros(value);
        if time.micros() == value {
            Ok(time)
        } else {
            self.wrong(column, format_args!("{value} is no instant"))
        }
    }

    /// A text.
    pub(crate) fn text(&mut self, column: &str) -> Result<&'a str> {
        match self.next()? {
            ValueRef::Text(bytes) => {
                std::str::from_utf8(bytes).or_else(|_| self.wrong(column, "not valid UTF-8"))
            }
            other => self.wrong(column, format_args!("not a text but {}", other.data_type())),
        }
    }

    /// A text that is a value of its own kind, unchanged by parsing.
    pub(crate) fn parsed<T, E: std::fmt::Display>(
        &mut self,
        column: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<T> {
        let text = self.text(column)?;
        parse(text).or_else(|error| self.wrong(column, error))
    }

    /// Bytes.
    pub(crate) fn blob(&mut self, column: &str) -> Result<&'a [u8]> {
        match self.next()? {
            ValueRef::Blob(bytes) => Ok(bytes),
            other => self.wrong(column, format_args!("not bytes but {}", other.data_type())),
        }
    }

    /// Bytes, or nothing.
    pub(crate) fn opt_blob(&mut self, column: &str) -> Result<Option<&'a [u8]>> {
        match self.next()? {
            ValueRef::Null => Ok(None),
            ValueRef::Blob(bytes) => Ok(Some(bytes)),
            other => self.wrong(column, format_args!("not bytes but {}", other.data_type())),
        }
    }

    /// Bytes of a known number.
    pub(crate) fn array<const N: usize>(&mut self, column: &str) -> Result<[u8; N]> {
        let bytes = self.blob(column)?;
        <[u8; N]>::try_from(bytes).or_else(|_| self.wrong(column, format_args!("{} bytes", bytes.len())))
    }
}
