//! The exchange's wire.

use crate::manage::{Keys, PASSWORD, WRONG_PASSWORD, stray};
use crate::vault::Vault;
use claviger_kraken::method::{PrivateMethod, PublicMethod};
use claviger_tests::http::{Connection, head};
use claviger_tests::server::Server;
use claviger_tests::trader::{Trader, encode};

/// The method after which a key does nothing else.
const LAST: PrivateMethod = PrivateMethod::RevokeApiKey;

/// Every method but the last, signed as it should be.
pub(crate) fn everything(vault: &mut Vault, server: &Server, keys: &Keys) {
    let mut connection = Connection::new(server.address);
    let mut good = 0;
    for method in PrivateMethod::ALL.iter().filter(|method| **method != LAST) {
        let name = method.name();
        let wrong_code = [("otp", "000000")];
        let tries: [(&Trader, &[(&str, &str)]); 7] = [
            (&keys.plain, &[]),
            (&keys.plain, &[("asset", "XBT"), ("key", "cold"), ("amount", "0.01"), ("pair", "XBTUSD")]),
            (&keys.with_password, &[("otp", PASSWORD)]),
            (&keys.with_password, &[("otp", WRONG_PASSWORD)]),
            (&keys.with_password, &[]),
            (&keys.with_totp, &wrong_code),
            (&keys.revoked, &[]),
        ];
        for (key, params) in tries {
            let reply = key.sign(name, params).send(&mut connection).expect("an answer");
            good += u32::from(reply.is_ok());
            vault.answer(name, &reply.0);
        }
    }
    assert!(good > 20, "only {good} calls went well");
    for method in PublicMethod::ALL {
        let target = format!("/0/public/{}?pair=XBTUSD", method.name());
        let answer = connection.request("GET", &target, &[("api-key", &keys.plain.api_key)], b"");
        vault.answer(method.name(), &answer.expect("an answer"));
    }
}

/// Each key ends itself, the dead one again.
pub(crate) fn ends(vault: &mut Vault, server: &Server, keys: &Keys) {
    let mut connection = Connection::new(server.address);
    for key in [&keys.plain, &keys.with_password, &keys.with_totp, &keys.revoked] {
        let reply = key.sign(LAST.name(), &[]).send(&mut connection).expect("an answer");
        assert!(reply.is_ok(), "a key did not end itself");
        vault.answer(LAST.name(), &reply.0);
    }
}

/// Secrets where none belong: as the other half, in the path, as the value of anything.
pub(crate) fn secrets_in_wrong_places(vault: &mut Vault, server: &Server, keys: &Keys) {
    let mut connection = Connection::new(server.address);
    let stray = stray(vault);
    for secret in keys.all_secrets.iter().chain([&stray]) {
        misplaced(vault, &mut connection, keys, secret);
    }
}

fn misplaced(vault: &mut Vault, connection: &mut Connection, keys: &Keys, secret: &str) {
    let encoded = encode(secret);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let json = ("content-type", "application/json");
    let key = keys.plain.api_key.as_str();
    let named = format!("nonce={encoded}&{encoded}=1&otp={encoded}");
    let object = format!("{{\"nonce\":1,\"{encoded}\":[{{\"x\":\"{encoded}\"");
    let requests: [(&str, String, Vec<(&str, &str)>, &str); 8] = [
        (
            "POST",
            "/0/private/Balance".into(),
            vec![("api-key", secret), ("api-sign", secret), form],
            "nonce=1",
        ),
        ("POST", "/0/private/Balance".into(), vec![("api-key", key), ("api-sign", secret), form], "nonce=1"),
        ("POST", "/0/private/Balance".into(), vec![("api-key", key), ("api-sign", "x"), form], &named),
        ("POST", "/0/private/AddOrder".into(), vec![("api-key", key), ("api-sign", "x"), json], &object),
        ("POST", format!("/0/private/{encoded}"), vec![form], &named),
        ("GET", format!("/0/public/Ticker?pair={encoded}"), vec![("api-key", secret)], ""),
        ("GET", format!("/{encoded}"), vec![("cookie", secret)], ""),
        ("PUT", format!("/0/private/Balance?{encoded}"), vec![], ""),
    ];
    for (method, target, headers, body) in requests {
        let answer = connection.send(&head(method, &target, &headers), body.as_bytes()).expect("an answer");
        vault.answer(&format!("{method} with a secret in a wrong place"), &answer);
    }
    for method in PrivateMethod::ALL {
        let params = [
            "asset",
            "pair",
            "key",
            "txid",
            "refid",
            "cl_ord_id",
            "userref",
            "type",
            "amount",
            "start",
            "strategy_id",
        ];
        let params: Vec<_> = params.iter().map(|name| (*name, secret)).collect();
        let reply = keys.plain.sign(method.name(), &params).send(connection).expect("an answer");
        vault.answer(&format!("{} with a secret in every parameter", method.name()), &reply.0);
    }
}
