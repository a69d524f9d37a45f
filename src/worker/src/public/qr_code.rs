//! `/qr/CODE.svg` and `/qr/CODE.png`: a link as a QR code, for print and for screens.
//!
//! The picture is drawn from the address alone. It does not say whether the link works. But the host has to be one of
//! ours: nobody gets a code of Goodword that leads to a foreign site.
//!
//! ```text
//! shared host   /qr/CODE.svg   /qr/{portal}/{slug}.svg   /qr/{portal's own host}/{CODE or slug}.svg
//! portal's own  /qr/CODE.svg   /qr/{slug}.svg
//! ```

mod png;

use std::fmt::Write;

use domain::{HubId, LinkHost, ReferralCode, Slug, index_record};
use http::StatusCode;
use qrcodegen::{QrCode, QrCodeEcc};
use web_sys::Request;
use worker::Env;

use crate::adapters::link_index::LinkIndex;
use crate::edge::headers::CLIENT_ADDRESS;
use crate::edge::host::Host;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::settings::Settings;
use crate::public::misses;

/// The beginning of all of these paths.
pub(crate) const PREFIX: &str = "/qr/";

/// The picture of an address never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Responds to GET and HEAD in the same way.
///
/// # Errors
/// A problem for every other method, for a path without a link, and for a host under which nobody has links.
pub(crate) async fn respond(
    request: &Request,
    env: &Env,
    host: Host<'_>,
    path: &str,
) -> Result<Reply, Problem> {
    if !matches!(request.method().as_str(), "GET" | "HEAD") {
        return Err(Problem::method("GET, HEAD"));
    }
    let settings = Settings::read(env)?;
    let drawing = drawing(host, path, &settings.public_origin);
    let is_ours = match drawing.as_ref().map(|drawing| &drawing.host) {
        None => false,
        Some(None) => true,
        Some(Some(host)) => {
            let key = index_record::host_key(host.as_str());
            let owner = LinkIndex::open(env)?.read(&key).await?;
            // A host that was released has a record without an owner.
            owner.is_some_and(|id| id.parse::<HubId>().is_ok())
        }
    };
    if let Some(drawing) = drawing.filter(|_| is_ours) {
        return drawing.draw();
    }
    let address = request.headers().get(CLIENT_ADDRESS).ok().flatten();
    let missing = Problem::no_such_address();
    Err(misses::problem(env, address.as_deref(), missing).await)
}

/// A picture to draw.
#[derive(Debug, PartialEq, Eq)]
struct Drawing {
    link: String,
    ending: Ending,
    /// The portal's own host that the link is under. `None`: it is under the shared host.
    host: Option<LinkHost>,
}

impl Drawing {
    fn draw(&self) -> Result<Reply, Problem> {
        // Readers still read it when 15 % of it is damaged.
        let code = QrCode::encode_text(&self.link, QrCodeEcc::Medium).map_err(|_| {
            Problem::new(
                Kind::Internal,
                "The link is too long for a QR code. Use a shorter link domain or slug.",
            )
        })?;
        let reply = match self.ending {
            Ending::Svg => Reply::svg(StatusCode::OK, svg(&code)),
            Ending::Png => Reply::png(StatusCode::OK, png::png(&code)),
        };
        Ok(reply.with("cache-control", FOR_EVER))
    }
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

/// Reads what a path asks for.
fn drawing(host: Host<'_>, path: &str, origin: &str) -> Option<Drawing> {
    let (name, ending) = match path.strip_prefix(PREFIX)?.rsplit_once('.')? {
        (name, "svg") => (name, Ending::Svg),
        (name, "png") => (name, Ending::Png),
        _ => return None,
    };
    let (before, end) = match name.split_once('/') {
        Some((before, end)) => (Some(before), Name::read(end)?),
        None => (None, Name::read(name)?),
    };
    let shared = |link| Drawing {
        link,
        ending,
        host: None,
    };
    let own = |host: &str, end: Name| {
        let host = LinkHost::parse(host).ok()?;
        Some(Drawing {
            link: format!("https://{host}/{}", end.as_text()),
            ending,
            host: Some(host),
        })
    };
    match (host, before, end) {
        (Host::Shared, None, Name::Code(code)) => Some(shared(format!("{origin}/r/{code}"))),
        (Host::Own(host), None, end) => own(host, end),
        (Host::Shared, Some(before), end) => match (before.parse::<HubId>(), end) {
            (Ok(portal), Name::Slug(slug)) => Some(shared(format!("{origin}/r/{portal}/{slug}"))),
            (_, end) => own(before, end),
        },
        (Host::Shared, None, Name::Slug(_)) | (Host::Own(_), Some(_), _) => None,
    }
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
