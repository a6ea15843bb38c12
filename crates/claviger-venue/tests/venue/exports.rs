//! Reports: of what there was when they were asked for, whatever happens later.

use claviger_venue::{
    AccountNo, ApplyError, Column, Command, Event, Export, ExportFormat, ExportId, ExportStatus,
    LedgerFilter, LedgerRow, MOST_EXPORTS, Micros, Outcome, Removal, Reply, Report, RequestExport, Side,
    Trade, TradeFilter, Venue, VenueError, decode_events, default_addresses, default_funding, encode_events,
};

use super::{Desk, ME, OPENED, market};

fn asking(report: Report) -> RequestExport {
    RequestExport {
        report,
        format: ExportFormat::Csv,
        description: "mine".into(),
        columns: Box::default(),
        after: Micros::default(),
        until: Micros::MAX,
        most_rows: usize::MAX,
    }
}

fn asked(outcome: &Outcome) -> ExportId {
    match outcome.reply {
        Reply::ExportRequested { id } => id,
        ref other => panic!("{other:?}"),
    }
}

impl Desk {
    fn export(&mut self, report: Report) -> ExportId {
        let outcome = self.run(Command::RequestExport(asking(report)));
        asked(&outcome)
    }

    fn status(&self, id: ExportId) -> Option<ExportStatus> {
        self.venue.export(ME, id, self.now).map(|export| export.status(self.now))
    }
}

/// The records of a report, by how its places are read.
type Look = fn(&Venue, &Export) -> (Vec<Trade>, Vec<LedgerRow>);

fn look(venue: &Venue, export: &Export) -> (Vec<Trade>, Vec<LedgerRow>) {
    match export.report {
        Report::Trades => (venue.trades_at(ME, export.rows()).to_vec(), Vec::new()),
        Report::Ledgers => (Vec::new(), venue.ledger_at(ME, export.rows()).to_vec()),
    }
}

/// Whether reports show the same before and after more has happened, and a restart.
fn stays_the_same(look: Look) -> bool {
    let mut desk = Desk::new();
    desk.place(market(Side::Buy, "0.1"));
    let ids = [desk.export(Report::Trades), desk.export(Report::Ledgers)];
    let seen = |venue: &Venue| {
        ids.map(|id| look(venue, venue.export(ME, id, OPENED).unwrap_or_else(|| panic!("{id} is gone"))))
    };
    let before = seen(&desk.venue);
    assert!(!before[0].0.is_empty() && before[1].1.len() == before[0].0.len() * 2 + default_funding().len());
    desk.wait(5);
    desk.place(market(Side::Sell, "0.1"));
    desk.wait(5);
    let restored = Venue::restore(&desk.venue.snapshot().unwrap()).unwrap();
    seen(&desk.venue) == before && seen(&restored) == before
}

#[test]
fn a_report_shows_what_there_was() {
    assert!(stays_the_same(look));
}

#[test]
fn tooth_a_report_of_what_there_is_when_it_is_fetched_is_caught() {
    let all = |venue: &Venue, export: &Export| {
        let copied = |rows: Vec<&LedgerRow>| rows.into_iter().copied().collect();
        match export.report {
            Report::Trades => {
                let trades = venue.trades(ME, &TradeFilter::default()).items;
                (trades.into_iter().copied().collect(), Vec::new())
            }
            Report::Ledgers => (Vec::new(), copied(venue.ledger(ME, &LedgerFilter::default()).items)),
        }
    };
    assert!(!stays_the_same(all));
}

#[test]
fn a_later_report_shows_more() {
    let mut desk = Desk::new();
    let rows = |desk: &Desk, id| desk.venue.export(ME, id, desk.now).unwrap().rows().len();
    let first = desk.export(Report::Trades);
    desk.place(market(Side::Buy, "0.1"));
    let second = desk.export(Report::Trades);
    assert!(rows(&desk, first) == 0 && rows(&desk, second) > 0);
}

#[test]
fn it_is_queued_then_processed_and_over_after_a_fortnight() {
    let mut desk = Desk::new();
    let id = desk.export(Report::Ledgers);
    assert_eq!(desk.status(id), Some(ExportStatus::Queued));
    desk.wait(1);
    assert_eq!(desk.status(id), Some(ExportStatus::Processing));
    desk.wait(1);
    assert_eq!(desk.status(id), Some(ExportStatus::Processed));
    desk.wait(14 * 86_400 - 3);
    assert_eq!(desk.status(id), Some(ExportStatus::Processed));
    desk.wait(1);
    assert_eq!((desk.status(id), desk.venue.exports(ME, desk.now).count()), (None, 0));
    let gone = Command::RemoveExport { id, removal: Removal::Delete };
    assert_eq!(desk.refusal(gone), VenueError::UnknownExport);
    // a clock that is set back brings it back no more than it brings back a deal
    desk.export(Report::Ledgers);
    assert_eq!(desk.venue.exports(ME, desk.now.minus(Micros::from_secs(1_000))).count(), 1);
}

#[test]
fn it_is_cancelled_before_it_is_made_and_deleted_after() {
    let mut desk = Desk::new();
    let remove = |id, removal| Command::RemoveExport { id, removal };
    let id = desk.export(Report::Trades);
    for _ in 0..2 {
        let early = desk.refusal(remove(id, Removal::Delete));
        assert_eq!(early.to_string(), "invalid argument type");
        desk.wait(1);
    }
    assert_eq!(desk.refusal(remove(id, Removal::Cancel)).to_string(), "invalid argument type");
    desk.run(remove(id, Removal::Delete));
    assert_eq!(desk.refusal(remove(id, Removal::Delete)), VenueError::UnknownExport);
    let id = desk.export(Report::Trades);
    desk.run(remove(id, Removal::Cancel));
    assert_eq!(desk.status(id), None);
}

#[test]
fn an_account_has_so_many_at_once_and_those_that_are_over_do_not_count() {
    let mut desk = Desk::new();
    let ids: Vec<_> = (0..MOST_EXPORTS).map(|_| desk.export(Report::Trades)).collect();
    assert_eq!(desk.venue.exports(ME, desk.now).map(|export| export.id).next(), ids.last().copied());
    assert_eq!(desk.refusal(Command::RequestExport(asking(Report::Trades))), VenueError::TooManyExports);
    desk.run(Command::RemoveExport { id: ids[7], removal: Removal::Cancel });
    desk.export(Report::Ledgers);
    assert_eq!(desk.refusal(Command::RequestExport(asking(Report::Trades))), VenueError::TooManyExports);
    desk.wait(14 * 86_400);
    let id = desk.export(Report::Trades);
    assert_eq!(desk.venue.exports(ME, desk.now).map(|export| export.id).collect::<Vec<_>>(), [id]);
}

#[test]
fn nobody_sees_or_removes_the_report_of_another() {
    let mut desk = Desk::new();
    let other = AccountNo(2);
    let open = Command::OpenAccount { funding: default_funding(), addresses: default_addresses() };
    desk.venue.execute(other, &open, desk.now, Micros::MAX).unwrap();
    let id = desk.export(Report::Trades);
    assert_eq!(desk.venue.export(other, id, desk.now), None);
    let remove = Command::RemoveExport { id, removal: Removal::Cancel };
    assert_eq!(desk.venue.plan(other, &remove, desk.now, Micros::MAX), Err(VenueError::UnknownExport));
    assert_eq!(
        desk.venue.plan(AccountNo(3), &Command::RequestExport(asking(Report::Trades)), desk.now, Micros::MAX),
        Err(VenueError::NotOpened)
    );
}

#[test]
fn reports_survive_in_snapshot_and_journal() {
    let mut desk = Desk::new();
    desk.place(market(Side::Buy, "0.1"));
    let before = desk.venue.clone();
    let with_columns = RequestExport {
        columns: [Column::Time, Column::Price].into(),
        format: ExportFormat::Tsv,
        ..asking(Report::Trades)
    };
    let mut events = desk.run(Command::RequestExport(with_columns)).events;
    let kept = desk.venue.exports(ME, desk.now).map(|export| export.id).next().unwrap();
    let gone = desk.run(Command::RequestExport(asking(Report::Ledgers)));
    events.extend(gone.events.iter().cloned());
    events.extend(desk.run(Command::RemoveExport { id: asked(&gone), removal: Removal::Cancel }).events);
    let mut replayed = before;
    replayed.apply_all(&decode_events(&encode_events(&events).unwrap()).unwrap()).unwrap();
    let restored = Venue::restore(&desk.venue.snapshot().unwrap()).unwrap();
    for venue in [&desk.venue, &replayed, &restored] {
        assert!(*venue == desk.venue);
        let export = venue.export(ME, kept, desk.now).unwrap();
        assert_eq!(
            (&*export.columns, export.format),
            (&[Column::Time, Column::Price][..], ExportFormat::Tsv)
        );
        assert!(!venue.trades_at(ME, export.rows()).is_empty());
        assert_eq!(venue.export(ME, asked(&gone), desk.now), None);
    }
}

#[test]
fn the_record_of_a_report_is_fixed_and_one_of_other_records_is_refused() {
    let mut desk = Desk::new();
    let command = Command::RequestExport(asking(Report::Ledgers));
    let events = desk.venue.plan(ME, &command, desk.now, desk.now).unwrap().events;
    let text = String::from_utf8(encode_events(&events).unwrap()).unwrap();
    let golden = concat!(
        r#"{"v":1,"b":[{"export_requested":{"account":1,"export":{"id":"EXSRXD-YNFAI-QFLXT4","report":"ledgers","#,
        r#""format":"csv","description":"mine","at":1760000000000000,"after":0,"until":1760000000000000,"#,
        r#""from":0,"to":8}}}]}"#
    );
    assert_eq!(text, golden);
    for (good, bad) in [(r#""to":8"#, r#""to":9"#), (r#""from":0"#, r#""from":9"#)] {
        let changed = decode_events(text.replace(good, bad).as_bytes()).unwrap();
        assert_eq!(desk.venue.clone().apply_all(&changed), Err(ApplyError::Export), "{bad}");
    }
    let removed = Event::ExportRemoved { at: desk.now, account: ME, id: desk.export(Report::Trades) };
    assert_eq!(desk.venue.apply(&removed), Ok(()));
    assert_eq!(desk.venue.apply(&removed), Err(ApplyError::Export));
}
