//! The camera, looking for QR codes. No picture leaves it: AVFoundation reads, and only a text comes out.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use crate::platform::decisions::ios_rules::{self, Permission};
use crate::platform::ios::text::text;
use crate::provisioning::limits::MAX_TEXT_UNITS;
use block2::RcBlock;
use dispatch2::{DispatchQueue, DispatchRetained};
use objc2::rc::Retained;
use objc2::runtime::{Bool, ProtocolObject};
use objc2_av_foundation::{
    AVAuthorizationStatus, AVCaptureDevice, AVCaptureDeviceInput, AVCaptureMetadataOutput,
    AVCaptureMetadataOutputObjectsDelegate, AVCaptureSession, AVCaptureTorchMode, AVMediaType,
    AVMediaTypeVideo, AVMetadataMachineReadableCodeObject, AVMetadataObject, AVMetadataObjectTypeQRCode,
};
use objc2_foundation::NSArray;
use zeroize::Zeroizing;

fn video() -> Option<&'static AVMediaType> {
    // SAFETY: a constant of AVFoundation.
    unsafe { AVMediaTypeVideo }
}

fn device() -> Option<Retained<AVCaptureDevice>> {
    // SAFETY: a question, from any thread.
    unsafe { AVCaptureDevice::defaultDeviceWithMediaType(video()?) }
}

pub fn is_there() -> bool {
    device().is_some()
}

pub fn permission() -> Permission {
    let Some(video) = video() else { return Permission::Forbidden };
    // SAFETY: a question, from any thread.
    match unsafe { AVCaptureDevice::authorizationStatusForMediaType(video) } {
        AVAuthorizationStatus::Authorized => Permission::Given,
        AVAuthorizationStatus::NotDetermined => Permission::NotAsked,
        AVAuthorizationStatus::Denied => Permission::Refused,
        _ => Permission::Forbidden,
    }
}

/// iOS asks the customer, once in the app's life, and answers on a thread of its own.
pub fn ask_permission(answer: fn(bool)) -> bool {
    let Some(video) = video() else { return false };
    let block = RcBlock::new(move |given: Bool| answer(given.as_bool()));
    // SAFETY: the block captures a plain function and may be called anywhere.
    unsafe { AVCaptureDevice::requestAccessForMediaType_completionHandler(video, &block) };
    true
}

/// An open camera. AVFoundation releases the camera when this value is dropped.
pub struct Camera {
    device: Retained<AVCaptureDevice>,
    session: Retained<AVCaptureSession>,
    /// Starting and stopping block until the hardware is ready: they run on this queue, one after the other.
    queue: DispatchRetained<DispatchQueue>,
}

/// A session on its way to its queue.
struct Moved(Retained<AVCaptureSession>);

// SAFETY: AVCaptureSession may be started and stopped from any thread; Apple's own examples do it so. It
// is configured before, and only its queue calls it after.
unsafe impl Send for Moved {}

impl Moved {
    fn start(self) {
        // SAFETY: the session is configured.
        unsafe { self.0.startRunning() };
    }

    fn stop(self) {
        // SAFETY: harmless for one that does not run.
        unsafe { self.0.stopRunning() };
    }
}

type Delegate = ProtocolObject<dyn AVCaptureMetadataOutputObjectsDelegate>;

impl Camera {
    /// Ready to start. The delegate is called on the main thread and not kept alive.
    pub fn open(delegate: &Delegate) -> Option<Self> {
        let device = device()?;
        // SAFETY: nothing is added that the session did not say it takes.
        let session = unsafe {
            let session = AVCaptureSession::new();
            let input = AVCaptureDeviceInput::deviceInputWithDevice_error(&device).ok()?;
            session.canAddInput(&input).then(|| session.addInput(&input))?;
            look_for_codes(&session, delegate)?;
            // On an iPad the customer may have the app beside the browser that shows the code.
            if session.isMultitaskingCameraAccessSupported() {
                session.setMultitaskingCameraAccessEnabled(true);
            }
            // The zoom comes last: each step above may choose another format, and a format begins with a zoom of 1.
            see_close(&device);
            session
        };
        Some(Self { device, session, queue: DispatchQueue::new("jp.skts.token.camera", None) })
    }

    pub fn session(&self) -> &AVCaptureSession {
        &self.session
    }

    pub fn start(&self) {
        let session = Moved(self.session.clone());
        self.queue.exec_async(move || session.start());
    }

    /// Stops the camera; its light goes out with it.
    pub fn stop(&self) {
        let session = Moved(self.session.clone());
        self.queue.exec_async(move || session.stop());
    }

    pub fn has_light(&self) -> bool {
        // SAFETY: a question.
        unsafe { self.device.hasTorch() }
    }

    /// Whether the light is on.
    pub fn light_is_on(&self) -> bool {
        // SAFETY: a question. iOS switches it off by itself, too.
        unsafe { self.device.isTorchActive() }
    }

    pub fn switch_light(&self, on: bool) -> bool {
        let mode = if on { AVCaptureTorchMode::On } else { AVCaptureTorchMode::Off };
        // SAFETY: set while the device is locked for it, to a mode that it has. It is refused where the
        // phone is too hot, and then nothing changes.
        unsafe {
            if self.device.isTorchModeSupported(mode)
                && (self.device.isTorchAvailable() || !on)
                && self.device.lockForConfiguration().is_ok()
            {
                self.device.setTorchMode(mode);
                self.device.unlockForConfiguration();
            }
            self.device.torchMode() == AVCaptureTorchMode::On
        }
    }
}

/// Newer phones' cameras are not sharp as near as a letter is held: they see it from further away, larger.
fn see_close(device: &AVCaptureDevice) {
    // SAFETY: questions; then a factor within the format's bounds, set while the device is locked for it.
    unsafe {
        let format = device.activeFormat();
        let (nearest, view) = (device.minimumFocusDistance() as f64, f64::from(format.videoFieldOfView()));
        let factor = ios_rules::zoom(nearest, view, ios_rules::CODE, format.videoMaxZoomFactor());
        // Where another program has locked the camera, its zoom stays as it is.
        if device.lockForConfiguration().is_ok() {
            device.setVideoZoomFactor(factor);
            device.unlockForConfiguration();
        }
    }
}

/// # Safety
///
/// The session is not running.
unsafe fn look_for_codes(session: &AVCaptureSession, delegate: &Delegate) -> Option<()> {
    // SAFETY: the types are set after the output was added: before, the session offers none, and setting
    // one that is not offered throws.
    unsafe {
        let output = AVCaptureMetadataOutput::new();
        session.canAddOutput(&output).then(|| session.addOutput(&output))?;
        let kind = AVMetadataObjectTypeQRCode;
        output.availableMetadataObjectTypes().containsObject(kind).then_some(())?;
        output.setMetadataObjectsDelegate_queue(Some(delegate), Some(DispatchQueue::main()));
        output.setMetadataObjectTypes(Some(&NSArray::from_slice(&[kind])));
    }
    Some(())
}

/// The texts of the codes in one picture; a code that holds no text is none.
pub fn texts(objects: &NSArray<AVMetadataObject>) -> Vec<Zeroizing<String>> {
    let read = |object: Retained<AVMetadataObject>| {
        let code = object.downcast::<AVMetadataMachineReadableCodeObject>().ok()?;
        // SAFETY: a question.
        text(&*unsafe { code.stringValue() }?, MAX_TEXT_UNITS)
    };
    objects.iter().filter_map(read).collect()
}
