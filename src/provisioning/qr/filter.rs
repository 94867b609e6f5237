//! Gray → gray: softens a sensor's grain, sharpens a lens's blur.

use super::Luma;

/// 3 × 3 Gaussian (1 2 1). Takes the edge off sensor noise.
pub fn soften(luma: &Luma) -> Luma {
    let width = luma.width();
    let mut column = vec![0_u16; width + 2];
    luma.map_rows(|y, out| {
        let above = luma.row(y.saturating_sub(1));
        let here = luma.row(y);
        let below = luma.row((y + 1).min(luma.height() - 1));
        for (((sum, a), b), c) in column[1..].iter_mut().zip(above).zip(here).zip(below) {
            *sum = u16::from(*a) + 2 * u16::from(*b) + u16::from(*c);
        }
        (column[0], column[width + 1]) = (column[1], column[width]);
        let (left, middle, right) = (&column[..width], &column[1..=width], &column[2..]);
        for (((pixel, a), b), c) in out.iter_mut().zip(left).zip(middle).zip(right) {
            *pixel = ((a + 2 * b + c + 8) / 16) as u8;
        }
    })
}

/// Adds `strength` times what a pixel has over the mean of the square around it.
pub fn sharpen(luma: &Luma, radius: usize, strength: f32) -> Luma {
    let mean = blur(&blur(luma, radius), radius);
    luma.map_rows(|y, out| {
        for ((pixel, here), mean) in out.iter_mut().zip(luma.row(y)).zip(mean.row(y)) {
            let (here, mean) = (f32::from(*here), f32::from(*mean));
            *pixel = (here + strength * (here - mean)) as u8;
        }
    })
}

/// The mean of the square of `2 × radius + 1` around each pixel; the edge's pixels are repeated.
fn blur(luma: &Luma, radius: usize) -> Luma {
    let (width, height, side) = (luma.width(), luma.height(), 2 * radius + 1);
    let at = |y: usize| luma.row(y.saturating_sub(radius).min(height - 1));
    // Row `y` here is row `y - radius` of the picture, so that no index is negative.
    let mut columns = vec![0_u16; width];
    (0..2 * radius).for_each(|y| add(&mut columns, at(y)));
    let mut sums = vec![0_u32; width + side];
    let share = 1.0 / (side * side) as f32;
    luma.map_rows(|y, out| {
        add(&mut columns, at(y + 2 * radius));
        running_sums(&columns, radius, &mut sums);
        for ((pixel, low), high) in out.iter_mut().zip(&sums).zip(&sums[side..]) {
            *pixel = ((high - low) as i32 as f32 * share) as u8;
        }
        subtract(&mut columns, at(y));
    })
}

/// Running sums of the columns, the first and the last repeated `radius` times: any window's sum is
/// the difference of two of them.
pub fn running_sums(columns: &[u16], radius: usize, sums: &mut [u32]) {
    let first = u32::from(columns[0]);
    let last = u32::from(columns[columns.len() - 1]);
    let mut sum = 0_u32;
    sums[0] = 0;
    let (head, rest) = sums[1..].split_at_mut(radius);
    let (body, tail) = rest.split_at_mut(columns.len());
    for slot in head {
        sum += first;
        *slot = sum;
    }
    for (slot, column) in body.iter_mut().zip(columns) {
        sum += u32::from(*column);
        *slot = sum;
    }
    for slot in tail {
        sum += last;
        *slot = sum;
    }
}

pub fn add(columns: &mut [u16], row: &[u8]) {
    columns.iter_mut().zip(row).for_each(|(sum, pixel)| *sum += u16::from(*pixel));
}

pub fn subtract(columns: &mut [u16], row: &[u8]) {
    columns.iter_mut().zip(row).for_each(|(sum, pixel)| *sum -= u16::from(*pixel));
}
