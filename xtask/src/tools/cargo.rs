//! Cargo itself, always with the same packages and features.

use std::process::Command;

use crate::workspace;

/// The packages and features of every native build. Cargo compiles a crate once for each set of features, and the set
/// depends on the packages that are asked for. With the whole workspace each time, the tests, the simulation, the
/// sandbox and the description of the API share one build.
pub(crate) const WHOLE_WORKSPACE: [&str; 3] = ["--workspace", "--features", "goodword/openapi"];

/// Returns cargo, ready for its arguments. It leaves the processor to other programs, which run beside it and have
/// time limits; a compiler has none.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("nice");
    command
        .args(["-n", "10", "cargo"])
        .current_dir(workspace::root());
    command
}
