//! Unsigned LEB128, shortest form only.

use crate::error::DecodeError;

/// Appends `value`: 1 byte below 2^7, at most 10.
pub(crate) fn write(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads a number; gives it and what follows.
pub(crate) fn read(bytes: &[u8]) -> Result<(u64, &[u8]), DecodeError> {
    let mut value = 0u64;
    for (at, byte) in bytes.iter().take(10).enumerate() {
        // The tenth byte has room for one bit.
        if at == 9 && *byte > 1 {
            return Err(DecodeError::Number);
        }
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            let shortest = at == 0 || *byte != 0;
            let rest = bytes.get(at + 1..).unwrap_or_default();
            return if shortest { Ok((value, rest)) } else { Err(DecodeError::Number) };
        }
    }
    // Ten bytes always return above: a tenth byte above 1 is refused.
    Err(DecodeError::Truncated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_width_round_trips() {
        for shift in 0..64 {
            for value in [1u64 << shift, (1u64 << shift) - 1, u64::MAX >> shift] {
                let mut bytes = Vec::new();
                write(value, &mut bytes);
                assert_eq!(read(&bytes), Ok((value, &[][..])));
                assert_eq!(read(&bytes[..bytes.len() - 1]).err(), Some(DecodeError::Truncated));
            }
        }
    }

    #[test]
    fn longer_than_needed_or_too_large_is_refused() {
        for bad in [&[0x80, 0x00][..], &[0xff, 0x80, 0x00], &[0xff; 10], &[0xff; 11]] {
            assert_eq!(read(bad), Err(DecodeError::Number), "{bad:x?}");
        }
        let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
        assert_eq!(read(&most), Ok((u64::MAX, &[][..])));
        assert_eq!(
            read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]),
            Err(DecodeError::Number)
        );
    }
}
