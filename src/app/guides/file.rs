//! The files of the guides and of an issuer: their shape and their check. build.rs reads them with this very code, so that a
//! broken file fails the build, and the app reads them again at its start.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The guides, in the order of their list: what is needed in a hurry stands first.
pub const NAMES: [&str; 5] = ["loss", "start", "replace", "suspend", "safe"];
/// More steps than this nobody keeps in mind, and no page holds.
const MAX_STEPS: usize = 8;
/// Characters of one text. A longer one is a page and not a line of it.
const MAX_TEXT: usize = 200;

/// One text in both languages. The Japanese has marks where its line may break (`ui/phrases.slint`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub ja: String,
    pub en: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instructions {
    pub title: Text,
    /// The row that leads here, and the smaller line below its word. They stand on one line and have no marks.
    pub row: Text,
    pub detail: Option<Text>,
    pub first: Option<Note>,
    pub second: Option<Note>,
    pub intro: Option<Text>,
    pub heading: Option<Text>,
    pub steps: Vec<Step>,
    pub last: Option<Text>,
}

/// A sentence that is seen before anything else.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub kind: NoteKind,
    pub headline: Text,
    pub sentence: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteKind {
    Soft,
    Warn,
    Danger,
    /// To be written on paper: the serial stands in it.
    Write,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Where the step is done, where that is not always the same place.
    pub on: Option<Place>,
    pub says: Text,
    pub more: Option<Text>,
    pub shows: Option<Shows>,
    /// Of what the issuer may have words of its own, which take the place of `more`.
    pub own: Option<Own>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    New,
    Old,
    Site,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shows {
    Serial,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Own {
    /// The button on the site that stops all transactions.
    Stop,
    Telephone,
}

/// What an issuer brings into its build. Nothing of it can come from a QR code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// As in the issuer's letters: the words are shown with its own tokens alone.
    pub issuer: String,
    pub stop: Option<Text>,
    pub telephone: Option<Text>,
    /// Guides in the place of those that are here, by their names.
    #[serde(default)]
    pub guides: BTreeMap<String, Instructions>,
}

/// Every guide, in the order of [`NAMES`].
pub type Guides = [Instructions; NAMES.len()];

/// Reads the guides, or says which file is broken and how.
pub fn guides(files: [&str; NAMES.len()]) -> Result<Guides, String> {
    let mut guides = Vec::with_capacity(NAMES.len());
    for (name, json) in NAMES.into_iter().zip(files) {
        let guide: Instructions =
            serde_json::from_str(json).map_err(|error| format!("the guide {name}: {error}"))?;
        guide.check().map_err(|fault| format!("the guide {name}: {fault}"))?;
        guides.push(guide);
    }
    Ok(guides.try_into().expect("one guide was read for each name"))
}

/// Reads an issuer's file, or says what is wrong with it.
pub fn issuer(json: &str) -> Result<Issuer, String> {
    let issuer: Issuer = serde_json::from_str(json).map_err(|error| error.to_string())?;
    if issuer.issuer.trim().is_empty() {
        return Err("`issuer` is empty: name the issuer as its letters do".into());
    }
    if let Some(stop) = &issuer.stop {
        stop.check("stop")?;
    }
    if let Some(telephone) = &issuer.telephone {
        telephone.check("telephone")?;
        if !telephone.ja.chars().any(|c| c.is_ascii_digit()) {
            return Err("`telephone` has no number in it".into());
        }
    }
    for (name, guide) in &issuer.guides {
        if !NAMES.contains(&name.as_str()) {
            return Err(format!("there is no guide {name:?}; there are {}", NAMES.join(", ")));
        }
        guide.check().map_err(|fault| format!("the guide {name}: {fault}"))?;
    }
    Ok(issuer)
}

impl Issuer {
    /// The guides as this issuer wants them.
    pub fn apply(&self, guides: &Guides) -> Guides {
        let mut own = guides.clone();
        for (name, guide) in NAMES.iter().zip(&mut own) {
            if let Some(replaced) = self.guides.get(*name) {
                *guide = replaced.clone();
            }
            for step in &mut guide.steps {
                let words = match step.own {
                    Some(Own::Stop) => &self.stop,
                    Some(Own::Telephone) => &self.telephone,
                    None => &None,
                };
                step.more = words.clone().or_else(|| step.more.take());
            }
        }
        own
    }
}

impl Instructions {
    fn check(&self) -> Result<(), String> {
        if self.steps.is_empty() || self.steps.len() > MAX_STEPS {
            return Err(format!("it has {} steps, and 1 to {MAX_STEPS} fit", self.steps.len()));
        }
        for (name, text) in self.texts() {
            text.check(name)?;
        }
        for (name, text) in [("row", Some(&self.row)), ("detail", self.detail.as_ref())] {
            if text.is_some_and(|text| text.ja.contains(['|', '¦'])) {
                return Err(format!("`{name}` stands on one line and has no marks"));
            }
        }
        Ok(())
    }

    /// Every text of the guide, with the name of its field.
    pub fn texts(&self) -> Vec<(&'static str, &Text)> {
        let notes = [&self.first, &self.second].into_iter().flatten();
        let notes = notes.flat_map(|note| [("headline", &note.headline), ("sentence", &note.sentence)]);
        let more = [
            ("detail", &self.detail),
            ("intro", &self.intro),
            ("heading", &self.heading),
            ("last", &self.last),
        ];
        let more = more.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
        let steps = self.steps.iter().map(|step| ("says", &step.says));
        let below = self.steps.iter().filter_map(|step| Some(("more", step.more.as_ref()?)));
        [("title", &self.title), ("row", &self.row)]
            .into_iter()
            .chain(notes)
            .chain(more)
            .chain(steps)
            .chain(below)
            .collect()
    }
}

impl Text {
    fn check(&self, name: &str) -> Result<(), String> {
        // The word of the phishers is put together here, so that this file does not hold it.
        let forbidden: String = ['補', '正'].iter().collect();
        for (language, text) in [("ja", &self.ja), ("en", &self.en)] {
            let fault = if text.trim().is_empty() {
                "is empty"
            } else if text.chars().count() > MAX_TEXT {
                "is too long for a page"
            } else if text.replace(['|', '¦'], "").contains(&forbidden) {
                "has the word that phishing mails use for corrections"
            } else if text.contains(['!', '！']) {
                "has an exclamation mark"
            } else if text.chars().any(char::is_control) {
                "has a line break or another control character"
            } else {
                continue;
            };
            return Err(format!("`{language}` of `{name}` {fault}: {text:?}"));
        }
        if self.en.contains(['|', '¦']) {
            return Err(format!(
                "`en` of `{name}` has a mark, and English breaks between words: {:?}",
                self.en
            ));
        }
        Ok(())
    }
}
