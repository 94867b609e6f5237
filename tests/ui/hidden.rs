//! While nobody sees the window, its texts hold neither a code nor a serial, and afterwards it is as it was.

use crate::support::{CODE, Look, Stage};
use crate::views::named;
use skts_token::app::View;

/// Everything that is drawn or read aloud, in one text without blanks.
fn everything(stage: &Stage) -> String {
    let said = [stage.texts(), stage.labels()].concat().concat();
    said.replace([' ', '、'], "")
}

#[test]
fn what_nobody_sees_is_not_kept() {
    let code = CODE.replace([' ', '、'], "");
    let (both, serial) = (vec!["SKTS", &code], vec!["SKTS"]);
    let (letters, file) = (vec!["M5BD", "AYDQ"], vec!["mihon-token.xml"]);
    for (name, shows) in [
        ("token", &both),
        ("token-several", &both),
        ("simple", &vec![code.as_str()]),
        ("registered", &serial),
        ("tokens", &serial),
        ("guide-loss", &serial),
        ("guide-start", &both),
        ("refused", &both),
        ("refused-locked", &serial),
        ("confirm", &serial),
        ("confirm-sure", &serial),
        ("choose", &serial),
        ("two-step", &letters),
        ("passphrase", &file),
        ("trouble", &serial),
        ("clock", &serial),
    ] {
        let stage = Stage::new();
        let view = named(name);
        stage.show(&view, Look::default());
        let before = everything(&stage);
        assert!(shows.iter().all(|what| before.contains(what)), "{name}: {before}");
        stage.show(&View { seen: false, ..view.clone() }, Look::default());
        let hidden = everything(&stage);
        assert!(both.iter().chain(shows).all(|what| !hidden.contains(what)), "{name}: {hidden}");
        stage.show(&view, Look::default());
        assert_eq!(everything(&stage), before, "{name}");
    }
}
