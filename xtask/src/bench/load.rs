//! A load on one address, over a number of connections. It speaks just enough HTTP to keep a connection busy, so that
//! the cores work for the server and not for the client.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// Long enough for the server to have compiled what it runs often.
const WARM_UP: Duration = Duration::from_secs(2);

/// Requests the paths in turn, and returns the number of responses with `status` per second.
pub(crate) fn requests_per_second(
    port: u16,
    paths: &[String],
    status: u16,
    connections: usize,
    time: Duration,
) -> Result<f64> {
    let expected = format!("HTTP/1.1 {status} ");
    let counted = AtomicU64::new(0);
    let began = Instant::now();
    let ask = |place: usize| -> Result<()> {
        let stream = TcpStream::connect(("127.0.0.1", port)).context("no connection")?;
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut writer = stream;
        for path in paths.iter().cycle().skip(place) {
            let elapsed = began.elapsed();
            if elapsed > WARM_UP + time {
                break;
            }
            let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
            writer.write_all(request.as_bytes())?;
            let answer = head(&mut reader)?;
            ensure!(answer.starts_with(&expected), "unexpected answer: {answer}");
            if elapsed > WARM_UP {
                counted.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(())
    };
    let step = (paths.len() / connections).max(1);
    thread::scope(|scope| {
        let askers: Vec<_> = (0..connections)
            .map(|asker| scope.spawn(move || ask(asker * step)))
            .collect();
        askers.into_iter().try_for_each(|asker| match asker.join() {
            Ok(asked) => asked,
            Err(_) => anyhow::bail!("a connection's thread broke down"),
        })
    })?;
    let answers = u32::try_from(counted.into_inner()).context("too many answers")?;
    Ok(f64::from(answers) / time.as_secs_f64())
}

/// Reads a response's head; a redirect has no body.
fn head(reader: &mut impl BufRead) -> Result<String> {
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        ensure!(reader.read_line(&mut line)? > 0, "the connection ended");
        let name = line.to_ascii_lowercase();
        ensure!(
            !name.starts_with("content-length:") || name.trim_end().ends_with(" 0"),
            "a redirect with a body"
        );
    }
    Ok(first)
}
