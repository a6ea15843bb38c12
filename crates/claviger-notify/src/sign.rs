//! Signatures of web hooks, as Standard Webhooks has them (specification 1.0): HMAC-SHA256 over `id.timestamp.body`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// What a secret begins with where it is shown.
pub const SECRET_PREFIX: &str = "whsec_";
/// Bytes of a secret; the specification asks for 24 to 64.
pub const SECRET_BYTES: usize = 32;

/// A secret as it is shown, once.
#[must_use]
pub fn shown(secret: &[u8]) -> Zeroizing<String> {
    let encoded = Zeroizing::new(STANDARD.encode(secret));
    Zeroizing::new(format!("{SECRET_PREFIX}{}", *encoded))
}

/// The value of `webhook-signature`: one signature for each secret, the one in force first, so that a receiver that has
/// either takes the message.
#[must_use]
pub fn header(secrets: &[&[u8]], id: &str, timestamp: i64, body: &[u8]) -> String {
    let signatures: Vec<String> =
        secrets.iter().map(|secret| signature(secret, id, timestamp, body)).collect();
    signatures.join(" ")
}

fn signature(secret: &[u8], id: &str, timestamp: i64, body: &[u8]) -> String {
    // A key of any length will do: this cannot fail.
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    let signed = mac.chain_update(id).chain_update(format!(".{timestamp}.")).chain_update(body);
    format!("v1,{}", STANDARD.encode(signed.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn it_is_what_others_compute() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed =
            header(&[&secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn there_is_one_for_each_secret_and_they_differ_in_everything_signed() {
        let both = header(&[b"new", b"old"], "a", 1, b"x");
        let parts: Vec<_> = both.split(' ').collect();
        assert_eq!(parts, [header(&[b"new"], "a", 1, b"x"), header(&[b"old"], "a", 1, b"x")]);
        for other in [
            header(&[b"new"], "b", 1, b"x"),
            header(&[b"new"], "a", 2, b"x"),
            header(&[b"new"], "a", 1, b"y"),
        ] {
            assert_ne!(other, parts[0]);
        }
    }
}
