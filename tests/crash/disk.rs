//! A small file system of one's own, which can be filled and whose power can be cut.

use claviger_tests::scratch::Scratch;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// An ext4 image mounted by loop; unmounted when dropped. Its image is new, so nothing of an earlier round is in it.
#[derive(Debug)]
pub(crate) struct Disk {
    scratch: Scratch,
    mounted: bool,
}

impl Disk {
    /// Makes and mounts one of so many megabytes.
    ///
    /// # Errors
    /// Why it cannot be done here.
    pub(crate) fn new(megabytes: u32) -> Result<Self, String> {
        if !rustix::process::geteuid().is_root() {
            return Err("needs root to mount a file system".to_owned());
        }
        let scratch = Scratch::new("disk");
        let mut disk = Disk { scratch, mounted: false };
        run("truncate", &["-s", &format!("{megabytes}M"), &disk.image()])?;
        // Blocks of 4 KiB, as on disks of a usual size. In smaller ones SQLite reserves too little for what it maps,
        // and a full disk ends the process (SIGBUS); nothing acknowledged is lost by it.
        let lazy = "lazy_itable_init=0,lazy_journal_init=0";
        run("mkfs.ext4", &["-q", "-F", "-b", "4096", "-E", lazy, &disk.image()])?;
        std::fs::create_dir(disk.mount_point()).expect("a new folder");
        disk.mount()?;
        Ok(disk)
    }

    fn image(&self) -> String {
        self.scratch.join("image").to_string_lossy().into_owned()
    }

    fn mount_point(&self) -> PathBuf {
        self.scratch.join("mounted")
    }

    /// Where it is mounted.
    pub(crate) fn path(&self) -> PathBuf {
        assert!(self.mounted, "not mounted");
        self.mount_point()
    }

    fn mount(&mut self) -> Result<(), String> {
        let point = self.mount_point();
        run("mount", &["-o", "loop", &self.image(), &point.to_string_lossy()])?;
        // A path that is not a mount would make every round pass.
        let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
        if !mounts.contains(&*point.to_string_lossy()) {
            return Err("the image is not mounted".to_owned());
        }
        self.mounted = true;
        Ok(())
    }

    /// Cuts the power: nothing that was not written by now ever will be. Whoever has files open there must be gone
    /// before [`Disk::power_on`].
    pub(crate) fn cut(&self) {
        // FS_IOC_SHUTDOWN with NOLOGFLUSH: not even the journal of the file system is written any more.
        const PERL: &str = "open(my $f, '<', $ARGV[0]) or die; my $how = pack('L', 2); \
                            ioctl($f, 0x8004587d, $how) or die $!";
        run("perl", &["-e", PERL, &self.path().to_string_lossy()]).expect("tried before");
    }

    /// Mounts it again, as after a power cut.
    pub(crate) fn power_on(&mut self) {
        self.unmount();
        self.mount().expect("what was mounted once can be again");
    }

    fn unmount(&mut self) {
        run("umount", &[&self.mount_point().to_string_lossy()]).expect("nobody uses it any more");
        self.mounted = false;
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.mounted {
            let _ = run("umount", &["-l", &self.mount_point().to_string_lossy()]);
        }
    }
}

/// Whether the power of a disk can be cut here; why not, if not.
pub(crate) fn cuttable() -> Result<(), String> {
    let disk = Disk::new(16)?;
    run("perl", &["-e", "1"])?;
    disk.cut();
    let cut = std::fs::write(disk.path().join("x"), "x").is_err();
    cut.then_some(()).ok_or_else(|| "the power of a disk cannot be cut here".to_owned())
}

/// Fills a disk up to about this many bytes; the file that does it.
pub(crate) fn fill(folder: &Path, but: u64) -> PathBuf {
    let ballast = folder.join("ballast");
    let mut file = std::fs::File::create(&ballast).expect("a new file");
    let block = [1_u8; 64 * 1024];
    while std::io::Write::write_all(&mut file, &block).is_ok() {}
    let len = file.metadata().expect("our file").len();
    file.set_len(len.saturating_sub(but)).expect("a file can be cut");
    file.sync_all().expect("and synced");
    ballast
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    match output {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim())),
        Err(error) => Err(format!("needs {program}: {error}")),
    }
}
