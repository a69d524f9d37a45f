//! Looks at a host for links: asks DNS over HTTPS for a TXT record, and the host for a value that only this Worker can
//! give. The portal judges the resolver's answer.
//!
//! The value is a MAC under `SESSION_KEY` of the host and of a nonce that is made for the look. So neither a copy of an
//! earlier answer nor a site that forwards to Goodword's own host can give it.

use domain::host_proof::Leads;
use portal::HostSeen;
use url::form_urlencoded;
use worker::{AbortSignal, Env, Fetch};

use crate::edge::incoming::collect;
use crate::edge::problem::Problem;
use crate::edge::settings;
use crate::platform::entropy;
use crate::platform::outgoing::Outgoing;

/// The beginning of the path of the value; the nonce follows. Source: RFC 8615.
pub(crate) const PREFIX: &str = "/.well-known/goodword/";

/// Either answer may take so long.
const TIMEOUT_MS: u32 = 10_000;

/// A resolver's answer has a few records of at most some hundred bytes.
const LARGEST_ANSWER: usize = 64 * 1024;

/// Where to look.
#[derive(Debug, Clone)]
pub(crate) struct HostLook {
    env: Env,
}

impl HostLook {
    /// Takes the deployment.
    pub(crate) fn new(env: &Env) -> Self {
        Self { env: env.clone() }
    }

    /// Looks at a host. A resolver that does not answer has the status 0.
    ///
    /// # Errors
    /// When a setting is missing.
    pub(crate) async fn look(&self, host: &str, record: &str) -> Result<HostSeen, Problem> {
        let query: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("name", record)
            .append_pair("type", "TXT")
            .finish();
        let resolver = settings::dns_resolver(&self.env);
        let asked = get(&format!("{resolver}?{query}"), "application/dns-json").await;
        let (dns_status, dns_body) = asked.unwrap_or_default();
        Ok(HostSeen {
            dns_status,
            dns_body,
            leads: self.way(host).await?,
        })
    }

    async fn way(&self, host: &str) -> Result<Leads, Problem> {
        let nonce = entropy::bytes::<16>()
            .map(|byte| format!("{byte:02x}"))
            .concat();
        let value = settings::session_key(&self.env)?.host_value(host, &nonce);
        let site = settings::link_host_site(&self.env, host);
        let answer = get(&format!("{site}{PREFIX}{nonce}"), "text/plain").await;
        Ok(match answer {
            Some((200, body)) if body == value.as_bytes() => Leads::Here,
            Some((status, _)) => Leads::of_status(status),
            None => Leads::Nowhere,
        })
    }
}

/// Reads what is at an address, without following redirects.
async fn get(url: &str, accept: &str) -> Option<(u16, Vec<u8>)> {
    let request = Outgoing {
        method: "GET",
        url,
        headers: &[("accept", accept)],
        body: None,
    };
    let signal = AbortSignal::from(web_sys::AbortSignal::timeout_with_u32(TIMEOUT_MS));
    let request = request.build().ok()?;
    let sent = Fetch::Request(request.into())
        .send_with_signal(&signal)
        .await;
    let mut response = sent.ok()?;
    let body = match response.stream() {
        Ok(stream) => collect(stream, LARGEST_ANSWER).await.ok()?,
        Err(_) => Vec::new(),
    };
    Some((response.status_code(), body))
}
