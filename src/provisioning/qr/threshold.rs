//! Gray → black and white. Each way misses what another sees; `reading` chooses among them.

use super::Luma;
use super::filter::{add, running_sums, subtract};
use rxing::common::{BitArray, BitMatrix};

const BLOCK: usize = 8;
const WORD: usize = usize::BITS as usize;

/// Zxing's local threshold: the mean of 5 × 5 blocks of 8 × 8 pixels, where a block without
/// contrast counts as paper unless its neighbours are brighter still.
pub fn blocks(luma: &Luma) -> BitMatrix {
    let (across, down) = (luma.width().div_ceil(BLOCK), luma.height().div_ceil(BLOCK));
    let points = black_points(luma, across, down);
    let mut row_sums = vec![0_u32; across];
    let mut levels = vec![0_u8; across];
    let mut expanded = vec![0_u8; across * BLOCK];
    bits(luma, |y, row, mask| {
        if y % BLOCK == 0 {
            window_means(&points, across, down, y / BLOCK, &mut row_sums, &mut levels);
            for (cell, level) in expanded.chunks_exact_mut(BLOCK).zip(&levels) {
                cell.fill(*level);
            }
        }
        for ((bit, pixel), level) in mask.iter_mut().zip(row).zip(&expanded) {
            *bit = u8::from(pixel <= level);
        }
    })
}

fn window_means(points: &[u8], across: usize, down: usize, y: usize, sums: &mut [u32], levels: &mut [u8]) {
    let rows = first_of_five(y, down)..(first_of_five(y, down) + 5).min(down);
    sums.fill(0);
    for row in rows.clone() {
        for (sum, point) in sums.iter_mut().zip(&points[row * across..]) {
            *sum += u32::from(*point);
        }
    }
    for (x, level) in levels.iter_mut().enumerate() {
        let left = first_of_five(x, across);
        let window = &sums[left..(left + 5).min(across)];
        *level = (window.iter().sum::<u32>() / (window.len() * rows.len()) as u32) as u8;
    }
}

/// Five blocks around `index`, moved inwards at the edges.
fn first_of_five(index: usize, count: usize) -> usize {
    index.saturating_sub(2).min(count.saturating_sub(5))
}

fn black_points(luma: &Luma, across: usize, down: usize) -> Vec<u8> {
    const LEAST_CONTRAST: u8 = 24;
    let mut points = vec![0_u8; across * down];
    let mut cells = vec![Cell::EMPTY; across];
    for y in 0..down {
        measure(luma, y, &mut cells);
        for x in 0..across {
            let cell = cells[x];
            points[y * across + x] = if cell.most - cell.least > LEAST_CONTRAST {
                (cell.sum / cell.count) as u8
            } else if y > 0 && x > 0 {
                let above = u32::from(points[(y - 1) * across + x]);
                let corner = u32::from(points[(y - 1) * across + x - 1]);
                let around = ((above + 2 * u32::from(points[y * across + x - 1]) + corner) / 4) as u8;
                if cell.least < around { around } else { cell.least / 2 }
            } else {
                cell.least / 2
            };
        }
    }
    points
}

#[derive(Clone, Copy)]
struct Cell {
    sum: u32,
    count: u32,
    least: u8,
    most: u8,
}

/// Blocks measured at a time: as many columns as a few vector registers hold.
const LANES: usize = 4 * BLOCK;

/// Sums and extremes of the blocks in a row of blocks.
fn measure(luma: &Luma, block_row: usize, cells: &mut [Cell]) {
    let rows = block_row * BLOCK..((block_row + 1) * BLOCK).min(luma.height());
    let whole = luma.width() / LANES;
    for group in 0..whole {
        // Columns first, then blocks: a column's work goes to vector instructions.
        let (mut sums, mut least, mut most) = ([0_u16; LANES], [u8::MAX; LANES], [0_u8; LANES]);
        for row in rows.clone().map(|y| &luma.row(y).as_chunks::<LANES>().0[group]) {
            for lane in 0..LANES {
                sums[lane] += u16::from(row[lane]);
                least[lane] = least[lane].min(row[lane]);
                most[lane] = most[lane].max(row[lane]);
            }
        }
        for (index, cell) in cells[group * 4..group * 4 + 4].iter_mut().enumerate() {
            let lanes = index * BLOCK..(index + 1) * BLOCK;
            cell.sum = sums[lanes.clone()].iter().map(|&sum| u32::from(sum)).sum();
            cell.count = (BLOCK * rows.len()) as u32;
            cell.least = least[lanes.clone()].iter().copied().fold(u8::MAX, u8::min);
            cell.most = most[lanes].iter().copied().fold(0, u8::max);
        }
    }
    for (index, cell) in cells.iter_mut().enumerate().skip(whole * 4) {
        *cell = Cell { count: 0, ..Cell::EMPTY };
        for row in rows.clone().map(|y| luma.row(y)) {
            row[index * BLOCK..((index + 1) * BLOCK).min(row.len())]
                .iter()
                .for_each(|&pixel| cell.take(pixel));
        }
    }
}

impl Cell {
    const EMPTY: Cell = Cell { sum: 0, count: 1, least: u8::MAX, most: 0 };

    fn take(&mut self, pixel: u8) {
        self.sum += u32::from(pixel);
        self.count += 1;
        self.least = self.least.min(pixel);
        self.most = self.most.max(pixel);
    }
}

/// Black where a pixel is below `percent` of the mean of the square of `2 × radius + 1` around it.
pub fn local_mean(luma: &Luma, radius: usize, percent: u32) -> BitMatrix {
    let (width, height) = (luma.width(), luma.height());
    // At most 257 rows of 255 fit in 16 bits.
    debug_assert!(radius <= 128);
    let mut columns = vec![0_u16; width];
    (0..radius.min(height)).for_each(|y| add(&mut columns, luma.row(y)));
    let mut prefix = vec![0_u32; width + 2 * radius + 1];
    bits(luma, |y, row, mask| {
        if y + radius < height {
            add(&mut columns, luma.row(y + radius));
        }
        if y > radius {
            subtract(&mut columns, luma.row(y - radius - 1));
        }
        let rows = (y + radius).min(height - 1) - y.saturating_sub(radius) + 1;
        running_sums(&columns, radius, &mut prefix);
        let right = &prefix[2 * radius + 1..];
        let scale = percent as f32 / (100.0 * rows as f32 * (2 * radius + 1) as f32);
        for (((bit, pixel), low), high) in mask.iter_mut().zip(row).zip(&prefix).zip(right) {
            *bit = u8::from((f32::from(*pixel)) < (high - low) as i32 as f32 * scale);
        }
    })
}

/// Black below the middle between the darkest and the brightest pixel of 3 × 3 blocks of 8 × 8.
pub fn mid_range(luma: &Luma) -> BitMatrix {
    let (across, down) = (luma.width().div_ceil(BLOCK), luma.height().div_ceil(BLOCK));
    let mut cells = vec![Cell::EMPTY; across * down];
    cells.chunks_exact_mut(across).enumerate().for_each(|(y, row)| measure(luma, y, row));
    let middle = |x: usize, y: usize| {
        let (left, top) = (x.saturating_sub(1), y.saturating_sub(1));
        let rows = (top..(y + 2).min(down)).map(|row| &cells[row * across..(row + 1) * across]);
        let (mut least, mut most) = (u8::MAX, 0);
        for cell in rows.flat_map(|row| &row[left..(x + 2).min(across)]) {
            (least, most) = (least.min(cell.least), most.max(cell.most));
        }
        (u16::from(least) + u16::from(most)).div_ceil(2) as u8
    };
    let mut expanded = vec![0_u8; across * BLOCK];
    bits(luma, |y, row, mask| {
        if y % BLOCK == 0 {
            let levels = expanded.chunks_exact_mut(BLOCK).enumerate();
            levels.for_each(|(x, cell)| cell.fill(middle(x, y / BLOCK)));
        }
        for ((bit, pixel), level) in mask.iter_mut().zip(row).zip(&expanded) {
            *bit = u8::from(pixel < level);
        }
    })
}

/// Asks `decide` for each row's mask (1 black, 0 white) and packs it.
fn bits(luma: &Luma, mut decide: impl FnMut(usize, &[u8], &mut [u8])) -> BitMatrix {
    let (width, height) = (luma.width(), luma.height());
    let mut matrix = BitMatrix::new(width as u32, height as u32).expect("a picture is never empty");
    // Rows end with a whole word; what lies beyond the picture's width stays white.
    let mut mask = vec![0_u8; width.next_multiple_of(WORD)];
    let mut packed = BitArray::with_size(width);
    for y in 0..height {
        decide(y, luma.row(y), &mut mask[..width]);
        for (index, word) in mask.chunks_exact(WORD).enumerate() {
            packed.setBulk(index * WORD, pack(word));
        }
        matrix.setRow(y as u32, &packed);
    }
    matrix
}

/// Gathers bytes of 0 and 1 into bits, the first the lowest.
fn pack(bytes: &[u8]) -> usize {
    // The product moves byte i's bit to bit 56 + i.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let eighths = bytes.chunks_exact(8).enumerate();
    eighths.fold(0, |word, (index, chunk)| {
        let lanes = u64::from_le_bytes(chunk.try_into().expect("a chunk has eight bytes"));
        word | ((lanes.wrapping_mul(GATHER) >> 56) as usize) << (8 * index)
    })
}
