//! Sends HubSpot's requests to an app.

use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::{Request, Uri, body::Bytes, header::HOST};
use hyper_util::rt::TokioIo;
use sandbox::Outbound;
use tokio::{net::TcpStream, time::timeout};

/// The largest response that is read. No reader needs more.
const MAX_ANSWER: usize = 4 * 1024 * 1024;

/// The reason why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unanswered {
    TimedOut,
    Unreachable,
}

/// Sends a request and reads the whole response within a time limit.
pub(super) async fn send(
    request: Outbound,
    within: Duration,
) -> Result<(u16, Vec<u8>), Unanswered> {
    match timeout(within, exchange(request)).await {
        Err(_) => Err(Unanswered::TimedOut),
        Ok(None) => Err(Unanswered::Unreachable),
        Ok(Some(answer)) => Ok(answer),
    }
}

/// Performs one exchange over a new connection. Returns none if it fails. Only plain HTTP, because
/// the target is on the same machine.
async fn exchange(outbound: Outbound) -> Option<(u16, Vec<u8>)> {
    let uri: Uri = outbound.url.parse().ok()?;
    if uri.scheme_str() != Some("http") {
        return None;
    }
    let authority = uri.authority()?.clone();
    let host = authority.host().trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, authority.port_u16().unwrap_or(80)))
        .await
        .ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .ok()?;
    let connection = tokio::spawn(connection);
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    // The caller may name another host than that of the connection.
    let host = outbound.header("host").unwrap_or(authority.as_str());
    let mut request = Request::builder()
        .method(outbound.method.as_str())
        .uri(target)
        .header(HOST, host);
    let others = outbound.headers.iter();
    for (name, value) in others.filter(|(name, _)| !name.eq_ignore_ascii_case("host")) {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(Bytes::from(outbound.body))).ok()?;
    let response = sender.send_request(request).await.ok()?;
    let status = response.status().as_u16();
    let body = Limited::new(response.into_body(), MAX_ANSWER)
        .collect()
        .await
        .ok()?;
    connection.abort();
    Some((status, body.to_bytes().to_vec()))
}
