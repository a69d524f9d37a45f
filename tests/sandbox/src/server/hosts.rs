//! `GET /_sandbox/hosts/{host}/{path}`: asks the origin to which a host leads, as `https://{host}/{path}` would.

use std::time::Duration;

use sandbox::{Outbound, Response};

use super::{client::send, listen::Shared};

/// How long the other side may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Cloudflare's status for a host without DNS.
const LEADS_NOWHERE: u16 = 530;

/// Answers with what is at the host.
pub(crate) async fn ask(shared: &Shared, target: &str) -> Response {
    let (host, path) = target.split_once('/').unwrap_or((target, ""));
    let origin = shared.state().sandbox.way_of(host).map(str::to_owned);
    let Some(origin) = origin else {
        return bare(LEADS_NOWHERE, Vec::new());
    };
    let request = Outbound {
        method: "GET".to_owned(),
        url: format!("{origin}/{path}"),
        headers: vec![("host".to_owned(), host.to_owned())],
        body: Vec::new(),
    };
    match send(request, PATIENCE).await {
        Ok((status, body)) => bare(status, body),
        Err(_) => bare(LEADS_NOWHERE, Vec::new()),
    }
}

fn bare(status: u16, body: Vec<u8>) -> Response {
    Response {
        status,
        body,
        ..Response::default()
    }
}
