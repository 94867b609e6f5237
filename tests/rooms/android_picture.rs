//! What Android's window shows, beside a double of the window: any number of buffers, taken back, refused, of another
//! size or format. The code is the vendored Slint back end's own (vendor/make).

#[path = "../../vendor/i-slint-backend-android-activity/picture.rs"]
mod picture;

use picture::{Area, Buffer, Format, Owed, Size, drawn, length};

fn area(left: i32, top: i32, right: i32, bottom: i32) -> Area {
    Area { left, top, right, bottom }
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % u64::from(end)) as u32
    }
}

const UNDRAWN: u8 = 0x5a;

/// As Android's Surface is: a locked buffer is another one than that which is shown, and has the pixels of the one that
/// is shown wherever its user did not promise to draw.
struct Window {
    size: Size,
    stride: usize,
    buffers: Vec<Vec<u8>>,
    front: Option<usize>,
    turn: usize,
    locks: usize,
}

impl Window {
    fn new(size: Size, buffers: usize) -> Self {
        let stride = size.0 as usize + 5;
        let buffers = vec![vec![UNDRAWN; stride * size.1 as usize * 4]; buffers];
        Self { size, stride, buffers, front: None, turn: 0, locks: 0 }
    }

    fn post(&mut self, picture: &[u8], size: Size, owed: Area) {
        self.locks += 1;
        self.turn = (self.turn + 1) % self.buffers.len();
        let whole = Area::whole(self.size);
        let within =
            Area { right: owed.right.min(whole.right), bottom: owed.bottom.min(whole.bottom), ..owed };
        let promised = if self.front.is_none() { whole } else { within };
        if let Some(front) = self.front {
            assert_ne!(front, self.turn, "the window's own buffer is locked");
            self.buffers[self.turn] = self.buffers[front].clone();
        }
        let mut bytes = std::mem::take(&mut self.buffers[self.turn]);
        for row in promised.top..promised.bottom {
            let from = (row as usize * self.stride + promised.left as usize) * 4;
            bytes[from..from + (promised.right - promised.left) as usize * 4].fill(UNDRAWN);
        }
        Buffer { bytes: &mut bytes, size: self.size, stride: self.stride, format: Format::Rgbx }
            .write(picture, size, promised);
        self.buffers[self.turn] = bytes;
        self.front = Some(self.turn);
    }

    #[track_caller]
    fn shows(&self, picture: &[u8], (width, height): Size) {
        let front = &self.buffers[self.front.expect("something is shown")];
        for row in 0..self.size.1 {
            for column in 0..self.size.0 {
                let shown = &front[(row as usize * self.stride + column as usize) * 4..][..4];
                let wanted = if row < height && column < width {
                    &picture[(row * width + column) as usize * 4..][..4]
                } else {
                    &[0; 4]
                };
                assert_eq!(shown, wanted, "at {column},{row}");
            }
        }
    }
}

fn paint(picture: &mut [u8], size: Size, area: Area, colour: u8) {
    for row in area.top..area.bottom {
        for column in area.left..area.right {
            picture[(row as u32 * size.0 + column as u32) as usize * 4..][..4].fill(colour);
        }
    }
}

/// Windows come, go, are turned, refuse; what is shown is always what was drawn.
#[test]
fn every_buffer_shows_the_whole_picture() {
    for buffers in 2..=4 {
        let mut dice = Dice(0x5eed + buffers as u64);
        let mut size = (40, 60);
        let mut picture = vec![];
        let mut owed = Owed::default();
        let mut window = Window::new(size, buffers);
        for round in 0..3000 {
            match dice.below(40) {
                0 => {
                    window = Window::new(size, buffers);
                    owed.everything();
                }
                1 => {
                    size = (size.1, size.0);
                    window = Window::new(size, buffers);
                    owed.everything();
                }
                // The buffers are turned before Slint hears of it.
                2 => window = Window::new((size.1, size.0), buffers),
                _ => {}
            }
            let mut damage = Area::default();
            if owed.begin(size, 1.0) {
                picture = vec![0; (size.0 * size.1) as usize * 4];
                damage = Area::whole(size);
                paint(&mut picture, size, damage, 1);
            } else if dice.below(3) > 0 {
                let (left, top) = (dice.below(size.0), dice.below(size.1));
                let (right, bottom) =
                    (left + 1 + dice.below(size.0 - left), top + 1 + dice.below(size.1 - top));
                damage = area(left as i32, top as i32, right as i32, bottom as i32);
                paint(&mut picture, size, damage, (round % 200) as u8 + 1);
            }
            let Some(area) = owed.drawn(damage) else { continue };
            if dice.below(10) == 0 {
                owed.refused();
                continue;
            }
            window.post(&picture, size, area);
            owed.shown(window.size);
            window.shows(&picture, size);
        }
        assert!(window.locks > 0);
    }
}

#[test]
fn nothing_is_locked_where_nothing_changed() {
    let mut owed = Owed::default();
    assert!(owed.begin((10, 20), 2.0), "the first picture is a new one");
    assert_eq!(owed.drawn(Area::default()), Some(area(0, 0, 10, 20)));
    owed.shown((10, 20));
    assert!(!owed.begin((10, 20), 2.0));
    assert_eq!(owed.drawn(Area::default()), None);
    assert_eq!(owed.drawn(area(2, 3, 4, 5)), Some(area(2, 3, 4, 5)));
    owed.shown((10, 20));
    assert_eq!(owed.drawn(Area::default()), None);
    // Another density draws everything otherwise, though the window is as large as before.
    assert!(owed.begin((10, 20), 1.5));
    assert_eq!(owed.drawn(Area::default()), Some(area(0, 0, 10, 20)));
    // A window that comes back is empty, and nothing changed meanwhile.
    owed.shown((10, 20));
    owed.everything();
    assert_eq!(owed.drawn(Area::default()), Some(area(0, 0, 10, 20)));
    // No damage reaches beyond the picture.
    owed.shown((10, 20));
    assert_eq!(owed.drawn(area(-3, 18, 400, 99)), Some(area(0, 18, 10, 20)));
}

#[test]
fn a_window_that_refuses_is_owed_it_and_asked_ever_less_often() {
    let mut owed = Owed::default();
    owed.begin((10, 20), 1.0);
    owed.drawn(Area::default());
    owed.shown((10, 20));
    owed.drawn(area(1, 1, 2, 2));
    let rests: Vec<u128> = (0..12).map(|_| owed.refused().as_millis()).collect();
    assert_eq!(rests, [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 8192, 8192]);
    assert_eq!(owed.drawn(area(5, 6, 7, 8)), Some(area(1, 1, 7, 8)));
    owed.shown((10, 20));
    assert_eq!(owed.refused().as_millis(), 16, "once it took a buffer it is asked soon again");
}

#[test]
fn each_format_has_the_pictures_colours() {
    let picture = [255, 128, 8, 255, 1, 2, 3, 0];
    let line = |format: Format, wide: u32| {
        let mut bytes = vec![UNDRAWN; wide as usize * format.bytes()];
        Buffer { bytes: &mut bytes, size: (wide, 1), stride: wide as usize, format }.write(
            &picture,
            (2, 1),
            Area::whole((wide, 1)),
        );
        bytes
    };
    let of = |number| Format::of(number).expect("a format of colours");
    assert_eq!(line(of(2), 2), picture);
    assert_eq!(line(of(1), 3), [255, 128, 8, 255, 1, 2, 3, 255, 0, 0, 0, 255]);
    assert_eq!(line(of(3), 2), [255, 128, 8, 1, 2, 3]);
    assert_eq!(line(of(5), 3), [8, 128, 255, 255, 3, 2, 1, 255, 0, 0, 0, 255]);
    assert_eq!(line(of(4), 3), [(31 << 11) | (32 << 5) | 1u16, 0, 0].map(u16::to_ne_bytes).concat());
    // High dynamic range, depth, video.
    for other in [0, 0x16, 0x2b, 0x30, 0x23, -1] {
        assert_eq!(Format::of(other), None);
    }
}

#[test]
fn slint_draws_every_line_of_every_screen() {
    let (mut divided, mut tried) = (0, 0);
    for density in 100..=960 {
        let scale = density as f32 / 160.0;
        for pixels in 1..=4096 {
            assert_eq!(drawn(length(pixels, scale), scale), pixels, "{pixels} at {density} dpi");
            divided += u32::from(drawn(pixels as f32 / scale, scale) != pixels);
            tried += 1;
        }
    }
    // Among them 1440 pixels at 412 dpi.
    assert!(divided > tried / 20, "divided alone they were right too: length() can go");
}
