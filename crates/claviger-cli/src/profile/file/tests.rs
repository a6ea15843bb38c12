use super::*;
use claviger::OsEntropy;

fn opened() -> Opened {
    let secret = PrivateKey::random(&mut OsEntropy).unwrap().reveal();
    Opened {
        holds: Holds::Key,
        url: "http://127.0.0.1:1".to_owned(),
        api_key: Some("ClavKey1x".to_owned()),
        secret,
    }
}

fn sealed(opened: &Opened) -> Profile {
    Profile::seal(opened, "correct horse", &mut OsEntropy).unwrap()
}

#[test]
fn a_profile_round_trips_through_its_file() {
    let key = opened();
    let text = sealed(&key).to_text().unwrap();
    assert!(!text.contains(key.secret.as_str()));
    let back = Profile::from_text(&text).unwrap().open("correct horse").unwrap();
    assert_eq!(back.secret.as_str(), key.secret.as_str());
    assert_eq!((back.url, back.api_key), (key.url, key.api_key));
}

#[test]
fn the_wrong_passphrase_opens_nothing() {
    let failure = sealed(&opened()).open("incorrect horse").err().unwrap();
    assert!(failure.to_string().contains("wrong passphrase"), "{failure}");
}

#[test]
fn a_profile_whose_clear_part_was_changed_is_refused() {
    for change in [
        |profile: &mut Profile| profile.url = "http://127.0.0.1:2".to_owned(),
        |profile: &mut Profile| profile.api_key = Some("ClavKey1y".to_owned()),
        |profile: &mut Profile| profile.api_key = None,
        |profile: &mut Profile| profile.holds = Holds::Login,
    ] {
        let mut profile = sealed(&opened());
        change(&mut profile);
        assert!(profile.open("correct horse").err().unwrap().to_string().contains("changed"));
    }
}

#[test]
fn a_file_with_a_secret_in_clear_is_refused_with_the_reason() {
    let key = opened();
    let text = format!("holds = \"key\"\nurl = \"u\"\nprivate_key = \"{}\"\n", key.secret.as_str());
    let failure = Profile::from_text(&text).unwrap_err();
    assert!(failure.to_string().contains("in clear"), "{failure}");
    assert!(!failure.to_string().contains(key.secret.as_str()));
}

#[test]
fn other_files_are_refused() {
    for bad in [
        "",
        "holds = \"key\"",
        "holds = \"x\"\nurl = \"u\"\nsealed = \"s\"",
        "holds = \"key\"\nurl = \"u\"\nsealed = \"s\"\nmore = 1",
    ] {
        assert!(Profile::from_text(bad).is_err(), "{bad}");
    }
}
