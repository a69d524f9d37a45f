//! Requests that the Worker makes, to HubSpot and to its own objects.

use wasm_bindgen::JsValue;
use web_sys::{Headers, Request, RequestInit, RequestRedirect};

/// One request. A redirect is a response like any other, and is not followed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outgoing<'a> {
    /// The method, in capitals.
    pub(crate) method: &'a str,
    /// The absolute address.
    pub(crate) url: &'a str,
    /// Headers, each once.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// The body, if there is one.
    pub(crate) body: Option<&'a str>,
}

impl Outgoing<'_> {
    /// Returns the platform's request.
    pub(crate) fn build(&self) -> Result<Request, JsValue> {
        let headers = Headers::new()?;
        for (name, value) in self.headers {
            headers.set(name, value)?;
        }
        let init = RequestInit::new();
        init.set_method(self.method);
        init.set_headers(&headers);
        init.set_redirect(RequestRedirect::Manual);
        if let Some(body) = self.body {
            init.set_body(&JsValue::from_str(body));
        }
        Request::new_with_str_and_init(self.url, &init)
    }
}
