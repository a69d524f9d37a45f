//! Creates a campaign and a sync of all contacts, and watches one run to its end.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::session::Session;
use crate::progress::say;

/// The pause between two looks at the run. It is short, because the measured time is rounded up to it.
const GLANCE: Duration = Duration::from_millis(200);
/// The pause between two lines about the run's progress.
const NEWS: Duration = Duration::from_secs(3);
/// A run that counts nothing new for this long will not finish. HubSpot's own longest pause, a
/// rate-limit window, is 10 s.
const STANDSTILL: Duration = Duration::from_mins(2);

/// A finished run.
pub(super) struct FinishedRun {
    /// The run as the Worker's API describes it.
    pub(super) run: Value,
    /// Seconds from its start to its end, seen from outside.
    pub(super) seconds: f64,
}

/// Creates the campaign and an ongoing sync, and runs the sync.
pub(super) fn sync_everyone(session: &mut Session) -> Result<FinishedRun> {
    let campaign = session.change(
        "/api/campaigns",
        &json!({"name": "Spring", "destination": "https://shop.example.com/welcome?utm_source=referral"}),
    )?;
    let sync = session.change(
        "/api/syncs",
        &json!({"campaignId": campaign.get("id"), "ongoing": true}),
    )?;
    let began = Instant::now();
    let run = session.change(&format!("/api/syncs/{}/runs", id(&sync)?), &json!({}))?;
    let run = watch(session, &format!("/api/runs/{}", id(&run)?))?;
    Ok(FinishedRun {
        run,
        seconds: began.elapsed().as_secs_f64(),
    })
}

fn watch(session: &mut Session, path: &str) -> Result<Value> {
    let mut last_counts = Value::Null;
    let mut last_change = Instant::now();
    let mut last_news = Instant::now();
    loop {
        let run = session.read(path)?;
        let state = run.get("state").and_then(Value::as_str).unwrap_or_default();
        match state {
            "finished" => return Ok(run),
            "paused" | "stopped" => bail!("the run is {state}: {run}"),
            _ => {}
        }
        let counts = run.get("counts").cloned().unwrap_or_default();
        if counts != last_counts {
            last_counts = counts;
            last_change = Instant::now();
        }
        if last_change.elapsed() > STANDSTILL {
            bail!("the run stands still: {run}");
        }
        if last_news.elapsed() > NEWS {
            say(&format!("{state}: {last_counts}"));
            last_news = Instant::now();
        }
        sleep(GLANCE);
    }
}

fn id(value: &Value) -> Result<String> {
    value
        .get("id")
        .map(Value::to_string)
        .with_context(|| format!("no id in {value}"))
}
