//! First calls in the usual clients. They read the key from the environment, where it belongs, and hold no secret.

use claviger::core::key::KeyKind;

/// A first call in one client.
pub(in super::super) struct Snippet {
    /// What is to be used.
    pub(in super::super) client: &'static str,
    /// An id for the page.
    pub(in super::super) id: &'static str,
    pub(in super::super) code: String,
}

/// Those for a key of this kind, at this address, saved in this file.
pub(super) fn snippets(kind: KeyKind, origin: &str, file: &str) -> Vec<Snippet> {
    let load = format!("set -a; . ./{file}; set +a");
    match kind {
        KeyKind::Public => vec![Snippet { client: "curl", id: "curl", code: public(&load) }],
        KeyKind::Private => vec![
            Snippet { client: "krakenex", id: "krakenex", code: python(&load, KRAKENEX, origin) },
            Snippet { client: "python-kraken-sdk", id: "sdk", code: python(&load, SDK, origin) },
            Snippet { client: "ccxt", id: "ccxt", code: python(&load, CCXT, origin) },
            Snippet { client: "curl", id: "curl", code: signed(&load) },
        ],
    }
}

const KRAKENEX: &str = r#"import os, krakenex

api = krakenex.API(key=os.environ["KRAKEN_API_KEY"], secret=os.environ["KRAKEN_PRIVATE_KEY"])
api.uri = "@"
print(api.query_private("Balance"))"#;

const SDK: &str = r#"import os
from kraken.spot import User

user = User(key=os.environ["KRAKEN_API_KEY"], secret=os.environ["KRAKEN_PRIVATE_KEY"], url="@")
print(user.get_account_balance())"#;

const CCXT: &str = r#"import os, ccxt

api = ccxt.kraken({"apiKey": os.environ["KRAKEN_API_KEY"], "secret": os.environ["KRAKEN_PRIVATE_KEY"]})
api.urls["api"] = {name: "@" for name in api.urls["api"]}
print(api.fetch_balance()["total"])"#;

fn python(load: &str, code: &str, origin: &str) -> String {
    format!("# first, in the shell: {load}\n{}", code.replace('@', origin))
}

/// The signature by hand: HMAC-SHA-512 of path and SHA-256 of nonce and body.
fn signed(load: &str) -> String {
    format!(
        r#"{load}
call=/0/private/Balance nonce=$(date +%s)000 body="nonce=$nonce"
hex=$(printf %s "$KRAKEN_PRIVATE_KEY" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
sign=$({{ printf %s "$call"; printf %s "$nonce$body" | openssl sha256 -binary; }} |
  openssl sha512 -mac HMAC -macopt "hexkey:$hex" -binary | openssl base64 -A)
curl -sS -H "API-Key: $KRAKEN_API_KEY" -H "API-Sign: $sign" -d "$body" "$KRAKEN_API_URL$call""#
    )
}

fn public(load: &str) -> String {
    format!(
        "{load}\ncurl -sS -H \"API-Key: $KRAKEN_API_KEY\" \"$KRAKEN_API_URL/0/public/Ticker?pair=XBTUSD\""
    )
}
