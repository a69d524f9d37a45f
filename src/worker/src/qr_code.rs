//! `/qr/CODE.svg`: a referral link as a QR code, for print and for screens.
//!
//! It is drawn from the address alone, and asks nobody: whether the link works is told by the link.

use std::fmt::Write;

use domain::ReferralCode;
use http::StatusCode;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::incoming;
use crate::problem::{Kind, Problem};
use crate::reply::Reply;
use crate::settings::Settings;

/// What all of these paths begin with.
pub(crate) const PREFIX: &str = "/qr/";

/// The blank border that readers need, in modules. Source: ISO/IEC 18004.
const QUIET_ZONE: i32 = 4;

/// The picture of a code never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Answers GET and HEAD alike.
///
/// # Errors
/// A problem for every other method, and for what is no code.
pub(crate) fn answer(method: &str, url: &str, settings: &Settings) -> Result<Reply, Problem> {
    if !matches!(method, "GET" | "HEAD") {
        return Err(Problem::method("GET, HEAD"));
    }
    let code = code(incoming::target(url)).ok_or_else(Problem::no_such_address)?;
    let link = format!("{}/r/{code}", settings.public_origin.as_str());
    let picture = svg(&link)
        .ok_or_else(|| Problem::new(Kind::Internal, "The link is too long for a QR code."))?;
    Ok(Reply::svg(StatusCode::OK, picture).with("cache-control", FOR_EVER))
}

/// The code in the raw path.
fn code(target: &str) -> Option<ReferralCode> {
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    ReferralCode::parse(path.strip_prefix(PREFIX)?.strip_suffix(".svg")?).ok()
}

/// A text as a QR code of which 15 % may be spoilt; one path, a stroke a run of dark modules.
fn svg(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for row in 0..code.size() {
        let mut column = 0;
        while column < code.size() {
            let start = column;
            while code.get_module(column, row) {
                column += 1;
            }
            let width = column - start;
            if width > 0 {
                let (x, y) = (start + QUIET_ZONE, row + QUIET_ZONE);
                // Writing into a string cannot fail.
                let _ = write!(path, "M{x} {y}h{width}v1h-{width}z");
            }
            column += 1;
        }
    }
    let side = code.size() + 2 * QUIET_ZONE;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(method: &str, path: &str) -> Result<Reply, u16> {
        let url = format!("https://goodword.example{path}");
        answer(method, &url, &Settings::for_tests())
            .map_err(|problem| problem.into_reply().status().as_u16())
    }

    #[test]
    fn a_code_has_a_picture_that_may_be_kept_for_ever() {
        let reply = ask("GET", "/qr/HE7B804YBH.svg").unwrap();
        assert_eq!(reply.header("content-type"), Some("image/svg+xml"));
        assert_eq!(reply.header("cache-control"), Some(FOR_EVER));
        let picture = core::str::from_utf8(reply.body()).unwrap();
        assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"));
        // The same code in any writing is the same link.
        assert_eq!(
            ask("HEAD", "/qr/he7b8o4ybh.svg").unwrap().body(),
            reply.body()
        );
    }

    #[test]
    fn what_is_no_code_has_none() {
        for path in [
            "/qr/",
            "/qr/.svg",
            "/qr/HE7B804YBH",
            "/qr/HE7B804YBH.png",
            "/qr/x%2F..svg",
        ] {
            assert_eq!(ask("GET", path).err(), Some(404), "{path}");
        }
        assert_eq!(ask("POST", "/qr/HE7B804YBH.svg").err(), Some(405));
    }
}
