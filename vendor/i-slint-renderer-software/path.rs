// Changed by vendor/make, which says what and why.
// Copyright © SixtyFPS GmbH <info@slint.dev>
// SPDX-License-Identifier: GPL-3.0-only OR LicenseRef-Slint-Royalty-free-2.0 OR LicenseRef-Slint-Software-3.0

//! Path rendering support for the software renderer using zeno

use super::PhysicalRect;
use super::draw_functions::{PremultipliedRgbaColor, TargetPixel};
use alloc::vec;
use alloc::vec::Vec;
use zeno::{Cap, Fill, Join, Mask, Stroke, Style};

pub use zeno::Command;

/// Convert Slint's PathDataIterator to zeno's Command format
pub fn convert_path_data_to_zeno(
    path_data: i_slint_core::graphics::PathDataIterator,
    rotation: crate::RotationInfo,
    scale_factor: i_slint_core::lengths::ScaleFactor,
    offset: euclid::Vector2D<f32, i_slint_core::lengths::PhysicalPx>,
) -> Vec<Command> {
    use crate::Transform as _;
    use i_slint_core::lengths::LogicalPoint;
    use lyon_path::Event;
    let mut commands = Vec::new();

    let convert_point = |p| {
        let p = (LogicalPoint::from_untyped(p) * scale_factor + offset).transformed(rotation);
        zeno::Point::new(p.x, p.y)
    };

    for event in path_data.iter() {
        match event {
            Event::Begin { at } => {
                commands.push(Command::MoveTo(convert_point(at)));
            }
            Event::Line { to, .. } => {
                commands.push(Command::LineTo(convert_point(to)));
            }
            Event::Quadratic { ctrl, to, .. } => {
                commands.push(Command::QuadTo(convert_point(ctrl), convert_point(to)));
            }
            Event::Cubic { ctrl1, ctrl2, to, .. } => {
                commands.push(Command::CurveTo(
                    convert_point(ctrl1),
                    convert_point(ctrl2),
                    convert_point(to),
                ));
            }
            Event::End { close, .. } => {
                if close {
                    commands.push(Command::Close);
                }
            }
        }
    }

    commands
}

/// How much of each pixel the path covers, for the full path size. Empty where there is no path.
fn mask(commands: &[Command], path_geometry: &PhysicalRect, style: zeno::Style) -> Vec<u8> {
    let path_width = path_geometry.size.width as usize;
    let path_height = path_geometry.size.height as usize;
    let mut mask_buffer = vec![0u8; path_width * path_height];
    if !mask_buffer.is_empty() {
        Mask::new(commands)
            .size(path_width as u32, path_height as u32)
            .style(style)
            .render_into(&mut mask_buffer, None);
    }
    mask_buffer
}

/// Blends what the mask covers into a part of a screen's line, which begins at the screen's column `left`.
pub fn blend_mask_line<T: TargetPixel>(
    mask: &[u8],
    path_geometry: &PhysicalRect,
    left: i16,
    line: i16,
    color: PremultipliedRgbaColor,
    line_buffer: &mut [T],
) {
    let (mask_x, mask_y) = (left - path_geometry.origin.x, line - path_geometry.origin.y);
    if mask_y < 0 || mask_y >= path_geometry.size.height {
        return;
    }
    let line_buffer = line_buffer.iter_mut().skip((-mask_x).max(0) as usize);
    let row = &mask[mask_y as usize * path_geometry.size.width as usize..]
        [..path_geometry.size.width as usize];
    for (pixel, coverage) in line_buffer.zip(row.iter().skip(mask_x.max(0) as usize)) {
        if *coverage > 0 {
            // Scale all color components by coverage to maintain premultiplication
            let coverage_factor = *coverage as u16;
            let alpha_color = PremultipliedRgbaColor {
                red: ((color.red as u16 * coverage_factor) / 255) as u8,
                green: ((color.green as u16 * coverage_factor) / 255) as u8,
                blue: ((color.blue as u16 * coverage_factor) / 255) as u8,
                alpha: ((color.alpha as u16 * coverage_factor) / 255) as u8,
            };
            T::blend(pixel, alpha_color);
        }
    }
}

/// The mask of a filled path
///
/// * `commands` - The path commands to render
/// * `path_geometry` - The full bounding box of the path in screen coordinates
pub fn filled_path_mask(commands: &[Command], path_geometry: &PhysicalRect) -> Vec<u8> {
    mask(commands, path_geometry, zeno::Style::Fill(Fill::NonZero))
}

/// The mask of a stroked path
///
/// * `commands` - The path commands to render
/// * `path_geometry` - The full bounding box of the path in screen coordinates
/// * `stroke_width` - The width of the stroke
pub fn stroked_path_mask(
    commands: &[Command],
    path_geometry: &PhysicalRect,
    stroke_width: f32,
    stroke_line_cap: i_slint_core::items::LineCap,
    stroke_line_join: i_slint_core::items::LineJoin,
    stroke_miter_limit: f32,
) -> Vec<u8> {
    let mut stroke = Stroke::new(stroke_width);
    stroke
        .cap(match stroke_line_cap {
            i_slint_core::items::LineCap::Round => Cap::Round,
            i_slint_core::items::LineCap::Square => Cap::Square,
            i_slint_core::items::LineCap::Butt | _ => Cap::Butt,
        })
        .join(match stroke_line_join {
            i_slint_core::items::LineJoin::Round => Join::Round,
            i_slint_core::items::LineJoin::Bevel => Join::Bevel,
            i_slint_core::items::LineJoin::Miter | _ => Join::Miter,
        })
        .miter_limit(stroke_miter_limit);
    mask(commands, path_geometry, Style::Stroke(stroke))
}
