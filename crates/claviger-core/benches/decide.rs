//! What stands on the path of every call, in process: `cargo bench -p claviger-core`.
#![allow(missing_docs, clippy::unwrap_used)]

use claviger_core::action::Action;
use claviger_core::call::{Facts, QueryDates, SignedCall};
use claviger_core::credential::{ApiKey, PrivateKey};
use claviger_core::decide::decide;
use claviger_core::id::{AccountId, KeyId};
use claviger_core::key::{KeyKind, KeySnapshot, life};
use claviger_core::nonce::NonceState;
use claviger_core::permission::{Permission, PermissionSet};
use claviger_core::restriction::Restrictions;
use claviger_core::signature::{SignedBytes, sign};
use claviger_core::text::{Application, ClientName, Description, Holder, Name};
use claviger_core::time::Timestamp;
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
const SECRET: [u8; 64] = [7; 64];

fn key() -> KeySnapshot {
    let asked = life::NewKey {
        kind: KeyKind::Private,
        name: Name::parse("bench").unwrap(),
        holder: Holder::parse("").unwrap(),
        application: Application::default(),
        member: None,
        description: Description::parse("").unwrap(),
        permissions: PermissionSet::of(&[Permission::QueryFunds]),
        restrictions: Restrictions::default(),
    };
    let (account, id) = (AccountId::from_u64(1), KeyId::from_u64(2));
    let record = life::create(asked, account, id, ApiKey::from_bytes([3; 32]), NOW).unwrap();
    KeySnapshot::new(&record, Some(PrivateKey::from_bytes(&SECRET)), None)
}

fn call() -> SignedCall<'static> {
    let bytes = SignedBytes {
        path: b"/0/private/Balance",
        nonce_text: b"1616492376594",
        body: b"nonce=1616492376594",
    };
    SignedCall {
        api_key: ApiKey::from_bytes([3; 32]),
        signature: sign(&SECRET, bytes.path, &bytes.digest()),
        bytes,
        nonce: 1_616_492_376_594,
        otp: None,
        action: Action::Balance,
        dates: QueryDates::default(),
        source: "192.0.2.1".parse().unwrap(),
        client: ClientName::from_bytes(b"python-requests/2.32.3"),
    }
}

fn benches(criterion: &mut Criterion) {
    let (key, call) = (key(), call());
    criterion.bench_function("parse an API key", |b| {
        let text = key.api_key.to_string();
        b.iter(|| ApiKey::parse(black_box(text.as_bytes())));
    });
    criterion.bench_function("verify", |b| b.iter(|| black_box(call.clone()).verify(&key).is_some()));
    let verified = call.clone().verify(&key).unwrap();
    criterion
        .bench_function("decide", |b| b.iter(|| decide(black_box(&verified), &key, &Facts::default(), NOW)));
    criterion.bench_function("burn a nonce", |b| {
        let (mut state, mut nonce) = (NonceState::default(), 0);
        b.iter(|| {
            nonce += 1;
            state.burn(black_box(nonce), 1000)
        });
    });
}

criterion_group!(decide_benches, benches);
criterion_main!(decide_benches);
