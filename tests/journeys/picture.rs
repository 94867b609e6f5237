//! A picture in few colours: a colour of a whole area stays as it is, the shades of edges share one where their upper
//! four bits agree. A colour, a shape or an edge that changes is seen, and the file stays small.

use slint::{Rgba8Pixel, SharedPixelBuffer};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

pub type Colour = [u8; 3];

#[derive(Clone, PartialEq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pixels: Vec<Colour>,
}

/// This many pixels of one colour are an area.
const AREA: usize = 300;

fn shade(colour: Colour) -> Colour {
    colour.map(|channel| channel & 0xF0 | 0x08)
}

impl Picture {
    pub fn of(snapshot: &SharedPixelBuffer<Rgba8Pixel>) -> Self {
        let pixels: Vec<Colour> =
            snapshot.as_slice().iter().map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
        let mut counts: BTreeMap<Colour, usize> = BTreeMap::new();
        // Pixels in runs of one colour: most of a screen is flat.
        for run in pixels.chunk_by(|a, b| a == b) {
            *counts.entry(run[0]).or_default() += run.len();
        }
        let kept: BTreeMap<Colour, Colour> = counts
            .iter()
            .map(|(colour, count)| (*colour, if *count >= AREA { *colour } else { shade(*colour) }))
            .collect();
        let mut few = Vec::with_capacity(pixels.len());
        for run in pixels.chunk_by(|a, b| a == b) {
            few.resize(few.len() + run.len(), kept[&run[0]]);
        }
        Self { width: snapshot.width() as usize, height: snapshot.height() as usize, pixels: few }
    }

    pub fn filled(width: usize, height: usize, colour: Colour) -> Self {
        Self { width, height, pixels: vec![colour; width * height] }
    }

    pub fn put(&mut self, tile: &Self, left: usize, top: usize) {
        for (row, line) in tile.pixels.chunks(tile.width).enumerate() {
            let start = (top + row) * self.width + left;
            self.pixels[start..start + tile.width].copy_from_slice(line);
        }
    }

    pub fn dot(&mut self, x: usize, y: usize, colour: Colour) {
        if x < self.width && y < self.height {
            self.pixels[y * self.width + x] = colour;
        }
    }

    /// The part of the picture at that place; beyond the picture's edge it is grey.
    pub fn cut(&self, left: usize, top: usize, width: usize, height: usize) -> Self {
        let mut part = Self::filled(width, height, [0x80; 3]);
        for y in 0..height.min(self.height.saturating_sub(top)) {
            for x in 0..width.min(self.width.saturating_sub(left)) {
                part.pixels[y * width + x] = self.pixels[(top + y) * self.width + left + x];
            }
        }
        part
    }

    /// In how many pixels the two differ; every one where their sizes do.
    pub fn differs(&self, other: &Self) -> usize {
        if (self.width, self.height) != (other.width, other.height) {
            return self.pixels.len().max(other.pixels.len());
        }
        self.pixels.iter().zip(&other.pixels).filter(|(a, b)| a != b).count()
    }

    /// Before, after, and red where the two differ.
    pub fn beside(&self, after: &Self) -> Self {
        let (width, height) = (self.width.max(after.width), self.height.max(after.height));
        let (before, after) = (self.cut(0, 0, width, height), after.cut(0, 0, width, height));
        let pairs = before.pixels.iter().zip(&after.pixels);
        let pale = |colour: &Colour| colour.map(|channel| 0xC0 | channel >> 2);
        let pixels = pairs.map(|(a, b)| if a == b { pale(a) } else { [0xD0, 0, 0] }).collect();
        let mut three = Self::filled(width * 3 + 32, height, [0x80; 3]);
        three.put(&before, 0, 0);
        three.put(&after, width + 16, 0);
        three.put(&Self { width, height, pixels }, 2 * (width + 16), 0);
        three
    }

    /// Writes the picture with a palette, if one palette holds all its colours.
    pub fn write(&self, path: &Path) {
        let file = File::create(path).expect("the folder of the pictures can be written");
        let mut encoder = png::Encoder::new(file, self.width as u32, self.height as u32);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        let colours: BTreeSet<Colour> = self.pixels.iter().copied().collect();
        if colours.len() > 256 {
            encoder.set_color(png::ColorType::Rgb);
            return encoder.write_header().unwrap().write_image_data(self.pixels.as_flattened()).unwrap();
        }
        let places: BTreeMap<Colour, u8> = colours.iter().copied().zip(0..=255).collect();
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(colours.iter().flatten().copied().collect::<Vec<u8>>());
        let pixels: Vec<u8> = self.pixels.iter().map(|colour| places[colour]).collect();
        encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    }

    /// `None` where there is no such picture.
    pub fn read(path: &Path) -> Option<Self> {
        let mut decoder = png::Decoder::new(BufReader::new(File::open(path).ok()?));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut bytes).unwrap();
        assert_eq!(frame.color_type, png::ColorType::Rgb, "{}", path.display());
        let pixels = bytes.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Some(Self { width: frame.width as usize, height: frame.height as usize, pixels })
    }
}
