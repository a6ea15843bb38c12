//! `[witness]`

use crate::config::setting::{Setting, choice, optional_path, quoted, time};
use crate::config::types::{WhenUnreadable, WitnessUrl};

pub(super) const SETTINGS: &[Setting] = &[
    optional_path!(
        "witness",
        "directory",
        witness.directory,
        "A directory on another disk or a mounted share, which must be there; empty for none. It must not go back when the
data goes back: not below server.data_dir, not on a volume that is snapshotted together with it."
    ),
    Setting {
        section: "witness",
        key: "url",
        doc: "An http:// or https:// URL that keeps what is PUT to it and gives it back on GET (404 before the first time), also
of a private address; empty for none. Redirects are not followed. With a directory, too, either is enough.",
        set: |config, given| {
            config.witness.url = if given.is_empty() { None } else { Some(WitnessUrl::parse(given.text()?)?) };
            Ok(())
        },
        show: |config| quoted(config.witness.url.as_ref().map_or("", WitnessUrl::as_str)),
    },
    optional_path!(
        "witness",
        "token_file",
        witness.token_file,
        "File of a token that is sent to that URL as `Authorization: Bearer`; empty for none."
    ),
    optional_path!(
        "witness",
        "ca",
        witness.ca,
        "Certificates (PEM) one of which must have signed that of an https:// URL; empty for those this machine trusts."
    ),
    time!(
        millis,
        "witness",
        "every_ms",
        witness.every,
        100..=3_600_000,
        "How often it is told of new entries. Of a revoked, narrowed or otherwise changed key or token it is told at once,
and at an orderly stop. What it was not told yet may be rolled back without being noticed."
    ),
    choice!(
        "witness",
        "when_unreadable",
        witness.when_unreadable,
        WhenUnreadable::NAMES,
        "What a start does if the witness does not answer, is empty though there was one, or cannot be understood: `refuse`,
or `serve` and say so. A witness that does answer is never passed over."
    ),
];
