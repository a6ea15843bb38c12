//! Recognises a person by the session in the cookie.

use super::super::csrf::CsrfToken;
use super::super::visit::{Person, Proof, Recognised, Unattended, Visit};
use super::super::{cookie, reach};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use claviger::Authority;
use claviger::core::text::ClientName;
use claviger::manage::sessions::{Place, Signed, recognise, watch};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::request::Parts;
use sha2::Sha256;
use std::net::IpAddr;
use std::sync::Arc;

/// What the session's token is the key of.
const CSRF_LABEL: &[u8] = b"claviger console csrf 1";

pub(super) struct PersonDoor {
    authority: Arc<Authority>,
    secure: bool,
}

impl PersonDoor {
    pub(super) const fn new(authority: Arc<Authority>, secure: bool) -> Self {
        PersonDoor { authority, secure }
    }

    pub(super) fn recognise<'a>(
        &'a self,
        head: &'a Parts,
        source: Option<IpAddr>,
        client: ClientName,
    ) -> Recognised<'a> {
        Box::pin(async move {
            let name = cookie::session_name(reach::is_secure(self.secure, head));
            let Some(token) = cookie::get(&head.headers, name) else { return Ok(None) };
            let place = Place { source, client };
            let signed = match head.extensions.get::<Unattended>() {
                Some(Unattended) => watch(&self.authority, token, &place).await?,
                None => recognise(&self.authority, token, &place).await?,
            };
            Ok(signed.map(|signed| visit(signed, token)))
        })
    }
}

fn visit(signed: Signed, token: &str) -> Visit {
    Visit {
        caller: signed.caller.clone(),
        person: Person { name: signed.user.name.to_string(), login: signed.user.login.to_string() },
        account_name: signed.account.name.to_string(),
        csrf: CsrfToken::new(csrf_of(token)),
        proof: if signed.caller.proven { Proof::Fresh } else { Proof::Stale },
        signed: Some(Arc::new(signed)),
    }
}

/// The token of the session's forms, made from that of the session, which nobody makes from it.
pub(in super::super) fn csrf_of(token: &str) -> String {
    // A key of any length is taken.
    let mac = Hmac::<Sha256>::new_from_slice(token.as_bytes());
    let digest = mac.map(|mac| mac.chain_update(CSRF_LABEL).finalize().into_bytes());
    digest.map(|digest| URL_SAFE_NO_PAD.encode(digest)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::csrf_of;

    #[test]
    fn each_session_has_its_own_and_it_is_not_the_session() {
        let (one, other) = (csrf_of("session-one"), csrf_of("session-two"));
        assert!(one != other && one == csrf_of("session-one") && one.len() == 43);
        assert!(!one.contains("session"));
    }
}
