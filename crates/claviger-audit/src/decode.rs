//! Bytes to an entry, strictly: what decodes encodes to the same bytes again.

use crate::error::DecodeError;
use crate::flags::{Flags, KEY, NONE, TOKEN, V4, V6, kind};
use crate::reader::Reader;
use claviger_core::action::Action;
use claviger_core::entry::{Actor, Entry, EntryDraft, Outcome, Place, Target};
use claviger_core::id::{AccountId, KeyId, LogId, TokenId, UserId};
use claviger_core::permission::PermissionSet;
use claviger_core::reason::{Detail, Reason};
use claviger_core::store::RecordKind;
use claviger_core::text::ClientName;
use claviger_core::time::Timestamp;
use std::net::IpAddr;

/// The entry these bytes are, all of them.
///
/// # Errors
/// [`DecodeError`] if they are anything but the one canonical encoding of an entry.
pub fn decode(bytes: &[u8]) -> Result<Entry, DecodeError> {
    let mut reader = Reader(bytes);
    let reader = &mut reader;
    let flags = Flags::read(reader)?;
    let place = place(reader)?;
    let account = AccountId::from_u64(raw_id(reader)?);
    let actor = actor(flags.actor, reader)?;
    let target = target(flags.target, reader)?;
    let (action, outcome, reason) = codes(reader)?;
    let nonce = flags.nonce.then(|| reader.varint()).transpose()?;
    let otp_step = flags.otp_step.then(|| reader.varint()).transpose()?;
    let detail = detail(flags.detail, reader)?;
    let revision = reader.varint()?;
    let source = if flags.source == NONE { None } else { Some(address(flags.source, reader)?) };
    let client = client(reader)?;
    let digest = if flags.digest { digest(reader)? } else { [0; 32] };
    reader.end()?;
    let draft = EntryDraft {
        account,
        actor,
        action,
        target,
        revision,
        source,
        client,
        outcome,
        reason,
        detail,
        nonce,
        otp_step,
        digest,
    };
    Ok(Entry { place, draft })
}

pub(crate) fn place(reader: &mut Reader<'_>) -> Result<Place, DecodeError> {
    Ok(Place {
        log: LogId(reader.varint_u32()?),
        epoch: reader.varint_u32()?,
        sequence: reader.varint()?,
        time: time(reader)?,
    })
}

/// An id's number; one with a bit above the sixtieth would be read as another one.
pub(crate) fn raw_id(reader: &mut Reader<'_>) -> Result<u64, DecodeError> {
    let raw = u64::from_le_bytes(reader.array()?);
    if KeyId::from_u64(raw).as_u64() == raw { Ok(raw) } else { Err(DecodeError::Number) }
}

pub(crate) fn actor(kind: u8, reader: &mut Reader<'_>) -> Result<Actor, DecodeError> {
    Ok(match kind {
        NONE => Actor::System,
        KEY => Actor::Key(KeyId::from_u64(raw_id(reader)?)),
        TOKEN => Actor::Token(TokenId::from_u64(raw_id(reader)?)),
        _ => Actor::User(UserId::from_u64(raw_id(reader)?)),
    })
}

pub(crate) fn target(kind: u8, reader: &mut Reader<'_>) -> Result<Target, DecodeError> {
    Ok(match kind {
        NONE => Target::Account,
        KEY => Target::Key(KeyId::from_u64(raw_id(reader)?)),
        TOKEN => Target::Token(TokenId::from_u64(raw_id(reader)?)),
        _ => record(reader)?,
    })
}

fn record(reader: &mut Reader<'_>) -> Result<Target, DecodeError> {
    let kind = RecordKind::from_u8(reader.u8()?).ok_or(DecodeError::Code)?;
    // The number of a record's id is kept as it is, whatever its width.
    Ok(Target::Record(kind, u64::from_le_bytes(reader.array()?)))
}

pub(crate) fn codes(reader: &mut Reader<'_>) -> Result<(Action, Outcome, Reason), DecodeError> {
    let action = Action::from_u16(reader.u16()?).ok_or(DecodeError::Code)?;
    let outcome = Outcome::from_u8(reader.u8()?).ok_or(DecodeError::Code)?;
    let reason = Reason::from_u8(reader.u8()?).ok_or(DecodeError::Code)?;
    Ok((action, outcome, reason))
}

fn detail(kind: u8, reader: &mut Reader<'_>) -> Result<Detail, DecodeError> {
    Ok(match kind {
        kind::NONE => Detail::None,
        kind::MISSING => Detail::Missing(PermissionSet::from_bits(reader.u16()?).ok_or(DecodeError::Code)?),
        kind::NONCE => Detail::Nonce { given: reader.varint()?, needed: reader.varint()? },
        kind::AT => Detail::At(time(reader)?),
        kind::SOURCE => {
            let family = reader.u8()?;
            Detail::Source(address(family, reader)?)
        }
        kind::COUNT => Detail::Count(reader.varint()?),
        kind::CLAIM => Detail::Claim(reader.varint()?),
        kind::UPSTREAM => Detail::Upstream { claim: reader.varint()?, said: reader.text()? },
        kind::CHANGE => Detail::Change(reader.text()?),
        _ => return Err(DecodeError::Flags),
    })
}

fn time(reader: &mut Reader<'_>) -> Result<Timestamp, DecodeError> {
    let micros = i64::try_from(reader.varint()?).map_err(|_| DecodeError::Number)?;
    let time = Timestamp::from_micros(micros);
    if time.micros() == micros { Ok(time) } else { Err(DecodeError::Number) }
}

fn address(family: u8, reader: &mut Reader<'_>) -> Result<IpAddr, DecodeError> {
    match family {
        V4 => Ok(reader.array::<4>()?.into()),
        V6 => Ok(reader.array::<16>()?.into()),
        _ => Err(DecodeError::Flags),
    }
}

fn client(reader: &mut Reader<'_>) -> Result<ClientName, DecodeError> {
    let bytes = reader.prefixed()?;
    let name = ClientName::from_bytes(bytes);
    // What the parser would have changed was never a client's name.
    if name.as_str().as_bytes() == bytes { Ok(name) } else { Err(DecodeError::Text) }
}

fn digest(reader: &mut Reader<'_>) -> Result<[u8; 32], DecodeError> {
    let digest = reader.array()?;
    if digest == [0; 32] { Err(DecodeError::ZeroDigest) } else { Ok(digest) }
}
