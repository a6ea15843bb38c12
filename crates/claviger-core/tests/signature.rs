//! Golden vectors: V1 is Kraken's own (its REST authentication guide), V7 stands in its official
//! SDK, the others are computed from the same secret.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger_core::signature::{SignedBytes, sign, verify};

const SECRET: &str =
    "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";
const NONCE: &str = "1616492376594";

fn signed(secret: &[u8], path: &str, nonce: &str, body: &str) -> String {
    let bytes = SignedBytes { path: path.as_bytes(), nonce_text: nonce.as_bytes(), body: body.as_bytes() };
    let signature = sign(secret, bytes.path, &bytes.digest());
    assert!(verify(secret, bytes.path, &bytes.digest(), &signature));
    STANDARD.encode(signature)
}

#[test]
fn golden_vectors() {
    let secret = STANDARD.decode(SECRET).unwrap();
    let form = "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25";
    let json = r#"{"nonce":"1616492376594","ordertype":"limit","pair":"XBTUSD","price":"37500","type":"buy","volume":"1.25"}"#;
    let number = r#"{"nonce":1616492376594,"pair":"XBT/USD","depth":10}"#;
    for (path, body, expected) in [
        (
            "/0/private/AddOrder",
            form,
            "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==",
        ),
        (
            "/0/private/AddOrder",
            json,
            "r/o+GpKxXjV/mls/r5CKLu5R+yzK5psqvQ4hXxMX1nzdxTBhV+ui82QGgPZMMitpFwCOAdPEZMmXgZxD2chJEg==",
        ),
        (
            "/0/private/Level3",
            number,
            "4iKJcUggYwvsD5rPEi9znRkPKhCejvm7ZFdBzbXWJzU2txCRL6m3kOGtwRqy6qOLjHw0SBdGhXmrsoRLDRS3JA==",
        ),
        (
            "/0/private/Balance",
            "nonce=1616492376594",
            "1nH4vwR+8FHiYh1QT649xXkGd3JR3x0DWkgv3u9Ed/Qqv6KPtgQpEU4m+Emb/VgpEji3j1XNwI+HCbfXxmrTOg==",
        ),
        (
            "/funding/v1/networks",
            "",
            "yYxZeNH5UgFeG841NuiZqm5zjoS3cveFTirBsgZDWnh4fADlRy4dYkKf3FKFDEayhMj1+AAck1mZ0Uihv4PN1w==",
        ),
        (
            "/funding/v1/methods/withdraw?asset%5Bclass%5D=currency&asset%5Bname%5D=USDC&limit=50",
            "",
            "FzqM9GVMftQOOLTkBr4A+hwWg87e3k/hEoH9JWEPeeoaDYToOzLVC+wQpzgEFkEQYXp/iDu7qo5Dm8EAIHJszA==",
        ),
    ] {
        assert_eq!(signed(&secret, path, NONCE, body), expected, "{path} {body}");
    }
}

#[test]
fn the_official_sdk_vector() {
    let expected = "6i7+cpXVLDDnDOekgsRcgFQhkYFyPDSSxhSVA8OrA6vjziXcy2K1DP3n7f9B/Kgni71WjBSQusZKxduRsdF20Q==";
    assert_eq!(
        signed(&[1; 32], "/0/private/Balance", "1700000000000000000", "nonce=1700000000000000000"),
        expected
    );
}

/// No bit of a signature is spare.
#[test]
fn every_bit_of_a_signature_counts() {
    let secret = STANDARD.decode(SECRET).unwrap();
    let bytes = SignedBytes { path: b"/0/private/Balance", nonce_text: b"1", body: b"nonce=1" };
    let good = sign(&secret, bytes.path, &bytes.digest());
    for bit in 0..512 {
        let mut bad = good;
        bad[bit / 8] ^= 1 << (bit % 8);
        assert!(!verify(&secret, bytes.path, &bytes.digest(), &bad), "bit {bit}");
    }
}
