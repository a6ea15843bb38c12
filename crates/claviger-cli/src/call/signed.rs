//! A call is signed with the key of a profile and sent.

use crate::failure::Failure;
use crate::http::{Base, Response, Trust};
use crate::output::{ask_secret, note};
use crate::profile;
use crate::sign::Signer;

/// By what a call is signed, and where it goes.
pub(crate) struct By<'a> {
    /// The encrypted profile that holds the key.
    pub(crate) profile: Option<&'a str>,
    /// The server, if it is another one than the profile's.
    pub(crate) url: Option<&'a str>,
    /// Whose certificates are believed.
    pub(crate) trust: &'a Trust,
    /// Whether a second factor is sent along.
    pub(crate) otp: bool,
}

/// Signs it, and sends it.
pub(crate) fn send(by: &By<'_>, method: &str, params: &[(&str, &str)]) -> Result<Response, Failure> {
    let name = by.profile.ok_or_else(|| {
        Failure::usage("this call must be signed: with which key? name a profile")
            .next("`claviger profile list` shows the profiles, `claviger profile add` makes one")
    })?;
    let (kept, signer) = profile::open_key(name)?;
    let base = by.url.map_or(Ok(kept), Base::parse)?;
    let otp = if by.otp { Some(otp()?) } else { None };
    let mut params = params.to_vec();
    params.extend(otp.as_ref().map(|otp| ("otp", otp.as_str())));
    over(&signer, &base, by.trust, method, &params)
}

/// The same with a key that is at hand.
pub(crate) fn over(
    signer: &Signer,
    base: &Base,
    trust: &Trust,
    method: &str,
    params: &[(&str, &str)],
) -> Result<Response, Failure> {
    if !base.is_loopback() && !base.is_encrypted() {
        note(&format!("note: nothing is encrypted on the way to {base}"));
    }
    signer.send(&trust.wire(base)?, base, &signer.call(method, params))
}

fn otp() -> Result<zeroize::Zeroizing<String>, Failure> {
    match std::env::var("CLAVIGER_OTP") {
        Ok(given) if !given.is_empty() => Ok(zeroize::Zeroizing::new(given)),
        _ => ask_secret("Second factor:"),
    }
}
