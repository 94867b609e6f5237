//! The one text that may become a QR code from an argument: a public page's address, never a token's URI.

use std::fmt;
use std::str::FromStr;
use url::{Host, Url};

/// The address of a public page, such as an app's page in a shop: https, to a named host, without a
/// user's name, written as every browser writes it. Never a token's URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageUrl(Url);

/// Why a text is no page's address. Nothing of the text is repeated: it may hold a seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageUrlError {
    /// The text has `otpauth` in it. A seed that is given as an argument stands in the list of processes and in the
    /// shell's history.
    #[error(
        "this is a token's URI, which other programs can read in an argument; \
         use --uri-file, and issue the token anew"
    )]
    Token,
    #[error("an address has {} bytes at the most", PageUrl::MAX_BYTES)]
    Length,
    #[error("an address begins with https://")]
    NotHttps,
    #[error("an address has no user's name or password before its host")]
    UserInfo,
    #[error("the address has no name of a host")]
    Host,
    /// A browser would change the text: spaces, `\`, a host in upper case or not in ASCII.
    #[error("a browser would write the address differently; copy it from the browser's address bar")]
    NotPlain,
}

impl PageUrl {
    /// The squares of a longer address's QR code would be too small for a leaflet.
    pub const MAX_BYTES: usize = 300;

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for PageUrl {
    type Err = PageUrlError;

    fn from_str(text: &str) -> Result<Self, PageUrlError> {
        let lower = text.to_ascii_lowercase();
        if ["otpauth:", "otpauth%3a"].iter().any(|scheme| lower.contains(scheme)) {
            return Err(PageUrlError::Token);
        }
        if text.is_empty() || text.len() > Self::MAX_BYTES {
            return Err(PageUrlError::Length);
        }
        if !lower.starts_with("https://") {
            return Err(PageUrlError::NotHttps);
        }
        let url = Url::parse(text).map_err(|_| PageUrlError::Host)?;
        // The parser drops an empty name before the `@`, so the text itself is looked at.
        let authority = text["https://".len()..].split(['/', '?', '#', '\\']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err(PageUrlError::UserInfo);
        }
        if !matches!(url.host(), Some(Host::Domain(_))) {
            return Err(PageUrlError::Host);
        }
        // The parser mends what it can, but a printed address must be right as it is. The one slash that it adds to
        // an empty path is nobody's mistake.
        if url.as_str() != text && url.as_str().strip_suffix('/') != Some(text) {
            return Err(PageUrlError::NotPlain);
        }
        Ok(Self(url))
    }
}

impl fmt::Display for PageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_shows_is_taken_as_it_is() {
        for text in [
            "https://example.invalid/",
            "https://shop.example.invalid/store/apps/details?id=jp.skts.token&hl=ja",
            "https://example.invalid:8443/a/%E3%81%82#top",
            "https://xn--wgv71a119e.example.invalid/app",
            "https://example.invalid/@bank/otpauth-guide",
        ] {
            let page: PageUrl = text.parse().unwrap();
            assert_eq!(page.as_str(), text);
            assert_eq!(page.as_str().parse(), Ok(page));
        }
        assert_eq!(
            "https://example.invalid".parse::<PageUrl>().unwrap().as_str(),
            "https://example.invalid/"
        );
    }

    #[track_caller]
    fn refused(text: &str, why: PageUrlError) {
        assert_eq!(text.parse::<PageUrl>(), Err(why), "{text}");
    }

    #[test]
    fn the_rest_is_refused() {
        refused("", PageUrlError::Length);
        refused(&format!("https://example.invalid/{}", "a".repeat(300)), PageUrlError::Length);
        for text in [
            "http://example.invalid/",
            "example.invalid",
            "javascript:1",
            "https:/example.invalid",
            " https://a.b/",
        ] {
            refused(text, PageUrlError::NotHttps);
        }
        for text in
            ["https://bank@example.invalid/", "https://a:b@example.invalid/", "https://@example.invalid/"]
        {
            refused(text, PageUrlError::UserInfo);
        }
        for text in ["https://", "https://?a", "https://192.0.2.1/", "https://[2001:db8::1]/", "https://a b/"]
        {
            refused(text, PageUrlError::Host);
        }
        for text in [
            "https://EXAMPLE.invalid/",
            "https://example.invalid/a b",
            "https://example.invalid/見本",
            "https://見本.example.invalid/",
            "https://example.invalid\\@other.invalid/",
            "https://example.invalid/a/../b",
            "https://example.invalid:443/",
            "https:///example.invalid/",
            "https://example.invalid/\n",
        ] {
            refused(text, PageUrlError::NotPlain);
        }
    }

    #[test]
    fn a_tokens_uri_is_known_in_every_dress() {
        for text in [
            "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            " OTPAUTH://totp/x",
            "https://example.invalid/?u=otpauth://totp/x",
            "https://example.invalid/?u=OtpAuth%3A%2F%2Ftotp",
        ] {
            refused(text, PageUrlError::Token);
        }
    }
}
