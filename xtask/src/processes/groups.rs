//! The process groups that are alive, and how they end.
//!
//! Children are not in the terminal's foreground group, so Ctrl-C reaches this program alone. It then ends every group
//! on the list before it exits, and nothing keeps listening on a port.

use std::collections::BTreeSet;
use std::process::exit;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

static ALIVE: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());
static BEFORE_END: Mutex<Option<Closure>> = Mutex::new(None);

type Closure = Box<dyn FnOnce() + Send>;

/// The time that a group has for an orderly end.
const GRACE: Duration = Duration::from_secs(4);
/// The shell's convention for "ended by an interrupt": 128 + SIGINT.
const INTERRUPTED: i32 = 130;

fn alive() -> MutexGuard<'static, BTreeSet<i32>> {
    ALIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts the group of this leader on the list.
pub(super) fn enlist(leader: u32) -> i32 {
    let group = i32::try_from(leader).unwrap_or(i32::MAX);
    alive().insert(group);
    group
}

/// Removes a group that has ended by itself from the list.
pub(super) fn strike(group: i32) {
    alive().remove(&group);
}

/// Asks the group to end, and kills it if it does not. `reap` collects the leader, which would otherwise count as a
/// member of its group for ever.
pub(super) fn end(group: i32, mut reap: impl FnMut()) {
    if !alive().remove(&group) {
        return;
    }
    let group = Pid::from_raw(group);
    if killpg(group, Signal::SIGTERM).is_err() {
        return;
    }
    let deadline = Instant::now() + GRACE;
    while Instant::now() < deadline {
        reap();
        if killpg(group, None).is_err() {
            return;
        }
        sleep(Duration::from_millis(20));
    }
    // An error here means that the group has just ended by itself.
    let _ = killpg(group, Signal::SIGKILL);
    reap();
}

/// Keeps the closure for an interrupt: it runs while the groups are still alive.
pub(crate) fn before_interrupt_ends(closure: impl FnOnce() + Send + 'static) {
    *BEFORE_END.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(closure));
}

/// Makes an interrupt end every group and then this program.
pub(crate) fn end_all_on_interrupt() -> Result<()> {
    ctrlc::set_handler(|| {
        let closure = BEFORE_END
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(closure) = closure {
            closure();
        }
        let groups: Vec<i32> = alive().iter().copied().collect();
        for group in &groups {
            // An error means that the group has already ended.
            let _ = killpg(Pid::from_raw(*group), Signal::SIGTERM);
        }
        sleep(Duration::from_millis(500));
        for group in groups {
            let _ = killpg(Pid::from_raw(group), Signal::SIGKILL);
        }
        exit(INTERRUPTED);
    })
    .context("cannot watch for interrupts")
}
