//! What can be tried without the store: a signature, the clock, a durable write.

use super::Finding;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger_core::id::LogId;
use claviger_core::signature::{SignedBytes, sign};
use claviger_core::store::{Item, Store as _};
use claviger_core::time::Timestamp;
use claviger_sqlite::{Options, SqliteStore};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// The vector of the exchange's own guide (KRAKEN-WIRE.md, V1). Its secret is public.
const SECRET: &str =
    "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==";
const NONCE: &[u8] = b"1616492376594";
const BODY: &[u8] = b"nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25";
const PATH: &[u8] = b"/0/private/AddOrder";
const SIGNATURE: &str =
    "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==";

/// No server of this program ran before, or will after (seconds since 1970: 2025 and 2100).
const SANE_SECS: std::ops::Range<i64> = 1_735_689_600..4_102_444_800;
/// Commits that are timed.
const COMMITS: u32 = 8;
/// A commit that takes longer makes every call slow.
const SLOW: Duration = Duration::from_millis(50);

pub(super) fn signature() -> Finding {
    let secret = STANDARD.decode(SECRET).unwrap_or_default();
    let bytes = SignedBytes { path: PATH, nonce_text: NONCE, body: BODY };
    let made = STANDARD.encode(sign(&secret, PATH, &bytes.digest()));
    if made == SIGNATURE {
        return Finding::good("signature", "a signature of the exchange's guide is verified");
    }
    Finding::bad(
        "signature",
        "a signature of the exchange's guide comes out wrong",
        "no call could be verified",
        "this program is damaged or miscompiled: install it again",
    )
}

pub(super) fn clock(now: Timestamp) -> Finding {
    if SANE_SECS.contains(&now.secs()) {
        return Finding::good("clock", format!("this machine's clock says {now}"));
    }
    Finding::bad(
        "clock",
        format!("this machine's clock says {now}"),
        "expiries are judged by it, and time in the log never falls again",
        "put the clock right before the server is started (`timedatectl`)",
    )
}

/// Commits on a scratch store in the data directory, which is removed again.
pub(super) fn commit(dir: &Path, now: Timestamp) -> Finding {
    let scratch = dir.join(format!(".doctor-{}", std::process::id()));
    let timed = DirBuilder::new().mode(0o700).create(&scratch).map_err(|error| error.to_string());
    let timed = timed.and_then(|()| time_commits(&scratch, now));
    let _ = std::fs::remove_dir_all(&scratch);
    match timed {
        Err(error) => Finding::bad(
            "commit",
            format!("a commit on a scratch store in {} fails: {error}", dir.display()),
            "nothing is done that cannot be recorded, so every call would be refused",
            "look at the disk (`df`, `dmesg`) and at the rights of the folder",
        ),
        Ok(median) if median > SLOW => Finding::warning(
            "commit",
            format!("a durable commit takes {} ms", median.as_millis()),
            "every call waits for one",
            "use a disk whose syncs are faster (an SSD with power-loss protection)",
        ),
        Ok(median) => Finding::good("commit", format!("a durable commit takes {} µs", median.as_micros())),
    }
}

fn time_commits(dir: &Path, now: Timestamp) -> Result<Duration, String> {
    let store = SqliteStore::open(dir, Options::default()).map_err(|error| error.to_string())?;
    let mut lane = store.open_lane(LogId(0)).map_err(|error| error.to_string())?;
    let mut times = Vec::new();
    for _ in 0..COMMITS {
        let began = Instant::now();
        lane.commit(&[Item::Journal(vec![0; 256])], now).map_err(|error| error.to_string())?;
        times.push(began.elapsed());
    }
    times.sort();
    Ok(times.get(times.len() / 2).copied().unwrap_or_default())
}
