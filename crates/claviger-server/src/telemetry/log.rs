//! The log: text or JSON on standard error.

use crate::config::{LogConfig, LogFormat, LogLevel};
use std::io::IsTerminal as _;
use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Registry, fmt};

/// The log is set up already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the log of this process is set up already")]
pub struct LogError;

/// Sets the process's log up, once. Panics, too, go there, without their message: it may quote
/// what was being worked on.
///
/// # Errors
/// [`LogError`].
pub fn init_log(config: LogConfig) -> Result<(), LogError> {
    let registry = Registry::default().with(targets(config.level));
    // A line that cannot be written, on a full disk say, is lost: told of on the same stream, it would
    // end the thread that wrote it.
    let done = match config.format {
        LogFormat::Text => {
            let colour = std::io::stderr().is_terminal();
            let layer = fmt::layer().with_writer(std::io::stderr).with_ansi(colour);
            registry.with(layer.log_internal_errors(false)).try_init()
        }
        LogFormat::Json => {
            let layer = fmt::layer().json().flatten_event(true).with_writer(std::io::stderr);
            registry.with(layer.log_internal_errors(false)).try_init()
        }
    };
    done.map_err(|_| LogError)?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, thread = std::thread::current().name(), "a thread panicked");
    }));
    Ok(())
}

/// Our own crates at the level asked for; libraries only from warnings on, since what they say
/// below that is not ours to vouch for.
fn targets(level: LogLevel) -> Targets {
    let ours = LevelFilter::from_level(match level {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
        LogLevel::Trace => Level::TRACE,
    });
    Targets::new().with_default(ours.min(LevelFilter::WARN)).with_target("claviger", ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_stay_quiet_whatever_is_asked_for() {
        let all = targets(LogLevel::Trace);
        assert!(all.would_enable("claviger", &Level::TRACE));
        assert!(all.would_enable("claviger_server::net", &Level::TRACE));
        assert!(all.would_enable("hyper::proto", &Level::WARN));
        assert!(!all.would_enable("hyper::proto", &Level::DEBUG));
        let few = targets(LogLevel::Error);
        assert!(!few.would_enable("hyper::proto", &Level::WARN));
        assert!(!few.would_enable("claviger_server", &Level::WARN));
        assert!(few.would_enable("claviger_server", &Level::ERROR));
    }
}
