//! Registered: serial and live code together, and the next step in the bank's own words.

use super::token::TokenView;

/// What the customer does next at the bank. The bank's letter says which; the app cannot know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NextStep {
    /// 利用開始
    #[default]
    Start,
    /// 交換: this phone takes another's place.
    Replace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisteredAct {
    /// The customer says which of the two steps is the next one.
    Choose(NextStep),
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct RegisteredView {
    pub token: TokenView,
    pub next: NextStep,
}

impl NextStep {
    pub(in crate::app) fn act(self, act: RegisteredAct) -> Self {
        let RegisteredAct::Choose(next) = act;
        next
    }
}
