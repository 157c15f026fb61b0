#[path = "build/assets.rs"]
mod assets;

fn main() {
    assets::build();
}
