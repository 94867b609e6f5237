//! The texts of the licences line by line: the list on the screen makes elements for the visible lines only.

use slint::{ModelRc, SharedString, VecModel};

const TEXTS: [&str; 2] =
    [include_str!("../../assets/licences.txt"), include_str!("../../assets/fonts/OFL.txt")];

pub(super) fn lines() -> ModelRc<SharedString> {
    let lines = TEXTS.iter().flat_map(|text| text.lines()).map(SharedString::from);
    ModelRc::new(VecModel::from(lines.collect::<Vec<_>>()))
}
