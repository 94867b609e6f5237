//! The guides as data: the texts of assets/guides, and those of an issuer that this program was built for.
//!
//! An issuer's words are shown with its own tokens alone. None of them ever comes from a QR code, since that is how a wrong
//! telephone number would get in.

mod file;

pub use file::{Instructions, Note, NoteKind, Place as StepPlace, Shows, Text};

use super::clock::ClockWatch;
use crate::otp::Reading;
use chrono::{DateTime, Datelike, TimeDelta};
use file::{Guides, Issuer};
use std::sync::LazyLock;

/// One of the guides, in the order of their list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuideId {
    /// 紛失・盗難
    Loss,
    /// 利用開始
    Start,
    /// 交換
    Replace,
    /// 利用中止
    Suspend,
    /// 番号を守るために
    Safe,
}

impl GuideId {
    pub const ALL: [Self; file::NAMES.len()] =
        [Self::Loss, Self::Start, Self::Replace, Self::Suspend, Self::Safe];
}

struct Library {
    neutral: Guides,
    /// The issuer that this program was built for, and its guides.
    own: Option<(String, Guides)>,
}

impl Library {
    fn new(issuer: Option<Issuer>) -> Self {
        let neutral = file::guides([
            include_str!("../../../assets/guides/loss.json"),
            include_str!("../../../assets/guides/start.json"),
            include_str!("../../../assets/guides/replace.json"),
            include_str!("../../../assets/guides/suspend.json"),
            include_str!("../../../assets/guides/safe.json"),
        ])
        .expect("build.rs has read the same files");
        let own = issuer.map(|issuer| (issuer.issuer.clone(), issuer.apply(&neutral)));
        Self { neutral, own }
    }

    fn of(&self, issuer: Option<&str>) -> &Guides {
        match &self.own {
            Some((name, guides)) if issuer == Some(name) => guides,
            Some(_) | None => &self.neutral,
        }
    }
}

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    // Empty where the build named no issuer's file.
    let json = include_str!(concat!(env!("OUT_DIR"), "/issuer.json"));
    let issuer = (!json.is_empty()).then(|| file::issuer(json).expect("build.rs has read the same file"));
    Library::new(issuer)
});

/// The guide as it is for the tokens of this issuer.
pub fn instructions(id: GuideId, issuer: Option<&str>) -> &'static Instructions {
    &LIBRARY.of(issuer)[id as usize]
}

/// A day of Japan, whatever the device's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JapaneseDay {
    /// 1 to 12
    pub month: u8,
    /// 1 to 31
    pub day: u8,
}

/// The day after this one in Japan, from which transfers work for a customer who starts the service now. `None` where the clock
/// cannot be right, or was set while the app ran: a wrong day would be a wrong promise.
pub(super) fn tomorrow(clock: &ClockWatch, now: Reading) -> Option<JapaneseDay> {
    if clock.fault(now).is_some() {
        return None;
    }
    let utc = DateTime::from_timestamp(i64::try_from(now.time.seconds()).ok()?, 0)?;
    let day = utc.checked_add_signed(TimeDelta::hours(9 + 24))?;
    Some(JapaneseDay { month: u8::try_from(day.month()).ok()?, day: u8::try_from(day.day()).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::UnixTime;
    use std::time::Duration;

    #[track_caller]
    fn day(utc: &str, month: u8, day: u8) {
        let seconds = DateTime::parse_from_rfc3339(utc).unwrap().timestamp();
        let now = Reading {
            time: UnixTime::from_seconds(u64::try_from(seconds).unwrap()),
            to_next_second: Duration::from_secs(1),
            monotonic: Duration::ZERO,
        };
        assert_eq!(tomorrow(&ClockWatch::default(), now), Some(JapaneseDay { month, day }), "{utc}");
    }

    #[test]
    fn tomorrow_begins_at_midnight_in_japan() {
        day("2026-11-25T14:59:59Z", 11, 26);
        day("2026-11-25T15:00:00Z", 11, 27);
        day("2026-12-31T14:59:59Z", 1, 1);
        day("2028-02-28T03:00:00Z", 2, 29);
        day("2027-02-28T03:00:00Z", 3, 1);
    }

    #[test]
    fn a_doubtful_clock_promises_no_day() {
        let at = |seconds, monotonic| Reading {
            time: UnixTime::from_seconds(seconds),
            to_next_second: Duration::from_secs(1),
            monotonic: Duration::from_secs(monotonic),
        };
        let mut clock = ClockWatch::default();
        clock.watch(UnixTime::from_seconds(1_700_000_000), at(1_800_000_000, 0));
        assert!(tomorrow(&clock, at(1_800_000_010, 10)).is_some());
        assert_eq!(tomorrow(&clock, at(1_800_086_400, 10)), None, "it was set ahead by a day");
        assert_eq!(tomorrow(&clock, at(1_600_000_000, 10)), None, "it is before the build");
    }

    const SAMPLE: &str = include_str!("../../../tests/fixtures/issuer.json");

    fn sample() -> Library {
        Library::new(Some(file::issuer(SAMPLE).unwrap()))
    }

    fn everything(guides: &Guides) -> String {
        let texts = guides.iter().flat_map(Instructions::texts);
        texts.map(|(_, text)| text.ja.replace(['|', '¦'], "") + &text.en).collect()
    }

    #[test]
    fn neutral_guides_name_neither_one_banks_button_nor_a_telephone_number() {
        let words = everything(&Library::new(None).neutral);
        assert!(!words.contains("IB取引中止"));

        let digits = words.split(|c: char| !c.is_ascii_digit() && c != '-');
        assert!(digits.clone().all(|run| run.len() < 4), "{:?}", digits.collect::<Vec<_>>());
    }

    #[test]
    fn an_issuers_words_stand_with_its_own_tokens_alone() {
        let library = sample();
        let own = everything(library.of(Some("見本信用金庫")));
        assert!(
            own.contains("「IB取引中止」")
                && own.contains("0120-000-000")
                && own.contains("ご利用中止の手順")
        );
        for other in [None, Some("みほん東信用金庫"), Some("見本信用金庫　"), Some("")] {
            assert_eq!(library.of(other), &library.neutral, "{other:?}");
        }
    }

    #[test]
    fn a_guide_that_the_issuer_did_not_replace_is_the_neutral_one() {
        let library = sample();
        let own = library.of(Some("見本信用金庫"));
        assert_eq!(own[GuideId::Start as usize], library.neutral[GuideId::Start as usize]);
        assert_ne!(own[GuideId::Suspend as usize], library.neutral[GuideId::Suspend as usize]);
    }

    #[track_caller]
    fn broken(change: impl Fn(String) -> String, says: &str) {
        let changed = change(SAMPLE.to_owned());
        assert_ne!(changed, SAMPLE, "the sample has what is to be changed");
        let error = file::issuer(&changed).unwrap_err();
        assert!(error.contains(says), "{error}");
    }

    #[test]
    fn a_broken_issuers_file_says_what_is_wrong_with_it() {
        let forbidden: String = ['補', '正'].iter().collect();
        broken(
            |json| json.replace("\"en\": \"Suspending the service\"", "\"en\": \" \""),
            "`en` of `title` is empty",
        );
        broken(|json| json.replace("\"telephone\"", "\"telefone\""), "unknown field `telefone`");
        broken(|json| json.replace("\"suspend\"", "\"suspension\""), "there is no guide \"suspension\"");
        broken(
            |json| json.replace("0120-000-000", "").replace("0120-000-001", ""),
            "`telephone` has no number",
        );
        broken(|json| json.replace("見本信用金庫", " "), "`issuer` is empty");
        broken(
            |json| json.replace("ご利用中止", &format!("{}|{}", &forbidden[..3], &forbidden[3..])),
            "phishing",
        );
        broken(|json| json.replace("ご利用中止の|手順", "ご利用中止!"), "exclamation mark");
        broken(|json| json.replace("Suspending the", "Suspending|the"), "has a mark");
        broken(|json| json.replace("\"row\": {", "\"row\": { \"fr\": \"\","), "unknown field `fr`");
        broken(|json| json.replace("いったん番号の", "いったん|番号の"), "no marks");
        broken(|json| json.chars().take(200).collect(), "EOF");
    }

    #[test]
    fn each_name_has_its_guide() {
        let titles =
            ["紛失・盗難のとき", "利用開始の手順", "交換の手順", "利用中止の手順", "番号を守るために"];
        for (id, title) in GuideId::ALL.into_iter().zip(titles) {
            assert_eq!(instructions(id, None).title.ja.replace('|', ""), title);
        }
    }
}
