//! What is being done, said on standard error while it is done, with the seconds it takes. Standard
//! output is left to results, so that its last line can be read by a program.

use std::sync::LazyLock;
use std::time::Instant;

use anyhow::Result;

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Starts the clock that the lines show.
pub(crate) fn start() {
    LazyLock::force(&STARTED);
}

/// One line, after the seconds since the command began.
pub(crate) fn say(line: &str) {
    eprintln!("[{:7.1} s] {line}", STARTED.elapsed().as_secs_f64());
}

/// Says what is about to happen, does it, and says how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(what);
    let began = Instant::now();
    let result = work();
    let ending = if result.is_ok() { "done" } else { "failed" };
    say(&format!(
        "{what}: {ending} in {:.1} s",
        began.elapsed().as_secs_f64()
    ));
    result
}
