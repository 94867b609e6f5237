//! Pictures in files: a palette of the colours that matter, compared byte for byte.
//!
//! A colour of a whole area has a place of its own; the shades of edges share one where their upper four bits agree.
//! A colour, a shape or an edge that changes is seen; the file stays small.

use slint::{Rgba8Pixel, SharedPixelBuffer};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

#[derive(PartialEq)]
pub struct Picture {
    width: u32,
    height: u32,
    palette: Vec<u8>,
    pixels: Vec<u8>,
}

/// So many pixels of one colour are an area.
const AREA: usize = 300;

fn shade(pixel: [u8; 3]) -> [u8; 3] {
    pixel.map(|channel| channel & 0xF0 | 0x08)
}

/// Pixels in runs of one colour: most of a screen is flat.
fn runs(snapshot: &SharedPixelBuffer<Rgba8Pixel>) -> Vec<([u8; 3], usize)> {
    let mut runs: Vec<([u8; 3], usize)> = Vec::new();
    for pixel in snapshot.as_slice() {
        let colour = [pixel.r, pixel.g, pixel.b];
        match runs.last_mut() {
            Some((last, length)) if *last == colour => *length += 1,
            _ => runs.push((colour, 1)),
        }
    }
    runs
}

impl Picture {
    pub fn of(snapshot: &SharedPixelBuffer<Rgba8Pixel>) -> Self {
        let runs = runs(snapshot);
        let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
        for (colour, length) in &runs {
            *counts.entry(*colour).or_default() += length;
        }
        let kept = |colour: [u8; 3]| if counts[&colour] >= AREA { colour } else { shade(colour) };
        let colours: BTreeSet<[u8; 3]> = counts.keys().map(|colour| kept(*colour)).collect();
        assert!(colours.len() <= 256, "{} colours are more than a palette holds", colours.len());
        let places: BTreeMap<[u8; 3], u8> = colours.iter().copied().zip(0..=255).collect();
        let palette = colours.iter().flatten().copied().collect();
        let mut pixels = Vec::with_capacity((snapshot.width() * snapshot.height()) as usize);
        for (colour, length) in &runs {
            pixels.resize(pixels.len() + length, places[&kept(*colour)]);
        }
        Self { width: snapshot.width(), height: snapshot.height(), palette, pixels }
    }

    pub fn write(&self, path: &Path) {
        let file = File::create(path).expect("the folder of the pictures can be written");
        let mut encoder = png::Encoder::new(file, self.width, self.height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(self.palette.clone());
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&self.pixels).unwrap();
    }

    /// `None` where there is no such picture.
    pub fn read(path: &Path) -> Option<Self> {
        let mut decoder = png::Decoder::new(BufReader::new(File::open(path).ok()?));
        decoder.set_transformations(png::Transformations::IDENTITY);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        let palette = reader.info().palette.as_ref().expect("a golden picture has a palette").to_vec();
        Some(Self { width: frame.width, height: frame.height, palette, pixels })
    }

    /// In how many pixels the two differ; every one where their sizes do.
    pub fn differs(&self, other: &Self) -> usize {
        if (self.width, self.height) != (other.width, other.height) {
            return self.pixels.len().max(other.pixels.len());
        }
        let pairs = self.pixels.iter().zip(&other.pixels);
        pairs.filter(|(a, b)| self.colour(**a) != other.colour(**b)).count()
    }

    fn colour(&self, place: u8) -> &[u8] {
        &self.palette[usize::from(place) * 3..][..3]
    }
}
