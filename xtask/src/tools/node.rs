//! A Node that wrangler accepts. It comes as an npm package for Linux and macOS, so the machine's own
//! Node need only be able to run npm.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::processes::capture;
use crate::workspace;

/// The oldest Node that wrangler 4.164 starts under.
const OLDEST: (u32, u32) = (22, 12);

/// Returns the Node that runs programs. The npm packages must be installed.
pub(crate) fn node() -> Result<PathBuf> {
    let candidates = [
        workspace::at("node_modules/.bin/node"),
        PathBuf::from("node"),
    ];
    for candidate in candidates {
        let said = capture(Command::new(&candidate).arg("--version"));
        if said.is_ok_and(|said| version(&said.text).is_some_and(|version| version >= OLDEST)) {
            return Ok(candidate);
        }
    }
    bail!(
        "Node {}.{} or newer is needed; see https://nodejs.org",
        OLDEST.0,
        OLDEST.1
    )
}

/// Returns the `PATH` with the programs of npm packages, and that Node, in front.
pub(crate) fn path() -> Result<OsString> {
    let mut places = vec![workspace::at("node_modules/.bin")];
    places.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    Ok(env::join_paths(places)?)
}

/// Returns a command that runs the script of an npm package under that Node.
pub(crate) fn script(relative: &str) -> Result<Command> {
    let mut command = Command::new(node()?);
    command
        .arg(workspace::at("node_modules").join(relative))
        .env("PATH", path()?)
        .current_dir(workspace::root());
    Ok(command)
}

/// Returns `npm`, with that Node first on the path of the scripts it runs.
pub(crate) fn npm() -> Result<Command> {
    let mut command = Command::new("npm");
    command.env("PATH", path()?).current_dir(workspace::root());
    Ok(command)
}

fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_is_read_from_nodes_output() {
        assert_eq!(version("v24.21.0\n"), Some((24, 21)));
        assert_eq!(version("command not found"), None);
    }
}
