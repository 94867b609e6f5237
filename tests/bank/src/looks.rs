//! Pages are drawn here: templates, their two languages, icons and the style sheet.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use skts_token::token::Serial;

/// Steps of work that one page may take: a loop that does not end is an error, not a server that stands still.
const FUEL: u64 = 1_000_000;

macro_rules! files {
    ($folder:literal, $ending:literal: $($name:literal)*) => {
        &[$(($name, include_str!(concat!("../", $folder, "/", $name, $ending)))),*]
    };
}

const TEMPLATES: &[(&str, &str)] = files!("templates", ".html":
    "base" "macros" "notice" "index" "apply" "letter" "start" "two-step" "login" "login-code" "home" "transfer" "payeasy" "sign"
    "done" "transfers" "cancel" "limit" "replace" "replace-new" "suspend" "stop-banking" "branch" "environment" "apps" "audit"
    "practice");

const ICONS: &[(&str, &str)] = files!("assets/icons", ".svg":
    "back" "bank" "book" "check" "clock" "close" "gear" "globe" "info" "key" "list" "lock" "phone" "phonenew" "plus" "qr" "right"
    "shield" "stop" "swap" "warn" "play" "minus" "send" "login" "letter" "pay");

const STYLE: &str = include_str!("../assets/style.css");
/// The bank's sign in the browser's tab.
pub const FAVICON: &str = include_str!("../assets/favicon.svg");

/// What draws pages: one environment per language, so that no template has to hand the language on.
pub struct Looks {
    japanese: Environment<'static>,
    english: Environment<'static>,
}

impl Looks {
    pub fn new() -> Result<Self, Error> {
        Ok(Self { japanese: environment(false)?, english: environment(true)? })
    }

    /// A page as HTML.
    pub fn draw(&self, name: &str, english: bool, context: Value) -> Result<String, Error> {
        if cfg!(feature = "live-looks") {
            return environment(english)?.get_template(name)?.render(context);
        }
        let environment = if english { &self.english } else { &self.japanese };
        environment.get_template(name)?.render(context)
    }

    pub fn style() -> String {
        live("assets", "style.css").unwrap_or_else(|| STYLE.to_owned())
    }
}

/// The file as it is now, where the feature asks for it.
fn live(folder: &str, file: &str) -> Option<String> {
    let root = cfg!(feature = "live-looks").then_some(env!("CARGO_MANIFEST_DIR"))?;
    std::fs::read_to_string(format!("{root}/{folder}/{file}")).ok()
}

fn environment(english: bool) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    // Whatever a template is called: every value is escaped as HTML.
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    for (name, source) in TEMPLATES {
        match live("templates", &format!("{name}.html")) {
            Some(source) => environment.add_template_owned(*name, source)?,
            None => environment.add_template(name, source)?,
        }
    }
    let chosen = move |ja: String, en: String| if english { en } else { ja };
    environment.add_function("t", chosen);
    environment.add_function("icon", icon);
    environment.add_filter("yen", yen);
    environment
        .add_filter("serial", |text: String| text.parse::<Serial>().map_or(text, |serial| serial.grouped()));
    environment.add_filter("grouped", |text: String| grouped(&text));
    Ok(environment)
}

/// An icon whose colour is the text's; there is always a word beside it, so readers of screens skip it.
fn icon(name: String) -> Result<Value, Error> {
    let found = ICONS.iter().find(|(known, _)| *known == name);
    let (_, svg) =
        found.ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("there is no icon {name}")))?;
    let svg =
        svg.trim().replace("stroke=\"#000\"", "stroke=\"currentColor\" aria-hidden=\"true\" class=\"icon\"");
    Ok(Value::from_safe_string(svg))
}

/// `50000` as `50,000`.
pub fn yen(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1234567` as `123 4567`, and `12345` as `12 345`, as the app shows them.
pub fn grouped(payee: &str) -> String {
    payee.parse::<skts_token::token::Payee>().map_or_else(|_| payee.to_owned(), |payee| payee.grouped())
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    #[test]
    fn numbers_are_grouped_as_in_the_app() {
        assert_eq!(
            [0, 999, 1000, 50_000, 10_000_000_000].map(yen),
            ["0", "999", "1,000", "50,000", "10,000,000,000"]
        );
        assert_eq!([grouped("1234567"), grouped("12345")], ["123 4567", "12 345"]);
    }

    #[test]
    fn every_value_is_escaped() {
        let mut environment = environment(false).unwrap();
        environment.add_template("hostile", "{{ x }}").unwrap();
        let drawn =
            environment.get_template("hostile").unwrap().render(context! { x => "<script>'\"&" }).unwrap();
        assert!(!drawn.contains(['<', '\'', '"']), "{drawn}");
        environment.add_template("typo", "{{ nobody }}").unwrap();
        assert!(environment.get_template("typo").unwrap().render(context! {}).is_err());
    }

    #[test]
    fn no_template_has_scripts_styles_or_the_forbidden_word() {
        let forbidden = ["<script", " style=", " on", "javascript:", "| safe", "|safe", "\u{88dc}\u{6b63}"];
        for (name, source) in TEMPLATES {
            for word in forbidden {
                let found = match word {
                    " on" => source.split(" on").skip(1).any(|rest| {
                        let attribute: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
                        !attribute.is_empty() && rest[attribute.len()..].starts_with("=\"")
                    }),
                    _ => source.contains(word),
                };
                assert!(!found, "{name} has {word}");
            }
        }
    }
}
