//! Signs: the insides of an SVG of 20 by 20, drawn with lines of the text's colour. They say nothing that words do not.

pub(in super::super) const HOME: &str =
    r#"<path d="M3 9.5 10 3.5l7 6"/><path d="M5 8.5V16h10V8.5"/><path d="M8.5 16v-4h3v4"/>"#;
pub(in super::super) const KEY: &str = r#"<circle cx="6.5" cy="13.5" r="3.5"/><path d="m9 11 7.5-7.5"/><path d="m13.5 6.5 2.5 2.5"/><path d="m11.5 8.5 1.5 1.5"/>"#;
pub(in super::super) const PULSE: &str = r#"<path d="M2.5 10h3.5l2.5-6 3.5 12 2.5-6h3"/>"#;
pub(in super::super) const SCROLL: &str = r#"<path d="M6 3h8.5a1.5 1.5 0 0 1 1.5 1.5V15a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z"/><path d="M7 7h6M7 10h6M7 13h3.5"/>"#;
pub(in super::super) const SCALES: &str = r#"<path d="M10 3v14M6 17h8M4 5.5h12"/><path d="m4 5.5-2 5.5a2.2 2.2 0 0 0 4 0zM16 5.5 14 11a2.2 2.2 0 0 0 4 0z"/>"#;
pub(in super::super) const PEOPLE: &str = r#"<circle cx="7.5" cy="7" r="3"/><path d="M2 16.5c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5"/><path d="M13 4.2a3 3 0 0 1 0 5.6M15 12.4c1.8.6 3 2 3 4.1"/>"#;
pub(in super::super) const SLIDERS: &str =
    r#"<path d="M3 6h8M15 6h2M3 14h2M9 14h8"/><circle cx="13" cy="6" r="2"/><circle cx="7" cy="14" r="2"/>"#;
pub(in super::super) const BOOK: &str = r#"<path d="M10 5.5C8.5 4.3 6 4 3 4v11.5c3 0 5.5.3 7 1.5 1.5-1.2 4-1.5 7-1.5V4c-3 0-5.5.3-7 1.5z"/><path d="M10 5.5V17"/>"#;
pub(in super::super) const BELL: &str =
    r#"<path d="M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13z"/><path d="M8.5 17.5h3M10 4V2.5"/>"#;
pub(in super::super) const WARNING: &str = r#"<path d="M10 3 18 16.5H2z"/><path d="M10 8v4M10 14.2v.1"/>"#;
pub(in super::super) const CHECK: &str = r#"<path d="m4 10.5 4 4 8-9"/>"#;
