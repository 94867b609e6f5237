//! Manual entry: what can never become right is told at once, what is unfinished once both fields are begun.

use crate::app::*;
use crate::testing::*;
use zeroize::Zeroizing;

const SEED: &str = "gezd gnbv gy3t qojq gezd gnbv gy3t qojq";

fn entry(serial: &str, seed: &str) -> ManualEntry {
    ManualEntry { serial: serial.into(), seed: Zeroizing::new(seed.into()), ..ManualEntry::default() }
}

fn check(serial: &str, seed: &str) -> ManualView {
    let mut bench = Bench::new();
    bench.act(AddAct::EnterByHand);
    match bench.act(ManualAct::Changed(entry(serial, seed))) {
        Page::Manual(manual) => manual,
        other => panic!("{other:?}"),
    }
}

#[test]
fn manual_entry_is_checked_as_it_is_typed() {
    assert_eq!(check("SKTS 12", ""), ManualView::default(), "what is only unfinished is no fault");
    assert_eq!(check("", "GEZD GNB"), ManualView::default());
    assert_eq!(check("SKTX", "").serial_fault, Some(FieldFault::At(4)));
    assert_eq!(check("", "GEZD 0").seed_fault, Some(FieldFault::At(6)));
    assert!(check("skts1234-5678", SEED).complete);
    let mut bench = Bench::new();
    bench.act(AddAct::EnterByHand);
    assert_eq!(confirm(bench.act(ManualAct::Done(entry("skts1234-5678", SEED)))).serial, "SKTS 1234 5678");
    assert!(matches!(bench.act(ConfirmAct::Yes), Page::Registered(_)));
}

#[test]
fn a_grey_button_has_a_reason_once_both_fields_are_begun() {
    let short = Some(FieldFault::TooShort);
    let faults = |serial, seed| {
        let view = check(serial, seed);
        assert!(!view.complete);
        (view.serial_fault, view.seed_fault)
    };
    assert_eq!(faults("SKTS 12", SEED), (short, None));
    assert_eq!(faults("SK", SEED), (short, None));
    assert_eq!(faults(" ", SEED), (Some(FieldFault::Empty), None));
    assert_eq!(faults("SKTS12345678", "GEZD"), (None, short));
    assert_eq!(faults("SKTS12345678", "-"), (None, Some(FieldFault::Empty)));
    assert_eq!(faults("SKTS12345678", "GEZDGNBVGY3TQOJQGEZDGNBVGY3"), (None, short), "no text is so long");
    assert_eq!(faults("SKTS12345678", "GEZDGNBVGY3TQOJQGEZDGNBVGZ"), (None, short), "spare bits");
    assert_eq!(faults("SKTS 12", "GEZD"), (short, short));

    // Whatever is typed, the entry is complete or gives a reason why not.
    for serial in (1..=17).map(|length| &"SKTS1234567890123"[..length]) {
        for seed in (1..=110).map(|length| "GEZDGNBVGY3TQOJZ".repeat(7)[..length].to_owned()) {
            let view = check_only(serial, &seed);
            let told = view.serial_fault.is_some() || view.seed_fault.is_some();
            assert!(view.complete != told, "{serial} {seed}");
        }
    }
}

fn check_only(serial: &str, seed: &str) -> ManualView {
    crate::app::pages::manual::check(&entry(serial, seed))
}
