//! Bodies of records: JSON with a version, written and read here alone.

use crate::store::{Record, RecordId, RecordKind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The version written.
const VERSION: u32 = 1;

/// A record is not what this release writes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the record of {of} cannot be read: {why}")]
pub struct RecordError {
    of: String,
    why: String,
}

impl RecordError {
    pub(crate) fn new(record: &Record, why: impl fmt::Display) -> Self {
        RecordError { of: RecordId(record.kind, record.id).to_string(), why: why.to_string() }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Versioned<T> {
    v: u32,
    body: T,
}

/// What is read first: the version says what the rest is.
#[derive(Deserialize)]
struct Version {
    v: u32,
}

/// The bytes of a body.
pub(crate) fn write<T: Serialize>(kind: RecordKind, id: u64, body: T) -> Result<Box<[u8]>, RecordError> {
    let written = serde_json::to_vec(&Versioned { v: VERSION, body });
    written.map(Into::into).map_err(|error| RecordError {
        of: RecordId(kind, id).to_string(),
        why: format!("it could not be written: {error}"),
    })
}

/// The body of a record of this kind.
pub(crate) fn read<T: DeserializeOwned>(record: &Record, kind: RecordKind) -> Result<T, RecordError> {
    if record.kind != kind {
        return Err(RecordError::new(record, format_args!("it is no {}", kind.name())));
    }
    // Where it is wrong, not what stands there: that may be part of a hash.
    let bad = |error: serde_json::Error| {
        RecordError::new(
            record,
            format_args!("its body is not as it was written, at byte {}", error.column()),
        )
    };
    let Version { v } = serde_json::from_slice(&record.body).map_err(bad)?;
    if v != VERSION {
        return Err(RecordError::new(record, format_args!("its body has version {v}, of a newer release")));
    }
    Ok(serde_json::from_slice::<Versioned<T>>(&record.body).map_err(bad)?.body)
}

/// A text of a body that is a value of its own kind, unchanged by parsing.
pub(crate) fn parsed<T: fmt::Display, E: fmt::Display>(
    record: &Record,
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, RecordError> {
    let value = parse(text).map_err(|error| RecordError::new(record, error))?;
    if value.to_string() == text { Ok(value) } else { Err(RecordError::new(record, "a text was changed")) }
}

/// A part that has to be there.
pub(crate) fn wanted<T>(record: &Record, part: Option<T>, name: &str) -> Result<T, RecordError> {
    part.ok_or_else(|| RecordError::new(record, format_args!("it has no {name}")))
}

/// A handle that is a digest.
pub(crate) fn digest(record: &Record) -> Result<[u8; 32], RecordError> {
    let handle = wanted(record, record.handle.as_deref(), "handle")?;
    handle.try_into().map_err(|_| RecordError::new(record, "its handle is no digest"))
}

/// Bytes, in base64.
pub(crate) struct Bytes(pub(crate) Box<[u8]>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // The text may be part of a hash or a sealed secret, so no error shows it.
        let bytes = STANDARD.decode(text).map_err(|_| D::Error::custom("not base64"))?;
        Ok(Bytes(bytes.into()))
    }
}
