//! Warnings of the device as it is. They refuse nothing. The customer puts one away once it is read, and an update of the app
//! brings it back; About says the same at any time.

use super::effect::Effect;
use super::model::Model;
use super::{Banner, Settings};
use crate::keystore::Protection;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The system bears signs of having been changed.
    WeakDevice,
    /// The vault's key lies in a file.
    FileKeystore,
}

impl Notice {
    fn banner(self) -> Banner {
        match self {
            Self::WeakDevice => Banner::WeakDevice,
            Self::FileKeystore => Banner::FileKeystore,
        }
    }
}

impl Model {
    /// The warnings that the customer has not put away.
    pub(super) fn notices(&self) -> impl Iterator<Item = Banner> {
        let all = [Notice::WeakDevice, Notice::FileKeystore];
        all.into_iter().filter(|notice| self.holds(*notice) && !self.was_read(*notice)).map(Notice::banner)
    }

    fn holds(&self, notice: Notice) -> bool {
        match notice {
            Notice::WeakDevice => self.device.surroundings.weak,
            Notice::FileKeystore => {
                self.vault.desk().is_some_and(|desk| desk.protection == Some(Protection::File))
            }
        }
    }

    fn was_read(&self, notice: Notice) -> bool {
        let read = match notice {
            Notice::WeakDevice => &self.settings.weak_device_read,
            Notice::FileKeystore => &self.settings.file_key_read,
        };
        read.as_ref() == Some(&self.device.version)
    }

    pub(super) fn put_away(&mut self, notice: Notice) -> Vec<Effect> {
        let version = Some(self.device.version.clone());
        let settings = self.settings.clone();
        self.save(match notice {
            Notice::WeakDevice => Settings { weak_device_read: version, ..settings },
            Notice::FileKeystore => Settings { file_key_read: version, ..settings },
        })
    }
}
