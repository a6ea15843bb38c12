//! `[retention]`, `[log]`, `[paper]` and `[master_key]`

use super::MAX;
use crate::config::given::show_bytes;
use crate::config::setting::{Setting, choice, number, optional_path, quoted, switch};
use crate::config::types::{LogFormat, LogLevel};

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        section: "retention",
        key: "max_age_days",
        doc: "Entries older than this are dropped; \"none\" keeps all.",
        set: |config, given| {
            config.retention.max_age_days =
                if given.is_none() { None } else { Some(given.number(1..=36_500)?) };
            Ok(())
        },
        show: |config| config.retention.max_age_days.map_or_else(|| quoted("none"), |days| days.to_string()),
    },
    Setting {
        section: "retention",
        key: "max_bytes",
        doc: "The oldest entries are dropped when the database takes more than this; \"none\" for no quota, and tens of
thousands of calls a second fill any disk.",
        set: |config, given| {
            config.retention.max_bytes =
                if given.is_none() { None } else { Some(given.bytes(16 << 20..=1 << 50)?) };
            Ok(())
        },
        show: |config| {
            let bytes = config.retention.max_bytes.map(|bytes| i64::try_from(bytes).unwrap_or(MAX));
            quoted(&bytes.map_or_else(|| "none".to_owned(), show_bytes))
        },
    },
    choice!("log", "format", log.format, LogFormat::NAMES, "`text` for people, `json` for machines."),
    choice!(
        "log",
        "level",
        log.level,
        LogLevel::NAMES,
        "The least severity that is written: `error`, `warn`, `info`, `debug` or `trace`."
    ),
    number!(
        "paper",
        "seed",
        paper.seed,
        0..=MAX,
        "Decides prices, books and ids. Taken when the exchange is opened, at the first start; later changes do
nothing."
    ),
    switch!(
        "paper",
        "initial_funding",
        paper.initial_funding,
        "Whether a new account gets play money and saved withdrawal addresses."
    ),
    optional_path!(
        "master_key",
        "file",
        master_key.file,
        "Its file, of mode 0600, made at the first start; empty for master.key in the data directory. Whoever has
this file and the database has every secret, so move it elsewhere (another disk, another backup) and say here
where it is. Without it the keys of the database are lost."
    ),
];
