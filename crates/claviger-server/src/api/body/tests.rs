use super::*;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    name: String,
    #[serde(default, deserialize_with = "present")]
    until: Option<Option<String>>,
    count: Option<u64>,
}

fn fails(body: &str) -> Problem {
    parse::<Sample>(body.as_bytes()).unwrap_err()
}

#[test]
fn null_and_left_out_are_told_apart() {
    let until = |body: &str| parse::<Sample>(body.as_bytes()).unwrap().until;
    assert_eq!(until(r#"{"name":"a"}"#), None);
    assert_eq!(until(r#"{"name":"a","until":null}"#), Some(None));
    assert_eq!(until(r#"{"name":"a","until":"b"}"#), Some(Some("b".to_owned())));
}

#[test]
fn whatever_is_not_asked_for_is_refused_by_name() {
    for (body, field, message) in [
        (r#"{"name":"a","owner":"b"}"#, "owner", "unknown field `owner`"),
        (r#"{"name":"a","name":"b"}"#, "name", "duplicate field `name`"),
        (r#"{"count":1}"#, "name", "missing field `name`"),
        (r#"{"name":7}"#, "name", "expected a string"),
        (r#"{"name":null}"#, "name", "expected a string"),
        (r#"{"name":"a","count":"1"}"#, "count", "expected u64"),
        (r#"{"name":"a","count":1.5}"#, "count", "expected u64"),
        (r#"["a",null,1]"#, "", "expected an object"),
    ] {
        let problem = fails(body);
        assert_eq!(problem.code, Code::Invalid, "{body}");
        assert_eq!(problem.errors[0].field, field, "{body}");
        assert!(problem.errors[0].message.contains(message), "{body}: {:?}", problem.errors);
    }
}

#[test]
fn what_is_not_json_is_malformed() {
    let deep = format!("{}{}", r#"{"name":"#, "[".repeat(60_000));
    for body in ["", "{", "{} {}", "\u{feff}{}", "{'name':1}", r#"{"name":"a",}"#, deep.as_str()] {
        let problem = fails(body);
        assert!(matches!(problem.code, Code::Malformed | Code::Invalid), "{body:.20}");
    }
    assert_eq!(fails("{").code, Code::Malformed);
}

#[test]
fn the_words_never_hold_the_value() {
    for body in [r#"{"name":"a","count":"hunter2, expected much"}"#, r#"{"count":"hunter2"}"#] {
        let problem = fails(body);
        assert!(!format!("{problem:?}").contains("hunter2"), "{problem:?}");
    }
}

#[test]
fn a_member_is_named_only_if_its_name_may_be_repeated() {
    for name in
        ["ClavSec1q0", "hunter2", "a`, expected `b", "two words", "owner.name", "x23456789x23456789x23456789"]
    {
        let problem = fails(&format!(r#"{{"name":"a","{name}":"b"}}"#));
        assert_eq!(problem.errors[0].field, "", "{name}");
        assert!(problem.errors[0].message.starts_with("unknown field, expected"), "{name}: {problem:?}");
        assert!(!format!("{problem:?}").contains(name), "{problem:?}");
    }
}
