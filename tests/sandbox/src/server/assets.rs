//! `GET /_sandbox/assets/…`: the record page's script and style, from the folder on the command
//! line.

use std::path::Path;

use sandbox::Response;

/// Returns a file of the folder. Accepts only plain names, so that no file outside of the folder is
/// read.
pub(crate) fn read(folder: Option<&Path>, name: &str) -> Response {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let file = folder.filter(|_| name.chars().all(plain) && !name.starts_with('.'));
    match file.and_then(|folder| std::fs::read(folder.join(name)).ok()) {
        None => Response {
            status: 404,
            ..Response::default()
        },
        Some(body) => Response {
            status: 200,
            headers: vec![
                ("content-type".to_owned(), media(name).to_owned()),
                ("cache-control".to_owned(), "no-store".to_owned()),
            ],
            body,
            ..Response::default()
        },
    }
}

fn media(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" | "mjs" => "text/javascript;charset=utf-8",
        "css" => "text/css;charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}
