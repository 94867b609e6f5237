//! The contrast of the theme's colours, computed from the colours that the screens have: WCAG 2.2, relative luminance and 1.4.3,
//! 1.4.11. Text has at least 4.5 to 1 on what it stands on, and what shows where a control is has 3 to 1.

use skts_screens::{MainWindow, Theme, ThemeChoice};
use skts_token::testing::Stage;
use slint::{Color, ComponentHandle};

/// Relative luminance, 0 to 1.
fn luminance(color: Color) -> f64 {
    let linear = |channel: u8| match f64::from(channel) / 255.0 {
        dark if dark <= 0.04045 => dark / 12.92,
        light => ((light + 0.055) / 1.055).powf(2.4),
    };
    0.2126 * linear(color.red()) + 0.7152 * linear(color.green()) + 0.0722 * linear(color.blue())
}

fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

type Named = (&'static str, Color);

#[track_caller]
fn at_least(ratio: f64, fronts: &[Named], backs: &[Named]) {
    for (front_name, front) in fronts {
        for (back_name, back) in backs {
            assert_eq!(
                (front.alpha(), back.alpha()),
                (255, 255),
                "{front_name} on {back_name} is seen through"
            );
            let found = contrast(*front, *back);
            assert!(found >= ratio, "{front_name} on {back_name}: {found:.2} of {ratio}");
        }
    }
}

#[test]
fn the_formula_is_that_of_the_standard() {
    let (black, white) = (Color::from_rgb_u8(0, 0, 0), Color::from_rgb_u8(255, 255, 255));
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    // The darkest gray that is not enough on white, and the one that is.
    assert!(contrast(Color::from_rgb_u8(0x77, 0x77, 0x77), white) < 4.5);
    assert!(contrast(Color::from_rgb_u8(0x76, 0x76, 0x76), white) > 4.5);
}

#[test]
fn every_pair_of_the_theme_has_its_contrast() {
    let stage = Stage::new();
    let window = MainWindow::new().expect("the stage's back end makes windows");
    let theme = window.global::<Theme>();
    for (choice, dark) in [(ThemeChoice::Light, false), (ThemeChoice::Dark, true)] {
        theme.set_choice(choice);
        stage.settle();
        assert_eq!(theme.get_dark(), dark);
        let (bg, surface, sunken) =
            (("bg", theme.get_bg()), ("surface", theme.get_surface()), ("sunken", theme.get_sunken()));
        let (soft, warn_soft, danger_soft) = (
            ("soft", theme.get_soft()),
            ("warn-soft", theme.get_warn_soft()),
            ("danger-soft", theme.get_danger_soft()),
        );
        let (ink, ink2) = (("ink", theme.get_ink()), ("ink2", theme.get_ink2()));
        let (accent, pressed) = (("accent", theme.get_accent()), ("pressed", theme.get_pressed()));
        let (warn, danger) = (("warn", theme.get_warn()), ("danger", theme.get_danger()));
        let (edge, track) = (("edge", theme.get_edge()), ("track", theme.get_track()));
        at_least(4.5, &[ink], &[bg, surface, sunken, soft, warn_soft, danger_soft]);
        at_least(4.5, &[ink2], &[bg, surface, sunken, soft]);
        at_least(4.5, &[accent], &[bg, surface, soft]);
        at_least(4.5, &[("on-accent", theme.get_on_accent())], &[accent, pressed]);
        at_least(4.5, &[("on-danger", theme.get_on_danger())], &[danger]);
        at_least(4.5, &[warn], &[bg, surface, warn_soft]);
        at_least(4.5, &[danger], &[bg, surface, danger_soft]);
        at_least(3.0, &[edge], &[bg, surface, soft]);
        at_least(3.0, &[accent, warn], &[track]);
    }
}
