//! How long a look at one 960 × 720 camera frame takes: empty, plain, and noisy.

use criterion::{Criterion, criterion_group, criterion_main};
use skts_token::provisioning::qr::{FrameReader, Luma, read_picture};
use std::hint::black_box;

const SIZE: (usize, usize) = (960, 720);

fn frame(level: impl Fn(usize, usize) -> u8) -> Luma {
    let pixels = (0..SIZE.0 * SIZE.1).map(|index| level(index % SIZE.0, index / SIZE.0)).collect();
    Luma::new(SIZE.0, SIZE.1, pixels).expect("the sides match")
}

/// Cells of light and dark by chance: the worst a camera meets, full of false finder patterns.
fn cells(x: usize, y: usize) -> u8 {
    let mixed = ((x / 5 * 31 + y / 5 * 1009) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    if mixed >> 40 & 1 == 0 { 30 } else { 220 }
}

fn benchmarks(criterion: &mut Criterion) {
    let pictures = [
        ("paper", frame(|_, _| 210)),
        ("shade", frame(|x, y| (x / 8 + y / 8) as u8)),
        ("cells", frame(cells)),
    ];
    for (name, picture) in &pictures {
        criterion.bench_function(&format!("frame without a code: {name}"), |bencher| {
            let mut reader = FrameReader::new();
            bencher.iter(|| reader.read_luma(black_box(picture)).is_err());
        });
    }
    criterion.bench_function("file without a code: shade", |bencher| {
        bencher.iter(|| read_picture(black_box(&pictures[1].1)).is_err());
    });
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
