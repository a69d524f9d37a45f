//! Tests of the addresses that are drawn, and of the pictures: other software reads them.

use qrcodegen::{QrSegment, Version};

use super::*;

const OWN: Host<'_> = Host::Own("go.example.com");

fn ask(host: Host<'_>, path: &str) -> Option<Reply> {
    let drawing = drawing(host, path, "https://goodword.example")?;
    Some(drawing.draw().map_err(Problem::into_reply).unwrap())
}

#[test]
fn a_link_has_pictures_that_may_be_kept_for_ever() {
    let reply = ask(Host::Shared, "/qr/HE7B804YBH.svg").unwrap();
    assert_eq!(reply.header("content-type"), Some("image/svg+xml"));
    assert_eq!(reply.header("cache-control"), Some(FOR_EVER));
    let picture = core::str::from_utf8(reply.body()).unwrap();
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"));
    // The same code in any writing is the same link.
    let again = ask(Host::Shared, "/qr/he7b8o4ybh.svg").unwrap();
    assert_eq!(again.body(), reply.body());
    let reply = ask(Host::Shared, "/qr/HE7B804YBH.png").unwrap();
    assert_eq!(reply.header("content-type"), Some("image/png"));
    assert_eq!(reply.header("cache-control"), Some(FOR_EVER));
}

#[test]
fn a_path_says_which_address_is_drawn() {
    for (host, name, drawn) in [
        (
            Host::Shared,
            "HE7B804YBH",
            "https://goodword.example/r/HE7B804YBH",
        ),
        (
            Host::Shared,
            "77/Ann-Lee",
            "https://goodword.example/r/77/ann-lee",
        ),
        (
            Host::Shared,
            "go.b.example/ann-lee",
            "https://go.b.example/ann-lee",
        ),
        (
            Host::Shared,
            "GO.b.example/he7b8o4ybh",
            "https://go.b.example/HE7B804YBH",
        ),
        (OWN, "HE7B804YBH", "https://go.example.com/HE7B804YBH"),
        (OWN, "ann-lee", "https://go.example.com/ann-lee"),
    ] {
        for (ending, kind) in [("svg", Ending::Svg), ("png", Ending::Png)] {
            let path = format!("/qr/{name}.{ending}");
            let read = drawing(host, &path, "https://goodword.example").unwrap();
            assert_eq!((read.link.as_str(), read.ending), (drawn, kind), "{path}");
            // Every other host has to be looked up.
            let is_shared = drawn.starts_with("https://goodword.example/");
            let host = read.host.map(|host| format!("https://{host}/"));
            assert_eq!(host.is_none(), is_shared, "{path}");
            assert!(host.is_none_or(|host| drawn.starts_with(&host)), "{path}");
        }
    }
}

#[test]
fn what_is_no_link_has_none() {
    for path in [
        "/qr/",
        "/qr/.svg",
        "/qr/HE7B804YBH",
        "/qr/HE7B804YBH.gif",
        "/qr/HE7B804YBH.svg.exe",
        "/qr/x%2F..svg",
        "/qr/ann-lee.svg",
        "/qr/77/HE7B804YBH.svg",
        "/qr/localhost/HE7B804YBH.svg",
        "/qr/127.0.0.1/HE7B804YBH.svg",
        "/qr/evil.example:80/HE7B804YBH.svg",
        "/qr/evil.example/x/HE7B804YBH.svg",
        "/qr/evil.example/.svg",
    ] {
        assert!(ask(Host::Shared, path).is_none(), "{path}");
    }
    for path in [
        "/qr/77/ann-lee.svg",
        "/qr/go.b.example/ann-lee.svg",
        "/qr/x.svg",
    ] {
        assert!(ask(OWN, path).is_none(), "{path}");
    }
}

/// Pixels of a PNG picture, a row a vector: dark or not.
fn pixels(picture: &[u8]) -> Vec<Vec<bool>> {
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(picture))
        .read_info()
        .unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut bytes).unwrap();
    assert_eq!(frame.color_type, ::png::ColorType::Grayscale);
    assert_eq!(frame.bit_depth, ::png::BitDepth::One);
    assert_eq!(frame.width, frame.height);
    bytes
        .chunks(frame.line_size)
        .map(|row| {
            let width = usize::try_from(frame.width).unwrap();
            (0..width)
                .map(|x| row[x / 8] >> (7 - x % 8) & 1 == 0)
                .collect()
        })
        .collect()
}

/// A link of each size that a QR code can have.
#[test]
fn pictures_of_all_sizes_can_be_decoded() {
    let text = QrSegment::make_segments("HE7B804YBH");
    for number in Version::MIN.value()..=Version::MAX.value() {
        let version = Version::new(number);
        let code = QrCode::encode_segments_advanced(
            &text,
            QrCodeEcc::Medium,
            version,
            version,
            None,
            false,
        )
        .unwrap();
        let rows = pixels(&png::png(&code));
        let side = usize::try_from(code.size() + 2 * png::QUIET_ZONE).unwrap() * 24;
        assert_eq!(rows.len(), side);
        // The first and the last pixel of each module's first and last row.
        let edges = || (0..side).filter(|at| matches!(at % 24, 0 | 23));
        let module = |at: usize| i32::try_from(at / 24).unwrap() - png::QUIET_ZONE;
        for (x, y) in edges().flat_map(|y| edges().map(move |x| (x, y))) {
            assert_eq!(rows[y][x], code.get_module(module(x), module(y)), "{x} {y}");
        }
    }
}

#[test]
fn a_reader_reads_the_link_and_the_picture_is_small() {
    let reply = ask(Host::Shared, "/qr/HE7B804YBH.png").unwrap();
    let rows = pixels(reply.body());
    let side = rows.len();
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(
            side,
            side,
            |x, y| {
                if rows[y][x] { 0 } else { 255 }
            },
        );
    let grids = picture.detect_grids();
    let (_, read) = grids.first().unwrap().decode().unwrap();
    assert_eq!(read, "https://goodword.example/r/HE7B804YBH");
    assert!(reply.body().len() < 8_000, "{} bytes", reply.body().len());
}
