//! Pages are made.

use crate::seed::{BEFORE, seed};
use crate::world::World;
use claviger::Limits;
use claviger::core::role::Role;
use claviger::core::time::Timestamp;
use http::StatusCode;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

#[tokio::test]
async fn the_list_of_keys_is_shown() {
    let world = World::at(NOW.plus_secs(-BEFORE), None, Limits::default()).await;
    seed(&world, NOW).await;
    let page = world.get(Role::Viewer, "/keys").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
}
