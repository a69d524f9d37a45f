//! The binary under test, and requests to it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;

/// A running server. It ends with the test.
pub(crate) struct Server {
    child: Child,
    pub(crate) info: Value,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sandbox"))
            .args(["--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            child,
            info: serde_json::from_str(&line).unwrap(),
        }
    }

    pub(crate) fn portal(&self) -> u64 {
        self.info["portal_id"].as_u64().unwrap()
    }

    /// Sends a call with a JSON body. Returns the status, and the response as JSON.
    pub(crate) fn call(&self, method: &str, target: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let (status, _, body) = self.raw(method, target, &body);
        (status, serde_json::from_str(&body).unwrap_or_default())
    }

    pub(crate) fn get(&self, target: &str) -> (u16, Value) {
        self.call("GET", target, &Value::Null)
    }

    /// Returns status, head and body of a response.
    pub(crate) fn raw(&self, method: &str, target: &str, body: &str) -> (u16, String, String) {
        self.send(method, target, body, "application/json")
    }

    /// Connects the app, as a user does.
    pub(crate) fn connect(&self) {
        let text = |name: &str| self.info[name].as_str().unwrap().to_owned();
        let redirect = "http://localhost:8787/hubspot/oauth/callback";
        let scope = "oauth crm.objects.contacts.read crm.objects.contacts.write \
                     crm.schemas.contacts.write crm.lists.read";
        let form = |pairs: &[(&str, &str)]| {
            url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(pairs)
                .finish()
        };
        let client = text("client_id");
        let query = form(&[
            ("client_id", &client),
            ("redirect_uri", redirect),
            ("scope", scope),
        ]);
        let target = format!("/oauth/authorize?{query}");
        let form_type = "application/x-www-form-urlencoded";
        let (status, head, _) = self.send("POST", &target, "decision=connect", form_type);
        assert_eq!(status, 302, "{head}");
        let code = head.split_once("code=").unwrap().1;
        let code = code.split(['&', '\r']).next().unwrap();
        let secret = text("client_secret");
        let body = form(&[
            ("grant_type", "authorization_code"),
            ("client_id", &client),
            ("client_secret", &secret),
            ("redirect_uri", redirect),
            ("code", code),
        ]);
        assert_eq!(
            self.send("POST", "/oauth/2026-09/token", &body, form_type)
                .0,
            200
        );
    }

    /// Returns whether there is no response within this time.
    pub(crate) fn is_silent(&self, target: &str, within: Duration) -> bool {
        let mut stream = self.open("GET", target, "", "application/json");
        stream.set_read_timeout(Some(within)).unwrap();
        stream.read(&mut [0; 1]).is_err()
    }

    fn send(&self, method: &str, target: &str, body: &str, media: &str) -> (u16, String, String) {
        let mut answer = String::new();
        self.open(method, target, body, media)
            .read_to_string(&mut answer)
            .unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_owned(), body.to_owned())
    }

    fn open(&self, method: &str, target: &str, body: &str, media: &str) -> TcpStream {
        let host = self.info["url"]
            .as_str()
            .unwrap()
            .trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).unwrap();
        let token = self.info["access_token"].as_str().unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             authorization: Bearer {token}\r\ncontent-type: {media}\r\ncontent-length: {length}\r\n\r\n\
             {body}"
        )
        .unwrap();
        stream
    }
}
