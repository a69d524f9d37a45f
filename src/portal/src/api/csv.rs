//! Tables for spreadsheets: CSV according to RFC 4180, with every cell in quotes.
//!
//! An apostrophe makes a text of each cell that a spreadsheet would take for a formula, because strangers may have
//! typed the names, addresses and HubSpot's messages.

/// A table that is being written.
#[derive(Debug, Default)]
pub(crate) struct Table(String);

/// The end of a line.
const END: &str = "\r\n";

impl Table {
    /// Creates a table whose first line names these columns.
    pub(crate) fn with_head(columns: &[&str]) -> Self {
        Self(columns.join(",") + END)
    }

    /// Adds a line.
    pub(crate) fn push(&mut self, cells: &[&str]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            self.0.push('"');
            if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                self.0.push('\'');
            }
            for letter in cell.chars() {
                if letter == '"' {
                    self.0.push('"');
                }
                self.0.push(letter);
            }
            self.0.push('"');
        }
        self.0.push_str(END);
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_text_even_if_it_looks_like_a_formula() {
        let mut table = Table::with_head(&["a", "b"]);
        for formula in ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"] {
            table.push(&[formula, ""]);
        }
        table.push(&["a \"b\", c\r\nd", "1-1"]);
        assert_eq!(
            table.into_text(),
            "a,b\r\n\"'=1+1\",\"\"\r\n\"'+1\",\"\"\r\n\"'-1\",\"\"\r\n\"'@SUM(1)\",\"\"\r\n\
             \"'\t=1\",\"\"\r\n\"'\r=1\",\"\"\r\n\"a \"\"b\"\", c\r\nd\",\"1-1\"\r\n"
        );
    }
}
