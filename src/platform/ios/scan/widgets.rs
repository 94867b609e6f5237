//! Labels, buttons and stacks in the design's sizes and colours.

use objc2::rc::Retained;
use objc2::runtime::AnyObject;
use objc2::{AllocAnyThread, MainThreadMarker, MainThreadOnly};
use objc2_foundation::{NSArray, NSAttributedString, NSDictionary, NSString};
use objc2_ui_kit::{
    NSFontAttributeName, NSLayoutConstraint, NSObjectUIAccessibility, NSTextAlignment, UIAction, UIButton,
    UIButtonConfiguration, UIButtonConfigurationCornerStyle, UIColor, UIContentSizeCategoryAdjusting, UIFont,
    UIFontMetrics, UIImage, UILabel, UILayoutConstraintAxis, UIStackView, UIView,
};

/// The radius of the panel's corners and of the frame's.
pub const RADIUS: f64 = 24.0;

pub fn stack(parts: &[&UIView], space: f64, main: MainThreadMarker) -> Retained<UIStackView> {
    let stack = UIStackView::initWithArrangedSubviews(UIStackView::alloc(main), &NSArray::from_slice(parts));
    stack.setAxis(UILayoutConstraintAxis::Vertical);
    stack.setSpacing(space);
    stack
}

pub fn activate(constraints: &[Retained<NSLayoutConstraint>], main: MainThreadMarker) {
    NSLayoutConstraint::activateConstraints(&NSArray::from_retained_slice(constraints), main);
}

pub fn if_possible(constraint: Retained<NSLayoutConstraint>, priority: f32) -> Retained<NSLayoutConstraint> {
    constraint.setPriority(priority);
    constraint
}

/// Grows with the customer's text size.
fn font(size: f64, bold: bool) -> Retained<UIFont> {
    let font = if bold { UIFont::boldSystemFontOfSize(size) } else { UIFont::systemFontOfSize(size) };
    UIFontMetrics::defaultMetrics().scaledFontForFont(&font)
}

pub fn label(
    text: &str,
    size: f64,
    bold: bool,
    colour: &UIColor,
    main: MainThreadMarker,
) -> Retained<UILabel> {
    let label = UILabel::new(main);
    label.setText(Some(&NSString::from_str(text)));
    // SAFETY: neither is null.
    unsafe {
        label.setFont(Some(&font(size, bold)));
        label.setTextColor(Some(colour));
    }
    label.setAdjustsFontForContentSizeCategory(true);
    label.setTextAlignment(NSTextAlignment::Center);
    label.setNumberOfLines(0);
    label
}

/// A button's colours.
pub enum ButtonStyle {
    /// White words on the picture.
    Bare,
    /// White words in a dark box.
    Dark,
    /// A secondary button of the design.
    Outlined,
}

/// Every icon has a word next to it, and the word is what is read aloud.
pub fn button(
    word: &str,
    icon: &str,
    style: ButtonStyle,
    action: &UIAction,
    main: MainThreadMarker,
) -> Retained<UIButton> {
    let configuration = UIButtonConfiguration::plainButtonConfiguration(main);
    configuration.setAttributedTitle(Some(&bold(word)));
    configuration.setImage(UIImage::systemImageNamed(&NSString::from_str(icon)).as_deref());
    configuration.setImagePadding(8.0);
    configuration.setCornerStyle(UIButtonConfigurationCornerStyle::Fixed);
    let box_ = configuration.background();
    box_.setCornerRadius(14.0);
    let (words, edge, inside) = match style {
        ButtonStyle::Bare => (UIColor::whiteColor(), None, UIColor::clearColor()),
        ButtonStyle::Dark => (UIColor::whiteColor(), Some(UIColor::whiteColor()), UIColor::blackColor()),
        ButtonStyle::Outlined => (colour("Accent"), Some(colour("Edge")), colour("Surface")),
    };
    box_.setBackgroundColor(Some(&inside));
    box_.setStrokeColor(edge.as_deref());
    box_.setStrokeWidth(1.5);
    configuration.setBackground(&box_);
    configuration.setBaseForegroundColor(Some(&words));
    let button = UIButton::buttonWithConfiguration_primaryAction(&configuration, Some(action));
    button.setAccessibilityLabel(Some(&NSString::from_str(word)), main);
    activate(&[button.heightAnchor().constraintGreaterThanOrEqualToConstant(48.0)], main);
    button
}

fn bold(word: &str) -> Retained<NSAttributedString> {
    let font: Retained<AnyObject> = font(18.0, true).into();
    // SAFETY: a constant of UIKit, with the type of value that it is documented with.
    unsafe {
        let attributes = NSDictionary::from_slices(&[NSFontAttributeName], &[&*font]);
        NSAttributedString::initWithString_attributes(
            NSAttributedString::alloc(),
            &NSString::from_str(word),
            Some(&attributes),
        )
    }
}

/// A colour of the asset catalog, which has both themes.
pub fn colour(name: &str) -> Retained<UIColor> {
    UIColor::colorNamed(&NSString::from_str(name)).unwrap_or_else(UIColor::grayColor)
}
