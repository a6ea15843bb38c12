//! Forms.

use claviger_kraken::error::KrakenError;
use claviger_kraken::limits::{MAX_BODY_BYTES, MAX_NAME_BYTES, MAX_PARAMS, MAX_VALUE_BYTES};
use claviger_kraken::parse::{ParseError, parse_form};

fn pairs(body: &str) -> Vec<(String, String)> {
    let params = parse_form(body.as_bytes()).unwrap();
    params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn refused(body: &[u8]) -> ParseError {
    parse_form(body).unwrap_err()
}

#[test]
fn pairs_are_decoded_in_order() {
    let found = pairs("b=1&a=%2B+%20x&&close%5Bordertype%5D=limit&c&=d&e=f=g&");
    let expected =
        [("b", "1"), ("a", "+  x"), ("close[ordertype]", "limit"), ("c", ""), ("", "d"), ("e", "f=g")];
    assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn what_cannot_be_decoded_is_refused() {
    for bad in [&b"a=%"[..], b"a=%4", b"a=%zz", b"a=%4z", b"%=1", b"a=%+1", b"a=% 1"] {
        assert_eq!(refused(bad), ParseError::PercentEncoding, "{bad:?}");
    }
    for bad in [&b"a=\xff"[..], b"a=%ff", b"\xc3=1", b"a=%c3+"] {
        assert_eq!(refused(bad), ParseError::Utf8, "{bad:?}");
    }
    assert_eq!(pairs("a=%c3%a9"), [("a".to_owned(), "é".to_owned())]);
}

#[test]
fn a_repeated_name_is_a_list_where_a_list_is_meant_and_refused_elsewhere() {
    let params = parse_form(b"txid=A&txid=B,C&txid[]=D&pair=X&pair=Y&price=&x=1").unwrap();
    assert_eq!(params.list("txid", 4).unwrap(), ["A", "B", "C", "D"]);
    assert_eq!(params.list("txid", 3), Err(KrakenError::InvalidArgument("txid")));
    assert_eq!(params.one("txid"), Err(KrakenError::InvalidArgument("txid")));
    assert_eq!(params.need("pair"), Err(KrakenError::InvalidArgument("pair")));
    assert_eq!(params.one("price"), Ok(None));
    assert_eq!(params.given("price"), Ok(Some("")));
    assert_eq!(params.need("price"), Err(KrakenError::InvalidArgument("price")));
    assert_eq!(params.need("x"), Ok("1"));
    assert_eq!(params.one("absent"), Ok(None));
}

#[test]
fn a_list_of_one_is_a_list_where_a_list_is_meant_and_refused_elsewhere() {
    let params = parse_form(b"txid[]=A&price[]=1&validate[0]=true&close[price]=2&closed=3").unwrap();
    assert_eq!(params.list("txid", 1).unwrap(), ["A"]);
    assert_eq!(params.one("txid"), Err(KrakenError::InvalidArgument("txid")));
    assert_eq!(params.given("price"), Err(KrakenError::InvalidArgument("price")));
    assert_eq!(params.need("validate"), Err(KrakenError::InvalidArgument("validate")));
    assert_eq!(params.one("close[price]"), Ok(Some("2")));
    assert_eq!(params.one("closed"), Ok(Some("3")));
}

#[test]
fn every_limit_holds_at_its_edge() {
    let repeat = |count: usize| "a=1&".repeat(count);
    assert_eq!(pairs(&repeat(MAX_PARAMS)).len(), MAX_PARAMS);
    assert_eq!(refused(repeat(MAX_PARAMS + 1).as_bytes()), ParseError::TooManyParams);
    let name = |bytes: usize| format!("{}=1", "n".repeat(bytes));
    assert_eq!(pairs(&name(MAX_NAME_BYTES)).len(), 1);
    assert_eq!(refused(name(MAX_NAME_BYTES + 1).as_bytes()), ParseError::NameTooLong);
    let value = |bytes: usize| format!("a={}", "v".repeat(bytes));
    assert_eq!(pairs(&value(MAX_VALUE_BYTES)).len(), 1);
    assert_eq!(refused(value(MAX_VALUE_BYTES + 1).as_bytes()), ParseError::ValueTooLong);
    assert!(parse_form(&vec![b'&'; MAX_BODY_BYTES]).unwrap().is_empty());
    assert_eq!(refused(&vec![b'&'; MAX_BODY_BYTES + 1]), ParseError::BodyTooLong);
}
