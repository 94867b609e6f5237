//! What stands on the camera's page, and where.

use super::panel::{Ways, panel};
use super::widgets::{ButtonStyle, RADIUS, activate, button, if_possible, label, stack};
use super::words::Words;
use crate::platform::decisions::ios_rules;
use objc2::MainThreadMarker;
use objc2::rc::Retained;
use objc2_av_foundation::{
    AVCaptureSession, AVCaptureVideoPreviewLayer, AVLayerVideoGravityResizeAspectFill,
};
use objc2_core_foundation::{CGPoint, CGRect, CGSize};
use objc2_foundation::NSString;
use objc2_quartz_core::{CAShapeLayer, kCAFillRuleEvenOdd, kCALineCapRound};
use objc2_ui_kit::{
    NSObjectUIAccessibility, UIAccessibilityTraitHeader, UIAction, UIBezierPath, UIButton, UIColor, UIImage,
    UILayoutConstraintAxis, UIStackView, UIView,
};

/// What the buttons do. A camera without a light gets no button for one.
pub struct Actions {
    pub cancel: Retained<UIAction>,
    pub light: Option<Retained<UIAction>>,
    pub ways: Ways,
}

pub struct Parts {
    preview: Retained<AVCaptureVideoPreviewLayer>,
    shade: Retained<CAShapeLayer>,
    corners: Retained<CAShapeLayer>,
    /// The room that the frame may take.
    room: Retained<UIView>,
    light: Option<Retained<UIButton>>,
}

const MARGIN: f64 = 20.0;
/// The largest side of the frame.
const FRAME: f64 = 420.0;

impl Parts {
    pub fn new(
        view: &UIView,
        words: &Words,
        actions: &Actions,
        session: &AVCaptureSession,
        large: bool,
        main: MainThreadMarker,
    ) -> Self {
        view.setBackgroundColor(Some(&UIColor::blackColor()));
        let (preview, shade, corners) = layers(view, session);
        let cancel = button(words.cancel, "xmark", ButtonStyle::Bare, &actions.cancel, main);
        let light = actions
            .light
            .as_ref()
            .map(|act| button(words.light, "flashlight.off.fill", ButtonStyle::Dark, act, main));
        let bar = row(&cancel, light.as_deref(), main);
        let title = label(words.title, 20.0, true, &UIColor::whiteColor(), main);
        // SAFETY: a constant of UIKit.
        title.setAccessibilityTraits(unsafe { UIAccessibilityTraitHeader }, main);
        let detail = label(words.by_itself, 16.0, false, &UIColor::whiteColor(), main);
        let heading = stack(&[&bar, &title, &detail], 8.0, main);
        let room = UIView::new(main);
        room.setUserInteractionEnabled(false);
        let panel = panel(words, &actions.ways, large, main);
        for part in [&*heading as &UIView, &room, &panel] {
            part.setTranslatesAutoresizingMaskIntoConstraints(false);
            view.addSubview(part);
        }
        place(view, &heading, &room, &panel, main);
        let parts = Self { preview, shade, corners, room, light };
        parts.show_light(false, words, main);
        parts
    }

    /// Moves the layers to their views: layers know no constraints.
    pub fn lay_out(&self, view: &UIView) {
        let bounds = view.bounds();
        self.preview.setFrame(bounds);
        self.shade.setFrame(bounds);
        self.corners.setFrame(bounds);
        let room = view.convertRect_fromView(self.room.bounds(), Some(&self.room));
        let (left, top, side) = ios_rules::square(room.size.width, room.size.height, FRAME);
        let at = CGPoint::new(room.origin.x + left, room.origin.y + top);
        let frame = CGRect::new(at, CGSize::new(side, side));
        let shade = UIBezierPath::bezierPathWithRect(bounds);
        shade
            .appendPath(&UIBezierPath::bezierPathWithRoundedRect_cornerRadius(frame, RADIUS.min(side / 2.0)));
        self.shade.setPath(Some(&shade.CGPath()));
        self.corners.setPath(Some(&corners(frame).CGPath()));
        self.turn(view);
    }

    /// The picture stands upright however the device is held.
    // The replacement of this property came with iOS 17.
    #[allow(deprecated)]
    pub fn turn(&self, view: &UIView) {
        use objc2_av_foundation::AVCaptureVideoOrientation;
        let held =
            view.window().and_then(|window| window.windowScene()).map(|scene| scene.interfaceOrientation());
        // SAFETY: set only where the connection takes it; both enumerations have the same numbers.
        unsafe {
            if let (Some(held), Some(picture)) = (held, self.preview.connection())
                && held.0 != 0
                && picture.isVideoOrientationSupported()
            {
                picture.setVideoOrientation(AVCaptureVideoOrientation(held.0));
            }
        }
    }

    pub fn show_light(&self, on: bool, words: &Words, main: MainThreadMarker) {
        let Some(light) = &self.light else { return };
        light.setSelected(on);
        let said = if on { words.light_on } else { words.light_off };
        light.setAccessibilityValue(Some(&NSString::from_str(said)), main);
        if let Some(configuration) = light.configuration() {
            let icon = if on { "flashlight.on.fill" } else { "flashlight.off.fill" };
            configuration.setImage(UIImage::systemImageNamed(&NSString::from_str(icon)).as_deref());
            light.setConfiguration(Some(&configuration));
        }
    }
}

type Layers = (Retained<AVCaptureVideoPreviewLayer>, Retained<CAShapeLayer>, Retained<CAShapeLayer>);

fn layers(view: &UIView, session: &AVCaptureSession) -> Layers {
    // SAFETY: layers are made and changed on the main thread, with constants of their frameworks.
    let (preview, shade, corners) = unsafe {
        let preview = AVCaptureVideoPreviewLayer::layerWithSession(session);
        if let Some(fill) = AVLayerVideoGravityResizeAspectFill {
            preview.setVideoGravity(fill);
        }
        let shade = CAShapeLayer::new();
        shade.setFillRule(kCAFillRuleEvenOdd);
        // White words on it keep 5.7 : 1 above white paper.
        shade.setFillColor(Some(&UIColor::blackColor().colorWithAlphaComponent(0.6).CGColor()));
        let corners = CAShapeLayer::new();
        corners.setFillColor(None);
        corners.setStrokeColor(Some(&UIColor::whiteColor().CGColor()));
        corners.setLineWidth(6.0);
        corners.setLineCap(kCALineCapRound);
        (preview, shade, corners)
    };
    let layer = view.layer();
    layer.addSublayer(&preview);
    layer.addSublayer(&shade);
    layer.addSublayer(&corners);
    (preview, shade, corners)
}

/// The frame's four corners, each an arm, a bend and an arm.
fn corners(frame: CGRect) -> Retained<UIBezierPath> {
    let path = UIBezierPath::bezierPath();
    let side = frame.size.width;
    let (bend, arm) = (RADIUS.min(side / 4.0), side / 5.0);
    let turns = [
        ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0)),
        ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0)),
        ((1.0, 1.0), (0.0, -1.0), (-1.0, 0.0)),
        ((0.0, 1.0), (1.0, 0.0), (0.0, -1.0)),
    ];
    for ((x, y), from, to) in turns {
        let corner = CGPoint::new(frame.origin.x + x * side, frame.origin.y + y * side);
        let at = |along: (f64, f64), by: f64| CGPoint::new(corner.x + along.0 * by, corner.y + along.1 * by);
        path.moveToPoint(at(from, arm));
        path.addLineToPoint(at(from, bend));
        path.addQuadCurveToPoint_controlPoint(at(to, bend), corner);
        path.addLineToPoint(at(to, arm));
    }
    path
}

/// Cancel at one end, the light at the other.
fn row(cancel: &UIButton, light: Option<&UIButton>, main: MainThreadMarker) -> Retained<UIStackView> {
    let row = UIStackView::new(main);
    row.setAxis(UILayoutConstraintAxis::Horizontal);
    row.addArrangedSubview(cancel);
    row.addArrangedSubview(&UIView::new(main));
    if let Some(light) = light {
        row.addArrangedSubview(light);
    }
    row
}

/// From top to bottom: heading, room for the frame, panel.
fn place(view: &UIView, heading: &UIView, room: &UIView, panel: &UIView, main: MainThreadMarker) {
    let safe = view.safeAreaLayoutGuide();
    activate(
        &[
            heading.topAnchor().constraintEqualToAnchor_constant(&safe.topAnchor(), 8.0),
            heading.leadingAnchor().constraintEqualToAnchor_constant(&safe.leadingAnchor(), MARGIN),
            heading.trailingAnchor().constraintEqualToAnchor_constant(&safe.trailingAnchor(), -MARGIN),
            room.topAnchor().constraintEqualToAnchor_constant(&heading.bottomAnchor(), 16.0),
            room.leadingAnchor().constraintEqualToAnchor_constant(&safe.leadingAnchor(), 2.0 * MARGIN),
            room.trailingAnchor().constraintEqualToAnchor_constant(&safe.trailingAnchor(), -2.0 * MARGIN),
            room.bottomAnchor().constraintEqualToAnchor_constant(&panel.topAnchor(), -RADIUS),
            // The panel would rather scroll than leave no room for the code.
            if_possible(room.heightAnchor().constraintGreaterThanOrEqualToConstant(160.0), 740.0),
            panel.leadingAnchor().constraintEqualToAnchor(&view.leadingAnchor()),
            panel.trailingAnchor().constraintEqualToAnchor(&view.trailingAnchor()),
            panel.bottomAnchor().constraintEqualToAnchor(&view.bottomAnchor()),
            panel.heightAnchor().constraintLessThanOrEqualToAnchor_multiplier(&view.heightAnchor(), 0.55),
        ],
        main,
    );
}
