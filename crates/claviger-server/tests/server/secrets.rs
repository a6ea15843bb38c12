//! No secret in clear (P7): nothing that only its holder should have is in any file of the server.

use crate::common::serve;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use std::fs;
use std::path::Path;

/// The forms in which a secret could turn up.
fn forms(secret: &[u8]) -> Vec<Vec<u8>> {
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![secret.to_vec(), hex.clone().into_bytes(), hex.to_uppercase().into_bytes()];
    for shift in 0..3 {
        // Base64 of whatever stands before it; the characters that mix with it are cut off.
        let shifted = [vec![0; shift], secret.to_vec()].concat();
        let text = STANDARD_NO_PAD.encode(shifted);
        forms.push(text.as_bytes()[4.min(shift * 4)..text.len() - 2].to_vec());
    }
    forms
}

fn scan(dir: &Path, forms: &[Vec<u8>]) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scan(&path, forms);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        for form in forms {
            let found = bytes.windows(form.len()).any(|window| window == form);
            assert!(!found, "{} holds a secret", path.display());
        }
    }
}

#[test]
fn no_file_holds_a_secret() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let token = server.token.clone().unwrap();
    let key = server.create_key(&token, "bot");
    let password = "correct horse battery staple";
    let body = format!(
        r#"{{"name":"second","permissions":["query-funds"],"second_factor":{{"kind":"password","password":"{password}"}}}}"#
    );
    let (status, made) = server.manage(&token, "POST", "/keys", &body);
    assert_eq!(status, 201, "{made}");
    let mut client = server.connect();
    key.ask(&mut client, "Balance", "");
    key.ask(&mut client, "Balance", "otp=424242canary");
    let raw = STANDARD.decode(&key.private_key).unwrap();
    let secrets: Vec<Vec<u8>> = [
        key.private_key.as_bytes(),
        &raw,
        token.as_bytes(),
        &STANDARD.decode(&token).unwrap(),
        password.as_bytes(),
        b"424242canary",
    ]
    .iter()
    .flat_map(|secret| forms(secret))
    .collect();
    scan(dir.path(), &secrets);
    server.stop();
    scan(dir.path(), &secrets);
}

#[test]
fn the_scan_finds_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let secret = b"a secret of some length";
    for hidden in forms(secret) {
        fs::write(dir.path().join("file"), [b"before".to_vec(), hidden, b"after".to_vec()].concat()).unwrap();
        let found = std::panic::catch_unwind(|| scan(dir.path(), &forms(secret)));
        assert!(found.is_err());
    }
}
