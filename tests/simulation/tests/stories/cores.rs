//! Spreads worlds over the cores of the machine.

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread::{available_parallelism, scope};

/// Plays all of these worlds on all cores. Each core takes the next one. The first failure fails the caller.
pub(crate) fn spread<T: Send>(
    worlds: impl IntoIterator<Item = T, IntoIter: Send>,
    play: impl Fn(T) + Sync,
) {
    let next = Mutex::new(worlds.into_iter());
    let take = || next.lock().expect("a core that takes never fails").next();
    let cores = available_parallelism().map_or(1, usize::from);
    scope(|scope| {
        let work = || {
            while let Some(world) = take() {
                play(world);
            }
        };
        let players: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        for player in players {
            if let Err(failure) = player.join() {
                resume_unwind(failure);
            }
        }
    });
}
