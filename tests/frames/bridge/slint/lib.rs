//! As much of Slint as Android's composition root names.

#[derive(Debug)]
pub struct PlatformError;

pub fn quit_event_loop() -> Result<(), PlatformError> {
    Ok(())
}

pub mod android {
    use super::PlatformError;
    pub use android_activity::AndroidApp;

    pub mod android_activity {
        use std::ffi::c_void;
        use std::path::PathBuf;
        use std::time::Duration;

        #[derive(Clone)]
        pub struct AndroidApp {
            pub vm: usize,
            pub activity: usize,
        }

        impl AndroidApp {
            pub fn vm_as_ptr(&self) -> *mut c_void {
                self.vm as *mut c_void
            }
            pub fn activity_as_ptr(&self) -> *mut c_void {
                self.activity as *mut c_void
            }
            pub fn internal_data_path(&self) -> Option<PathBuf> {
                Some(PathBuf::from("folder"))
            }
            /// Android says that the activity is destroyed.
            pub fn poll_events(&self, _: Option<Duration>, mut hear: impl FnMut(PollEvent<'_>)) {
                hear(PollEvent::Main(MainEvent::Destroy));
            }
        }

        pub enum MainEvent<'a> {
            Start,
            Stop,
            Destroy,
            Other(&'a u8),
        }

        pub enum PollEvent<'a> {
            Wake,
            Main(MainEvent<'a>),
        }
    }

    /// What the activity says of itself is heard at once: it is shown, hidden, and shown.
    pub fn init_with_event_listener(
        _: AndroidApp,
        listener: impl Fn(&android_activity::PollEvent<'_>) + 'static,
    ) -> Result<(), PlatformError> {
        use android_activity::{MainEvent, PollEvent};
        for event in [MainEvent::Start, MainEvent::Stop, MainEvent::Other(&0), MainEvent::Start] {
            listener(&PollEvent::Main(event));
        }
        listener(&PollEvent::Wake);
        Ok(())
    }
}
