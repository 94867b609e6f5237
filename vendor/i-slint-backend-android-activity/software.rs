// Not Slint's: written for this app, see vendor/make.

//! Draws with Slint's software renderer, and brings what it drew into the window's own buffers.
//!
//! There is one picture in memory that outlives windows. Only what changed is drawn into it, and only that is copied.

use crate::ndk::hardware_buffer_format::HardwareBufferFormat;
use crate::ndk::native_window::{NativeWindow, Rect};
use crate::picture::{Area, Buffer, Format, Owed, Size};
use i_slint_core::lengths::{LogicalRect, LogicalSize};
use i_slint_core::platform::Renderer;
use i_slint_core::renderer::RendererSealed;
use i_slint_renderer_software::{PremultipliedRgbaColor, RepaintBufferType, SoftwareRenderer};
use std::cell::{Cell, RefCell};
use std::time::Duration;

mod ffi {
    #[link(name = "android")]
    unsafe extern "C" {
        pub fn ANativeWindow_unlockAndPost(window: *mut core::ffi::c_void) -> i32;
    }
}

/// What became of a frame.
pub enum Frame {
    /// The window shows the picture. Perhaps nothing had to be done for it.
    Shown,
    /// The window's buffer was of another size: the picture's missing parts are black.
    OfAnotherSize,
    /// The window took no buffer: it may be going away. It is worth another try after this time.
    Refused(Duration),
}

pub struct AndroidSoftwareRenderer {
    renderer: SoftwareRenderer,
    picture: RefCell<Vec<PremultipliedRgbaColor>>,
    owed: RefCell<Owed>,
    /// The window has been asked for the pixels' format.
    asked: Cell<bool>,
}

impl AndroidSoftwareRenderer {
    pub fn new() -> Self {
        let renderer = SoftwareRenderer::new_with_repaint_buffer_type(RepaintBufferType::ReusedBuffer);
        Self { renderer, picture: RefCell::default(), owed: RefCell::default(), asked: Cell::new(false) }
    }

    pub fn as_core_renderer(&self) -> &dyn Renderer {
        &self.renderer
    }

    /// The window is another one.
    pub fn set_window(&self) {
        self.asked.set(false);
        self.show_everything();
    }

    /// Whatever the window shows, the next frame brings it the whole picture.
    pub fn show_everything(&self) {
        self.owed.borrow_mut().everything();
    }

    /// `size` is what Slint draws for the size that Slint was last told; the window itself may be ahead of it.
    pub fn render(&self, window: &NativeWindow, size: Size, scale: f32) -> Frame {
        if size.0 == 0 || size.1 == 0 {
            return Frame::Shown;
        }
        let mut picture = self.picture.borrow_mut();
        let mut owed = self.owed.borrow_mut();
        if owed.begin(size, scale) {
            picture.clear();
            picture.resize(size.0 as usize * size.1 as usize, Default::default());
            let all = LogicalSize::new(size.0 as f32 / scale + 1., size.1 as f32 / scale + 1.);
            self.renderer.mark_dirty_region(LogicalRect::from_size(all).into());
        }
        let drawn = self.renderer.render(&mut picture, size.0 as usize);
        let (origin, extent) = (drawn.bounding_box_origin(), drawn.bounding_box_size());
        let Some(area) = owed.drawn(Area {
            left: origin.x,
            top: origin.y,
            right: origin.x + extent.width as i32,
            bottom: origin.y + extent.height as i32,
        }) else {
            return Frame::Shown;
        };
        match self.post(window, bytemuck::cast_slice(&picture), size, area) {
            Some(buffer) => {
                owed.shown(buffer);
                if buffer == size { Frame::Shown } else { Frame::OfAnotherSize }
            }
            None => Frame::Refused(owed.refused()),
        }
    }

    /// Brings `area` of the picture into the window's next buffer. The buffer's size, if the window took the buffer.
    fn post(&self, window: &NativeWindow, picture: &[u8], size: Size, area: Area) -> Option<Size> {
        if !self.asked.get() {
            // Without alpha: the window below is never seen. 0 and 0: the buffers are as large as the window.
            window.set_buffers_geometry(0, 0, Some(HardwareBufferFormat::R8G8B8X8_UNORM)).ok()?;
            self.asked.set(true);
        }
        let mut dirty = Rect { left: area.left, top: area.top, right: area.right, bottom: area.bottom };
        let mut locked = window.lock(Some(&mut dirty)).ok()?;
        let buffer = (locked.width() as u32, locked.height() as u32);
        let format = Format::of(locked.format().into());
        if let Some(format) = format {
            let length = locked.stride() * locked.height() * format.bytes();
            // SAFETY: the buffer is locked for writing until it is posted below, has this many bytes, and is memory that
            // the system handed out, so its bytes have values.
            let bytes = unsafe { std::slice::from_raw_parts_mut(locked.bits().cast(), length) };
            // As `lock` left it, the rectangle may be larger: then the window has no frame to take the rest from.
            let area = Area { left: dirty.left, top: dirty.top, right: dirty.right, bottom: dirty.bottom };
            Buffer { bytes, size: buffer, stride: locked.stride(), format }.write(picture, size, area);
        }
        // Dropping it would end the app if the window was lost meanwhile.
        std::mem::forget(locked);
        // SAFETY: the window is locked, by `lock` above.
        let posted = unsafe { ffi::ANativeWindow_unlockAndPost(window.ptr().as_ptr().cast()) } == 0;
        if format.is_none() {
            self.asked.set(false);
        }
        (posted && format.is_some()).then_some(buffer)
    }
}
