//! The test world: a sandbox with a clock and a token.

use sandbox::{DEFAULT_REDIRECT_URL, Request, Response, Sandbox, Settings};
use serde_json::{Value, json};

/// The path of contacts in these tests.
pub(crate) const CONTACTS: &str = "/crm/objects/2026-09/contacts";

/// Calls at this distance stay within all rate limits.
const STEP_MS: i64 = 100;

pub(crate) struct Hub {
    pub(crate) sandbox: Sandbox,
    pub(crate) portal: u64,
    pub(crate) token: String,
    pub(crate) now: i64,
}

impl Hub {
    /// Creates a sandbox that is called with the portal's own token.
    pub(crate) fn new(settings: Settings) -> Self {
        let now = settings.start_ms;
        let sandbox = Sandbox::new(settings);
        let portal = sandbox.portal_id();
        let token = sandbox.access_token(portal).to_owned();
        Self {
            sandbox,
            portal,
            token,
            now,
        }
    }

    /// Creates a sandbox with this number of contacts.
    pub(crate) fn with(contacts: usize) -> Self {
        Self::new(Settings {
            contacts,
            ..Settings::default()
        })
    }

    /// Creates a sandbox to which the app is connected, called with the app's token.
    pub(crate) fn connected(settings: Settings) -> Self {
        let mut hub = Self::new(settings);
        hub.token = hub.grant("access_token");
        hub
    }

    /// Connects the app, and returns one of the tokens: `access_token` or `refresh_token`.
    pub(crate) fn grant(&mut self, token: &str) -> String {
        let code = self.consent();
        let tokens = self.redeem(&code).to_json();
        tokens[token].as_str().unwrap().to_owned()
    }

    pub(crate) fn send(&mut self, request: &Request) -> Response {
        self.now += STEP_MS;
        self.sandbox.handle(request, self.now)
    }

    pub(crate) fn get(&mut self, target: &str) -> Response {
        let request = Request::get(target).with_bearer(&self.token);
        self.send(&request)
    }

    pub(crate) fn delete(&mut self, target: &str) -> Response {
        let request = Request::new("DELETE", target).with_bearer(&self.token);
        self.send(&request)
    }

    pub(crate) fn call(&mut self, method: &str, target: &str, body: &Value) -> Response {
        let request = Request::new(method, target)
            .with_bearer(&self.token)
            .with_json(body);
        self.send(&request)
    }

    pub(crate) fn post(&mut self, target: &str, body: &Value) -> Response {
        self.call("POST", target, body)
    }

    /// Returns a page of ids, and the cursor of the next page.
    pub(crate) fn page(
        &mut self,
        limit: usize,
        after: Option<&str>,
    ) -> (Vec<String>, Option<String>) {
        let after = after
            .map(|after| format!("&after={after}"))
            .unwrap_or_default();
        let response = self.get(&format!("{CONTACTS}?limit={limit}{after}"));
        assert_eq!(response.status, 200, "{}", response.text());
        let body = response.to_json();
        let next = body["paging"]["next"]["after"].as_str().map(str::to_owned);
        (ids(&body["results"]), next)
    }

    /// Returns the first ids of the portal.
    pub(crate) fn first_ids(&mut self, count: usize) -> Vec<String> {
        self.page(count, None).0
    }

    /// Gives the user's consent, and returns the code from the redirect URL.
    pub(crate) fn consent(&mut self) -> String {
        let target = self.authorize_target(&[]);
        let response = self.send(&Request::post(target).with_form(&[("decision", "connect")]));
        assert_eq!(response.status, 302, "{}", response.text());
        parameter(response.header("location").unwrap(), "code").unwrap()
    }

    /// Returns an authorise URL. `changes` replace or add parameters.
    pub(crate) fn authorize_target(&self, changes: &[(&str, &str)]) -> String {
        let app = self.sandbox.app();
        let scope = app.scopes.required.join(" ");
        let mut parameters = vec![
            ("client_id", app.client_id.as_str()),
            ("redirect_uri", DEFAULT_REDIRECT_URL),
            ("scope", &scope),
            ("state", "s t&te"),
        ];
        for (name, value) in changes {
            parameters.retain(|(present, _)| present != name);
            parameters.push((name, value));
        }
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        format!(
            "/oauth/authorize?{}",
            query.extend_pairs(parameters).finish()
        )
    }

    /// Sends a token request with the app's credentials. `fields` replace or add fields.
    pub(crate) fn token_request(&mut self, fields: &[(&str, &str)]) -> Response {
        let app = self.sandbox.app().clone();
        let mut form = vec![
            ("client_id", app.client_id.as_str()),
            ("client_secret", app.client_secret.as_str()),
        ];
        for (name, value) in fields {
            form.retain(|(present, _)| present != name);
            form.push((name, value));
        }
        self.send(&Request::post("/oauth/2026-09/token").with_form(&form))
    }

    pub(crate) fn redeem(&mut self, code: &str) -> Response {
        self.token_request(&[
            ("grant_type", "authorization_code"),
            ("redirect_uri", DEFAULT_REDIRECT_URL),
            ("code", code),
        ])
    }

    pub(crate) fn refresh(&mut self, token: &str) -> Response {
        self.token_request(&[("grant_type", "refresh_token"), ("refresh_token", token)])
    }
}

/// Returns the ids of an array of records.
pub(crate) fn ids(records: &Value) -> Vec<String> {
    let id = |record: &Value| record["id"].as_str().unwrap().to_owned();
    records.as_array().unwrap().iter().map(id).collect()
}

/// Returns a parameter of a URL.
pub(crate) fn parameter(url: &str, name: &str) -> Option<String> {
    let url = url::Url::parse(url).unwrap();
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// Returns the codes of an error's `errors`.
pub(crate) fn codes(response: &Response) -> Vec<String> {
    let body = response.to_json();
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|error| error["code"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// Returns a batch that writes the same properties to each id.
pub(crate) fn batch(ids: &[String], properties: &Value, traced: bool) -> Value {
    let input = |id: &String| {
        let mut input = json!({ "id": id, "properties": properties });
        if traced {
            input["objectWriteTraceId"] = format!("t{id}").into();
        }
        input
    };
    json!({ "inputs": ids.iter().map(input).collect::<Vec<_>>() })
}
