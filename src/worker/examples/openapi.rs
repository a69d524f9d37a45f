//! Prints the description of the API. `cargo xtask openapi` puts it where it belongs.

fn main() {
    print!("{}", goodword::openapi());
}
