//! Verify and decide in process, without HTTP and store.

use super::figures::median;
use claviger_core::action::Action;
use claviger_core::call::{Facts, QueryDates, SignedCall};
use claviger_core::credential::{ApiKey, PrivateKey};
use claviger_core::decide::decide;
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::{KeyKind, KeySnapshot, life};
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::restriction::Restrictions;
use claviger_core::signature::{SignedBytes, sign};
use claviger_core::text::{Application, ClientName, Description, Holder, Name};
use claviger_core::time::Timestamp;
use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Instant;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
const ROUNDS: usize = 5;
const CALLS: u32 = 50_000;

/// Microseconds per call, median of five rounds; `None` if the sample key could not be made.
pub(super) fn micros() -> Option<f64> {
    let key = sample_key()?;
    key.make_ready();
    let client = ClientName::from_bytes(b"python-requests/2.32.3");
    let bytes = SignedBytes {
        path: b"/0/private/Balance",
        nonce_text: b"1616492376594",
        body: b"nonce=1616492376594",
    };
    let call = SignedCall {
        api_key: key.api_key,
        signature: sign(key.secret.as_ref()?.expose(), bytes.path, &bytes.digest()),
        bytes,
        nonce: 1_616_492_376_594,
        otp: None,
        action: Action::Balance,
        dates: QueryDates::default(),
        source: IpAddr::V4(Ipv4Addr::LOCALHOST),
        client,
    };
    let round = || {
        let started = Instant::now();
        for _ in 0..CALLS {
            let verified = black_box(call.clone()).verify(&key);
            black_box(verified.map(|verified| decide(&verified, &key, &Facts::default(), NOW)));
        }
        started.elapsed().as_secs_f64() * 1e6 / f64::from(CALLS)
    };
    Some(median((0..ROUNDS).map(|_| round()).collect()))
}

fn sample_key() -> Option<KeySnapshot> {
    let asked = life::NewKey {
        kind: KeyKind::Private,
        name: Name::parse("bench").ok()?,
        holder: Holder::parse("").ok()?,
        application: Application::default(),
        member: None,
        description: Description::parse("").ok()?,
        permissions: PermissionSet::of(&[Permission::QueryFunds]),
        restrictions: Restrictions::default(),
    };
    let record =
        life::create(asked, AccountId::from_u64(1), KeyId::from_u64(1), ApiKey::from_bytes([1; 32]), NOW)
            .ok()?;
    Some(KeySnapshot::new(&record, Some(PrivateKey::from_bytes(&[2; 64])), None))
}
