//! Pairs that are taken and pairs that are not, at the start and later.

use super::x509::Certificate;
use super::{Files, Reloaded, Tls, TlsError};
use claviger_core::time::Timestamp;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

mod chains;

const NOW: Timestamp = Timestamp::from_secs(1_780_000_000);

struct Pair {
    certificate: String,
    key: String,
}

fn pair(from: i32, until: i32) -> Pair {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(until, 1, 1));
    let certificate = params.self_signed(&key).unwrap();
    Pair { certificate: certificate.pem(), key: key.serialize_pem() }
}

fn lay(dir: &Path, certificate: &str, key: &str) -> Files {
    let files = Files { certificate: dir.join("chain.pem"), key: dir.join("key.pem") };
    fs::write(&files.certificate, certificate).unwrap();
    fs::write(&files.key, key).unwrap();
    fs::set_permissions(&files.key, Permissions::from_mode(0o600)).unwrap();
    files
}

fn refused(certificate: &str, key: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    let said = lay(dir.path(), certificate, key).check(NOW).unwrap_err().to_string();
    said.replace(&dir.path().display().to_string(), "")
}

#[test]
fn a_good_pair_is_taken_and_its_end_is_known() {
    let dir = tempfile::tempdir().unwrap();
    let good = pair(2020, 2040);
    let until = lay(dir.path(), &good.certificate, &good.key).check(NOW).unwrap().expires_at;
    assert_eq!(until, Timestamp::from_secs(2_208_988_801), "2040-01-01, and the last second is within");
}

#[test]
fn every_bad_pair_is_refused_with_what_to_do() {
    let (good, other) = (pair(2020, 2040), pair(2020, 2040));
    let broken = good.certificate.replacen("\nM", "\n!", 1);
    let said = [
        refused(&pair(2020, 2025).certificate, &good.key),
        refused(&pair(2039, 2040).certificate, &good.key),
        refused(&good.certificate, &other.key),
        refused("", &good.key),
        refused("hello", &good.key),
        refused(&broken, &good.key),
        refused("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n", &good.key),
        refused(&good.certificate, ""),
        refused(&good.certificate, &good.certificate),
        refused(&good.certificate, "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"),
        refused(
            &good.certificate,
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n",
        ),
        refused(&good.certificate, &"x".repeat(300_000)),
        refused(&good.certificate.repeat(17), &good.key),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_key_others_can_read_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let good = pair(2020, 2040);
    let files = lay(dir.path(), &good.certificate, &good.key);
    for lax in [0o640, 0o604, 0o660, 0o602] {
        fs::set_permissions(&files.key, Permissions::from_mode(lax)).unwrap();
        assert!(matches!(files.check(NOW), Err(TlsError::Mode { mode, .. }) if mode == lax), "{lax:o}");
    }
    fs::set_permissions(&files.key, Permissions::from_mode(0o400)).unwrap();
    assert!(files.check(NOW).is_ok());
}

#[test]
fn a_link_is_followed_and_what_is_no_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let good = pair(2020, 2040);
    let files = lay(dir.path(), &good.certificate, &good.key);
    let link = dir.path().join("live.pem");
    std::os::unix::fs::symlink(&files.key, &link).unwrap();
    assert!(Files { key: link, ..files.clone() }.check(NOW).is_ok());
    let folder = Files { key: dir.path().to_owned(), ..files.clone() };
    assert!(matches!(folder.check(NOW), Err(TlsError::NotRegular { .. })));
    let missing = Files { certificate: dir.path().join("none"), ..files };
    assert!(matches!(missing.check(NOW), Err(TlsError::Unreadable { .. })));
}

#[test]
fn a_reload_takes_what_is_good_and_keeps_what_was_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = (pair(2020, 2040), pair(2020, 2041));
    let files = lay(dir.path(), &first.certificate, &first.key);
    let tls = Tls::load(files.clone(), NOW).unwrap();
    let (expires, seen) = (tls.expires_at(), files.seen());
    assert_eq!(tls.reload(NOW).unwrap(), Reloaded::Same);
    assert_eq!(files.seen(), seen);
    fs::write(&files.certificate, &second.certificate).unwrap();
    assert_ne!(files.seen(), seen, "it shows that a file was written");
    assert!(matches!(tls.reload(NOW), Err(TlsError::Mismatch { .. })));
    assert_eq!(tls.expires_at(), expires, "the pair before stays");
    fs::write(&files.key, &second.key).unwrap();
    assert_eq!(tls.reload(NOW).unwrap(), Reloaded::Changed);
    assert!(tls.expires_at() > expires);
    fs::remove_file(&files.key).unwrap();
    assert!(tls.reload(NOW).is_err());
    let stats = tls.stats();
    assert_eq!((stats.taken, stats.refused), (1, 2));
}

#[test]
fn dates_are_read_in_both_forms_and_nothing_breaks_the_reader() {
    // Beyond 2049 a date is written with four digits of its year.
    let dir = tempfile::tempdir().unwrap();
    let late = pair(1999, 2051);
    let until = lay(dir.path(), &late.certificate, &late.key).check(NOW).unwrap().expires_at;
    assert_eq!(until, Timestamp::from_secs(2_556_144_001));
    let der = {
        let key = KeyPair::generate().unwrap();
        CertificateParams::new(vec!["a".to_owned()]).unwrap().self_signed(&key).unwrap().der().to_vec()
    };
    assert!(Certificate::read(&der).is_some());
    for end in 0..der.len() {
        assert!(Certificate::read(&der[..end]).is_none(), "cut at {end}");
    }
    for at in 0..der.len() {
        let mut bent = der.clone();
        bent[at] ^= 0xff;
        let _ = Certificate::read(&bent);
    }
}
