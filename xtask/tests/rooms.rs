//! The rooms of `portal` and of the Worker: which may use which, who writes which table, where `Portal` has methods.
//!
//! The tests read the source text: `use` lines, inline paths, SQL and `impl` lines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A crate with its rooms.
struct House {
    /// The folder of its sources, below the workspace.
    sources: &'static str,
    /// The rooms from the ground up, by floor. A room uses rooms of lower floors only; rooms of one floor do not use
    /// each other.
    floors: &'static [&'static [&'static str]],
    /// Rooms that nobody uses, each with the one room that it uses.
    apart: &'static [(&'static str, &'static str)],
}

const PORTAL: House = House {
    sources: "src/portal/src",
    floors: &[
        &["api_types"],
        &["storage"],
        &["tables"],
        &["contact_facts", "links"],
        &["write_back"],
        &["queries", "referrals"],
        &["programme"],
        &["api", "engine"],
        &["slice"],
    ],
    // The Directory is an object of its own.
    apart: &[("directory", "storage")],
};

const WORKER: House = House {
    sources: "src/worker/src",
    floors: &[
        &["platform"],
        &["edge"],
        &["routing"],
        &["adapters"],
        &["public"],
        &["api", "card", "oauth"],
        &["objects"],
        &["events"],
    ],
    apart: &[],
};

/// The rooms in which `Portal` has methods.
const METHODS: [&str; 3] = ["api", "engine", "lib"];

/// A source file without its comments and its unit tests.
struct Source {
    /// The path below `src`, with slashes.
    path: String,
    room: String,
    text: String,
}

fn sources(house: &House) -> Vec<Source> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = workspace.join(house.sources);
    let mut files = Vec::new();
    collect(&folder, &mut files);
    assert!(files.len() > 40, "the sources were not found");
    files
        .iter()
        .map(|file| {
            let path = file.strip_prefix(&folder).unwrap();
            let path = path.to_str().unwrap().replace('\\', "/");
            let room = path.split('/').next().unwrap().trim_end_matches(".rs");
            Source {
                room: room.to_owned(),
                text: code(&fs::read_to_string(file).unwrap()),
                path,
            }
        })
        .filter(|source| !is_test(&source.path))
        .collect()
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/") || path == "testing.rs"
}

fn code(text: &str) -> String {
    let tests = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..tests]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns the rooms that a file names after `crate::`, in `use` lines and in paths.
fn uses(text: &str) -> Vec<&str> {
    let mut rooms = Vec::new();
    for (at, found) in text.match_indices("crate::") {
        let rest = &text[at + found.len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => outermost(group),
            None => vec![rest],
        };
        rooms.extend(names.into_iter().map(|name| {
            let end = name.find(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
            &name[..end.unwrap_or(name.len())]
        }));
    }
    rooms
}

/// Returns the outermost parts of a group of a `use` line.
fn outermost(group: &str) -> Vec<&str> {
    let (mut depth, mut begin, mut parts) = (0_i32, 0, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(group[begin..at].trim());
                return parts;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(group[begin..at].trim());
                begin = at + 1;
            }
            _ => {}
        }
    }
    parts
}

/// Returns the imports that break the order of the rooms.
fn broken(house: &House) -> Vec<String> {
    let floor = |room: &str| house.floors.iter().position(|rooms| rooms.contains(&room));
    let mut broken = Vec::new();
    for source in sources(house) {
        if source.room == "lib" {
            continue;
        }
        let own = floor(&source.room);
        let apart = house.apart.iter().find(|(room, _)| *room == source.room);
        if own.is_none() && apart.is_none() {
            broken.push(format!("{}: the room has no floor", source.path));
            continue;
        }
        for used in uses(&source.text) {
            let is_used_by_nobody = house.apart.iter().any(|(room, _)| *room == used);
            let allowed = match (apart, floor(used)) {
                _ if used == source.room => true,
                (Some((_, only)), Some(_)) => used == *only,
                (None, Some(used)) => own > Some(used),
                // A type of the crate's root, such as `Portal`.
                (_, None) => !is_used_by_nobody,
            };
            if !allowed {
                broken.push(format!("{} uses crate::{used}", source.path));
            }
        }
    }
    broken
}

#[test]
fn a_room_uses_only_the_rooms_below_it() {
    for house in [PORTAL, WORKER] {
        let broken = broken(&house);
        assert!(
            broken.is_empty(),
            "{}:\n{}",
            house.sources,
            broken.join("\n")
        );
    }
}

#[test]
fn each_table_is_written_by_one_file() {
    let mut writers: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for source in sources(&PORTAL) {
        // The portal and the Directory have databases of their own.
        let database = if source.room == "directory" {
            "directory"
        } else {
            "portal"
        };
        for table in tables_written(&source.text) {
            let files = writers.entry((database.to_owned(), table)).or_default();
            if !files.contains(&source.path) {
                files.push(source.path.clone());
            }
        }
    }
    assert!(writers.len() > 20, "the statements were not found");
    for ((database, table), files) in writers {
        let [file] = files.as_slice() else {
            panic!("{table} is written by {files:?}");
        };
        let known = file.starts_with("tables/") || file == "storage/migrations.rs";
        assert!(known || database == "directory", "{file} writes {table}");
    }
}

fn tables_written(text: &str) -> Vec<String> {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || letter == '"' || letter == '(')
        .filter(|word| !word.is_empty() && *word != "\\")
        .collect();
    words
        .windows(3)
        .filter_map(|window| match window {
            [_, "INTO", table] | ["DELETE", "FROM", table] => Some(*table),
            ["UPDATE", table, "SET"] if *table != "DO" => Some(*table),
            _ => None,
        })
        .filter(|table| {
            table
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn portal_has_methods_in_api_and_engine_alone() {
    for source in sources(&PORTAL) {
        let has_methods = source
            .text
            .lines()
            .any(|line| line.starts_with("impl Portal "));
        assert!(
            !has_methods || METHODS.contains(&source.room.as_str()),
            "{} has methods on Portal",
            source.path
        );
    }
}

#[test]
fn the_reader_of_use_lines_sees_groups_and_paths() {
    let text = "use crate::{Portal, tables::{a, b}, api};\nlet x = crate::links::of(1);";
    assert_eq!(uses(text), ["Portal", "tables", "api", "links"]);
    let sql = "\"INSERT OR IGNORE INTO change_feed (a) VALUES\" \"UPDATE run SET a\" \"DO UPDATE SET a\" \
        \"DELETE FROM slug WHERE\"";
    assert_eq!(tables_written(sql), ["change_feed", "run", "slug"]);
}
