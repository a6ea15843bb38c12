//! `[console]`

use crate::config::setting::Setting;

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        section: "console",
        key: "session_idle_minutes",
        doc: "How long a person stays signed in without doing anything, in minutes. Their last act is remembered to the
minute, so a session may end that much sooner.",
        set: |config, given| {
            config.limits.authority.session_idle_secs = 60 * given.number::<u32>(1..=1_440)?;
            Ok(())
        },
        show: |config| (config.limits.authority.session_idle_secs / 60).to_string(),
    },
    Setting {
        section: "console",
        key: "session_hours",
        doc: "How long a person stays signed in at most, whatever they do, in hours.",
        set: |config, given| {
            config.limits.authority.session_secs = 3_600 * given.number::<u32>(1..=720)?;
            Ok(())
        },
        show: |config| (config.limits.authority.session_secs / 3_600).to_string(),
    },
];
