//! Lines about the progress of the command, on standard error, with the seconds that each step takes. Standard output
//! has only results, so that a program can read its last line.

use std::sync::LazyLock;
use std::time::Instant;

use anyhow::Result;

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Starts the clock that the lines show.
pub(crate) fn start() {
    LazyLock::force(&STARTED);
}

/// Prints one line, after the seconds since the command began.
pub(crate) fn say(line: &str) {
    eprintln!("[{:7.1} s] {line}", STARTED.elapsed().as_secs_f64());
}

/// Prints the name of a step, does it, and prints how long it took.
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
