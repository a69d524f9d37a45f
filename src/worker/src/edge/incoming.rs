//! A request as it came in: raw path, raw query, the few headers that any route reads, and the body up to a limit.
//! Nothing is decoded or normalised here, because a signature covers the raw text.

use futures_util::StreamExt;
use worker::ByteStream;

use crate::edge::headers;
use crate::edge::problem::{Kind, Problem};
use crate::edge::url_parts::target;

/// The headers that any route reads. Others are not copied out of JavaScript.
const READ_HEADERS: [&str; 14] = [
    "accept-language",
    "authorization",
    "content-length",
    "content-type",
    "cookie",
    "origin",
    "user-agent",
    headers::ACCOUNT,
    headers::API_KEY,
    headers::CLIENT_ADDRESS,
    headers::IDEMPOTENCY_KEY,
    headers::SESSION_EPOCH,
    hubspot::signature::SIGNATURE_HEADER,
    hubspot::signature::TIMESTAMP_HEADER,
];

/// One request. Its headers and its body hold secrets and personal data, and so may its query: none of them is printed.
pub(crate) struct Incoming {
    /// The method, in capitals.
    pub(crate) method: String,
    /// Path and query, exactly as received; begins with `/`.
    pub(crate) target: String,
    /// The headers of [`READ_HEADERS`] that were sent.
    headers: Vec<(&'static str, String)>,
    /// The body; empty if there is none.
    pub(crate) body: Vec<u8>,
}

impl core::fmt::Debug for Incoming {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "{} {}", self.method, self.path())
    }
}

impl Incoming {
    /// Reads a request with a body of at most `limit` bytes.
    ///
    /// # Errors
    /// A problem for the caller, when the body is too large or does not arrive whole.
    pub(crate) async fn read(request: &web_sys::Request, limit: usize) -> Result<Self, Problem> {
        let mut incoming = Self::head(request);
        incoming.read_body(request, limit).await?;
        Ok(incoming)
    }

    /// Reads everything but the body, so that the caller can be refused before it.
    pub(crate) fn head(request: &web_sys::Request) -> Self {
        Self {
            method: request.method(),
            target: target(&request.url()).to_owned(),
            headers: headers(request),
            body: Vec::new(),
        }
    }

    /// Reads the body of at most `limit` bytes.
    ///
    /// # Errors
    /// A problem for the caller, when the body is too large or does not arrive whole.
    pub(crate) async fn read_body(
        &mut self,
        request: &web_sys::Request,
        limit: usize,
    ) -> Result<(), Problem> {
        let announced = self
            .header("content-length")
            .and_then(|text| text.parse().ok());
        if announced.is_some_and(|length: usize| length > limit) {
            return Err(too_large(limit));
        }
        if let Some(stream) = request.body() {
            self.body =
                collect(ByteStream::from(stream), limit)
                    .await
                    .map_err(|error| match error {
                        NotCollected::TooLarge => too_large(limit),
                        NotCollected::Broken => Problem::new(
                            Kind::BadRequest,
                            "The body did not arrive completely. Send the request again.",
                        ),
                    })?;
        }
        Ok(())
    }

    /// Makes a GET, for tests.
    #[cfg(test)]
    pub(crate) fn get(target: &str, headers: &[(&'static str, &str)]) -> Self {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        Self {
            method: "GET".to_owned(),
            target: target.to_owned(),
            headers,
            body: Vec::new(),
        }
    }

    /// Returns the path, without the query.
    #[must_use]
    pub(crate) fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(self.target.as_str(), |(path, _)| path)
    }

    /// Returns the query, without its question mark; empty if there is none.
    #[must_use]
    pub(crate) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// Returns a header by its name in lower case. A header that was sent several times is joined by commas.
    #[must_use]
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value.as_str())
    }
}

fn headers(request: &web_sys::Request) -> Vec<(&'static str, String)> {
    let sent = request.headers();
    READ_HEADERS
        .iter()
        .filter_map(|name| Some((*name, sent.get(name).ok().flatten()?)))
        .collect()
}

fn too_large(limit: usize) -> Problem {
    Problem::new(
        Kind::TooLarge,
        format!("The body is too large. Send at most {limit} bytes."),
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

/// Collects a stream, and stops as soon as it passes the limit.
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
    use super::*;

    #[test]
    fn a_printed_request_shows_no_secret_and_nobodys_data() {
        let headers = [
            ("authorization", "Bearer secret"),
            ("cookie", "session=secret"),
        ];
        let mut incoming = Incoming::get("/api/referrals?q=secret", &headers);
        incoming.body = b"secret".to_vec();
        assert_eq!(format!("{incoming:?}"), "GET /api/referrals");
    }
}
