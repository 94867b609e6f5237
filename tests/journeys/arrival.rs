//! 別のアプリからトークンが届きました: nothing of what was sent is shown before the customer wants it.

use crate::golden::picture;
use crate::registered;
use skts_token::app::{Event, Source};
use skts_token::testing::{CODE, LETTER, Look, OTHER_LETTER, Walk};
use zeroize::Zeroizing;

fn sent(letter: &str) -> Event {
    Event::Offered(Source::Text(Zeroizing::new(letter.to_owned())))
}

#[test]
fn what_another_app_sent_is_shown_when_the_customer_wants_it() {
    let mut walk = Walk::phone(Look::default());
    walk.tell(sent(LETTER));
    walk.sees("別のアプリから\nトークンが届きました");
    walk.does_not_see("見本信用金庫");
    picture(&walk, "arrival");
    walk.tap("見る");
    walk.sees("このトークンを\n登録しますか");
    walk.sees("見本信用金庫");
}

#[test]
fn what_is_thrown_away_is_gone() {
    let mut walk = registered();
    walk.tell(sent(OTHER_LETTER));
    walk.does_not_see("みほん東信用金庫");
    walk.tap("捨てる");
    walk.sees(CODE);
    walk.tell(sent(OTHER_LETTER));
    walk.tap("やめる");
    walk.sees(CODE);
    walk.does_not_see("みほん東信用金庫");
}
