//! The sheet at the foot of the camera's page: the two other ways in.

use super::widgets::{ButtonStyle, RADIUS, activate, button, colour, if_possible, label, stack};
use super::words::Words;
use objc2::MainThreadMarker;
use objc2::rc::Retained;
use objc2_quartz_core::CACornerMask;
use objc2_ui_kit::{UIAction, UILayoutConstraintAxis, UIScrollView, UIStackViewDistribution, UIView};

const MARGIN: f64 = 20.0;
/// No text column is wider.
const COLUMN: f64 = 560.0;

/// What the panel's two buttons do.
pub struct Ways {
    pub by_image: Retained<UIAction>,
    pub by_hand: Retained<UIAction>,
}

/// The panel scrolls where large text needs more than half of the screen.
pub fn panel(words: &Words, ways: &Ways, large: bool, main: MainThreadMarker) -> Retained<UIView> {
    let heading = label(words.otherwise, 20.0, true, &colour("Ink"), main);
    let image = button(words.by_image, "photo", ButtonStyle::Outlined, &ways.by_image, main);
    let hand = button(words.by_hand, "keyboard", ButtonStyle::Outlined, &ways.by_hand, main);
    let buttons = stack(&[&image, &hand], 12.0, main);
    if !large {
        buttons.setAxis(UILayoutConstraintAxis::Horizontal);
        buttons.setDistribution(UIStackViewDistribution::FillEqually);
    }
    let privacy = label(words.privacy, 15.0, false, &colour("Ink2"), main);
    let texts = stack(&[&heading, &buttons, &privacy], 16.0, main);
    let scroll = UIScrollView::new(main);
    let panel = UIView::new(main);
    panel.setBackgroundColor(Some(&colour("Surface")));
    panel.layer().setCornerRadius(RADIUS);
    panel.layer().setMaskedCorners(CACornerMask::LayerMinXMinYCorner | CACornerMask::LayerMaxXMinYCorner);
    scroll.addSubview(&texts);
    panel.addSubview(&scroll);
    scroll.setTranslatesAutoresizingMaskIntoConstraints(false);
    texts.setTranslatesAutoresizingMaskIntoConstraints(false);
    let (inside, seen) = (scroll.contentLayoutGuide(), scroll.frameLayoutGuide());
    let safe = panel.safeAreaLayoutGuide();
    activate(
        &[
            scroll.topAnchor().constraintEqualToAnchor_constant(&panel.topAnchor(), MARGIN),
            scroll.leadingAnchor().constraintEqualToAnchor(&safe.leadingAnchor()),
            scroll.trailingAnchor().constraintEqualToAnchor(&safe.trailingAnchor()),
            scroll.bottomAnchor().constraintEqualToAnchor_constant(&safe.bottomAnchor(), -12.0),
            texts.topAnchor().constraintEqualToAnchor(&inside.topAnchor()),
            texts.bottomAnchor().constraintEqualToAnchor(&inside.bottomAnchor()),
            texts
                .leadingAnchor()
                .constraintGreaterThanOrEqualToAnchor_constant(&inside.leadingAnchor(), MARGIN),
            texts.centerXAnchor().constraintEqualToAnchor(&inside.centerXAnchor()),
            inside.widthAnchor().constraintEqualToAnchor(&seen.widthAnchor()),
            texts.widthAnchor().constraintLessThanOrEqualToConstant(COLUMN),
            if_possible(
                texts.widthAnchor().constraintEqualToAnchor_constant(&seen.widthAnchor(), -2.0 * MARGIN),
                990.0,
            ),
            if_possible(scroll.heightAnchor().constraintEqualToAnchor(&inside.heightAnchor()), 700.0),
            // A button of the height that the design gives; large text makes it higher.
            image.heightAnchor().constraintGreaterThanOrEqualToConstant(56.0),
            hand.heightAnchor().constraintGreaterThanOrEqualToConstant(56.0),
        ],
        main,
    );
    panel
}
