//! Exactly what is filtered, whole, as a file.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::Trouble;
use super::super::stream::Stream;
use super::entry::drafts;
use super::filter::{NAMES, Typed};
use super::{Log, csv};
use crate::api::history::EntryJson;
use claviger::Authority;
use claviger::core::entry::Entry;
use claviger::manage::MAX_PAGE;
use claviger::manage::history::{HistoryFilter, Names, list, names};
use std::sync::Arc;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    JsonLines,
}

/// Calls of keys.
pub(in super::super) async fn calls(call: Call) -> Result<Shown, Failure> {
    export(call, Log::Calls).await
}

/// Acts on keys, tokens and settings.
pub(in super::super) async fn acts(call: Call) -> Result<Shown, Failure> {
    export(call, Log::Acts).await
}

async fn export(call: Call, log: Log) -> Result<Shown, Failure> {
    let known: Vec<&str> = NAMES.into_iter().chain(["format"]).collect();
    let query = call.query(&known, &[])?;
    let (format, media) = match query.text("format") {
        "csv" => (Format::Csv, "text/csv; charset=utf-8"),
        "jsonl" => (Format::JsonLines, "application/jsonl; charset=utf-8"),
        _ => return Err(Trouble::malformed("an export is `csv` or `jsonl`".to_owned()).into()),
    };
    let filter = Typed::read(query).mean(&call, log).await?;
    let filter = filter.map_err(|errors| Trouble::malformed(errors.for_the_log()))?;
    let (stream, body) = Stream::open(&call, log.operation())?;
    let day: String = call.now().to_string().chars().take(10).collect();
    let ending = if format == Format::Csv { "csv" } else { "jsonl" };
    let name = if log == Log::Calls { "history" } else { "audit" };
    tokio::spawn(write(call.state.authority.clone(), stream, log, filter, format));
    Ok(Shown::stream(media, Some(format!("claviger-{name}-{day}.{ending}")), body))
}

/// Writes page after page; what cannot be read breaks the file off, so that a part is not taken for the whole.
async fn write(authority: Arc<Authority>, stream: Stream, log: Log, filter: HistoryFilter, format: Format) {
    if format == Format::Csv && !stream.give(csv::HEAD).await {
        return;
    }
    let mut cursor = None;
    loop {
        // A visit that ended meanwhile is shown nothing more.
        let Some(visit) = stream.visit().await else { return stream.break_off().await };
        let caller = &visit.caller;
        let page = list(&authority, caller, log.operation(), filter.clone(), cursor, MAX_PAGE).await;
        let Ok(page) = page else { return stream.break_off().await };
        let names = names(&authority, caller, drafts(&page.items)).await.unwrap_or_default();
        let text = lines(&page.items, &names, format);
        if !text.is_empty() && !stream.give(text).await {
            return;
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return,
        }
    }
}

fn lines(entries: &[Entry], names: &Names, format: Format) -> String {
    let line = |entry: &Entry| match format {
        Format::Csv => csv::line(entry, names),
        Format::JsonLines => {
            serde_json::to_string(&EntryJson::of(entry)).map(|json| json + "\n").unwrap_or_default()
        }
    };
    entries.iter().map(line).collect()
}
