//! Model and time → view. The one place that decides what is seen.

use super::model::{Model, Place, Vault};
use super::*;
use crate::keystore::Protection;
use crate::otp::{Code, Countdown, Reading, Step};
use crate::provisioning::{SeedTextError, check_seed};
use crate::token::{Issuer, IssuerError, Profile, SeedError, Serial, SerialError, UnixTime};

/// The device's time zone, handed in.
pub trait LocalTime {
    /// `12:34:30`
    fn time_of_day(&self, time: UnixTime) -> String;
}

impl Model {
    pub fn view(&self, now: Reading, local: &dyn LocalTime) -> View {
        View {
            page: self.page(now, local),
            menu: Menu {
                open: self.menu_open,
                mode: self.settings.mode,
                has_tokens: !self.profiles().is_empty(),
            },
            language: self.language(),
            theme: self.settings.theme,
            banners: self.banners(now),
            not_copied: self.not_copied,
        }
    }

    fn page(&self, now: Reading, local: &dyn LocalTime) -> Page {
        match self.place {
            Place::Home => self.home(now, local),
            Place::Tokens => Page::Tokens(self.rows()),
            Place::Add => Page::Add(self.welcome()),
            Place::Manual => Page::Manual(self.manual.clone()),
            Place::Confirm => Page::Confirm(self.confirmation()),
            Place::Registered => Page::Registered(self.token(now, local)),
            Place::About => Page::About(self.about()),
            Place::Clock => Page::Trouble(self.trouble(TroubleKind::ClockWrong)),
        }
    }

    fn home(&self, now: Reading, local: &dyn LocalTime) -> Page {
        match &self.vault {
            Vault::Opening => Page::Opening,
            Vault::Trouble(kind) => Page::Trouble(self.trouble(*kind)),
            Vault::Open(opened) if opened.profiles.is_empty() => Page::Welcome(self.welcome()),
            Vault::Open(_) => Page::Token(self.token(now, local)),
        }
    }

    fn banners(&self, now: Reading) -> Vec<Banner> {
        let clock = self.clock_fault(now).filter(|_| self.place != Place::Clock).map(|_| Banner::ClockWrong);
        let file = matches!(&self.vault, Vault::Open(opened) if opened.protection == Some(Protection::File));
        clock.into_iter().chain(file.then_some(Banner::FileKeystore)).collect()
    }

    fn welcome(&self) -> WelcomeView {
        WelcomeView { camera: self.around.camera, reading: self.busy, refused: self.refused }
    }

    fn token(&self, now: Reading, local: &dyn LocalTime) -> TokenView {
        let Some(profile) = self.profile() else { return TokenView::default() };
        let countdown = Countdown::at(now.time);
        let step = Step::at(now.time);
        let digits = |code: Option<&Code>| code.map(|code| code.as_str().to_owned());
        TokenView {
            mode: self.settings.mode,
            issuer: issuer(profile),
            serial: profile.serial.grouped(),
            code: digits(self.code(step)).unwrap_or_default(),
            seconds_left: countdown.seconds_left,
            valid_until: local.time_of_day(countdown.valid_until),
            next_code: digits(self.code(step.next()).filter(|_| countdown.ends_soon())),
            copied: self.copied.map(|(what, _)| what),
            can_speak: self.around.can_speak,
            index: self.selected,
            count: self.profiles().len(),
            unavailable: self.code_failed,
            tokens: self.rows(),
        }
    }

    fn rows(&self) -> Vec<TokenRow> {
        let row = |(index, profile): (usize, &Profile)| TokenRow {
            issuer: issuer(profile),
            serial: profile.serial.grouped(),
            selected: index == self.selected,
        };
        self.profiles().iter().enumerate().map(row).collect()
    }

    fn confirmation(&self) -> ConfirmView {
        let pending = self.pending.as_ref();
        let profile = pending.map(|pending| pending.draft.profile()).or(self.storing.as_ref());
        let Some(profile) = profile else { return ConfirmView::default() };
        ConfirmView {
            issuer: issuer(profile),
            serial: profile.serial.grouped(),
            algorithm: profile.algorithm.label().to_owned(),
            step: pending.map(|pending| pending.step).unwrap_or_default(),
            storing: self.busy,
            refused: self.refused,
        }
    }

    fn trouble(&self, kind: TroubleKind) -> TroubleView {
        TroubleView {
            kind,
            serials: self.serials().iter().map(Serial::grouped).collect(),
            copied: self.copied.and_then(|(what, _)| match what {
                Copied::KnownSerial(index) => Some(index),
                Copied::Code | Copied::NextCode | Copied::Serial => None,
            }),
            can_register_anew: kind.can_register_anew(),
        }
    }

    fn about(&self) -> AboutView {
        let protection = match &self.vault {
            Vault::Open(opened) => opened.protection,
            Vault::Opening | Vault::Trouble(_) => None,
        };
        AboutView {
            version: self.around.version.clone(),
            protection,
            self_test_passed: self.self_test_passed,
        }
    }
}

fn issuer(profile: &Profile) -> String {
    profile.issuer.as_ref().map(Issuer::to_string).unwrap_or_default()
}

/// Live validation. A field that is only unfinished is no fault while the other required one is empty: the
/// customer is on the way. Once both are begun, each says what it lacks, so that the button that waits
/// for them is never grey without a reason.
pub(super) fn check_manual(entry: &ManualEntry) -> ManualView {
    let serial = entry.serial.parse::<Serial>().err();
    let seed = check_seed(&entry.seed).err();
    let issuer = entry.issuer.parse::<Issuer>().err().filter(|error| *error != IssuerError::Empty);
    let both_begun = !entry.serial.is_empty() && !entry.seed.is_empty();
    let told = |(fault, unfinished): (FieldFault, bool)| (both_begun || !unfinished).then_some(fault);
    ManualView {
        complete: serial.is_none() && seed.is_none() && issuer.is_none(),
        serial_fault: serial.map(serial_fault).and_then(told),
        seed_fault: seed.map(seed_fault).and_then(told),
        issuer_fault: issuer.map(|error| match error {
            IssuerError::TooLong => FieldFault::TooLong,
            IssuerError::Empty | IssuerError::Control => FieldFault::At(1),
        }),
    }
}

/// The fault, and whether typing on may mend it.
fn serial_fault(error: SerialError) -> (FieldFault, bool) {
    match error {
        SerialError::Empty => (FieldFault::Empty, true),
        SerialError::TooShort { .. } => (FieldFault::TooShort, true),
        SerialError::Prefix { position } | SerialError::NotADigit { position } => {
            (FieldFault::At(position), false)
        }
        SerialError::TooLong { .. } => (FieldFault::TooLong, false),
    }
}

/// As [`serial_fault`]. A length that no text has, and a last character with bits to spare, are what a
/// right text is on the way to its end; at the end they are a text of which a character is missing, far
/// more often than one whose last character is another.
fn seed_fault(error: SeedTextError) -> (FieldFault, bool) {
    match error {
        SeedTextError::NotBase32 { position } => (FieldFault::At(position), false),
        SeedTextError::Seed(SeedError::TooLong(_)) => (FieldFault::TooLong, false),
        SeedTextError::Empty => (FieldFault::Empty, true),
        SeedTextError::ImpossibleLength { .. }
        | SeedTextError::SpareBits
        | SeedTextError::Seed(SeedError::TooShort(_)) => (FieldFault::TooShort, true),
    }
}
