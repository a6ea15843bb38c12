//! `AddExport`: asks for a report of trades or of the ledger.

use super::{Act, exports};
use crate::envelope::success;
use crate::error::KrakenError;
use crate::parse::Params;
use crate::read;
use crate::report;
use crate::shape::object;
use claviger_core::call::QueryDates;
use claviger_core::time::Timestamp;
use claviger_venue::{Column, Command, ExportFormat, Micros, Reply, Report, RequestExport};

/// Most names in `fields`: more than there are columns.
const MOST_FIELDS: usize = 32;

/// `dates` are those asked for or the key's own; `now` is where the exchange takes a month to begin.
pub(super) fn act(params: &Params<'_>, dates: QueryDates, now: Micros) -> Result<Act, KrakenError> {
    let report = exports::report(params)?;
    check_dates(params)?;
    let columns = columns(params, report)?;
    let (after, until) = span(dates, now)?;
    let asked = RequestExport {
        report,
        format: format(params)?,
        description: params.need("description")?.to_owned(),
        most_rows: report::most_rows(report, &columns),
        columns,
        after,
        until,
    };
    Ok(Act::command(Command::RequestExport(asked), |_, reply| match reply {
        Reply::ExportRequested { id } => Some(success(&object([("id", id)]))),
        _ => None,
    }))
}

fn format(params: &Params<'_>) -> Result<ExportFormat, KrakenError> {
    let Some(name) = params.one("format")? else { return Ok(ExportFormat::default()) };
    let known = [ExportFormat::Csv, ExportFormat::Tsv].into_iter();
    let mut found = known.filter(|format| format.as_str().eq_ignore_ascii_case(name));
    found.next().ok_or(KrakenError::InvalidArgument("format"))
}

/// The columns of `fields`, in the order of the exchange's file and the record's id always among them; none if it is all.
fn columns(params: &Params<'_>, report: Report) -> Result<Box<[Column]>, KrakenError> {
    let names = params.list("fields", MOST_FIELDS)?;
    if names.is_empty() || names.as_slice() == ["all"] {
        return Ok(Box::default());
    }
    let named = names.into_iter().map(|name| Column::find(report, name));
    let named: Option<Vec<Column>> = named.collect();
    let named = named.ok_or(KrakenError::InvalidArgument("fields"))?;
    let chosen = |column: &Column| *column == Column::TxId || named.contains(column);
    Ok(Column::of(report).iter().copied().filter(chosen).collect())
}

/// Both dates, if given, are instants, and the later one is the end.
fn check_dates(params: &Params<'_>) -> Result<(), KrakenError> {
    match (read::seconds(params, "starttm")?, read::seconds(params, "endtm")?) {
        (Some(start), Some(end)) if start > end => Err(KrakenError::InvalidArgument("endtm")),
        _ => Ok(()),
    }
}

/// After which instant and until which: by default to the present, and from the first of the month in which it ends, which
/// is this month unless an end was given.
fn span(dates: QueryDates, now: Micros) -> Result<(Micros, Micros), KrakenError> {
    let micros = |at: Timestamp| Micros(at.micros());
    let until = dates.end.map_or(now, micros).min(now);
    match dates.start {
        Some(start) => Ok((micros(start), until)),
        None => Ok((month_of(until)?.minus(Micros(1)), until)),
    }
}

/// The first instant of the month, in UTC.
fn month_of(at: Micros) -> Result<Micros, KrakenError> {
    let begins = || {
        let at = jiff::Timestamp::from_microsecond(at.0).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
        let first = at.date().first_of_month().to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Micros(first.timestamp().as_microsecond()))
    };
    begins().ok_or(KrakenError::InvalidArgument("endtm"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        let at: jiff::Timestamp = text.parse().unwrap();
        Timestamp::from_micros(at.as_microsecond())
    }

    #[test]
    fn a_report_without_dates_is_of_this_month_its_first_instant_included() {
        let now = Micros(at("2028-02-29T12:00:00.5Z").micros());
        let spans = |start, end| span(QueryDates { start, end }, now).unwrap();
        let micros = |text| Micros(at(text).micros());
        assert_eq!(spans(None, None), (micros("2028-01-31T23:59:59.999999Z"), now));
        let last_year = at("2027-12-31T23:59:59.9Z");
        assert_eq!(
            spans(None, Some(last_year)),
            (micros("2027-11-30T23:59:59.999999Z"), micros("2027-12-31T23:59:59.9Z"))
        );
        assert_eq!(spans(Some(last_year), None), (micros("2027-12-31T23:59:59.9Z"), now));
        assert_eq!(spans(Some(last_year), Some(Timestamp::MAX)).1, now, "nothing is known of the future");
    }
}
