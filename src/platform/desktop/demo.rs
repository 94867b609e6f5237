//! `demo`: a practice token from the issuer's letter to its code, in a data folder of its own.

#[cfg(feature = "issuer")]
pub use with_issuer::demo;

#[cfg(not(feature = "issuer"))]
pub fn demo(_: super::Context) -> Result<(), super::Failure> {
    Err(super::Failure::refused("this build cannot mint practice tokens"))
}

#[cfg(feature = "issuer")]
mod with_issuer {
    use crate::issuer::{self, Order};
    use crate::otp::Clock;
    use crate::platform::desktop::args::Code;
    use crate::platform::desktop::{Context, Failure, commands, import};
    use crate::platform::{SystemClock, build_time, complain};
    use crate::provisioning::limits::MAX_PICTURE_PIXELS;
    use crate::provisioning::{self, Surroundings};
    use crate::token::{Algorithm, Issuer};
    use ring::rand::SystemRandom;
    use std::path::{Path, PathBuf};

    /// Mints a practice token, writes its QR code, reads that back, stores it, shows it.
    ///
    /// The folder is `demo` inside the data folder: a practice token never lies beside real ones.
    pub fn demo(context: Context) -> Result<(), Failure> {
        let context = Context { folder: context.folder.join("demo"), ..context };
        let has_token = !commands::look(&context)?.summary().profiles.is_empty();
        if has_token {
            tell("the practice token of last time is shown again");
        } else {
            practise(&context)?;
        }
        show(context)
    }

    fn tell(text: &str) {
        complain("demo", text);
    }

    fn practise(context: &Context) -> Result<(), Failure> {
        let picture = write_picture(&context.folder)?;
        tell(&format!("wrote the practice token's QR code to {}", picture.display()));
        let clock = SystemClock::new();
        let around = Surroundings::new(build_time(), MAX_PICTURE_PIXELS, &clock);
        let draft = provisioning::found_in_file(&picture, &around)
            .and_then(|found| Ok(found.whole()?))
            .map_err(|error| Failure::refused(error.to_string()))?;
        // A practice token is worth nothing to anybody: a file may have its key.
        let (profile, _) = import::import_draft(context, draft, false, || Ok(()))?;
        tell(&format!("read it back and registered {}", profile.serial));
        Ok(())
    }

    /// Mints a practice token, and writes the picture that an issuer would print on its letter.
    fn write_picture(folder: &Path) -> Result<PathBuf, Failure> {
        let refused = |error: &dyn std::fmt::Display| Failure::refused(error.to_string());
        let issuer: Issuer = "見本信用金庫".parse().expect("a visible name of few characters");
        let order = Order { issuer: Some(issuer), algorithm: Algorithm::Sha256, ..Order::default() };
        let now = SystemClock::new().read().time;
        let minted = issuer::mint(order, now, &SystemRandom::new()).map_err(|error| refused(&error))?;
        let issued = folder.join("issued");
        crate::private_files::make_private_folder(&issued).map_err(|error| refused(&error.kind()))?;
        let files = issuer::write_files(&minted, &issued).map_err(|error| refused(&error))?;
        Ok(files.png)
    }

    #[cfg(feature = "ui")]
    fn show(context: Context) -> Result<(), Failure> {
        use crate::platform::desktop::{screenshot, window};
        if let Ok(window) = window::prepare(&context) {
            return window.run().map_err(|error| Failure::refused(error.to_string()));
        }
        tell("there is no display");
        print_code(&context)?;
        let picture = context.folder.join("window.png");
        // What has this name may be a link to another file, which the picture would overwrite.
        let _ = std::fs::remove_file(&picture);
        screenshot::take_default(&context, &picture)?;
        tell(&format!("wrote the window's picture to {}", picture.display()));
        Ok(())
    }

    #[cfg(not(feature = "ui"))]
    fn show(context: Context) -> Result<(), Failure> {
        print_code(&context)
    }

    fn print_code(context: &Context) -> Result<(), Failure> {
        let first = commands::look(context)?.summary().profiles.first().map(|profile| profile.serial.clone());
        commands::code(context, &Code { serial: first, at: None, next: false, watch: false })
    }
}
