//! Programs that run to their end while the command waits.

use std::fs;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use super::groups;
use crate::progress::say;
use crate::workspace;

/// How many lines of a failed program's output are shown; its log has all of them.
const LINES_SHOWN: usize = 150;

/// How a captured program ended, and everything it printed.
pub(crate) struct Outcome {
    /// Its exit status.
    pub(crate) status: ExitStatus,
    /// Its standard output, then its standard error.
    pub(crate) text: String,
}

/// Runs a program that must succeed. Keeps its output as `logged` does.
pub(crate) fn succeed(name: &str, command: &mut Command) -> Result<()> {
    let outcome = logged(name, command)?;
    if !outcome.status.success() {
        bail!("{} ended with {}", program(command), outcome.status);
    }
    Ok(())
}

/// Runs a program and keeps its output in `target/logs/NAME.log`. Shows the end of the output if the program fails:
/// the output of programs that run beside each other would mix on the screen.
pub(crate) fn logged(name: &str, command: &mut Command) -> Result<Outcome> {
    let outcome = capture(command)?;
    let log = workspace::directory(workspace::own("logs"))?
        .join(format!("{}.log", name.replace([' ', '/'], "-")));
    fs::write(&log, &outcome.text).with_context(|| format!("cannot write {}", log.display()))?;
    if !outcome.status.success() {
        let lines: Vec<&str> = outcome.text.lines().collect();
        let shown = lines
            .get(lines.len().saturating_sub(LINES_SHOWN)..)
            .unwrap_or_default();
        say(&format!(
            "{name} failed; the end of {}:\n{}",
            log.display(),
            shown.join("\n")
        ));
    }
    Ok(outcome)
}

/// Runs a program to its end and keeps its output.
pub(crate) fn capture(command: &mut Command) -> Result<Outcome> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .with_context(|| format!("cannot start {}", program(command)))?;
    let group = groups::enlist(child.id());
    // Both pipes are drained at once: a full one would stop the program.
    let errors = child
        .stderr
        .take()
        .map(|pipe| thread::spawn(|| text_of(pipe)));
    let mut text = child.stdout.take().map(text_of).unwrap_or_default();
    if let Some(Ok(errors)) = errors.map(thread::JoinHandle::join) {
        text.push_str(&errors);
    }
    let status = child.wait();
    groups::strike(group);
    let status = status.with_context(|| format!("cannot wait for {}", program(command)))?;
    Ok(Outcome { status, text })
}

fn text_of(mut pipe: impl Read) -> String {
    let mut bytes = Vec::new();
    // Output that was read before an error is still worth showing.
    let _ = pipe.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The program and its first arguments, for messages.
fn program(command: &Command) -> String {
    let arguments = command
        .get_args()
        .take(6)
        .map(|part| part.to_string_lossy());
    std::iter::once(command.get_program().to_string_lossy())
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}
