//! A QR code as a PNG picture: one bit a pixel, and no more of PNG and DEFLATE than that takes.
//!
//! A module is 24 pixels wide, three whole bytes, so that rows are made of bytes and not of bits. The rows of a module
//! are alike: the first is written out, the others are one long copy of it.
//! Sources: PNG, third edition; RFC 1950 (zlib); RFC 1951 (DEFLATE).

use qrcodegen::QrCode;

/// The blank border that readers need, in modules. Source: ISO/IEC 18004.
pub(super) const QUIET_ZONE: i32 = 4;

/// Bytes of a row that one module takes.
const MODULE_BYTES: usize = 3;
/// Pixels of a row, and rows, that one module takes.
const MODULE_PIXELS: u32 = 24;
const MODULE_ROWS: usize = 8 * MODULE_BYTES;

/// The picture.
pub(super) fn png(code: &QrCode) -> Vec<u8> {
    let modules = code.size() + 2 * QUIET_ZONE;
    let pixels = modules.unsigned_abs().saturating_mul(MODULE_PIXELS);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(pixels.to_be_bytes());
    header.extend(pixels.to_be_bytes());
    // One bit a pixel, in grey; the one compression and the one filter that there are; not interlaced.
    header.extend([1, 0, 0, 0, 0]);
    chunk(&mut out, *b"IHDR", &header);
    chunk(&mut out, *b"IDAT", &compressed(code, modules));
    chunk(&mut out, *b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    out.extend(length.to_be_bytes());
    out.extend(kind);
    out.extend(data);
    out.extend(crc32(kind.iter().chain(data)).to_be_bytes());
}

/// PNG, annex D, bit by bit: a picture has a few thousand bytes.
fn crc32<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    !bytes.fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

/// The rows as a zlib stream of one block with DEFLATE's fixed codes.
fn compressed(code: &QrCode, modules: i32) -> Vec<u8> {
    let mut stream = Deflate::default();
    stream.bits(1, 1);
    stream.bits(1, 2);
    let mut adler = Adler::default();
    for y in 0..modules {
        // A row begins with its filter: none.
        let mut row = vec![0];
        for x in 0..modules {
            let dark = code.get_module(x - QUIET_ZONE, y - QUIET_ZONE);
            row.extend([if dark { 0 } else { 0xFF }; MODULE_BYTES]);
        }
        for byte in &row {
            stream.literal(*byte);
        }
        stream.copy(row.len(), row.len() * (MODULE_ROWS - 1));
        for _ in 0..MODULE_ROWS {
            adler.add(&row);
        }
    }
    stream.symbol(END);
    // A window of 32 KB, no dictionary.
    let mut out = vec![0x78, 0x01];
    out.extend(stream.finish());
    out.extend(adler.0.to_be_bytes());
    out
}

/// RFC 1950, 8.
struct Adler(u32);

impl Default for Adler {
    fn default() -> Self {
        Self(1)
    }
}

impl Adler {
    fn add(&mut self, bytes: &[u8]) {
        const MODULUS: u32 = 65_521;
        let (mut low, mut high) = (self.0 & 0xFFFF, self.0 >> 16);
        for byte in bytes {
            low = (low + u32::from(*byte)) % MODULUS;
            high = (high + low) % MODULUS;
        }
        self.0 = (high << 16) | low;
    }
}

/// The symbol that ends a block.
const END: u32 = 256;
/// The symbol of the longest copy, and its length.
const LONGEST_SYMBOL: u32 = 285;
const LONGEST_COPY: usize = 258;
/// The shortest copy.
const SHORTEST_COPY: usize = 3;

/// Bits, the lowest first.
#[derive(Default)]
struct Deflate {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Deflate {
    fn bits(&mut self, value: u32, count: u32) {
        self.pending |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.pending.to_le_bytes()[0]);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    /// A Huffman code, which stands with its highest bit first.
    fn code(&mut self, code: u32, count: u32) {
        self.bits(code.reverse_bits() >> (32 - count), count);
    }

    /// RFC 1951, 3.2.6.
    fn symbol(&mut self, symbol: u32) {
        match symbol {
            0..=143 => self.code(0x30 + symbol, 8),
            144..=255 => self.code(0x190 + symbol - 144, 9),
            256..=279 => self.code(symbol - 256, 7),
            _ => self.code(0xC0 + symbol - 280, 8),
        }
    }

    fn literal(&mut self, byte: u8) {
        self.symbol(u32::from(byte));
    }

    /// Repeats what stands so far back, for so long.
    fn copy(&mut self, distance: usize, mut length: usize) {
        while length > 0 {
            let now = match length {
                // Nothing may be left that is too short to be copied.
                259 | 260 => length - SHORTEST_COPY,
                _ => length.min(LONGEST_COPY),
            };
            self.length(now);
            self.distance(distance);
            length -= now;
        }
    }

    /// RFC 1951, 3.2.5: lengths come in groups of four symbols, each group with one more bit of its own.
    fn length(&mut self, length: usize) {
        if length == LONGEST_COPY {
            return self.symbol(LONGEST_SYMBOL);
        }
        let (group, extra, extra_bits) = place(length - SHORTEST_COPY, 2);
        self.symbol(257 + group);
        self.bits(extra, extra_bits);
    }

    /// The same for distances, in groups of two.
    fn distance(&mut self, distance: usize) {
        let (group, extra, extra_bits) = place(distance - 1, 1);
        self.code(group, 5);
        self.bits(extra, extra_bits);
    }

    fn finish(mut self) -> Vec<u8> {
        self.bits(0, 7);
        self.bytes
    }
}

/// The symbol of a number in a scheme whose groups have 2^`fine` symbols, what it has beyond that symbol's first
/// number, and in how many bits.
fn place(number: usize, fine: u32) -> (u32, u32, u32) {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let extra_bits = number
        .checked_ilog2()
        .map_or(0, |log| log.saturating_sub(fine));
    let symbol = (extra_bits << fine) + (number >> extra_bits);
    (symbol, number & ((1 << extra_bits) - 1), extra_bits)
}
