//! How the pages look is chosen, and kept in a cookie.

use super::answer::Shown;
use super::call::Call;
use super::cookie;
use super::failure::Failure;
use super::page::{Theme, Trouble};

/// A year.
const KEEP_SECS: u32 = 31_536_000;

/// Chooses a theme and goes back to the page it was chosen on.
pub(super) async fn choose(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["theme", "back"], &[])?;
    let theme = Theme::from_name(form.text("theme"));
    let theme = theme.ok_or_else(|| Trouble::malformed("there is no such theme".to_owned()))?;
    let back = Some(form.text("back")).filter(|path| is_local(path)).unwrap_or("/");
    let keep = cookie::set(cookie::THEME, theme.name(), KEEP_SECS, call.state.secure);
    Ok(Shown::go(back).cookie(keep))
}

/// A path on this host and nothing else: browsers read `//` and `/\` as another host's.
pub(super) fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn nobody_is_sent_to_another_host() {
        for good in ["/", "/keys?text=a%20b", "/keys/key_0123456789ab"] {
            assert!(is_local(good), "{good}");
        }
        for bad in ["", "keys", "//evil", "/\\evil", "https://evil", "/a\r\nb", "/\t/evil", "javascript:x"] {
            assert!(!is_local(bad), "{bad:?}");
        }
    }
}
