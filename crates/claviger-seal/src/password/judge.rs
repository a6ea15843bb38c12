//! Whether a password is good enough to be set.

use super::normal;
use zxcvbn::{Score, zxcvbn};

/// Fewest characters of a password that stands alone (NIST SP 800-63B-4 §3.1.1.1).
pub const MIN_CHARS_ALONE: usize = 15;
/// Fewest characters of a password beside a second factor.
pub const MIN_CHARS_WITH_FACTOR: usize = 8;
/// Most bytes of a password: 64 characters of any script.
pub const MAX_BYTES: usize = 256;
/// The least score that is taken: about 10^8 guesses.
pub const WANTED_SCORE: u8 = 3;
/// Characters that must be left when what everybody knows of the person is taken out.
const MIN_CHARS_OF_ITS_OWN: usize = 4;
/// Shorter words are part of too many others to count as known.
const MIN_CHARS_OF_A_WORD: usize = 4;

/// What is thought of a password. Holds nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it may be set.
    pub ok: bool,
    /// 0 (guessed at once) to 4 (not guessed).
    pub score: u8,
    /// What is wrong, or what would make it better; empty if there is nothing to say.
    pub words: String,
}

/// Whether the password is long enough to stand alone.
#[must_use]
pub fn is_long(password: &str) -> bool {
    length(password, &normal(password)) >= MIN_CHARS_ALONE
}

/// Characters that were typed and that count: one that stands for a whole sentence is one.
fn length(typed: &str, normal: &str) -> usize {
    chars(typed).min(chars(normal))
}

/// Judges a password. `known` are words that whoever guesses knows: the login, the name of the person, that
/// of the account. Every printable character is allowed and none is asked for.
#[must_use]
pub fn judge(password: &str, known: &[&str], with_second_factor: bool) -> Judgement {
    if password.len() > MAX_BYTES {
        return refused(0, format!("It is too long: a password has at most {MAX_BYTES} bytes."));
    }
    let text = normal(password);
    if text.chars().any(char::is_control) {
        return refused(
            0,
            "It must not contain control characters, which cannot be typed everywhere.".into(),
        );
    }
    let known: Vec<String> = known.iter().copied().chain(["claviger"]).flat_map(words_of).collect();
    let inputs: Vec<&str> = known.iter().map(String::as_str).collect();
    let estimate = zxcvbn(&text, &inputs);
    let score = u8::from(estimate.score());
    let least = if with_second_factor { MIN_CHARS_WITH_FACTOR } else { MIN_CHARS_ALONE };
    let short = least.saturating_sub(length(password, &text));
    if short > 0 {
        let alone = if with_second_factor { "" } else { " without a second factor" };
        return refused(
            score,
            format!(
                "It needs at least {least} characters{alone}: {short} more. Several words that do not belong together are easy to remember."
            ),
        );
    }
    let own = of_its_own(&text.to_lowercase(), &known);
    if own < MIN_CHARS_OF_ITS_OWN {
        return refused(
            score,
            "It is made of what everybody knows: the login, a name, the name of the account.".into(),
        );
    }
    let words = advice(&estimate);
    if estimate.score() < Score::Three {
        let words =
            if words.is_empty() { "It is easily guessed; add another word or two.".into() } else { words };
        return refused(score, words);
    }
    Judgement { ok: true, score, words }
}

const fn refused(score: u8, words: String) -> Judgement {
    Judgement { ok: false, score, words }
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

/// A text and its parts (`ada@example.com` has three), in small letters.
fn words_of(text: &str) -> Vec<String> {
    let folded = text.to_lowercase();
    let parts = folded.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
    let mut words: Vec<String> = parts.chain([folded.clone()]).filter(|word| !word.is_empty()).collect();
    // The longest first: taking out a part must not hide the whole.
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}

/// How many letters and digits are left when known words are taken out.
fn of_its_own(text: &str, known: &[String]) -> usize {
    let long = known.iter().filter(|word| chars(word) >= MIN_CHARS_OF_A_WORD);
    let left = long.fold(text.to_owned(), |left, word| left.replace(word.as_str(), " "));
    left.chars().filter(|c| c.is_alphanumeric()).count()
}

fn advice(estimate: &zxcvbn::Entropy) -> String {
    let Some(feedback) = estimate.feedback() else { return String::new() };
    let warning = feedback.warning().map(|warning| warning.to_string());
    let advice = feedback.suggestions().iter().map(ToString::to_string);
    warning.into_iter().chain(advice).collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(password: &str, with_second_factor: bool) -> bool {
        judge(password, &["ada@example.com", "Ada Lovelace", "Analytical Engines"], with_second_factor).ok
    }

    #[test]
    fn length_counts_and_less_of_it_beside_a_second_factor() {
        assert!(ok("plinth vapour mosaic", false));
        let nine = "vK9#pW2qL";
        assert!(ok(nine, true) && !ok(nine, false), "{:?}", judge(nine, &[], true));
        let seven = judge("vK9#pW2", &[], true);
        assert!(!seven.ok && seven.words.contains("at least 8 characters: 1 more"), "{seven:?}");
        let fourteen = judge("vK9#pW2qLm4!tR", &[], false);
        assert!(
            !fourteen.ok && fourteen.words.contains("15 characters without a second factor: 1 more"),
            "{fourteen:?}"
        );
    }

    #[test]
    fn what_is_guessed_first_is_refused_however_long() {
        for bad in [
            "passwordpassword",
            "aaaaaaaaaaaaaaaaaaaa",
            "abcdefghijklmnopqrst",
            "1234567890123456789",
            "qwertyuiopasdfghjkl",
            "iloveyouiloveyou",
        ] {
            assert!(!ok(bad, false) && !ok(bad, true), "{bad}");
        }
    }

    #[test]
    fn what_everybody_knows_of_the_person_is_refused() {
        for bad in
            ["ada@example.com1!", "AdaLovelaceAdaLovelace", "Analytical Engines 1", "Claviger-Claviger-7"]
        {
            let judged = judge(bad, &["ada@example.com", "Ada Lovelace", "Analytical Engines"], false);
            assert!(!judged.ok, "{bad}: {judged:?}");
        }
        assert!(ok("AdaLovelaceAdaLovelace plinth vapour", false), "with enough of its own it may stand");
    }

    #[test]
    fn every_script_may_be_used_and_nothing_is_asked_for() {
        assert!(ok("тёплый плинтус мозаика", false) && ok("plinthvapourmosaicquartz", false));
        assert!(ok(&format!("{} plinth vapour mosaic", "🤖".repeat(16)), false));
        assert!(!ok("plinth\u{7}vapour mosaic", false));
        assert!(!ok(&"plinth vapour ".repeat(40), false), "too long");
    }

    #[test]
    fn a_judgement_does_not_repeat_the_password() {
        for text in ["swordfish", "plinth vapour mosaic", "aaaaaaaaaaaaaaaaaaaa"] {
            assert!(!format!("{:?}", judge(text, &[], true)).contains(text));
        }
    }
}
