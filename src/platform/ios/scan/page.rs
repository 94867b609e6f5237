//! The camera's page: page 6 of the design, in UIKit.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use super::camera::{self, Camera};
use super::panel::Ways;
use super::parts::{Actions, Parts};
use super::words::{Words, words};
use crate::app::{Language, Scan, Source};
use crate::platform::decisions::camera_visit::{Next, Visit};
use crate::platform::decisions::ios_rules;
use crate::platform::ios::look;
use crate::platform::ios::present::present;
use block2::RcBlock;
use objc2::rc::{Retained, Weak};
use objc2::runtime::{NSObjectProtocol, ProtocolObject};
use objc2::{DefinedClass, MainThreadMarker, MainThreadOnly, define_class, msg_send};
use objc2_av_foundation::{
    AVCaptureConnection, AVCaptureMetadataOutput, AVCaptureMetadataOutputObjectsDelegate,
    AVCaptureSessionRuntimeErrorNotification, AVCaptureSessionWasInterruptedNotification, AVMetadataObject,
};
use objc2_core_foundation::CGSize;
use objc2_foundation::{
    NSArray, NSNotification, NSNotificationCenter, NSNotificationName, NSObject, NSOperationQueue,
};
use objc2_ui_kit::{
    UIAction, UIApplication, UIApplicationState, UIDevice, UIInterfaceOrientationMask,
    UIModalPresentationStyle, UIResponder, UIStatusBarStyle, UIUserInterfaceIdiom, UIViewController,
    UIViewControllerTransitionCoordinator, UIViewControllerTransitionCoordinatorContext,
};
use std::cell::{Cell, OnceCell};
use std::ptr::NonNull;

/// The page calls `end` with its answer when it is gone. `false`: the camera does not open, or there is no window
/// to show it in; `end` is not called then.
pub fn open(language: Language, end: fn(Scan), main: MainThreadMarker) -> bool {
    let page = ScanPage::new(words(language), end, main);
    let Some(camera) = Camera::open(ProtocolObject::from_ref(&*page)) else { return false };
    // The page was made a moment ago and has no camera yet.
    let _ = page.ivars().camera.set(camera);
    page.watch_for_failure();
    let stands = present(&page, main);
    if !stands {
        page.release();
    }
    stands
}

type Observer = Retained<ProtocolObject<dyn NSObjectProtocol>>;

pub struct Ivars {
    words: Words,
    end: fn(Scan),
    camera: OnceCell<Camera>,
    parts: OnceCell<Parts>,
    failures: OnceCell<[Observer; 2]>,
    visit: Visit,
}

define_class!(
    // SAFETY: UIViewController's overridden methods call it where it asks for that; the fields are dropped
    // on the main thread, as all of it is.
    #[unsafe(super(UIViewController, UIResponder, NSObject))]
    #[thread_kind = MainThreadOnly]
    #[name = "SKTSScanPage"]
    #[ivars = Ivars]
    pub struct ScanPage;

    // SAFETY: the methods have the types that UIViewController and UIAccessibilityAction declare.
    impl ScanPage {
        #[unsafe(method(viewDidLoad))]
        fn loaded(&self) {
            // SAFETY: the overridden method, as UIKit asks.
            let _: () = unsafe { msg_send![super(self), viewDidLoad] };
            self.build();
        }

        #[unsafe(method(viewDidLayoutSubviews))]
        fn laid_out(&self) {
            // SAFETY: as above.
            let _: () = unsafe { msg_send![super(self), viewDidLayoutSubviews] };
            if let (Some(parts), Some(view)) = (self.ivars().parts.get(), self.view()) {
                parts.lay_out(&view);
            }
        }

        /// Only now does the camera start: UIKit ignores a request to close a page that is still sliding in.
        #[unsafe(method(viewDidAppear:))]
        fn appeared(&self, animated: bool) {
            // SAFETY: as above.
            let _: () = unsafe { msg_send![super(self), viewDidAppear: animated] };
            self.take(self.ivars().visit.stands());
        }

        /// Where UIKit and not the customer closed the page, that counts as going back.
        #[unsafe(method(viewDidDisappear:))]
        fn disappeared(&self, animated: bool) {
            // SAFETY: as above.
            let _: () = unsafe { msg_send![super(self), viewDidDisappear: animated] };
            if self.isBeingDismissed()
                && let Some(how) = self.ivars().visit.gone()
            {
                self.release();
                (self.ivars().end)(how);
            }
        }

        /// An iPad that is turned upside down lays nothing out again, for its size is the same.
        #[unsafe(method(viewWillTransitionToSize:withTransitionCoordinator:))]
        fn turns(&self, size: CGSize, coordinator: &ProtocolObject<dyn UIViewControllerTransitionCoordinator>) {
            // SAFETY: as above.
            let _: () = unsafe {
                msg_send![super(self), viewWillTransitionToSize: size, withTransitionCoordinator: coordinator]
            };
            self.turn_after(coordinator);
        }

        #[unsafe(method(preferredStatusBarStyle))]
        fn status_bar(&self) -> UIStatusBarStyle {
            UIStatusBarStyle::LightContent
        }

        /// A phone on its side has no room for the frame and the ways out.
        #[unsafe(method(supportedInterfaceOrientations))]
        fn orientations(&self) -> UIInterfaceOrientationMask {
            match UIDevice::currentDevice(self.mtm()).userInterfaceIdiom() {
                UIUserInterfaceIdiom::Phone => UIInterfaceOrientationMask::Portrait,
                _ => UIInterfaceOrientationMask::All,
            }
        }

        /// VoiceOver's gesture for going back.
        #[unsafe(method(accessibilityPerformEscape))]
        fn escape(&self) -> bool {
            self.end(Scan::Cancelled);
            true
        }
    }

    // SAFETY: UIViewController conforms already.
    unsafe impl NSObjectProtocol for ScanPage {}

    // SAFETY: the method has the type that the protocol declares, and is called on the main thread, the
    // queue it was given.
    unsafe impl AVCaptureMetadataOutputObjectsDelegate for ScanPage {
        #[unsafe(method(captureOutput:didOutputMetadataObjects:fromConnection:))]
        fn seen(
            &self,
            _: &AVCaptureMetadataOutput,
            objects: &NSArray<AVMetadataObject>,
            _: &AVCaptureConnection,
        ) {
            if let Some(text) = ios_rules::only_one(camera::texts(objects)) {
                self.end(Scan::Found(Source::Text(text)));
            }
        }
    }
);

impl ScanPage {
    fn new(words: Words, end: fn(Scan), main: MainThreadMarker) -> Retained<Self> {
        let ivars = Ivars {
            words,
            end,
            camera: OnceCell::new(),
            parts: OnceCell::new(),
            failures: OnceCell::new(),
            visit: Visit::default(),
        };
        let this = Self::alloc(main).set_ivars(ivars);
        // SAFETY: UIViewController's initialiser, called once.
        let page: Retained<Self> = unsafe { msg_send![super(this), init] };
        // No swipe closes it: there is one way back, and it answers.
        page.setModalPresentationStyle(UIModalPresentationStyle::FullScreen);
        page
    }

    fn build(&self) {
        let (Some(view), Some(camera)) = (self.view(), self.ivars().camera.get()) else { return };
        let actions = Actions {
            cancel: self.action(|page| page.end(Scan::Cancelled)),
            light: camera.has_light().then(|| self.action(Self::switch_light)),
            ways: Ways {
                by_image: self.action(|page| page.end(Scan::ByImage)),
                by_hand: self.action(|page| page.end(Scan::ByHand)),
            },
        };
        let large = look::text_scale(self.mtm()) >= 1.5;
        let parts = Parts::new(&view, &self.ivars().words, &actions, camera.session(), large, self.mtm());
        // The view is loaded once.
        let _ = self.ivars().parts.set(parts);
    }

    /// The button keeps the action, and the action must not keep the page.
    fn action(&self, act: fn(&Self)) -> Retained<UIAction> {
        let page = Weak::new(self);
        let block = RcBlock::new(move |_: NonNull<UIAction>| {
            if let Some(page) = page.load() {
                act(&page);
            }
        });
        // SAFETY: UIKit copies the block, and calls it on the main thread.
        unsafe { UIAction::actionWithHandler(RcBlock::as_ptr(&block), self.mtm()) }
    }

    fn switch_light(&self) {
        let ivars = self.ivars();
        if let (Some(camera), Some(parts)) = (ivars.camera.get(), ivars.parts.get()) {
            let on = camera.switch_light(!camera.light_is_on());
            parts.show_light(on, &ivars.words, self.mtm());
        }
    }

    /// The camera may break off at any time: too hot, unplugged, taken by a call or by the app beside this one.
    fn watch_for_failure(&self) {
        let Some(camera) = self.ivars().camera.get() else { return };
        // SAFETY: constants of AVFoundation.
        let (broken, interrupted) =
            unsafe { (AVCaptureSessionRuntimeErrorNotification, AVCaptureSessionWasInterruptedNotification) };
        // When the app goes to the background iOS interrupts the camera, too, and resumes it by itself.
        let failures =
            [self.end_on(broken, camera, |_| true), self.end_on(interrupted, camera, Self::is_in_front)];
        // A page watches once.
        let _ = self.ivars().failures.set(failures);
    }

    fn end_on(&self, event: &NSNotificationName, camera: &Camera, counts: fn(&Self) -> bool) -> Observer {
        let page = Weak::new(self);
        let block = RcBlock::new(move |_: NonNull<NSNotification>| {
            if let Some(page) = page.load().filter(|page| counts(page)) {
                page.end(Scan::Failed);
            }
        });
        // SAFETY: the block is called on the main queue, where the page lives.
        unsafe {
            NSNotificationCenter::defaultCenter().addObserverForName_object_queue_usingBlock(
                Some(event),
                Some(camera.session()),
                Some(&NSOperationQueue::mainQueue()),
                &block,
            )
        }
    }

    fn is_in_front(&self) -> bool {
        UIApplication::sharedApplication(self.mtm()).applicationState() == UIApplicationState::Active
    }

    fn end(&self, how: Scan) {
        self.take(self.ivars().visit.end(how));
    }

    fn take(&self, step: Next) {
        match step {
            Next::Start => {
                if let Some(camera) = self.ivars().camera.get() {
                    camera.start();
                }
            }
            Next::Release => self.release(),
            Next::Leave(how) => {
                self.release();
                self.leave(how);
            }
            Next::Nothing => {}
        }
    }

    /// Closes the page, and answers when it is gone: the answer may open another page, which UIKit refuses
    /// until then.
    fn leave(&self, how: Scan) {
        let (end, how) = (self.ivars().end, Cell::new(Some(how)));
        let gone = RcBlock::new(move || {
            if let Some(how) = how.take() {
                end(how);
            }
        });
        self.dismissViewControllerAnimated_completion(true, Some(&gone));
    }

    /// The scene knows its new orientation when the turn is done.
    fn turn_after(&self, coordinator: &ProtocolObject<dyn UIViewControllerTransitionCoordinator>) {
        type Context = ProtocolObject<dyn UIViewControllerTransitionCoordinatorContext>;
        let page = Weak::new(self);
        let done = RcBlock::new(move |_: NonNull<Context>| {
            if let Some(page) = page.load()
                && let (Some(parts), Some(view)) = (page.ivars().parts.get(), page.view())
            {
                parts.turn(&view);
            }
        });
        coordinator.animateAlongsideTransition_completion(None, Some(&done));
    }

    fn release(&self) {
        if let Some(camera) = self.ivars().camera.get() {
            camera.stop();
        }
        for failure in self.ivars().failures.get().into_iter().flatten() {
            // SAFETY: the observer that the centre itself gave.
            unsafe { NSNotificationCenter::defaultCenter().removeObserver((**failure).as_ref()) };
        }
    }
}
