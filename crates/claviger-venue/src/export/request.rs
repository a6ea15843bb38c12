//! A report is asked for.

use std::ops::Range;

use super::{
    Column, Export, ExportFormat, LONGEST_EXPORT_DESCRIPTION, MOST_EXPORT_ROWS, MOST_EXPORTS, Report,
};
use crate::{
    VenueError,
    account::{Account, AccountNo},
    draft::Draft,
    error::Field,
    event::{Event, Reply},
    micros::Micros,
};

/// A report to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestExport {
    /// What it is of.
    pub report: Report,
    /// How its rows are written.
    pub format: ExportFormat,
    /// What it is for; not empty.
    pub description: String,
    /// The columns, each once; all when empty.
    pub columns: Box<[Column]>,
    /// Its records are later than this.
    pub after: Micros,
    /// Its records are not later than this; the present if that is earlier.
    pub until: Micros,
    /// Most records, where whoever writes it takes fewer than [`MOST_EXPORT_ROWS`].
    pub most_rows: usize,
}

/// Takes a report on, of the records there are now. One that is too large leaves nothing behind.
pub(crate) fn run(
    draft: &mut Draft<'_>,
    account: AccountNo,
    asked: &RequestExport,
) -> Result<Reply, VenueError> {
    let (records, at) = (draft.account(account)?, draft.at);
    check_description(&asked.description)?;
    if records.exports.iter().filter(|export| export.is_live(at)).count() >= MOST_EXPORTS {
        return Err(VenueError::TooManyExports);
    }
    let until = asked.until.min(at);
    let rows = rows(records, asked.report, asked.after, until);
    if rows.len() > asked.most_rows.min(MOST_EXPORT_ROWS) {
        return Err(VenueError::ExportTooBig);
    }
    // a history of more than 2³² records is too large for a report of any part of it
    let place = |place: usize| u32::try_from(place).map_err(|_| VenueError::ExportTooBig);
    let export = Export {
        id: draft.export_id(),
        report: asked.report,
        format: asked.format,
        description: asked.description.as_str().into(),
        columns: asked.columns.clone(),
        at,
        after: asked.after,
        until,
        from: place(rows.start)?,
        to: place(rows.end)?,
    };
    let id = export.id;
    draft.events.push(Event::ExportRequested { account, export: Box::new(export) });
    Ok(Reply::ExportRequested { id })
}

fn check_description(text: &str) -> Result<(), VenueError> {
    let good =
        !text.is_empty() && text.len() <= LONGEST_EXPORT_DESCRIPTION && !text.chars().any(char::is_control);
    if good { Ok(()) } else { Err(VenueError::InvalidArgument(Field::Description)) }
}

/// The places of the records later than `after` and not later than `until`. Histories are in the order of time, so this
/// costs a few look-ups, however long they are.
fn rows(records: &Account, report: Report, after: Micros, until: Micros) -> Range<usize> {
    let behind = |at: Micros| match report {
        Report::Trades => records.trades.partition_point(|trade| trade.at <= at),
        Report::Ledgers => records.ledger.partition_point(|row| row.at <= at),
    };
    let (from, to) = (behind(after), behind(until));
    from.min(to)..to
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Asset, FundingId, LedgerRow, LedgerSource, Venue, VenueConfig};
    use crate::{Command, ids::LedgerId};
    use rust_decimal::Decimal;

    const ME: AccountNo = AccountNo(1);
    const OPENED: Micros = Micros::from_secs(1_760_000_000);

    /// A venue whose account has so many ledger entries, a second apart.
    fn with_entries(count: u32) -> Venue {
        let mut venue = Venue::new(VenueConfig::new(5, OPENED));
        let source = LedgerSource::Deposit(FundingId::from_seq(venue.ids, 0));
        let ledger = (0..count).map(|number| LedgerRow {
            id: LedgerId::from_seq(venue.ids, u64::from(number)),
            source,
            at: OPENED.plus(Micros::from_secs(i64::from(number))),
            asset: Asset::USD,
            wallet: crate::ledger::Wallet::Spot,
            amount: Decimal::ONE,
            fee: Decimal::ZERO,
            balance: Decimal::ONE,
        });
        let account = Account { ledger: ledger.collect(), ..Account::default() };
        venue.state.accounts.insert(ME, account);
        venue
    }

    fn ask(venue: &Venue, change: impl FnOnce(&mut RequestExport)) -> Result<Range<usize>, VenueError> {
        let mut asked = RequestExport {
            report: Report::Ledgers,
            format: ExportFormat::Csv,
            description: "mine".into(),
            columns: Box::default(),
            after: Micros::default(),
            until: Micros::MAX,
            most_rows: usize::MAX,
        };
        change(&mut asked);
        let now = OPENED.plus(Micros::from_secs(10_000_000));
        let outcome = venue.plan(ME, &Command::RequestExport(asked), now, Micros::MAX)?;
        match &outcome.events[..] {
            [Event::ExportRequested { export, .. }] => Ok(export.rows()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn its_records_are_after_the_start_and_up_to_the_end() {
        let venue = with_entries(10);
        let at = |secs| OPENED.plus(Micros::from_secs(secs));
        assert_eq!(ask(&venue, |_| ()), Ok(0..10));
        assert_eq!(ask(&venue, |asked| (asked.after, asked.until) = (at(2), at(5))), Ok(3..6));
        assert_eq!(ask(&venue, |asked| asked.after = at(2).minus(Micros(1))), Ok(2..10));
        assert_eq!(ask(&venue, |asked| asked.until = at(5).minus(Micros(1))), Ok(0..5));
        assert_eq!(ask(&venue, |asked| (asked.after, asked.until) = (at(5), at(2))), Ok(3..3));
        assert_eq!(ask(&venue, |asked| asked.report = Report::Trades), Ok(0..0));
    }

    #[test]
    fn a_report_at_the_limit_is_made_and_one_more_record_is_too_big() {
        let most = u32::try_from(MOST_EXPORT_ROWS).unwrap();
        assert_eq!(ask(&with_entries(most), |_| ()).map(|rows| rows.len()), Ok(MOST_EXPORT_ROWS));
        let venue = with_entries(most + 1);
        assert_eq!(ask(&venue, |_| ()), Err(VenueError::ExportTooBig));
        assert_eq!(ask(&venue, |asked| asked.after = OPENED).map(|rows| rows.len()), Ok(MOST_EXPORT_ROWS));
        assert_eq!(ask(&with_entries(10), |asked| asked.most_rows = 9), Err(VenueError::ExportTooBig));
        assert_eq!(ask(&with_entries(10), |asked| asked.most_rows = 10), Ok(0..10));
    }

    #[test]
    fn a_description_is_needed_short_and_of_one_line() {
        let venue = with_entries(1);
        let describe = |text: &str| ask(&venue, |asked| asked.description = text.into());
        assert!(describe(&"x".repeat(LONGEST_EXPORT_DESCRIPTION)).is_ok());
        assert!(describe("=1+1, \"ünïcode\"").is_ok(), "it stands in no report");
        for bad in ["", "a\nb", "a\u{7f}", &"x".repeat(LONGEST_EXPORT_DESCRIPTION + 1)] {
            assert_eq!(describe(bad), Err(VenueError::InvalidArgument(Field::Description)), "{bad:?}");
        }
    }
}
