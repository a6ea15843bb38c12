//! Pictures of numbers, made on the server: markup without style, coloured by classes of the style sheet. Each says in
//! words what it shows.

mod chart;
mod qr;
mod spark;
mod trend;

pub(super) use chart::{HourOf, chart, table};
pub(super) use qr::qr;
pub(super) use spark::{spark, sums};
pub(super) use trend::trend;
