//! Binds the port, prints the first line, and accepts connections.

use std::{
    io::{self, Write},
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sandbox::Sandbox;
use serde_json::json;
use tokio::net::TcpListener;

use super::{
    Arguments, cards::InFlight, clock::Clock, connection, latency::Latency, webhook_delivery,
};

/// The state that all connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    state: Mutex<State>,
    pub(crate) assets: Option<std::path::PathBuf>,
    pub(crate) cards: InFlight,
}

/// The part of it that one connection uses at a time.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: Clock,
    pub(crate) latency: Latency,
}

impl Shared {
    /// Locks the state, for as long as one response takes.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until the process ends.
pub(crate) async fn serve(arguments: Arguments) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let mut clock = Clock::default();
    let sandbox = Sandbox::new(arguments.settings(origin.clone(), clock.now()));
    announce(&sandbox, &origin)?;
    let latency = Latency::new(arguments.latency_ms);
    let shared = Arc::new(Shared {
        state: Mutex::new(State {
            sandbox,
            clock,
            latency,
        }),
        assets: arguments.record_assets,
        cards: InFlight::default(),
    });
    tokio::spawn(webhook_delivery::deliver(Arc::clone(&shared)));
    loop {
        let (stream, _) = listener.accept().await?;
        // Responses are small, and clients wait for each.
        stream.set_nodelay(true)?;
        tokio::spawn(connection::serve(stream, Arc::clone(&shared)));
    }
}

fn announce(sandbox: &Sandbox, origin: &str) -> io::Result<()> {
    let portal = sandbox.portal_id();
    let app = sandbox.app();
    let line = json!({
        "url": origin,
        "access_token": sandbox.access_token(portal),
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "app_id": app.id,
        "portal_id": portal,
    });
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
