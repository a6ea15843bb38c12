//! No secret of a person is in an entry, in a record's `Debug`, or in an error.

use crate::world::{ADA, PASSWORD, World, from, origin};
use claviger::core::store::{RecordKind, RecordsOf, Store as _};
use claviger::manage::factors::password;
use claviger::manage::sessions::{Given, prove_sign_in};

/// Tooth: any of them put into the words of an entry.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_kept_or_shown_has_them() {
    let world = World::new().await;
    let (new, secret, codes) = world.with_totp("ada").await;
    let signed = world.signed(&new).await;
    let changed = "quartz lantern bicycle";
    let new = password::change(&world.node, &signed, PASSWORD, changed, &from(1)).await.unwrap();
    let _ = world.sign_in_from("ada", "mistyped lantern", 1).await;
    world.clock.step_secs(30);
    let claviger::manage::sessions::SignedIn::FactorWanted(wanted) =
        world.sign_in_from("ada", changed, 1).await.unwrap()
    else {
        panic!("a factor is wanted")
    };
    let entered =
        prove_sign_in(&world.node, &wanted.ticket, Given::Totp(world.code(&secret)), &origin(), &from(1))
            .await
            .unwrap();
    world.node.shut_down().await;
    let mut shown: Vec<String> = world.entries().iter().map(|entry| format!("{entry:?}")).collect();
    for kind in RecordKind::ALL {
        let records = world.store.records(kind, RecordsOf::Kind, None, 100).unwrap();
        for record in records {
            shown.push(format!("{record:?}"));
            // A body may hold hashes and what is sealed, and nothing in clear.
            shown.push(String::from_utf8_lossy(&record.body).into_owned());
        }
    }
    shown.push(format!("{signed:?} {:?}", world.user(ADA)));
    let base32 = secret_text(&secret);
    let tokens = [new.token.reveal(), entered.token.reveal()].map(|token| token.to_string());
    let mut secrets = vec![PASSWORD, changed, "mistyped lantern", &wanted.ticket, &base32];
    secrets.extend(tokens.iter().map(String::as_str));
    secrets.extend(codes.codes.iter().map(|code| code.as_str()));
    for secret in secrets {
        assert!(shown.iter().all(|text| !text.contains(secret)), "{secret} is shown");
    }
}

fn secret_text(secret: &[u8]) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = secret.iter().map(|byte| format!("{byte:08b}")).collect();
    let digit = |bits: &[u8]| usize::from_str_radix(std::str::from_utf8(bits).unwrap(), 2).unwrap();
    bits.as_bytes().chunks_exact(5).map(|bits| char::from(alphabet[digit(bits)])).collect()
}
