//! Programs that run to their end while the command waits.

use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use super::groups;

/// How a captured program ended, and everything it printed.
pub(crate) struct Outcome {
    /// Its exit status.
    pub(crate) status: ExitStatus,
    /// Its standard output, then its standard error.
    pub(crate) text: String,
}

/// Runs a program that must succeed. What it prints goes to standard error, for standard output
/// belongs to the command's own result.
pub(crate) fn succeed(command: &mut Command) -> Result<()> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(io::stderr())
        .process_group(0)
        .spawn()
        .with_context(|| format!("cannot start {}", name(command)))?;
    let group = groups::enlist(child.id());
    let status = child.wait();
    groups::strike(group);
    let status = status.with_context(|| format!("cannot wait for {}", name(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", name(command));
    }
    Ok(())
}

/// Runs a program to its end and keeps what it prints.
pub(crate) fn capture(command: &mut Command) -> Result<Outcome> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .with_context(|| format!("cannot start {}", name(command)))?;
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
    let status = status.with_context(|| format!("cannot wait for {}", name(command)))?;
    Ok(Outcome { status, text })
}

fn text_of(mut pipe: impl Read) -> String {
    let mut bytes = Vec::new();
    // What could be read before an error is still worth showing.
    let _ = pipe.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn name(command: &Command) -> String {
    let arguments = command
        .get_args()
        .take(3)
        .map(|part| part.to_string_lossy());
    std::iter::once(command.get_program().to_string_lossy())
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}
