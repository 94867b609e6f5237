//! `screenshot`: the real window, rendered by the software renderer without a display.

use super::args::{LanguageName, ScreenName, Screenshot, ThemeName};
use super::{Context, Failure, headless, window};
use crate::app::{self, Action, AddAct, App, Language, Mode, Settings, Start, Theme, Workers};
use crate::otp::Clock;
use crate::platform::{DeviceZone, FixedClock, SystemClock};
use crate::token::UnixTime;
use crate::ui::Screen;
use crate::vault::Cost;
use std::path::Path;
use std::sync::Arc;

/// The window as it would be now, at the preferred size.
pub fn take_default(context: &Context, out: &Path) -> Result<(), Failure> {
    take(
        context,
        &Screenshot {
            out: out.to_owned(),
            screen: None,
            theme: None,
            lang: None,
            scale: 2.0,
            text: 100,
            size: (390, 844),
            at: None,
        },
    )
}

pub fn take(context: &Context, shot: &Screenshot) -> Result<(), Failure> {
    let app = app_at(context, shot)?;
    let (width, height) = shot.size;
    let failed =
        |error: slint::PlatformError| Failure::refused(format!("the window cannot be rendered ({error})"));
    let stage = headless::Stage::new(width, height, shot.scale).map_err(failed)?;
    let screen = Screen::new(|_| {}).map_err(failed)?;
    screen.set_text_scale(f32::from(shot.text) / 100.0);
    screen.show(&app.look().0);
    let picture = stage.picture(&screen).map_err(failed)?;
    let written = picture.save_with_format(&shot.out, image::ImageFormat::Png);
    written.map_err(|error| Failure::refused(format!("{} cannot be written: {error}", shot.out.display())))
}

/// The app with the real vault, at the asked time, on the asked page.
fn app_at(context: &Context, shot: &Screenshot) -> Result<App, Failure> {
    let mut facts = window::device_facts(context);
    let clock: Arc<dyn Clock + Send + Sync> = match shot.at {
        Some(time) => {
            // A picture of the past is wanted: the page must not say that the clock is before the build's date.
            facts.built = UnixTime::from_seconds(0);
            Arc::new(FixedClock(time))
        }
        None => Arc::new(SystemClock::new()),
    };
    let (sender, events) = std::sync::mpsc::channel();
    let workers = Workers {
        spawn: Arc::new(|work| work()),
        post: Arc::new(move |event| {
            // The receiver lives as long as this function, in which every worker ends.
            let _ = sender.send(event);
        }),
    };
    let start = Start {
        folder: context.folder.clone(),
        keystore: context.keystore,
        passcode_cost: Cost::default(),
        device: context.device.clone(),
        facts,
        settings: settings(context, shot),
        clock,
        local: Box::new(DeviceZone),
        workers,
    };
    let mut app = App::over(start).read_only();
    let settle = |app: &mut App| events.try_iter().for_each(|event| app.tell(event));
    app.begin();
    settle(&mut app);
    let has_token = matches!(app.look().0.page, app::Page::Token(_));
    for action in actions(shot.screen, has_token)? {
        app.act(action);
        settle(&mut app);
    }
    Ok(app)
}

fn settings(context: &Context, shot: &Screenshot) -> Settings {
    let kept = app::load_settings(&context.folder);
    let language = shot.lang.map(|lang| match lang {
        LanguageName::Ja => Language::Japanese,
        LanguageName::En => Language::English,
    });
    let theme = shot.theme.map(|theme| match theme {
        ThemeName::Light => Theme::Light,
        ThemeName::Dark => Theme::Dark,
    });
    Settings { language: language.or(kept.language), theme: theme.unwrap_or(kept.theme), ..kept }
}

fn actions(screen: Option<ScreenName>, has_token: bool) -> Result<Vec<Action>, Failure> {
    let needs_token = matches!(screen, Some(ScreenName::Token | ScreenName::Simple | ScreenName::Tokens));
    if needs_token && !has_token {
        return Err(Failure::refused("there is no token to show; import one, or run `skts-token demo`"));
    }
    Ok(match screen {
        None => vec![],
        Some(ScreenName::Token) => vec![Action::ChooseMode(Mode::Standard)],
        Some(ScreenName::Simple) => vec![Action::ChooseMode(Mode::Simple)],
        Some(ScreenName::Menu) => vec![Action::OpenMenu],
        Some(ScreenName::Tokens) => vec![Action::ShowTokens],
        Some(ScreenName::Add) => vec![Action::ShowAdd],
        Some(ScreenName::Manual) => vec![Action::ShowAdd, AddAct::EnterByHand.into()],
        Some(ScreenName::About) => vec![Action::ShowAbout],
    })
}
