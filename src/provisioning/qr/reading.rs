//! In which order a picture is looked at.

use super::symbol::{self, Effort, Seen};
use super::{Findings, Luma, PlaneError, QrError, QrText, filter, threshold};
use crate::scrub::on_scrubbed_stack;
use rxing::common::BitMatrix;

/// One way to look at a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    Blocks,
    Mean,
    InverseBlocks,
    InverseMean,
    MidRange,
    Sharp(usize),
}

impl Pass {
    /// The black and white picture, and the gray one that it came from.
    fn look(self, luma: &Luma) -> (BitMatrix, Option<Luma>) {
        match self {
            Pass::Blocks => (threshold::blocks(luma), None),
            Pass::InverseBlocks => (inverse(threshold::blocks(luma)), Some(negative(luma))),
            Pass::Mean => {
                let soft = filter::soften(luma);
                (threshold::local_mean(&soft, 16, 97), Some(soft))
            }
            Pass::InverseMean => {
                let soft = negative(&filter::soften(luma));
                (threshold::local_mean(&soft, 16, 97), Some(soft))
            }
            Pass::MidRange => (threshold::mid_range(luma), None),
            Pass::Sharp(radius) => {
                let sharp = filter::sharpen(luma, radius, 2.0);
                (threshold::local_mean(&sharp, 16, 97), None)
            }
        }
    }

    fn run(self, luma: &Luma, effort: Effort, findings: &mut Findings) -> Seen {
        let (bits, gray) = self.look(luma);
        symbol::read(&bits, gray.as_ref().unwrap_or(luma), effort, findings)
    }
}

fn inverse(mut bits: BitMatrix) -> BitMatrix {
    bits.flip_self();
    bits
}

fn negative(luma: &Luma) -> Luma {
    luma.map_rows(|y, out| out.iter_mut().zip(luma.row(y)).for_each(|(new, old)| *new = 255 - old))
}

/// A picture is brought to at most this many pixels a side before the first look.
const FIRST_LOOK: usize = 1600;
/// Smaller pictures are enlarged: zxing's finder needs three pixels a module to be sure.
const SMALL: usize = 300;

/// Reads the QR code in a still picture, taking all the time it needs.
pub fn read_picture(luma: &Luma) -> Result<QrText, QrError> {
    read_grounds([luma], &|| false)
}

/// The same for a picture with transparent parts, which looks different on each ground it is laid on.
/// What is read must be the same on all of them. Gives up as soon as `out_of_time` says so.
pub fn read_grounds<'a>(
    grounds: impl IntoIterator<Item = &'a Luma>,
    out_of_time: &dyn Fn() -> bool,
) -> Result<QrText, QrError> {
    let effort = Effort { triples: 300, fits: 12, fits_on: true, out_of_time };
    on_scrubbed_stack(|| {
        let mut findings = Findings::default();
        grounds.into_iter().for_each(|luma| look_at_file(luma, effort, &mut findings));
        if out_of_time() { Err(QrError::OutOfTime) } else { findings.settle() }
    })
}

/// The first two passes see different things: both must agree before a text is believed.
const PAIRS: [&[Pass]; 3] = [
    &[Pass::Blocks, Pass::Mean],
    &[Pass::InverseMean, Pass::InverseBlocks],
    &[Pass::MidRange, Pass::Sharp(2), Pass::Sharp(4)],
];

/// After a token's text the smaller sizes are still looked at: a second token may be legible there alone.
/// The last size is the dearest, and only signs of a second symbol lead there.
fn look_at_file(luma: &Luma, effort: Effort, findings: &mut Findings) {
    let views = views(luma.longest_side());
    // Finder patterns without a text, at the size looked at last.
    let mut unread = 0;
    for (index, view) in views.iter().enumerate() {
        if findings.has_ours() && index + 1 == views.len() && unread < SECOND_SYMBOL {
            return;
        }
        let view = view.of(luma);
        let view = view.as_ref().unwrap_or(luma);
        for passes in PAIRS {
            if (effort.out_of_time)() {
                return;
            }
            unread = passes.iter().map(|pass| pass.run(view, effort, findings).unread).min().unwrap_or(0);
            if findings.has_ours() {
                break;
            }
        }
    }
}

/// A size at which a picture is looked at.
#[derive(Clone, Copy)]
enum View {
    AsItIs,
    Shrunk(usize),
    Enlarged(usize),
    /// Enlarged, with a margin of the given brightness.
    Framed(u8),
}

impl View {
    /// `None` where the picture stays as it is.
    fn of(self, luma: &Luma) -> Option<Luma> {
        match self {
            View::AsItIs => None,
            View::Shrunk(factor) => luma.shrunk(factor),
            View::Enlarged(factor) => Some(luma.enlarged(factor)),
            View::Framed(brightness) => Some(luma.enlarged(3).padded(24, brightness)),
        }
    }
}

/// The longest sides to which a larger picture is shrunk, the most promising first. A code that fills a
/// photograph has modules so large that their grain is taken for modules, until the picture is small.
const SIDES: [usize; 3] = [FIRST_LOOK, 800, 400];

/// The sizes at which a picture with the given longest side is looked at, the most promising first.
fn views(side: usize) -> Vec<View> {
    if side < SMALL {
        return vec![View::Framed(255), View::Framed(0), View::AsItIs];
    }
    let mut factors = SIDES.map(|longest| side.div_ceil(longest)).to_vec();
    factors.dedup();
    if factors.len() == 1 {
        factors.push(2);
    }
    let mut views: Vec<_> = factors.into_iter().map(View::Shrunk).collect();
    views.push(if side > FIRST_LOOK { View::AsItIs } else { View::Enlarged(2) });
    views
}

/// Reads a camera's frames, one after the other, each in about the time until the next.
#[derive(Debug, Default)]
pub struct FrameReader {
    turn: usize,
}

/// A frame's size as one pass sees it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scale {
    Double,
    Full,
    Half,
    /// Shrunk to at most so many pixels a side, for a code that is held close to the lens. Skipped where
    /// half the frame is no larger, and once a text was read: a second symbol is looked for at full size.
    AtMost(usize),
}

/// Larger frames are shrunk first.
const FRAME_SIDE: usize = 2400;
/// The looks that every frame gets until it is read. Most symbols in front of a camera are large enough to
/// be read at half their size, which is the cheapest look that is worth it.
const USUAL: [(Pass, Scale); 7] = [
    (Pass::Blocks, Scale::Half),
    (Pass::Blocks, Scale::Full),
    (Pass::Blocks, Scale::AtMost(400)),
    (Pass::Mean, Scale::AtMost(400)),
    (Pass::Blocks, Scale::AtMost(800)),
    (Pass::MidRange, Scale::Half),
    (Pass::Mean, Scale::Full),
];
/// So many finder patterns that belong to no text are the sign of a second symbol. Another look then
/// searches for it before the first one's text is believed.
const SECOND_SYMBOL: usize = 3;
/// Added to a frame in which a pass saw rows like those of an inverted symbol.
const INVERTED: [(Pass, Scale); 2] = [(Pass::InverseBlocks, Scale::Half), (Pass::InverseBlocks, Scale::Full)];
const INVERSE_SIGNS: usize = 3;
/// One of these is added to each frame, in turn.
const EXTRAS: [(Pass, Scale); 4] = [
    (Pass::MidRange, Scale::Full),
    (Pass::Blocks, Scale::Double),
    (Pass::Sharp(2), Scale::Half),
    (Pass::InverseMean, Scale::Full),
];
const QUICK: Effort<'static> = Effort { triples: 40, fits: 2, fits_on: false, out_of_time: &|| false };

impl FrameReader {
    pub fn new() -> Self {
        Self::default()
    }

    /// For a caller that counts the frames itself: the reader for this one, with its extra look.
    pub fn at_turn(turn: usize) -> Self {
        Self { turn: turn % EXTRAS.len() }
    }

    /// Reads one frame from its luma plane (`stride` bytes from row to row). How the camera is held
    /// does not matter: a symbol is found at any angle and mirrored too.
    pub fn read(
        &mut self,
        plane: &[u8],
        width: usize,
        height: usize,
        stride: usize,
    ) -> Result<QrText, FrameError> {
        let luma = Luma::from_plane(plane, width, height, stride)?;
        Ok(self.read_luma(&luma)?)
    }

    /// The same for a frame that is a [`Luma`] already.
    pub fn read_luma(&mut self, luma: &Luma) -> Result<QrText, QrError> {
        on_scrubbed_stack(|| {
            let mut findings = Findings::default();
            self.look_at_frame(luma, &mut findings);
            findings.settle()
        })
    }

    fn look_at_frame(&mut self, luma: &Luma, findings: &mut Findings) {
        let shrunk = luma.shrunk(luma.longest_side().div_ceil(FRAME_SIDE));
        let full = shrunk.as_ref().unwrap_or(luma);
        let extra = EXTRAS[self.turn];
        self.turn = (self.turn + 1) % EXTRAS.len();
        let mut frame = Frame { full, half: full.shrunk(2), signs: 0, findings };
        let usual = USUAL.into_iter().chain([extra]).any(|look| frame.reads(look));
        if !usual && !frame.findings.has_ours() && frame.signs >= INVERSE_SIGNS {
            _ = INVERTED.into_iter().any(|look| frame.reads(look));
        }
    }
}

/// One frame while it is looked at.
struct Frame<'a> {
    full: &'a Luma,
    half: Option<Luma>,
    /// The most rows of inverted finder patterns that a pass saw.
    signs: usize,
    findings: &'a mut Findings,
}

impl Frame<'_> {
    /// Looks once; says whether that settles the frame.
    fn reads(&mut self, (pass, scale): (Pass, Scale)) -> bool {
        let read_before = self.findings.has_ours();
        let made = match scale {
            Scale::Double if self.full.longest_side() <= FIRST_LOOK => Some(self.full.enlarged(2)),
            Scale::AtMost(side) => match self.full.longest_side().div_ceil(side) {
                ..=2 => return false,
                _ if read_before => return false,
                factor => self.full.shrunk(factor),
            },
            _ => None,
        };
        let view = if scale == Scale::Half { self.half.as_ref() } else { made.as_ref() };
        let seen = pass.run(view.unwrap_or(self.full), QUICK, self.findings);
        self.signs = self.signs.max(seen.inverse_rows);
        self.findings.has_ours() && (read_before || seen.unread < SECOND_SYMBOL)
    }
}

/// Why a frame gave no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    #[error(transparent)]
    Plane(#[from] PlaneError),
    #[error(transparent)]
    Qr(#[from] QrError),
}
