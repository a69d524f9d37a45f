//! A request as it came in: raw path, raw query, the few headers that are read, and the body up to a
//! limit. Nothing is decoded or normalised here, because a signature covers the raw text.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use futures_util::StreamExt;
use hubspot::signature::{SIGNATURE_HEADER, TIMESTAMP_HEADER};
use worker::ByteStream;
use worker::worker_sys::web_sys;

use crate::problem::{Kind, Problem};

/// When HubSpot signed the request.
pub(crate) const HUBSPOT_TIMESTAMP: HeaderName = HeaderName::from_static(TIMESTAMP_HEADER);

/// HubSpot's signature.
pub(crate) const HUBSPOT_SIGNATURE: HeaderName = HeaderName::from_static(SIGNATURE_HEADER);

/// The headers that any route reads. The others are not copied out of JavaScript.
const READ_HEADERS: [HeaderName; 6] = [
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::COOKIE,
    header::ORIGIN,
    HUBSPOT_TIMESTAMP,
    HUBSPOT_SIGNATURE,
];

/// One request.
#[derive(Debug)]
pub(crate) struct Incoming {
    /// The method.
    pub(crate) method: Method,
    /// Path and query, exactly as received; begins with `/`.
    pub(crate) target: String,
    /// Those of the headers that any route reads.
    pub(crate) headers: HeaderMap,
    /// The body; empty if there is none.
    pub(crate) body: Vec<u8>,
}

impl Incoming {
    /// Reads a request with a body of at most `limit` bytes.
    ///
    /// # Errors
    /// A problem for the caller, when the body is too large or does not arrive whole.
    pub(crate) async fn read(request: &web_sys::Request, limit: usize) -> Result<Self, Problem> {
        let method = method(request)?;
        let headers = headers(request);
        let body = body(request, &headers, limit).await?;
        Ok(Self {
            method,
            target: target(&request.url()).to_owned(),
            headers,
            body,
        })
    }

    /// The path, without the query.
    #[must_use]
    pub(crate) fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The query, without its question mark; empty if there is none.
    #[must_use]
    pub(crate) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// A header that was sent once, as text.
    #[must_use]
    pub(crate) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// Path and query of an absolute URL, untouched.
#[must_use]
pub(crate) fn target(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let target = after_scheme
        .find('/')
        .and_then(|start| after_scheme.get(start..))
        .unwrap_or("/");
    target.split_once('#').map_or(target, |(before, _)| before)
}

fn method(request: &web_sys::Request) -> Result<Method, Problem> {
    Method::from_bytes(request.method().as_bytes())
        .map_err(|_| Problem::new(Kind::BadRequest, "The method is not one."))
}

fn headers(request: &web_sys::Request) -> HeaderMap {
    let sent = request.headers();
    READ_HEADERS
        .iter()
        .filter_map(|name| {
            let text = sent.get(name.as_str()).ok().flatten()?;
            Some((name.clone(), HeaderValue::from_str(&text).ok()?))
        })
        .collect()
}

async fn body(
    request: &web_sys::Request,
    headers: &HeaderMap,
    limit: usize,
) -> Result<Vec<u8>, Problem> {
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(too_large(limit));
    }
    let Some(stream) = request.body() else {
        return Ok(Vec::new());
    };
    collect(ByteStream::from(stream), limit)
        .await
        .map_err(|error| match error {
            NotCollected::TooLarge => too_large(limit),
            NotCollected::Broken => {
                Problem::new(Kind::BadRequest, "The body did not arrive whole.")
            }
        })
}

fn too_large(limit: usize) -> Problem {
    Problem::new(
        Kind::TooLarge,
        format!("The body may have {limit} bytes at most."),
    )
}

/// Why a stream was not collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotCollected {
    /// It went on past the limit.
    TooLarge,
    /// It ended with an error.
    Broken,
}

/// Collects a stream, and gives up as soon as it passes the limit.
///
/// # Errors
/// See [`NotCollected`].
pub(crate) async fn collect(mut stream: ByteStream, limit: usize) -> Result<Vec<u8>, NotCollected> {
    let mut collected = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| NotCollected::Broken)?;
        if collected.len().saturating_add(chunk.len()) > limit {
            return Err(NotCollected::TooLarge);
        }
        collected.extend_from_slice(&chunk);
    }
    Ok(collected)
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn the_target_is_taken_as_it_was_written() {
        for (url, expected) in [
            ("https://goodword.example/r/ABC", "/r/ABC"),
            ("https://goodword.example", "/"),
            (
                "https://goodword.example/card?e=a%2Bb%40c&x=/y",
                "/card?e=a%2Bb%40c&x=/y",
            ),
            ("http://localhost:8787/a//b/?", "/a//b/?"),
            ("https://goodword.example/a#b", "/a"),
        ] {
            assert_eq!(target(url), expected, "{url}");
        }
    }
}
