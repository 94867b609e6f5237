//! The window begins no larger than its screen, so that the button at the foot of a page can be reached.

use crate::ui::Runner;
use slint::winit_030::{WinitWindowAccessor, winit};
use std::rc::Rc;
use winit::dpi::PhysicalSize;

/// What a title bar and a task bar take, in logical pixels. No system tells winit what is left between them.
const BARS: f64 = 88.0;

/// Makes the window smaller as soon as it is there, where the screen is smaller than the window would like to be.
pub fn fit(runner: &Rc<Runner>) {
    let weak = Rc::downgrade(runner);
    let fitting = slint::spawn_local(async move {
        let Some(runner) = weak.upgrade() else { return };
        let Ok(window) = runner.screen().window().winit_window().await else { return };
        let Some(size) = smaller(&window) else { return };
        runner.screen().window().set_size(slint::PhysicalSize::new(size.width, size.height));
    });
    // Without an event loop there is no window that could be too large.
    let _ = fitting;
}

fn smaller(window: &winit::window::Window) -> Option<PhysicalSize<u32>> {
    let monitor = window.current_monitor().or_else(|| window.primary_monitor())?;
    within(window.inner_size(), monitor.size(), window.scale_factor())
}

/// `None` where the window has room already.
fn within(window: PhysicalSize<u32>, screen: PhysicalSize<u32>, scale: f64) -> Option<PhysicalSize<u32>> {
    let height = screen.height.saturating_sub((BARS * scale) as u32);
    let fits = PhysicalSize::new(window.width.min(screen.width), window.height.min(height));
    (fits != window && fits.width > 0 && fits.height > 0).then_some(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(window: (u32, u32), screen: (u32, u32), scale: f64, expected: Option<(u32, u32)>) {
        let size = |(width, height)| PhysicalSize::new(width, height);
        assert_eq!(within(size(window), size(screen), scale), expected.map(size));
    }

    #[test]
    fn only_what_is_too_large_gets_smaller() {
        case((390, 844), (1920, 1080), 1.0, None);
        case((390, 844), (1366, 768), 1.0, Some((390, 680)));
        case((585, 1266), (1920, 1080), 1.5, Some((585, 948)));
        case((1170, 2532), (1080, 1920), 3.0, Some((1080, 1656)));
        case((390, 844), (0, 0), 1.0, None);
    }
}
