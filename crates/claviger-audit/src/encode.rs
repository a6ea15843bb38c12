//! An entry to its bytes.

use crate::flags::{Flags, V4, V6};
use crate::varint;
use claviger_core::entry::{Actor, Entry, Target};
use claviger_core::reason::Detail;
use claviger_core::time::Timestamp;
use std::net::IpAddr;

/// Appends the canonical bytes of `entry` to `out`, and nothing else. Never fails; allocates only
/// what `out` needs to grow.
pub fn encode(entry: &Entry, out: &mut Vec<u8>) {
    let (place, draft) = (&entry.place, &entry.draft);
    let flags = Flags::of(draft);
    out.extend_from_slice(&flags.bytes());
    varint::write(place.log.0.into(), out);
    varint::write(place.epoch.into(), out);
    varint::write(place.sequence, out);
    time(place.time, out);
    id(draft.account.as_u64(), out);
    match draft.actor {
        Actor::System => {}
        Actor::Key(key) => id(key.as_u64(), out),
        Actor::Token(token) => id(token.as_u64(), out),
        Actor::User(user) => id(user.as_u64(), out),
    }
    match draft.target {
        Target::Account => {}
        Target::Key(key) => id(key.as_u64(), out),
        Target::Token(token) => id(token.as_u64(), out),
        Target::Record(kind, record) => {
            out.push(kind as u8);
            id(record, out);
        }
    }
    out.extend_from_slice(&(draft.action as u16).to_le_bytes());
    out.extend_from_slice(&[draft.outcome as u8, draft.reason as u8]);
    for number in [draft.nonce, draft.otp_step].into_iter().flatten() {
        varint::write(number, out);
    }
    detail(&draft.detail, out);
    varint::write(draft.revision, out);
    if let Some(source) = draft.source {
        address(source, out);
    }
    // A client's name has at most 64 bytes, so its length is one byte.
    text(draft.client.as_str(), out);
    if flags.digest {
        out.extend_from_slice(&draft.digest);
    }
}

fn detail(detail: &Detail, out: &mut Vec<u8>) {
    match detail {
        Detail::None => {}
        Detail::Missing(set) => out.extend_from_slice(&set.bits().to_le_bytes()),
        Detail::Nonce { given, needed } => {
            varint::write(*given, out);
            varint::write(*needed, out);
        }
        Detail::At(when) => time(*when, out),
        Detail::Source(source) => {
            out.push(if source.is_ipv4() { V4 } else { V6 });
            address(*source, out);
        }
        Detail::Count(number) | Detail::Claim(number) => varint::write(*number, out),
        Detail::Upstream { claim, said } => {
            varint::write(*claim, out);
            text(said, out);
        }
        Detail::Change(words) => text(words, out),
    }
}

fn id(raw: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(&raw.to_le_bytes());
}

fn time(when: Timestamp, out: &mut Vec<u8>) {
    // A timestamp is never negative.
    varint::write(when.micros().unsigned_abs(), out);
}

fn address(address: IpAddr, out: &mut Vec<u8>) {
    match address {
        IpAddr::V4(v4) => out.extend_from_slice(&v4.octets()),
        IpAddr::V6(v6) => out.extend_from_slice(&v6.octets()),
    }
}

fn text(text: &str, out: &mut Vec<u8>) {
    varint::write(text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}
