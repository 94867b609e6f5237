//! The system's picture chooser. It runs in a process of its own: the app sees the one picture that was
//! chosen, and asks for no permission.

use super::main_thread::on_main;
use super::pictures;
use super::present::present;
use crate::app::Source;
use crate::platform::decisions::question::Question;
use block2::RcBlock;
use objc2::rc::{Allocated, Retained};
use objc2::runtime::{NSObjectProtocol, ProtocolObject};
use objc2::{MainThreadMarker, MainThreadOnly, define_class, extern_class, extern_methods, msg_send};
use objc2_foundation::{NSArray, NSData, NSError, NSItemProvider, NSObject, ns_string};
use objc2_photos_ui::{
    PHPickerConfiguration, PHPickerConfigurationAssetRepresentationMode, PHPickerFilter, PHPickerResult,
    PHPickerViewControllerDelegate,
};
use objc2_ui_kit::{
    UIAdaptivePresentationControllerDelegate, UIPresentationController, UIResponder, UIViewController,
};
use std::cell::RefCell;

/// The answer; `None`: cancelled.
type Chosen = Option<Source>;

static CHOSEN: Question<Chosen> = Question::new();

thread_local! {
    /// Keeps the chooser's delegate, which the chooser itself does not keep. Used on the main thread alone.
    static DELEGATE: RefCell<Option<Retained<Delegate>>> = const { RefCell::new(None) };
}

/// Waits for the customer, so it is called on a worker. `None`: the chooser did not open.
pub fn choose() -> Option<Chosen> {
    CHOSEN.ask(|| {
        on_main(|main| {
            if !open(main) {
                CHOSEN.abandon();
            }
        });
        true
    })
}

fn open(main: MainThreadMarker) -> bool {
    let delegate = Delegate::new(main);
    // SAFETY: the configuration is of the picker's own type, and both are used on the main thread.
    let picker = unsafe {
        let wanted = PHPickerConfiguration::new();
        wanted.setFilter(Some(&PHPickerFilter::imagesFilter()));
        wanted.setSelectionLimit(1);
        // iOS hands over as JPEG what the camera keeps as HEIC.
        wanted.setPreferredAssetRepresentationMode(PHPickerConfigurationAssetRepresentationMode::Compatible);
        PHPickerViewController::with_configuration(PHPickerViewController::alloc(main), &wanted)
    };
    picker.set_delegate(Some(ProtocolObject::from_ref(&*delegate)));
    if let Some(sheet) = picker.presentationController() {
        // SAFETY: the delegate is kept until the next picker opens.
        unsafe { sheet.setDelegate(Some(ProtocolObject::from_ref(&*delegate))) };
    }
    DELEGATE.replace(Some(delegate));
    present(&picker, main)
}

extern_class!(
    /// The chooser's page. objc2-photos-ui declares it for macOS alone.
    // SAFETY: PhotosUI has this class since iOS 14, with this superclass.
    #[unsafe(super(UIViewController, UIResponder, NSObject))]
    #[thread_kind = MainThreadOnly]
    #[name = "PHPickerViewController"]
    struct PHPickerViewController;
);

impl PHPickerViewController {
    extern_methods!(
        // SAFETY: as PhotosUI declares it.
        #[unsafe(method(initWithConfiguration:))]
        #[unsafe(method_family = init)]
        fn with_configuration(this: Allocated<Self>, wanted: &PHPickerConfiguration) -> Retained<Self>;

        // SAFETY: as PhotosUI declares it; the property is weak.
        #[unsafe(method(setDelegate:))]
        #[unsafe(method_family = none)]
        fn set_delegate(&self, delegate: Option<&ProtocolObject<dyn PHPickerViewControllerDelegate>>);
    );
}

define_class!(
    // SAFETY: NSObject asks nothing of its subclasses, and there is nothing to drop.
    #[unsafe(super = NSObject)]
    #[thread_kind = MainThreadOnly]
    #[name = "SKTSPickerDelegate"]
    struct Delegate;

    // SAFETY: NSObject conforms already.
    unsafe impl NSObjectProtocol for Delegate {}

    // SAFETY: the method has the type that PhotosUI declares.
    unsafe impl PHPickerViewControllerDelegate for Delegate {
        #[unsafe(method(picker:didFinishPicking:))]
        fn finished(&self, picker: &PHPickerViewController, results: &NSArray<PHPickerResult>) {
            // SAFETY: a question, on the main thread.
            let provider = results.firstObject().map(|result| unsafe { result.itemProvider() });
            // The answer comes when the chooser is gone: it may open another page, which UIKit refuses until then.
            let gone = RcBlock::new(move || match &provider {
                Some(provider) => load(provider),
                None => {
                    CHOSEN.answer(None);
                }
            });
            picker.dismissViewControllerAnimated_completion(true, Some(&gone));
        }
    }

    // SAFETY: the method has the type that UIKit declares.
    unsafe impl UIAdaptivePresentationControllerDelegate for Delegate {
        /// The customer has swiped the chooser away.
        #[unsafe(method(presentationControllerDidDismiss:))]
        fn dismissed(&self, _: &UIPresentationController) {
            CHOSEN.answer(None);
        }
    }
);

impl Delegate {
    fn new(main: MainThreadMarker) -> Retained<Self> {
        // SAFETY: NSObject's initialiser.
        unsafe { msg_send![Self::alloc(main), init] }
    }
}

/// iOS brings the picture's bytes on a thread of its own, and may have to fetch them from the cloud first.
fn load(provider: &NSItemProvider) {
    let block = RcBlock::new(|data: *mut NSData, _: *mut NSError| {
        // SAFETY: null or the picture's bytes, alive until the block returns.
        let picture = unsafe { data.as_ref() }.and_then(pictures::readable);
        CHOSEN.answer(Some(picture.map_or(Source::Unreadable, Source::Bytes)));
    });
    // SAFETY: the block captures nothing and may be called on any thread.
    unsafe {
        provider.loadDataRepresentationForTypeIdentifier_completionHandler(ns_string!("public.image"), &block)
    };
}
