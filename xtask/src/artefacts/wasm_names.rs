//! Removes the names of functions from a wasm module. worker-build makes wasm-opt keep them, whatever the manifest
//! says. They are a tenth of the uploaded bytes, and only a stack trace would show them.

use anyhow::{Context, Result, ensure};

/// `\0asm`, and version 1.
const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";
/// The number of a section that is not part of the program.
const CUSTOM: u8 = 0;
const NAMES: &[u8] = b"name";

/// Returns the module without its section of names.
pub(super) fn without_names(module: &[u8]) -> Result<Vec<u8>> {
    let mut rest = module.strip_prefix(&HEADER).context("not a wasm module")?;
    let mut kept = HEADER.to_vec();
    while let Some((number, after_number)) = rest.split_first() {
        let (size, body) = length(after_number)?;
        ensure!(size <= body.len(), "a section is cut short");
        let (body, following) = body.split_at(size);
        let whole = rest.len() - following.len();
        if *number != CUSTOM || custom_name(body)? != NAMES {
            kept.extend(rest.iter().take(whole));
        }
        rest = following;
    }
    Ok(kept)
}

fn custom_name(body: &[u8]) -> Result<&[u8]> {
    let (size, name) = length(body)?;
    name.get(..size).context("a name is cut short")
}

/// Reads a LEB128 number.
fn length(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0;
    for (place, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Ok((value, bytes.get(place + 1..).unwrap_or_default()));
        }
    }
    anyhow::bail!("a number without an end")
}

#[cfg(test)]
mod tests {
    use super::{HEADER, without_names};

    #[test]
    fn only_the_names_are_removed() {
        let types = [1, 1, 0];
        let names = [0, 7, 4, b'n', b'a', b'm', b'e', 1, 0];
        let producers = [0, 3, 2, b'p', b'r'];
        let module = [&HEADER[..], &types, &names, &producers].concat();
        let expected = [&HEADER[..], &types, &producers].concat();
        assert_eq!(without_names(&module).unwrap(), expected);
    }

    #[test]
    fn a_truncated_module_is_rejected() {
        let cut = [&HEADER[..], &[1, 9, 0]].concat();
        assert!(without_names(&cut).is_err());
        assert!(without_names(b"<html>").is_err());
    }
}
