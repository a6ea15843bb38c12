//! The committed inputs of one parser.

use super::mutate::mutated;
use crate::chance::Chance;
use std::path::{Path, PathBuf};

/// The inputs, in the order of their file names.
#[derive(Debug, Clone)]
pub struct Corpus(Vec<Vec<u8>>);

impl Corpus {
    /// The folder of a parser's corpus.
    #[must_use]
    pub fn folder(parser: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(parser)
    }

    /// Reads a folder; an empty one is an error, since a run over nothing proves nothing.
    ///
    /// # Errors
    /// What is wrong with the folder.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let failed = |error| format!("{}: {error}", folder.display());
        let entries = std::fs::read_dir(folder).map_err(failed)?;
        let mut paths =
            entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, _>>().map_err(failed)?;
        paths.sort();
        let inputs = paths.iter().map(std::fs::read).collect::<Result<Vec<_>, _>>().map_err(failed)?;
        if inputs.is_empty() { Err(format!("{}: no inputs", folder.display())) } else { Ok(Corpus(inputs)) }
    }

    /// How many inputs there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// Whether there is none; a corpus that was read has some.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Input number `number` of a run: the committed ones first, then mutations that depend on nothing but the seed
    /// and the number.
    #[must_use]
    pub fn input(&self, seed: u64, number: u64) -> Vec<u8> {
        let committed = usize::try_from(number).ok().and_then(|at| self.0.get(at));
        committed.cloned().unwrap_or_else(|| mutated(&self.0, &mut Chance::of(seed, number)))
    }
}

impl From<Vec<Vec<u8>>> for Corpus {
    fn from(inputs: Vec<Vec<u8>>) -> Self {
        Corpus(inputs)
    }
}
