//! `/qr/CODE.svg`: a referral link as a QR code, for print and for screens.
//!
//! It is drawn from the address alone, and asks nobody: whether the link works is told by the link.

use std::fmt::Write;

use domain::ReferralCode;
use fast_qr::{ECL, QRBuilder};
use http::StatusCode;

use crate::incoming;
use crate::problem::{Kind, Problem};
use crate::reply::Reply;
use crate::settings::Settings;

/// What all of these paths begin with.
pub(crate) const PREFIX: &str = "/qr/";

/// The blank border that readers need, in modules. Source: ISO/IEC 18004.
const QUIET_ZONE: usize = 4;

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

/// A text as a QR code that a scratch of 15 % does not spoil; one path, a stroke a run of dark modules.
fn svg(text: &str) -> Option<String> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let side = code.size + 2 * QUIET_ZONE;
    let mut path = String::new();
    for (row, modules) in code.data.chunks(code.size).take(code.size).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|one, other| one.value() == other.value()) {
            if run.first().is_some_and(|module| module.value()) {
                let (x, y, width) = (column + QUIET_ZONE, row + QUIET_ZONE, run.len());
                // Writing into a string cannot fail.
                let _ = write!(path, "M{x} {y}h{width}v1h-{width}z");
            }
            column += run.len();
        }
    }
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
