//! Manual pages, completions, and the unit that starts the server: written, and taken by what reads them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::process::{Command, Output};

fn claviger(line: &[&str]) -> Output {
    let done = Command::new(env!("CARGO_BIN_EXE_claviger")).args(line).output().unwrap();
    assert!(done.status.success(), "{line:?}: {}", String::from_utf8_lossy(&done.stderr));
    done
}

/// A program of the machine; none if it is not there.
fn reads(program: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => panic!("{program}: {error}"),
    }
}

#[test]
fn every_command_has_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("man/man1");
    let told = claviger(&["man", "--out", out.to_str().unwrap(), "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let pages: Vec<&str> =
        told["pages"].as_array().unwrap().iter().map(|page| page.as_str().unwrap()).collect();
    for page in ["claviger.1", "claviger-serve.1", "claviger-keys-create.1", "claviger-keys-revoke.1"] {
        assert!(pages.contains(&page), "{page} of {pages:?}");
    }
    for page in pages {
        let text = std::fs::read_to_string(out.join(page)).unwrap();
        assert!(text.contains(".SH NAME") && text.contains(".SH SYNOPSIS"), "{page}");
    }
    let create = std::fs::read_to_string(out.join("claviger-keys-create.1")).unwrap();
    assert!(create.contains("Examples"), "the page teaches as --help does");
}

#[test]
fn bash_takes_its_completions() {
    let script = claviger(&["completions", "bash"]).stdout;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("claviger.bash");
    std::fs::write(&path, script).unwrap();
    let asks = format!(
        "source {} && COMP_WORDS=(claviger keys re) COMP_CWORD=2 && _claviger claviger re keys && echo ${{COMPREPLY[@]}}",
        path.display()
    );
    let Some(said) = reads("bash", &["-c", &asks]) else { panic!("bash is not on this machine") };
    assert_eq!(
        String::from_utf8_lossy(&said.stdout).trim(),
        "readmit revoke retire review",
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
}

/// What the unit starts is a command line that this program takes, and nothing in it is doubled by mistake.
#[test]
fn the_unit_starts_what_there_is() {
    let unit = std::fs::read_to_string("../../packaging/claviger.service").unwrap();
    let line = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/claviger ")).unwrap();
    let words: Vec<&str> = line.split_whitespace().chain(["--help"]).collect();
    claviger(&words);
    let settings: Vec<&str> =
        unit.lines().filter_map(|line| line.split_once('=').map(|(name, _)| name)).collect();
    for wanted in ["NoNewPrivileges", "ProtectSystem", "CapabilityBoundingSet", "LimitCORE", "StateDirectory"]
    {
        assert_eq!(settings.iter().filter(|name| **name == wanted).count(), 1, "{wanted}");
    }
}
