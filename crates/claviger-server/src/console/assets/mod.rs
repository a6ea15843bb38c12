//! Style, scripts and signs: part of the program, under names that change with what is in them, so that browsers may keep
//! them for a year and never show an old one.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

macro_rules! assets {
    ($($name:ident = $stem:literal, $ending:literal, $media:literal;)*) => {
        /// One of the files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Asset {
            $(#[doc = concat!("`", $stem, ".", $ending, "`")] $name,)*
        }

        impl Asset {
            /// All of them.
            pub const ALL: &'static [Asset] = &[$(Asset::$name,)*];

            const fn file(self) -> File {
                match self {
                    $(Asset::$name => File {
                        stem: $stem,
                        ending: $ending,
                        media: $media,
                        text: include_str!(concat!("../../../assets/", $stem, ".", $ending)),
                    },)*
                }
            }
        }
    };
}

assets! {
    Style = "console", "css", "text/css; charset=utf-8";
    Script = "console", "js", "text/javascript; charset=utf-8";
    Passkey = "passkey", "js", "text/javascript; charset=utf-8";
    Mark = "mark", "svg", "image/svg+xml";
}

struct File {
    stem: &'static str,
    ending: &'static str,
    media: &'static str,
    text: &'static str,
}

/// The paths, in the order of [`Asset::ALL`].
static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let path = |asset: &Asset| {
        let file = asset.file();
        let digest: String = Sha256::digest(file.text).iter().take(6).map(|b| format!("{b:02x}")).collect();
        format!("/assets/{}-{digest}.{}", file.stem, file.ending)
    };
    Asset::ALL.iter().map(path).collect()
});

/// Where it is.
pub(super) fn path(asset: Asset) -> &'static str {
    PATHS.get(asset as usize).map_or("", String::as_str)
}

impl Asset {
    /// Where it is.
    #[must_use]
    pub fn path(self) -> &'static str {
        path(self)
    }
}

/// Answers with a file, if that is its name at present.
pub(super) async fn show(Path(name): Path<String>) -> Response {
    let found = Asset::ALL.iter().find(|asset| path(**asset).strip_prefix("/assets/") == Some(&name));
    let Some(file) = found.map(|asset| asset.file()) else {
        return (StatusCode::NOT_FOUND, "there is no such file\n").into_response();
    };
    let mut response = file.text.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.media));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    response
}
