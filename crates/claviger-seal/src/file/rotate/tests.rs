//! A rotation stopped after each of its writes: the database can always be opened, and the rotation goes on.

use super::super::create;
use super::*;
use crate::keyring::Keyring;
use crate::{Binding, Purpose, Sealed, WrappedDataKey};
use claviger_core::entropy::{Entropy, EntropyError};
use std::path::PathBuf;
use tempfile::TempDir;

const HERE: Binding = Binding { purpose: Purpose::ApiKeySecret, account: 1, id: 1 };

struct Counter(u64);

impl Entropy for Counter {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        self.0 += 1;
        bytes.iter_mut().zip(self.0.to_be_bytes().into_iter().rev().cycle()).for_each(|(b, c)| *b = c);
        Ok(())
    }
}

/// A master key file and what a database under it holds.
struct World {
    _folder: TempDir,
    path: PathBuf,
    wrapped: Vec<WrappedDataKey>,
    sealed: Sealed,
    entropy: Counter,
}

impl World {
    fn new() -> Self {
        let mut entropy = Counter(0);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let master = MasterKey::random(&mut entropy).unwrap();
        create(&path, &master).unwrap();
        let keyring = Keyring::create(&mut entropy).unwrap();
        let wrapped = keyring.wrap(&master, &mut entropy).unwrap();
        let sealed = keyring.seal(HERE, b"secret", &mut entropy).unwrap();
        Self { _folder: folder, path, wrapped, sealed, entropy }
    }

    fn fresh_key(&mut self) -> MasterKey {
        MasterKey::random(&mut self.entropy).unwrap()
    }

    /// As a starting server does it.
    fn opens(&self) -> bool {
        let masters = MasterKeys::load(&self.path).unwrap();
        let keyring = Keyring::unwrap_with(&masters.all(), &self.wrapped);
        keyring.is_ok_and(|keyring| keyring.open(HERE, &self.sealed).unwrap().expose() == b"secret")
    }

    /// The database's transaction, and the second phase.
    fn rewrap(&mut self) {
        let masters = MasterKeys::load(&self.path).unwrap();
        let old = masters.named(self.wrapped[0].master()).unwrap();
        self.wrapped = Keyring::rewrap(&self.wrapped, old, &masters.current, &mut self.entropy).unwrap();
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path.parent().unwrap()).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn stop_after(last: Write) -> impl FnMut(Write) -> Result<(), FileError> {
    move |write| match write == last {
        true => Err(FileError::Missing { path: PathBuf::from("stopped here") }),
        false => Ok(()),
    }
}

#[test]
fn a_whole_rotation_leaves_the_new_key_only() {
    let mut world = World::new();
    let new = world.fresh_key();
    begin_rotation(&world.path, &new).unwrap();
    assert!(world.opens());
    world.rewrap();
    assert!(world.opens());
    finish_rotation(&world.path).unwrap();
    finish_rotation(&world.path).unwrap();
    assert!(world.opens());
    assert_eq!(world.files(), ["master.key"]);
    assert_eq!(read(&world.path).unwrap().id(), new.id());
    assert_eq!(world.wrapped[0].master(), new.id());
}

#[test]
fn a_rotation_stopped_before_the_replacement_begins_again() {
    for last in [Write::Next, Write::Previous] {
        let mut world = World::new();
        let (lost, new) = (world.fresh_key(), world.fresh_key());
        assert!(begin(&world.path, &lost, &mut stop_after(last)).is_err());
        assert!(world.opens(), "{last:?}");
        assert!(MasterKeys::load(&world.path).unwrap().previous.is_none(), "{last:?}");
        begin_rotation(&world.path, &new).unwrap();
        assert!(world.opens(), "{last:?}");
        world.rewrap();
        finish_rotation(&world.path).unwrap();
        assert!(world.opens(), "{last:?}");
        assert_eq!(world.files(), ["master.key"]);
    }
}

#[test]
fn a_rotation_stopped_after_the_replacement_goes_on_and_cannot_begin_again() {
    let mut world = World::new();
    let (new, another) = (world.fresh_key(), world.fresh_key());
    assert!(begin(&world.path, &new, &mut stop_after(Write::Replace)).is_err());
    for rewrapped in [false, true] {
        assert!(world.opens(), "rewrapped: {rewrapped}");
        let error = begin_rotation(&world.path, &another).unwrap_err();
        assert!(matches!(error, FileError::Unfinished { .. }), "{error}");
        assert!(world.opens(), "rewrapped: {rewrapped}");
        world.rewrap();
    }
    finish_rotation(&world.path).unwrap();
    assert!(world.opens());
}

/// The tooth: replacing the file without keeping the old key beside it loses the database.
#[test]
fn without_the_previous_key_the_database_would_be_lost() {
    let mut world = World::new();
    let new = world.fresh_key();
    begin_rotation(&world.path, &new).unwrap();
    finish_rotation(&world.path).unwrap();
    assert!(!world.opens());
}

#[test]
fn a_lax_previous_file_is_refused_too() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut world = World::new();
    let new = world.fresh_key();
    begin_rotation(&world.path, &new).unwrap();
    let lax = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(beside(&world.path, ".previous"), lax).unwrap();
    assert!(matches!(MasterKeys::load(&world.path), Err(FileError::Mode { .. })));
}
