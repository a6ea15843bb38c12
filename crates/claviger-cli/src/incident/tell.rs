//! What a leaked key did, and what is left to do, on a terminal.

use crate::failure::Failure;
use crate::output::{Column, Kind, Out, list};
use serde_json::Value;

const FACTS: &[Column] = &[
    Column::new("Key", Kind::Text, &["/key/name"]),
    Column::new("Id", Kind::Word, &["/key/id"]),
    Column::new("State", Kind::State, &["/key/state"]),
    Column::new("Last good moment", Kind::Time, &["/since"]),
    Column::new("Which is", Kind::Word, &["/since_origin"]),
    Column::new("Calls looked at only from", Kind::Time, &["/cut_at"]),
    Column::new("Calls accepted since", Kind::Number, &["/allowed/calls"]).or("none"),
    Column::new("Calls refused since", Kind::Number, &["/refused/calls"]).or("none"),
    Column::new("Not proven its own", Kind::Number, &["/unproven/calls"]),
    Column::new("Used before that", Kind::List, &["/least_permissions"]),
];
const STEPS: &[Column] = &[
    Column::new("Step", Kind::Text, &["/title"]),
    Column::new("Standing", Kind::Word, &["/progress"]),
    Column::new("What is so", Kind::Text, &["/words"]),
];
const SOURCES: &[Column] = &[
    Column::new("From", Kind::Word, &["/source"]).or("not on record"),
    Column::new("Before", Kind::Word, &["/novelty"]),
    Column::new("Accepted", Kind::Number, &["/allowed/calls"]).or("0"),
    Column::new("Refused", Kind::Number, &["/refused/calls"]).or("0"),
    Column::new("First", Kind::Time, &["/allowed/first_at", "/refused/first_at"]).spare(),
    Column::new("Last", Kind::Time, &["/allowed/last_at", "/refused/last_at"]),
];
const ACTIONS: &[Column] = &[
    Column::new("Action", Kind::Word, &["/action"]),
    Column::new("Accepted", Kind::Number, &["/allowed/calls"]).or("0"),
    Column::new("Refused", Kind::Number, &["/refused/calls"]).or("0"),
    Column::new("Done", Kind::Number, &["/done"]),
    Column::new("Unknown", Kind::Number, &["/unknown"]).spare(),
    Column::new("Last", Kind::Time, &["/allowed/last_at", "/refused/last_at"]),
];
const WITHDRAWALS: &[Column] = &[
    Column::new("Withdrawn", Kind::Time, &["/at"]),
    Column::new("Amount", Kind::Number, &["/amount"]),
    Column::new("Asset", Kind::Word, &["/asset"]),
    Column::new("Fee", Kind::Number, &["/fee"]).spare(),
    Column::new("To", Kind::Text, &["/key"]),
    Column::new("Address", Kind::Text, &["/address"]).spare(),
    Column::new("Reference", Kind::Word, &["/reference"]),
    Column::new("Status", Kind::Word, &["/status"]),
];
const ORDERS: &[Column] = &[
    Column::new("Market", Kind::Word, &["/pair"]),
    Column::new("Side", Kind::Word, &["/side"]),
    Column::new("Orders", Kind::Number, &["/orders"]),
    Column::new("Open", Kind::Number, &["/open"]),
    Column::new("Volume", Kind::Number, &["/volume"]),
    Column::new("Filled", Kind::Number, &["/filled"]),
    Column::new("Cost", Kind::Number, &["/cost"]),
];
const KEYS: &[Column] = &[
    Column::new("Other key", Kind::Text, &["/name"]),
    Column::new("State", Kind::State, &["/state"]),
    Column::new("From anywhere", Kind::Word, &["/anywhere"]),
    Column::new("Takes the new addresses", Kind::List, &["/takes"]).or("no"),
];

const TABLES: &[(&str, &[Column])] = &[
    ("/sources", SOURCES),
    ("/actions", ACTIONS),
    ("/exchange/withdrawals", WITHDRAWALS),
    ("/exchange/orders", ORDERS),
    ("/others", KEYS),
    ("/steps", STEPS),
];

pub(super) fn tell(incident: &Value, out: &mut Out) -> Result<(), Failure> {
    out.card(incident, FACTS)?;
    for (pointer, columns) in TABLES {
        let rows = incident.pointer(pointer).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if !rows.is_empty() {
            out.line("")?;
            out.line(list(rows, columns, out))?;
        }
    }
    out.line("")
}
