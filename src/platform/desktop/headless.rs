//! The window without a display: Slint's software renderer draws into memory.

use crate::ui::Screen;
use slint::platform::software_renderer::{MinimalSoftwareWindow, RepaintBufferType};
use slint::platform::{Platform, WindowAdapter, WindowEvent};
use slint::{PhysicalSize, PlatformError, Rgb8Pixel};
use std::rc::Rc;

struct Headless(Rc<MinimalSoftwareWindow>);

impl Platform for Headless {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.0.clone())
    }
}

/// The memory in which one window is drawn. Slint takes one platform for the whole process, so a process can have one
/// stage, and none where it already has a real display.
pub struct Stage {
    window: Rc<MinimalSoftwareWindow>,
    size: PhysicalSize,
}

impl Stage {
    /// The size in logical pixels, and how many pixels make one of them.
    pub fn new(width: u32, height: u32, scale: f32) -> Result<Self, PlatformError> {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::NewBuffer);
        slint::platform::set_platform(Box::new(Headless(window.clone())))
            .map_err(|error| PlatformError::Other(error.to_string()))?;
        let pixels = |logical: u32| (logical as f32 * scale).round() as u32;
        let size = PhysicalSize::new(pixels(width), pixels(height));
        window.dispatch_event(WindowEvent::ScaleFactorChanged { scale_factor: scale });
        window.set_size(size);
        Ok(Self { window, size })
    }

    /// What the screen shows now.
    pub fn picture(&self, screen: &Screen) -> Result<image::RgbImage, PlatformError> {
        screen.window().show()?;
        self.window.set_size(self.size);
        slint::platform::update_timers_and_animations();
        let mut pixels = vec![Rgb8Pixel::default(); (self.size.width * self.size.height) as usize];
        self.window.request_redraw();
        self.window.draw_if_needed(|renderer| {
            renderer.render(&mut pixels, self.size.width as usize);
        });
        let bytes = pixels.iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
        image::RgbImage::from_raw(self.size.width, self.size.height, bytes)
            .ok_or_else(|| PlatformError::Other("the picture has another size".to_owned()))
    }
}
