//! One text per statement, and hostile text is only an error.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use claviger_audit::LeafHash;
use claviger_audit::witness::{MAX_STATEMENT, Statement, StatementError};
use claviger_core::id::{LogId, StoreId};
use claviger_core::time::Timestamp;
use proptest::prelude::*;

fn statement() -> Statement {
    Statement {
        store: StoreId::from_u64(0x0123_4567_89ab),
        log: LogId(0),
        epoch: 12,
        next_sequence: 3456,
        latest: Timestamp::from_micros(1_784_731_985_000_123),
        leaf: Some(LeafHash(std::array::from_fn(|at| u8::try_from(at * 7).unwrap()))),
    }
}

#[test]
fn the_text_is_the_one_that_was_published() {
    let text = "claviger-witness 1\nstore store_00014d2pf2db\nlog 0\nepoch 12\nnext-sequence 3456\n\
                latest 1784731985000123 2026-07-22T14:53:05.000123Z\n\
                leaf 00070e151c232a31383f464d545b626970777e858c939aa1a8afb6bdc4cbd2d9\n";
    assert_eq!(statement().to_string(), text);
    assert_eq!(Statement::parse(text.as_bytes()), Ok(statement()));
    let new = Statement { leaf: None, next_sequence: 0, ..statement() };
    assert!(new.to_string().ends_with("leaf none\n"));
    assert_eq!(Statement::parse(new.to_string().as_bytes()), Ok(new));
}

#[test]
fn whatever_is_written_otherwise_is_garbage() {
    let text = statement().to_string();
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    };
    let bad = [
        String::new(),
        "\n".to_owned(),
        "null".to_owned(),
        "<html>404</html>".to_owned(),
        text[..text.len() - 1].to_owned(),
        text[..text.len() - 20].to_owned(),
        format!("{text}\n"),
        format!("{text}{text}"),
        format!(" {text}"),
        text.replace('\n', "\r\n"),
        text.to_uppercase(),
        changed("claviger-witness 1", "claviger-witness 0"),
        changed("claviger-witness 1", "claviger-witness 01"),
        changed("claviger-witness 1", "claviger-witness -1"),
        changed("claviger-witness 1", "claviger-witness 99999999999"),
        changed("epoch 12", "epoch +12"),
        changed("epoch 12", "epoch 012"),
        changed("epoch 12", "epoch 4294967295"),
        changed("epoch 12", "epoch 4294967296"),
        changed("log 0\n", ""),
        changed("store store_", "store acct_"),
        changed("2026-07-22", "2026-07-23"),
        changed("leaf 00", "leaf 0"),
        changed("leaf 00", "leaf +0"),
        changed("0e15", "0E15"),
        changed("next-sequence 3456", "next-sequence 18446744073709551616"),
    ];
    for text in bad {
        assert_eq!(Statement::parse(text.as_bytes()), Err(StatementError::Garbage), "{text:?}");
    }
    assert_eq!(Statement::parse(&[0xff; 20]), Err(StatementError::Garbage));
    assert_eq!(Statement::parse(&vec![b'a'; MAX_STATEMENT + 1]), Err(StatementError::Garbage));
}

#[test]
fn a_later_version_is_told_from_garbage() {
    let text = statement().to_string().replace("claviger-witness 1", "claviger-witness 2");
    assert_eq!(Statement::parse(text.as_bytes()), Err(StatementError::Newer(2)));
    let error = Statement::parse(b"claviger-witness 7\nanything").unwrap_err();
    assert_eq!(error, StatementError::Newer(7));
    assert!(error.to_string().contains("newer release"), "{error}");
}

proptest! {
    #[test]
    fn every_statement_comes_back(
        store: u64, log: u32, epoch in 0u32..=0xf000_0000, next_sequence: u64, micros: i64, leaf: Option<[u8; 32]>,
    ) {
        let statement = Statement {
            store: StoreId::from_u64(store),
            log: LogId(log),
            epoch,
            next_sequence,
            latest: Timestamp::from_micros(micros),
            leaf: leaf.map(LeafHash),
        };
        let text = statement.to_string();
        prop_assert!(text.len() < MAX_STATEMENT / 8);
        prop_assert_eq!(Statement::parse(text.as_bytes()), Ok(statement));
    }

    #[test]
    fn whatever_is_accepted_is_the_one_text(at in 0usize..300, byte: u8) {
        let mut bytes = statement().to_string().into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(read) = Statement::parse(&bytes) {
            prop_assert_eq!(read.to_string().into_bytes(), bytes);
        }
    }
}
