//! The attestation object of a registration (§6.5.4): the device's words, and what vouches for them.

use crate::cbor::{Item, Malformed, Reader};
use crate::error::{Part, PasskeyError};

/// What vouches for the device's words.
#[derive(Debug)]
pub(crate) enum Statement<'a> {
    /// Nothing (§8.7), as was asked for.
    None,
    /// The new key itself (§8.2, *self attestation*), which browsers hand on since it names no make.
    Own {
        /// How it is signed.
        algorithm: i64,
        /// By the new key.
        signature: &'a [u8],
    },
}

/// An attestation object.
#[derive(Debug)]
pub(crate) struct Attestation<'a> {
    pub(crate) statement: Statement<'a>,
    /// The device's words.
    pub(crate) data: &'a [u8],
}

impl<'a> Attestation<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, PasskeyError> {
        let malformed = |_| PasskeyError::Malformed(Part::Attestation);
        let (format, statement, data) = parts(bytes).map_err(malformed)?;
        let statement = match format {
            "none" => none(statement).map_err(malformed)?,
            "packed" => packed(statement).map_err(malformed)?.ok_or(PasskeyError::Attestation)?,
            _ => return Err(PasskeyError::Attestation),
        };
        Ok(Attestation { statement, data })
    }
}

/// The three parts: the format's name, the statement as a whole, and the device's words.
fn parts(bytes: &[u8]) -> Result<(&str, &[u8], &[u8]), Malformed> {
    let mut reader = Reader::new(bytes);
    let (mut format, mut statement, mut data) = (None, None, None);
    for _ in 0..reader.map()? {
        let Item::Text(name) = reader.item()? else { return Err(Malformed) };
        let twice = match name {
            "fmt" => format.replace(text(&mut reader)?).is_some(),
            "attStmt" => statement.replace(reader.skip()?).is_some(),
            "authData" => data.replace(bytes_of(&mut reader)?).is_some(),
            // Nothing else belongs here; devices that add something (`epAtt`) were asked for nothing of the kind.
            _ => return Err(Malformed),
        };
        if twice {
            return Err(Malformed);
        }
    }
    reader.end()?;
    Ok((format.ok_or(Malformed)?, statement.ok_or(Malformed)?, data.ok_or(Malformed)?))
}

fn none(statement: &[u8]) -> Result<Statement<'_>, Malformed> {
    let mut reader = Reader::new(statement);
    if reader.map()? == 0 { Ok(Statement::None) } else { Err(Malformed) }
}

/// None if certificates vouch for it, which nobody asked for.
fn packed(statement: &[u8]) -> Result<Option<Statement<'_>>, Malformed> {
    let mut reader = Reader::new(statement);
    let (mut algorithm, mut signature) = (None, None);
    for _ in 0..reader.map()? {
        let Item::Text(name) = reader.item()? else { return Err(Malformed) };
        let twice = match (name, reader.item()?) {
            ("alg", Item::Int(number)) => algorithm.replace(number).is_some(),
            ("sig", Item::Bytes(bytes)) => signature.replace(bytes).is_some(),
            ("x5c", Item::Array(_)) => return Ok(None),
            _ => return Err(Malformed),
        };
        if twice {
            return Err(Malformed);
        }
    }
    let (algorithm, signature) = algorithm.zip(signature).ok_or(Malformed)?;
    Ok(Some(Statement::Own { algorithm, signature }))
}

fn text<'a>(reader: &mut Reader<'a>) -> Result<&'a str, Malformed> {
    match reader.item()? {
        Item::Text(text) => Ok(text),
        _ => Err(Malformed),
    }
}

fn bytes_of<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], Malformed> {
    match reader.item()? {
        Item::Bytes(bytes) => Ok(bytes),
        _ => Err(Malformed),
    }
}
