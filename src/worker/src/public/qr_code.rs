//! `/qr/CODE.svg` and `/qr/CODE.png`: a link as a QR code, for print and for screens.
//!
//! The picture is drawn from the address alone. It does not say whether the link works.
//!
//! ```text
//! shared host   /qr/CODE.svg   /qr/{portal}/{slug}.svg   /qr/{portal's own host}/{CODE or slug}.svg
//! portal's own  /qr/CODE.svg   /qr/{slug}.svg
//! ```

mod png;

use std::fmt::Write;

use domain::{HubId, LinkHost, ReferralCode, Slug};
use http::StatusCode;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::edge::host::Host;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::settings::Settings;

/// The beginning of all of these paths.
pub(crate) const PREFIX: &str = "/qr/";

/// The picture of an address never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Responds to GET and HEAD in the same way.
///
/// # Errors
/// A problem for every other method, and for a path without a link.
pub(crate) fn respond(
    method: &str,
    host: Host<'_>,
    path: &str,
    settings: &Settings,
) -> Result<Reply, Problem> {
    if !matches!(method, "GET" | "HEAD") {
        return Err(Problem::method("GET, HEAD"));
    }
    let (link, ending) =
        link(host, path, &settings.public_origin).ok_or_else(Problem::no_such_address)?;
    // Readers still read it when 15 % of it is damaged.
    let code = QrCode::encode_text(&link, QrCodeEcc::Medium).map_err(|_| {
        Problem::new(
            Kind::Internal,
            "The link is too long for a QR code. Use a shorter link domain or slug.",
        )
    })?;
    let reply = match ending {
        Ending::Svg => Reply::svg(StatusCode::OK, svg(&code)),
        Ending::Png => Reply::png(StatusCode::OK, png::png(&code)),
    };
    Ok(reply.with("cache-control", FOR_EVER))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Svg,
    Png,
}

/// The name of a link, as Goodword itself writes it.
enum Name {
    Code(ReferralCode),
    Slug(Slug),
}

impl Name {
    fn read(text: &str) -> Option<Self> {
        let code = ReferralCode::parse(text).map(Self::Code).ok();
        code.or_else(|| Slug::in_address(text).map(Self::Slug))
    }

    fn as_text(&self) -> String {
        match self {
            Self::Code(code) => code.to_string(),
            Self::Slug(slug) => slug.to_string(),
        }
    }
}

/// Returns the address to draw, and the format.
fn link(host: Host<'_>, path: &str, origin: &str) -> Option<(String, Ending)> {
    let (name, ending) = match path.strip_prefix(PREFIX)?.rsplit_once('.')? {
        (name, "svg") => (name, Ending::Svg),
        (name, "png") => (name, Ending::Png),
        _ => return None,
    };
    let (before, end) = match name.split_once('/') {
        Some((before, end)) => (Some(before), Name::read(end)?),
        None => (None, Name::read(name)?),
    };
    let link = match (host, before, end) {
        (Host::Shared, None, Name::Code(code)) => format!("{origin}/r/{code}"),
        (Host::Own(host), None, end) => format!("https://{host}/{}", end.as_text()),
        (Host::Shared, Some(before), end) => match (before.parse::<HubId>(), end) {
            (Ok(portal), Name::Slug(slug)) => format!("{origin}/r/{portal}/{slug}"),
            (_, end) => format!(
                "https://{}/{}",
                LinkHost::parse(before).ok()?,
                end.as_text()
            ),
        },
        (Host::Shared, None, Name::Slug(_)) | (Host::Own(_), Some(_), _) => return None,
    };
    Some((link, ending))
}

/// Draws one path, with a stroke for each run of dark modules.
fn svg(code: &QrCode) -> String {
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
                let (x, y) = (start + png::QUIET_ZONE, row + png::QUIET_ZONE);
                // Writing into a string cannot fail.
                let _ = write!(path, "M{x} {y}h{width}v1h-{width}z");
            }
            column += 1;
        }
    }
    let side = code.size() + 2 * png::QUIET_ZONE;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests;
