//! Where the server's configuration comes from: options of `serve` and `config`.

use crate::failure::Failure;
use clap::Args;
use claviger_server::config::{Config, ConfigErrors, Inputs, Loaded};
use std::path::{Path, PathBuf};

/// What is read if no file is named and it is there.
const USUAL_FILE: &str = "claviger.toml";

/// File and flags.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct Source {
    /// The configuration file; without this, claviger.toml in this folder, if it is there
    #[arg(long, short, env = "CLAVIGER_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of the database (server.data_dir)
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Address and port to listen on (server.bind); port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS:PORT")]
    bind: Option<String>,
    /// Any setting; may be repeated. `claviger config example` explains them all
    #[arg(long, value_name = "SECTION.KEY=VALUE")]
    set: Vec<String>,
}

impl Source {
    /// Loads and checks everything.
    pub(crate) fn load(&self) -> Result<Loaded, Failure> {
        self.try_load()?.map_err(|errors| {
            Failure::usage(format!("the configuration cannot be used\n{errors}"))
                .next("nothing was started; `claviger config example` explains every setting")
        })
    }

    /// The same, with what is wrong as it is.
    pub(crate) fn try_load(&self) -> Result<Result<Loaded, ConfigErrors>, Failure> {
        let usual = || Some(PathBuf::from(USUAL_FILE)).filter(|path| path.exists());
        let file = self.config.clone().or_else(usual);
        let environment = std::env::vars_os().collect();
        let inputs = Inputs { file, environment, not_settings: super::variables::OWN, flags: self.flags()? };
        Ok(Config::load(&inputs))
    }

    /// The flags as `section.key=value`. What is named by an option of its own goes last, so that
    /// it counts.
    fn flags(&self) -> Result<Vec<String>, Failure> {
        let mut flags = self.set.clone();
        if let Some(folder) = &self.data_dir {
            flags.push(format!("server.data_dir={}", text(folder)?));
        }
        flags.extend(self.bind.iter().map(|bind| format!("server.bind={bind}")));
        Ok(flags)
    }
}

fn text(path: &Path) -> Result<&str, Failure> {
    path.to_str().ok_or_else(|| Failure::usage(format!("{} is not UTF-8", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_their_own_count_last() {
        let source = Source {
            data_dir: Some("/tmp/x".into()),
            bind: Some("127.0.0.1:0".to_owned()),
            set: vec!["server.bind=127.0.0.1:1".to_owned()],
            ..Source::default()
        };
        assert_eq!(
            source.flags().unwrap(),
            ["server.bind=127.0.0.1:1", "server.data_dir=/tmp/x", "server.bind=127.0.0.1:0"]
        );
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let set = vec!["server.bnd=1".to_owned(), "limits".to_owned()];
        let failure = Source { set, ..Source::default() }.load().unwrap_err();
        let words = failure.to_string();
        assert!(words.contains("server.bind") && words.contains("`limits`"), "{words}");
        assert_eq!(failure.status(), crate::failure::Status::Usage);
    }
}
