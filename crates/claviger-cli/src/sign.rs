//! A Kraken client as small as can be: signs calls with the nonce in the body (KRAKEN-WIRE.md §1.2).

use crate::failure::Failure;
use crate::http::{ANSWER, Base, Response, Wire, encode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger::clock::{Clock as _, SystemClock};
use claviger_core::credential::PrivateKey;
use claviger_core::signature::{SignedBytes, sign};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use ureq::http::Method;

/// The last nonce of this process.
static LAST: AtomicU64 = AtomicU64::new(0);

/// A nonce: microseconds since 1970, raised where the clock stands still or goes back, so that no
/// two of this process are alike or fall.
pub(crate) fn next_nonce() -> u64 {
    let now = u64::try_from(SystemClock.now().micros()).unwrap_or(0);
    let next = |last: u64| now.max(last.saturating_add(1));
    let before = LAST.fetch_update(Relaxed, Relaxed, |last| Some(next(last)));
    before.map_or(now, next)
}

/// Both halves of a key, ready to sign.
pub(crate) struct Signer {
    pub(crate) api_key: String,
    pub(crate) private_key: PrivateKey,
}

/// One call as it goes over the wire, but for the host.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) path: String,
    pub(crate) body: String,
    /// The value of `API-Sign`.
    pub(crate) signature: String,
}

impl Signer {
    /// Signs a call of a private method with a nonce of this process.
    pub(crate) fn call(&self, method: &str, params: &[(&str, &str)]) -> Call {
        self.call_with_nonce(method, params, next_nonce())
    }

    fn call_with_nonce(&self, method: &str, params: &[(&str, &str)], nonce: u64) -> Call {
        let nonce = nonce.to_string();
        let path = format!("/0/private/{method}");
        let fields = std::iter::once(("nonce", nonce.as_str())).chain(params.iter().copied());
        let pairs: Vec<String> =
            fields.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let body = pairs.join("&");
        let signed =
            SignedBytes { path: path.as_bytes(), nonce_text: nonce.as_bytes(), body: body.as_bytes() };
        let signature = sign(self.private_key.expose(), signed.path, &signed.digest());
        Call { path, body, signature: STANDARD.encode(signature) }
    }

    /// Sends a signed call.
    pub(crate) fn send(&self, wire: &Wire, base: &Base, call: &Call) -> Result<Response, Failure> {
        let headers = [
            ("API-Key", self.api_key.as_str()),
            ("API-Sign", call.signature.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        wire.send(base, &Method::POST, &call.path, &headers, call.body.as_bytes(), ANSWER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_core::signature::verify;

    #[test]
    fn nonces_only_rise() {
        let nonces: Vec<u64> = (0..10_000).map(|_| next_nonce()).collect();
        assert!(nonces.windows(2).all(|pair| pair[0] < pair[1]));
        // Sixteen digits: microseconds, until the year 2286.
        assert_eq!(nonces[0].to_string().len(), 16);
    }

    #[test]
    fn the_exchange_s_own_vector_is_met() {
        // V1 of KRAKEN-WIRE.md §1.3, the example secret of the exchange's documentation.
        let secret =
            "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";
        let raw: [u8; 64] = STANDARD.decode(secret).unwrap().try_into().unwrap();
        let signer = Signer { api_key: String::new(), private_key: PrivateKey::from_bytes(&raw) };
        let params = [
            ("ordertype", "limit"),
            ("pair", "XBTUSD"),
            ("price", "37500"),
            ("type", "buy"),
            ("volume", "1.25"),
        ];
        let call = signer.call_with_nonce("AddOrder", &params, 1_616_492_376_594);
        assert_eq!(
            call.signature,
            "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ=="
        );
    }

    #[test]
    fn what_is_signed_is_what_is_sent() {
        let signer = Signer { api_key: String::new(), private_key: PrivateKey::from_bytes(&[7; 64]) };
        let call = signer.call("AddOrder", &[("close[ordertype]", "limit"), ("comment", "a&b = c+d")]);
        assert!(
            call.body.contains("close%5Bordertype%5D=limit&comment=a%26b%20%3D%20c%2Bd"),
            "{}",
            call.body
        );
        let nonce = call.body.strip_prefix("nonce=").unwrap().split('&').next().unwrap();
        let signed = SignedBytes {
            path: call.path.as_bytes(),
            nonce_text: nonce.as_bytes(),
            body: call.body.as_bytes(),
        };
        let given = STANDARD.decode(&call.signature).unwrap().try_into().unwrap();
        assert!(verify(&[7; 64], signed.path, &signed.digest(), &given));
    }
}
