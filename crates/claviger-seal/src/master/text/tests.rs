use super::MasterKeyTextError::{Base64, Checksum, Length, NotOne, Version};
use super::*;

fn key() -> MasterKey {
    MasterKey::from_key(Key::new(std::array::from_fn(|i| i as u8)))
}

fn text() -> String {
    String::from_utf8(key().to_text().expose().to_vec()).unwrap()
}

fn error(text: &str) -> Option<MasterKeyTextError> {
    MasterKey::from_text(text.as_bytes()).err()
}

/// The expected values were computed with another implementation of SHA-256 and base64.
#[test]
fn the_text_is_fixed() {
    assert_eq!(text(), "claviger-master-key-v1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh+PGkFt\n");
    assert_eq!(key().id().to_string(), "94f1449731bcf4c9");
}

#[test]
fn what_was_written_is_read() {
    for shape in [text(), text().trim_end().to_owned(), format!("  {}\r\n\n", text().trim_end())] {
        let read = MasterKey::from_text(shape.as_bytes()).unwrap();
        assert!(read.key().ct_eq(key().key()));
        assert_eq!(read.id(), key().id());
    }
}

#[test]
fn every_mistake_has_its_error() {
    let good = text();
    assert_eq!(error(""), Some(NotOne));
    assert_eq!(error("-----BEGIN PRIVATE KEY-----"), Some(NotOne));
    assert_eq!(error("claviger-master-key-v1"), Some(NotOne));
    assert_eq!(error(&good.replace("v1", "v2")), Some(Version));
    assert_eq!(error(&good[..good.len() - 2]), Some(Length { found: 47 }));
    assert_eq!(error("claviger-master-key-v1:"), Some(Length { found: 0 }));
    assert_eq!(error(&good.repeat(2)), Some(Length { found: 48 + good.len() }));
    assert_eq!(error(&good.replace("AAEC", "AA-C")), Some(Base64));
    assert_eq!(error(&good.replace("AAEC", "AAED")), Some(Checksum));
}

#[test]
fn no_changed_character_goes_unnoticed() {
    let good = text();
    for at in 0..good.len() - 1 {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert!(MasterKey::from_text(&bytes).is_err(), "character {at}");
    }
}

#[test]
fn debug_shows_the_id_only() {
    assert_eq!(format!("{:?}", key()), format!("MasterKey {{ id: MasterKeyId({}), .. }}", key().id()));
}
