//! `screenshot`: the window's picture without a display.

use super::*;

#[track_caller]
fn shot(home: &Home, options: &str) -> image::RgbImage {
    let file = home.path("window.png");
    // A debug build of Slint's line breaker writes to standard error, which a program that succeeds must not do.
    home.run("screenshot --at 1111111109").arg(&file).words(options).stdout("").ends(0);
    image::open(&file).unwrap().into_rgb8()
}

#[test]
fn a_picture_of_the_window_is_what_was_asked_for() {
    let home = Home::with(&[URI]);
    let plain = shot(&home, "");
    assert_eq!(plain.dimensions(), (780, 1688));
    assert!(plain == shot(&home, "--screen token --theme light --lang ja --scale 2"));
    assert_eq!(shot(&home, "--scale 1 --size 320x568").dimensions(), (320, 568));
    let mut seen = vec![plain];
    for options in [
        "--theme dark",
        "--lang en",
        "--text 200",
        "--screen simple",
        "--screen menu",
        "--screen tokens",
        "--screen add",
        "--screen manual",
        "--screen about",
    ] {
        let picture = shot(&home, options);
        assert!(!seen.contains(&picture), "{options:?} changes nothing");
        seen.push(picture);
    }
    // What the window would show of a damaged vault is its Trouble page.
    std::fs::write(home.vault(), "rubbish").unwrap();
    assert!(!seen.contains(&shot(&home, "")));
    home.run("screenshot x.png --screen token").refused("no token");
    let nowhere = home.run("screenshot /nonexistent/x.png").ends(1);
    assert!(nowhere.err.contains("x.png cannot be written"), "{}", nowhere.err);
}
