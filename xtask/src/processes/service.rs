//! A program that runs beside the command until it is dropped. Its output goes to a log, `NAME.log`.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::groups;

/// How many of a log's last lines explain why its service ended.
const LINES_SHOWN: usize = 30;

/// A running program, its process group and its log.
pub(crate) struct Service {
    name: &'static str,
    child: Child,
    group: i32,
    log: PathBuf,
}

impl Service {
    /// Starts the program. Its log goes into the directory.
    pub(crate) fn start(
        name: &'static str,
        directory: &Path,
        command: &mut Command,
    ) -> Result<Self> {
        let log = directory.join(format!("{name}.log"));
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let errors = file.try_clone().context("cannot share the log")?;
        Self::spawn(name, command.stdout(file).stderr(errors), log)
    }

    /// Starts the program, waits for its first line of standard output, and returns that line.
    pub(crate) fn start_and_hear(
        name: &'static str,
        directory: &Path,
        command: &mut Command,
        patience: Duration,
    ) -> Result<(Self, String)> {
        let log = directory.join(format!("{name}.log"));
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let rest = file.try_clone().context("cannot share the log")?;
        let mut service = Self::spawn(name, command.stdout(Stdio::piped()).stderr(file), log)?;
        let output = service
            .child
            .stdout
            .take()
            .context("standard output was not piped")?;
        let line = service.first_line(output, rest, patience)?;
        Ok((service, line))
    }

    fn spawn(name: &'static str, command: &mut Command, log: PathBuf) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start the {name}"))?;
        let group = groups::enlist(child.id());
        Ok(Self {
            name,
            child,
            group,
            log,
        })
    }

    fn first_line(
        &mut self,
        output: ChildStdout,
        mut rest: File,
        patience: Duration,
    ) -> Result<String> {
        let (send, receive) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut line = String::new();
            if output.read_line(&mut line).is_ok_and(|length| length > 0) {
                // Nobody listens after the time-out; the log goes on.
                let _ = send.send(line);
            }
            let _ = io::copy(&mut output, &mut rest);
        });
        match receive.recv_timeout(patience) {
            Ok(line) => Ok(line.trim_end().to_owned()),
            Err(RecvTimeoutError::Timeout) => bail!(self.complaint("said nothing")),
            Err(RecvTimeoutError::Disconnected) => bail!(self.complaint("ended without a word")),
        }
    }

    /// Waits until the probe returns true. Fails if the program ends first, or after the time-out.
    pub(crate) fn wait_until(
        &mut self,
        state: &str,
        patience: Duration,
        mut probe: impl FnMut() -> bool,
    ) -> Result<()> {
        let deadline = Instant::now() + patience;
        while !probe() {
            if let Some(status) = self.child.try_wait().context("cannot ask for its state")? {
                bail!(self.complaint(&format!("ended with {status}")));
            }
            if Instant::now() > deadline {
                bail!(self.complaint(&format!("was not {state} after {patience:?}")));
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// Waits until the program ends by itself.
    pub(crate) fn wait(&mut self) -> Result<()> {
        let status = self.child.wait().context("cannot wait")?;
        bail!(self.complaint(&format!("ended with {status}")))
    }

    fn complaint(&self, what: &str) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let shown = lines
            .get(lines.len().saturating_sub(LINES_SHOWN)..)
            .unwrap_or_default();
        format!(
            "the {} {what}; its log {} ends:\n{}",
            self.name,
            self.log.display(),
            shown.join("\n")
        )
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let child = &mut self.child;
        // Reaping can only fail for a process that has been reaped.
        groups::end(self.group, || drop(child.try_wait()));
    }
}
