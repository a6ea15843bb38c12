//! The commented example file: every setting with its words and its default.

use super::settings;
use super::types::Config;

/// A configuration file in which every setting stands at its default, commented out.
#[must_use]
pub fn example() -> String {
    let mut text = String::from(
        "# Configuration of Claviger. Every setting is shown at its default; remove the `# ` before one to change it.\n\
         # The environment overrides this file (CLAVIGER_SERVER_BIND for server.bind), and flags override both.\n",
    );
    let defaults = Config::default();
    for (section, words) in settings::SECTIONS {
        text.push_str(&format!("\n# {words}\n[{section}]\n"));
        for setting in settings::all().filter(|setting| setting.section == *section) {
            text.push('\n');
            setting.doc.lines().for_each(|line| text.push_str(&format!("## {line}\n")));
            text.push_str(&format!("# {} = {}\n", setting.key, (setting.show)(&defaults)));
        }
    }
    text
}
