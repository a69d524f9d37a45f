//! A backend of an app that records its requests.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

type Kept = Arc<(Mutex<Vec<String>>, Condvar)>;

/// A backend that answers each request, counted from 1, with a given function.
pub(crate) struct Backend {
    pub(crate) url: String,
    kept: Kept,
}

impl Backend {
    pub(crate) fn start(answer: impl Fn(usize) -> (u16, &'static str) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let kept = Kept::default();
        let keeper = Arc::clone(&kept);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = read(&mut stream);
                let call = {
                    let mut calls = keeper.0.lock().unwrap();
                    calls.push(request);
                    keeper.1.notify_all();
                    calls.len()
                };
                let (status, body) = answer(call);
                let length = body.len();
                // The client may have disconnected.
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} X\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                );
            }
        });
        Self { url, kept }
    }

    /// Returns the requests so far.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.kept.0.lock().unwrap().clone()
    }

    /// Waits until this many requests have arrived.
    pub(crate) fn wait_for(&self, calls: usize) -> Vec<String> {
        let kept = self.kept.0.lock().unwrap();
        let fewer = |kept: &mut Vec<String>| kept.len() < calls;
        let patience = Duration::from_secs(20);
        let (kept, waited) = self
            .kept
            .1
            .wait_timeout_while(kept, patience, fewer)
            .unwrap();
        assert!(!waited.timed_out(), "only {} calls came", kept.len());
        kept.clone()
    }
}

/// Reads a request's head and body as text.
fn read(stream: &mut TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap() == 0 || line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    head + &String::from_utf8(body).unwrap()
}
