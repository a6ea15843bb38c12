//! The console with made-up data, on loopback, for looking at its pages while working on them: no sign-in, nothing is kept.
//!
//! ```sh
//! cargo run -p claviger-server --example console -- 8490 operator
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, dead_code, unreachable_pub, reason = "shared with the tests")]

#[path = "../tests/console/seed.rs"]
mod seed;
#[path = "../tests/console/world.rs"]
mod world;

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use claviger::clock::{Clock as _, SystemClock};
use claviger::core::role::Role;
use claviger::core::time::Timestamp;
use claviger::{Limits, usage};
use claviger_server::api::ClientAddress;
use std::net::{IpAddr, Ipv4Addr};
use world::World;

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let port: u16 = args.next().map_or(8490, |port| port.parse().expect("a port"));
    let role: Role = args.next().map_or(Role::Operator, |role| Role::of_token(&role).expect("a role"));
    let empty = args.next().is_some();
    let now = SystemClock.now();
    let world = World::at(now.plus_secs(-seed::BEFORE), Some(role), Limits::default()).await;
    if !empty {
        seed::seed(&world, now).await;
    }
    world.clock.set(Timestamp::from_micros(0));
    let authority = world.authority.clone();
    tokio::spawn(async move { usage::warm::warm(&authority).await });
    let from_here = from_fn(|mut request: Request, next: Next| {
        request.extensions_mut().insert(ClientAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        next.run(request)
    });
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.unwrap();
    println!("the console with made-up data: http://{}/", listener.local_addr().unwrap());
    axum::serve(listener, world.router.clone().layer(from_here)).await.unwrap();
}
