//! How the story is told: numbered steps, the request in short, the answer, and whether it went as
//! it should.

use crate::failure::Failure;
use crate::output::{Out, harmless};
use serde_json::Value;

/// Most characters of a request or an answer that are shown.
const SHOWN: usize = 104;

/// The narrator.
pub(super) struct Telling<'a> {
    pub(super) out: &'a mut Out,
    number: u32,
}

impl<'a> Telling<'a> {
    pub(super) fn new(out: &'a mut Out) -> Self {
        Telling { out, number: 0 }
    }

    /// Begins a step.
    pub(super) fn step(&mut self, title: &str) -> Result<(), Failure> {
        self.number += 1;
        let heading = self.out.paint.bold(&format!("{:>2}  {title}", self.number));
        self.out.line("")?;
        self.out.line(heading)
    }

    /// Says something in between.
    pub(super) fn say(&mut self, words: &str) -> Result<(), Failure> {
        self.out.line(format!("    {words}"))
    }

    /// Shows a request in short.
    pub(super) fn request(&mut self, line: &str, body: &str) -> Result<(), Failure> {
        let dim = self.out.paint;
        self.out.line(format!("    → {line}"))?;
        if !body.is_empty() {
            self.out.line(format!("      {}", dim.dim(&short(body))))?;
        }
        Ok(())
    }

    /// Shows an answer in short.
    pub(super) fn answer(&mut self, answer: &Value) -> Result<(), Failure> {
        self.answer_text(&answer.to_string())
    }

    /// Shows some fields of an answer that has more.
    pub(super) fn answer_with(&mut self, answer: &Value, fields: &[&str]) -> Result<(), Failure> {
        self.answer_text(&some_of(answer, fields))
    }

    /// Shows an answer that is not JSON, in short.
    pub(super) fn answer_text(&mut self, answer: &str) -> Result<(), Failure> {
        self.out.line(format!("    ← {}", short(answer)))
    }

    /// Says whether it went as it should; the story ends where it did not.
    pub(super) fn holds(&mut self, holds: bool, words: &str) -> Result<(), Failure> {
        if holds {
            let mark = self.out.paint.green("✓");
            return self.out.line(format!("    {mark} {words}"));
        }
        let mark = self.out.paint.red("✗");
        self.out.line(format!("    {mark} not so: {words}"))?;
        Err(Failure::failed(format!("step {} did not go as told: {words}", self.number)))
    }
}

/// Some fields of an object, in the order given, and dots for the rest.
pub(super) fn some_of(value: &Value, fields: &[&str]) -> String {
    let shown = |name: &&str| Some(format!("\"{name}\":{}", value.get(name)?));
    let shown: Vec<String> = fields.iter().filter_map(shown).collect();
    format!("{{{},…}}", shown.join(","))
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    let text = harmless(text);
    if text.chars().count() <= SHOWN {
        return text;
    }
    let shown: String = text.chars().take(SHOWN).collect();
    format!("{shown}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::plain;

    #[test]
    fn a_story_that_goes_wrong_ends_there() {
        let (mut out, buffer) = plain(None);
        let mut telling = Telling::new(&mut out);
        telling.step("First").unwrap();
        telling.holds(true, "water is wet").unwrap();
        let failure = telling.holds(false, "the moon is cheese").unwrap_err();
        assert!(failure.to_string().contains("step 1"), "{failure}");
        let told = String::from_utf8(buffer.borrow().clone()).unwrap();
        assert!(
            told.contains(" 1  First") && told.contains("✓ water is wet") && told.contains("✗ not so"),
            "{told}"
        );
    }

    #[test]
    fn long_answers_are_cut_and_stay_on_one_line() {
        assert_eq!(short("a\nb"), "a?b");
        assert_eq!(short(&"é".repeat(200)).chars().count(), SHOWN + 1);
    }
}
