//! What clients are shown by chains of every kind, and what they may not like.

use super::{NOW, lay};
use crate::net::tls::{DEVELOPMENT_AUTHORITY, Doubt, Shown, TlsError};
use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};

/// Somebody who signs.
struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

fn authority(name: &str, until: i32) -> Authority {
    let (key, mut params) = (KeyPair::generate().unwrap(), CertificateParams::new(Vec::new()).unwrap());
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(until, 1, 1));
    let certificate = params.self_signed(&key).unwrap();
    Authority { certificate, issuer: Issuer::new(params, key) }
}

/// A certificate for these names, and its key, as PEM.
fn signed(by: &Authority, names: &[&str]) -> [String; 2] {
    let key = KeyPair::generate().unwrap();
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2040, 1, 1));
    [params.signed_by(&key, &by.issuer).unwrap().pem(), key.serialize_pem()]
}

fn shown(chain: &[&str], key: &str) -> Result<Shown, TlsError> {
    let dir = tempfile::tempdir().unwrap();
    lay(dir.path(), &chain.concat(), key).check(NOW)
}

#[test]
fn a_chain_in_order_leaves_no_doubt_and_shows_its_names() {
    let above = authority("Root", 2040);
    let [own, key] = signed(&above, &["keys.example.com", "10.0.0.7", "2001:db8::1"]);
    let shown = shown(&[&own, &above.certificate.pem()], &key).unwrap();
    assert_eq!(shown.names, ["keys.example.com", "10.0.0.7", "2001:db8::1"]);
    assert_eq!(shown.doubts, []);
}

#[test]
fn each_doubt_is_had() {
    let (above, stranger, over) =
        (authority("Root", 2040), authority("Stranger", 2040), authority("Over", 2025));
    let trying = authority(DEVELOPMENT_AUTHORITY, 2040);
    let doubts = |by: &Authority, names: &[&str], above: &[&Authority]| {
        let [own, key] = signed(by, names);
        let above: Vec<String> = above.iter().map(|one| one.certificate.pem()).collect();
        let chain: Vec<&str> =
            std::iter::once(own.as_str()).chain(above.iter().map(String::as_str)).collect();
        shown(&chain, &key).unwrap().doubts
    };
    assert_eq!(doubts(&above, &[], &[&above]), [Doubt::NoName]);
    assert_eq!(doubts(&above, &["a"], &[&stranger]), [Doubt::Order(2)]);
    assert_eq!(doubts(&above, &["a"], &[&above, &stranger]), [Doubt::Order(3)]);
    assert_eq!(doubts(&over, &["a"], &[&over]), [Doubt::NotInForce(2)]);
    assert_eq!(doubts(&trying, &["a"], &[&trying]), [Doubt::Development]);
    let own = super::pair(2020, 2040);
    assert_eq!(shown(&[&own.certificate], &own.key).unwrap().doubts, [Doubt::SelfSigned]);
}

#[test]
fn a_certificate_of_the_key_that_is_not_the_first_is_named() {
    let above = authority("Root", 2040);
    let [own, key] = signed(&above, &["a"]);
    let error = shown(&[&above.certificate.pem(), &own], &key).unwrap_err();
    assert!(matches!(error, TlsError::NotFirst { place: 2, .. }), "{error}");
    assert!(error.to_string().contains("first, then each after"), "{error}");
}
