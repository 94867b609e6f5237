//! 準備しています: the vault takes longer than a second to open, as where a keystore asks the customer before it hands out the key.

use crate::golden::picture;
use skts_token::testing::{Bench, Look, Stage, Walk};
use std::time::Duration;

#[test]
fn while_the_vault_takes_its_time_the_customer_is_asked_to_wait() {
    let mut walk = Walk { bench: Bench::unopened(), stage: Stage::new(), look: Look::default() };
    walk.stage.show(&walk.bench.view(), walk.look);
    i_slint_backend_testing::mock_elapsed_time(Duration::from_secs(1));
    picture(&walk, "opening");
    walk.sees("準備しています");
    walk.go_on();
    walk.sees("ソフトウェアトークン");
}
