//! Lines, widths and archives.

use super::line::Lines;
use super::*;
use claviger_venue::{Asset, LedgerRow, LedgerSource, MOST_EXPORT_ROWS, Micros, Pair, Side, Trade, Wallet};
use rust_decimal::Decimal;

fn lines(format: ExportFormat, write: impl FnOnce(&mut Lines)) -> String {
    let mut lines = Lines::new(format);
    write(&mut lines);
    lines.take()
}

#[test]
fn text_stands_in_quotes_and_a_quote_in_it_is_doubled() {
    let write = |lines: &mut Lines| {
        lines.text("a,b");
        lines.text("");
        lines.number("-1.50");
        lines.text(format_args!("say {}", "\"x\"\n"));
        lines.end();
        lines.number(1);
        lines.end();
    };
    assert_eq!(lines(ExportFormat::Csv, write), "\"a,b\",\"\",-1.50,\"say \"\"x\"\"\n\"\n1\n");
    assert_eq!(lines(ExportFormat::Tsv, write), "\"a,b\"\t\"\"\t-1.50\t\"say \"\"x\"\"\n\"\n1\n");
}

#[test]
fn the_parts_of_a_report_are_all_of_it() {
    let all = |rows: Range<usize>| parts(rows).map(|part| (part.start, part.end)).collect::<Vec<_>>();
    assert_eq!(all(5..5), []);
    assert_eq!(all(5..1_005), [(5, 1_005)]);
    assert_eq!(all(5..2_006), [(5, 1_005), (1_005, 2_005), (2_005, 2_006)]);
}

/// An id; which one does not matter.
fn id<T: std::str::FromStr<Err = claviger_venue::ParseIdError>>(text: &str) -> T {
    text.parse().unwrap()
}

/// A million times the largest deposit.
const MOST: i64 = 1_000_000_000_000_000_000;
/// In the last second that can be written.
const AT: Micros = Micros(253_402_207_199_999_999);

/// A trade in a market, with values as wide as there are.
fn trade(pair: Pair) -> Trade {
    Trade {
        id: id("TAXOJY-GONTS-Z7PL4F"),
        order: id("OURKUN-MDYGS-YUJAYX"),
        pair,
        side: Side::Sell,
        market: true,
        maker: true,
        at: AT,
        price: Decimal::from(-MOST),
        volume: Decimal::from(-MOST),
        cost: Decimal::from(-MOST),
        fee: Decimal::from(-MOST),
        ledgers: [id("LAAERL-5F3WM-ZDBVT3"); 2],
    }
}

/// A ledger entry of an asset, likewise.
fn entry(asset: Asset) -> LedgerRow {
    LedgerRow {
        id: id("LAAERL-5F3WM-ZDBVT3"),
        source: LedgerSource::Withdrawal(id("AGOYYLB-WVYLXR-YC7QZO")),
        at: AT,
        asset,
        wallet: Wallet::Earn,
        amount: Decimal::from(-MOST),
        fee: Decimal::from(-MOST),
        balance: Decimal::from(-MOST),
    }
}

/// The limit of bytes is kept by a limit of rows, which holds if no value is wider than it is said to be.
#[test]
fn no_value_is_wider_than_its_column() {
    let width = |write: &dyn Fn(&mut Lines)| lines(ExportFormat::Csv, write).len();
    for column in Column::of(Report::Trades) {
        for pair in Pair::all() {
            let row = [(trade(pair), "take-profit-limit"), (trade(pair), "trailing-stop-limit")];
            let written = width(&|lines| assert_eq!(trades::write(lines, &[*column], &row), Ok(2)));
            assert!(written <= 2 * widest(*column), "{column:?} of {pair:?}: {written}");
        }
    }
    for column in Column::of(Report::Ledgers) {
        for asset in Asset::all() {
            let written =
                width(&|lines| assert_eq!(ledgers::write(lines, &[*column], &[entry(asset)]), Ok(1)));
            assert!(written <= widest(*column), "{column:?} of {asset:?}: {written}");
        }
    }
    for column in Column::of(Report::Trades).iter().chain(Column::of(Report::Ledgers)) {
        assert!(width(&|lines| lines.names(&[*column])) <= widest(*column), "{column:?}");
    }
}

#[test]
fn the_limit_of_bytes_is_one_of_rows() {
    for report in [Report::Trades, Report::Ledgers] {
        let all = most_rows(report, &[]);
        assert_eq!(all, most_rows(report, Column::of(report)));
        let width: usize = Column::of(report).iter().copied().map(widest).sum();
        assert!(all * width <= MAX_EXPORT_BYTES && (all + 2) * width > MAX_EXPORT_BYTES, "{all}");
        assert!(all > 30_000, "{all}: hardly worth its name");
    }
    let few = most_rows(Report::Ledgers, &[Column::TxId, Column::Amount]);
    assert!(few > MOST_EXPORT_ROWS, "where the venue's own limit is the lower one");
}

#[test]
fn a_column_of_another_report_is_a_defect_and_no_empty_value() {
    let mut lines = Lines::new(ExportFormat::Csv);
    let wrong =
        trades::write(&mut lines, &[Column::Wallet], &[(trade(Pair::all().next().unwrap()), "limit")]);
    assert_eq!(wrong, Err(KrakenError::Internal));
    assert_eq!(ledgers::write(&mut lines, &[Column::Vol], &[entry(Asset::USD)]), Err(KrakenError::Internal));
}

#[test]
fn an_archive_depends_on_what_is_in_it_and_when_it_was_asked_for() {
    let made = |at: i64, parts: &[&str]| {
        let mut archive = Archive::begin("trades.csv", Micros::from_secs(at)).unwrap();
        parts.iter().for_each(|part| archive.write(part.as_bytes()).unwrap());
        archive.finish().unwrap()
    };
    let archive = made(1_800_000_001, &["a,b\n", "c\n"]);
    assert_eq!(archive, made(1_800_000_001, &["a,b\n", "c\n"]));
    assert_ne!(archive, made(1_800_000_001, &["a,b\n", "d\n"]));
    assert_ne!(archive, made(1_800_000_003, &["a,b\n", "c\n"]));
    let mut read = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let file = read.by_index(0).unwrap();
    assert_eq!(file.compression(), zip::CompressionMethod::Deflated);
    assert_eq!(file.last_modified().unwrap().to_string(), "2027-01-15 08:00:00", "in steps of two seconds");
    // what no archive can be dated
    for at in [0, 253_402_207_199] {
        assert!(made(at, &["x"]).starts_with(b"PK"));
    }
}
