//! The rooms of `portal` and of the Worker: which may use which, who writes which table, where `Portal` has methods,
//! and that files do not use each other in a circle.
//!
//! The tests read the source text: `use` lines, inline paths, SQL and `impl` lines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
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
    /// The rooms that use the types at the crate's root.
    at_root: &'static [&'static str],
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
    at_root: &["api", "engine", "slice"],
};

const WORKER: House = House {
    sources: "src/worker/src",
    floors: &[
        &["platform"],
        &["edge"],
        &["routing"],
        &["adapters"],
        &["public"],
        &["api", "card", "oauth", "operator"],
        &["objects"],
        &["events"],
    ],
    apart: &[],
    at_root: &[],
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

/// Returns the paths that a file names after a word such as `crate::`, in `use` lines and elsewhere.
fn paths_after<'a>(text: &'a str, word: &str) -> Vec<Vec<&'a str>> {
    let mut paths = Vec::new();
    for (at, found) in text.match_indices(word) {
        let before = text[..at].chars().next_back();
        if !before.is_some_and(|letter| letter.is_alphanumeric() || "_:".contains(letter)) {
            paths.extend(paths_of(&text[at + found.len()..]));
        }
    }
    paths
}

/// Returns the paths at the beginning of a text: one, or those of a group.
fn paths_of(text: &str) -> Vec<Vec<&str>> {
    if let Some(group) = text.strip_prefix('{') {
        return outermost(group).into_iter().flat_map(paths_of).collect();
    }
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    let Some(rest) = rest.strip_prefix("::") else {
        return vec![vec![name]];
    };
    let inner = paths_of(rest).into_iter();
    inner.map(|path| [vec![name], path].concat()).collect()
}

/// Returns the rooms that a file names after `crate::`.
fn uses(text: &str) -> Vec<&str> {
    let paths = paths_after(text, "crate::").into_iter();
    paths.filter_map(|path| path.first().copied()).collect()
}

/// Returns the files that each file uses. A parent that hands on what a child has does not use the child.
fn edges(house: &House) -> BTreeMap<String, BTreeSet<String>> {
    let sources = sources(house);
    let module = |source: &Source| source.path.trim_end_matches(".rs").to_owned();
    let known: BTreeSet<String> = sources.iter().map(module).collect();
    let file_of = |mut path: Vec<&str>| {
        while !path.is_empty() && !known.contains(&path.join("/")) {
            path.pop();
        }
        path.join("/")
    };
    let files = sources.iter().map(|source| {
        let own = module(source);
        let place: Vec<&str> = own.split('/').collect();
        let absolute = paths_after(&source.text, "crate::").into_iter();
        let relative = paths_after(&source.text, "super::").into_iter();
        let relative = relative.map(|path| {
            let ups = path.iter().take_while(|part| **part == "super").count();
            let parents = place.iter().rev().skip(1 + ups).rev();
            parents.chain(path.iter().skip(ups)).copied().collect()
        });
        let children = children_used(&source.text).into_iter();
        let children = children.map(|child| [place.as_slice(), &[child]].concat());
        let used = absolute.chain(relative).chain(children).map(file_of);
        let used = used.filter(|file| !["", "lib", &own].contains(&file.as_str()));
        (own.clone(), used.collect())
    });
    files.collect()
}

/// Returns the modules that a file declares and uses.
fn children_used(text: &str) -> Vec<&str> {
    let handed_on =
        |line: &&str| line.starts_with("pub use ") || line.starts_with("pub(crate) use ");
    let code: Vec<&str> = text.lines().filter(|line| !handed_on(line)).collect();
    let code = code.join("\n");
    let declared = text.lines().filter_map(|line| {
        let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    declared
        .filter(|child| code.contains(&format!("{child}::")))
        .collect()
}

/// Finds a circle of files that use each other, as their names on the way around.
fn circle(edges: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    fn walk(
        file: &str,
        edges: &BTreeMap<String, BTreeSet<String>>,
        way: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        if way.iter().any(|earlier| earlier == file) {
            return Some(
                way.iter()
                    .skip_while(|earlier| *earlier != file)
                    .cloned()
                    .collect(),
            );
        }
        if done.contains(file) {
            return None;
        }
        way.push(file.to_owned());
        let mut used = edges.get(file).into_iter().flatten();
        let found = used.find_map(|next| walk(next, edges, way, done));
        way.pop();
        done.insert(file.to_owned());
        found
    }
    let mut done = BTreeSet::new();
    edges
        .keys()
        .find_map(|file| walk(file, edges, &mut Vec::new(), &mut done))
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
                (_, None) => !is_used_by_nobody && house.at_root.contains(&source.room.as_str()),
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
fn no_files_use_each_other_in_a_circle() {
    for house in [PORTAL, WORKER] {
        assert_eq!(circle(&edges(&house)), None, "{}", house.sources);
    }
}

#[test]
fn no_job_uses_another_job() {
    for (file, used) in edges(&PORTAL) {
        let job = |path: &str| {
            let name = path.strip_prefix("engine/jobs/")?;
            name.split('/').next().map(str::to_owned)
        };
        let is_other = |used: &&String| job(used).is_some() && job(used) != job(&file);
        let other = used.iter().find(is_other);
        assert!(
            other.is_none() || file == "engine/jobs",
            "{file} uses {other:?}"
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
    assert_eq!(uses(text), ["Portal", "tables", "tables", "api", "links"]);
    let sql = "\"INSERT OR IGNORE INTO change_feed (a) VALUES\" \"UPDATE run SET a\" \"DO UPDATE SET a\" \
        \"DELETE FROM slug WHERE\"";
    assert_eq!(tables_written(sql), ["change_feed", "run", "slug"]);
}

#[test]
fn a_circle_is_found_wherever_it_begins() {
    let map = |edges: &[(&str, &str)]| {
        let mut map: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in edges {
            map.entry((*from).to_owned())
                .or_default()
                .insert((*to).to_owned());
        }
        map
    };
    let line = [("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")];
    assert_eq!(circle(&map(&line)), None);
    let round = [line.as_slice(), &[("d", "b")]].concat();
    let way = circle(&map(&round)).unwrap();
    assert_eq!(way, ["b", "c", "d"]);
    let text =
        "mod child;\npub(crate) mod other;\npub(crate) use self::other::Thing;\nuse child::part;";
    assert_eq!(children_used(text), ["child"]);
    assert_eq!(
        paths_after("use super::super::a::{b, c::d};", "super::").len(),
        2
    );
}
