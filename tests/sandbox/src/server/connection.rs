//! One connection: reads requests, and sends responses after their latency.

use std::{io, sync::Arc, time::Duration};

use http_body_util::{BodyExt, Full, Limited};
use hyper::{Request as Incoming, Response as Outgoing, body::Bytes, service::service_fn};
use hyper_util::rt::TokioIo;
use sandbox::{Request, Response};
use tokio::{net::TcpStream, time::sleep};

use super::{assets, cards, hosts, listen::Shared};

/// The largest request body.
const MAX_BODY: usize = 20 * 1024 * 1024;
/// How long a connection stays open when a response is lost. No client waits longer.
const LOST_RESPONSE_PAUSE: Duration = Duration::from_mins(2);

/// Serves a connection until either side closes it.
pub(crate) async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(|request| answer(request, &shared));
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A client that disconnects early is not an error of the server.
    let _ = connection.await;
}

async fn answer(
    request: Incoming<hyper::body::Incoming>,
    shared: &Shared,
) -> io::Result<Outgoing<Full<Bytes>>> {
    let request = match read(request).await {
        Ok(request) => request,
        Err(status) => {
            return outgoing(Response {
                status,
                ..Response::default()
            });
        }
    };
    if let Some(name) = request.target.strip_prefix("/_sandbox/assets/") {
        return outgoing(assets::read(shared.assets.as_deref(), name));
    }
    if let ("GET", Some(target)) = (
        request.method.as_str(),
        request.target.strip_prefix("/_sandbox/hosts/"),
    ) {
        return outgoing(hosts::ask(shared, target).await);
    }
    if request.method == "POST" && request.target == "/_sandbox/hubspot-fetch" {
        let answer = cards::fetch(shared, &request.body).await;
        return outgoing(json(&answer));
    }
    let control = request.target.starts_with("/_sandbox/");
    let (started, half) = {
        let state = &mut *shared.state();
        let half = if control {
            Duration::ZERO
        } else {
            state.latency.next_half()
        };
        (state.clock.now(), half)
    };
    sleep(half).await;
    let response = {
        let state = &mut *shared.state();
        let now = state.clock.now();
        state.sandbox.handle(&request, now)
    };
    if response.lost {
        sleep(LOST_RESPONSE_PAUSE).await;
        return Err(io::Error::other("the answer is lost"));
    }
    sleep(half).await;
    {
        let state = &mut *shared.state();
        let taken = state.clock.now() - started;
        state.sandbox.note_timing(response.call, started, taken);
    }
    outgoing(response)
}

async fn read(request: Incoming<hyper::body::Incoming>) -> Result<Request, u16> {
    let (head, body) = request.into_parts();
    let header = |(name, value): (&hyper::header::HeaderName, &hyper::header::HeaderValue)| {
        (
            name.to_string(),
            String::from_utf8_lossy(value.as_bytes()).into_owned(),
        )
    };
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str())
        .to_owned();
    let body = Limited::new(body, MAX_BODY)
        .collect()
        .await
        .map_err(|_| 413_u16)?;
    Ok(Request {
        method: head.method.as_str().to_owned(),
        target,
        headers: head.headers.iter().map(header).collect(),
        body: body.to_bytes().to_vec(),
    })
}

fn json(body: &serde_json::Value) -> Response {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Response {
        status: 200,
        headers,
        body: body.to_string().into_bytes(),
        ..Response::default()
    }
}

fn outgoing(response: Response) -> io::Result<Outgoing<Full<Bytes>>> {
    let mut outgoing = Outgoing::builder().status(response.status);
    for (name, value) in &response.headers {
        outgoing = outgoing.header(name, value);
    }
    outgoing
        .body(Full::new(Bytes::from(response.body)))
        .map_err(io::Error::other)
}
