//! The parser `recipient` of `claviger_tests::parsers`.
#![no_main]

use claviger_tests::parsers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| parsers::run("recipient", bytes));
