//! Variables of the environment that are this program's own and no settings of the server.

/// All of them. The server refuses any other `CLAVIGER_…` variable that is no setting.
pub(super) const OWN: &[&str] = &[
    "CLAVIGER_CA",
    "CLAVIGER_CONFIG",
    "CLAVIGER_LOGIN",
    "CLAVIGER_OTP",
    "CLAVIGER_PASSPHRASE",
    "CLAVIGER_PROFILE",
    "CLAVIGER_SECOND_FACTOR",
    "CLAVIGER_TOKEN",
    "CLAVIGER_TOKEN_FILE",
    "CLAVIGER_URL",
];

#[cfg(test)]
mod tests {
    use super::OWN;
    use claviger_server::config::{Config, Inputs};
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Every `CLAVIGER_…` name in the text.
    fn names(text: &str) -> impl Iterator<Item = &str> {
        text.match_indices("CLAVIGER_").map(|(at, _)| {
            let rest = &text[at..];
            let end = rest.find(|c: char| !c.is_ascii_uppercase() && c != '_').unwrap_or(rest.len());
            &rest[..end]
        })
    }

    fn walk(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.extend(names(&std::fs::read_to_string(&path).unwrap()).map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_variable_the_program_speaks_of_may_be_set_when_the_server_starts() {
        let mut found = BTreeSet::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        found.remove("CLAVIGER_");
        assert!(OWN.iter().all(|name| found.contains(*name)));
        for name in found {
            let environment = vec![(name.clone().into(), "1".into())];
            let inputs = Inputs { environment, not_settings: OWN, ..Inputs::default() };
            if let Err(errors) = Config::load(&inputs) {
                assert!(!errors.to_string().contains("there is no setting"), "{name}: {errors}");
            }
        }
    }
}
