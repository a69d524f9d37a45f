//! The Internet beside HubSpot, as far as an app asks about it: DNS over HTTPS, and where hosts lead.
//!
//! `GET /_sandbox/dns-query?name=&type=TXT` answers as Cloudflare's resolver does in its JSON form. `GET
//! /_sandbox/hosts/{host}/{path}` stands for `https://{host}/{path}`: the server forwards it to the origin to which the
//! host leads, and answers 530 if it leads nowhere, as Cloudflare does.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    Sandbox,
    http::{Request, Response},
};

/// RFC 1035, 3.2.2.
const TXT: u16 = 16;
/// RFC 1035, 4.1.1.
const NO_ERROR: u16 = 0;
const NO_SUCH_NAME: u16 = 3;

/// DNS, and the ways of hosts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Internet {
    names: BTreeMap<String, Name>,
    /// The origin to which a host leads.
    ways: BTreeMap<String, String>,
    /// The HTTP status with which the resolver fails.
    resolver_fails: Option<u16>,
}

/// What DNS answers for a name.
#[derive(Clone, Debug)]
enum Name {
    Texts(Vec<String>),
    /// A status other than "no error", such as 2, SERVFAIL.
    Fails(u16),
}

impl Sandbox {
    /// Sets the TXT records of a name. Without any, the name does not exist.
    pub fn set_txt(&mut self, name: &str, texts: &[String]) {
        let name = normalised(name);
        if texts.is_empty() {
            self.internet.names.remove(&name);
        } else {
            self.internet.names.insert(name, Name::Texts(texts.into()));
        }
    }

    /// Lets DNS answer with this status for a name, such as 2, SERVFAIL.
    pub fn fail_dns(&mut self, name: &str, status: u16) {
        let name = normalised(name);
        self.internet.names.insert(name, Name::Fails(status));
    }

    /// Lets the resolver answer every query with this HTTP status, or work again.
    pub fn fail_resolver(&mut self, status: Option<u16>) {
        self.internet.resolver_fails = status;
    }

    /// Leads a host to an origin, or nowhere.
    pub fn lead_host(&mut self, host: &str, origin: Option<&str>) {
        match origin {
            Some(origin) => self
                .internet
                .ways
                .insert(normalised(host), origin.to_owned()),
            None => self.internet.ways.remove(&normalised(host)),
        };
    }

    /// Returns the origin to which a host leads.
    #[must_use]
    pub fn way_of(&self, host: &str) -> Option<&str> {
        self.internet
            .ways
            .get(&normalised(host))
            .map(String::as_str)
    }
}

/// Answers `GET dns-query`.
pub(crate) fn query(sandbox: &Sandbox, request: &Request) -> Response {
    let internet = &sandbox.internet;
    if let Some(status) = internet.resolver_fails {
        return Response::empty(status);
    }
    let asked = request.query();
    let name = asked.first("name").unwrap_or_default();
    if name.is_empty() || asked.first("type") != Some("TXT") {
        return Response::json(400, &json!({ "error": "Invalid query." }));
    }
    let question = json!([{ "name": name, "type": TXT }]);
    let answer = |status: u16, records: Vec<Value>| {
        let mut body = json!({
            "Status": status, "TC": false, "RD": true, "RA": true, "AD": false, "CD": false,
            "Question": question,
        });
        if let (Some(body), false) = (body.as_object_mut(), records.is_empty()) {
            body.insert("Answer".to_owned(), records.into());
        }
        Response::json(200, &body)
    };
    match internet.names.get(&normalised(name)) {
        None => answer(NO_SUCH_NAME, Vec::new()),
        Some(Name::Fails(status)) => answer(*status, Vec::new()),
        Some(Name::Texts(texts)) => {
            let records = texts.iter().map(|text| record(name, text));
            answer(NO_ERROR, records.collect())
        }
    }
}

/// Writes a record. A text longer than 255 bytes consists of several strings (RFC 1035, 3.3).
fn record(name: &str, text: &str) -> Value {
    let strings: Vec<String> = text
        .as_bytes()
        .chunks(255)
        .map(|part| format!("\"{}\"", String::from_utf8_lossy(part)))
        .collect();
    json!({ "name": name, "type": TXT, "TTL": 300, "data": strings.join(" ") })
}

/// DNS knows neither case nor the dot at the end.
fn normalised(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}
