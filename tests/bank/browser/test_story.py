"""The story of one token: from 申込 to 利用停止, day by day, with both verifiers and in both layouts."""

ACCOUNT, AMOUNT = "7415928", 48_200


def test_the_whole_story(customer, branch, verifier):
    # 申込 and 利用開始, with 認証する
    customer.apply().import_letter().start("yes").expect_accepted()
    customer.login(customer.code()).expect_accepted()
    customer.transfer(ACCOUNT, AMOUNT).expect_refused("too-early")

    # 翌日: 振込
    customer.clock.next_day()
    customer.login(customer.code()).expect_accepted()
    customer.transfer(ACCOUNT, AMOUNT).send(code=customer.sign_typed(ACCOUNT)).expect_accepted()
    customer.transfer(ACCOUNT, AMOUNT, by="qr").send(code=customer.sign_shown()["code"]).expect_accepted()

    # 機種変更 by 交換
    old_app, old_serial = customer.app, customer.serial
    proof = customer.code()
    customer.apply_for_another().begin_replacement(proof).expect_accepted()
    customer.new_phone().import_letter()
    assert customer.serial != old_serial
    customer.finish_replacement(customer.code()).expect_accepted()
    # The old token's code is refused, the new one's is taken. No gap: 振込 on the same day.
    customer.login()
    customer.clock.next_code()
    customer.send(code=old_app.code(old_serial)).expect_refused("code-wrong")
    customer.send(code=customer.code()).expect_accepted()
    customer.transfer(ACCOUNT, AMOUNT).send(code=customer.sign_typed(ACCOUNT)).expect_accepted()

    # 利用中止: no code is taken. 利用開始 again, and the wait for 振込 begins anew.
    customer.suspend().expect_accepted()
    customer.transfer(ACCOUNT, AMOUNT).expect_refused("token-suspended")
    customer.start("yes").expect_accepted()
    customer.login(customer.code()).expect_accepted()
    customer.transfer(ACCOUNT, AMOUNT).expect_refused("too-early")
    customer.clock.next_day()
    customer.login(customer.code()).expect_accepted()
    customer.transfer(ACCOUNT, AMOUNT).send(code=customer.sign_typed(ACCOUNT)).expect_accepted()

    # 紛失, at night: IB取引中止 by oneself, without a code. In the morning 利用停止 at the branch.
    customer.stop_banking().expect_accepted()
    customer.login().expect_refused("banking-stopped")
    customer.clock.next_day()
    branch.act(customer, "stop").expect_accepted()
    customer.login().expect_refused("banking-stopped")
    # Whoever found the phone: its codes are refused, also once the branch lets banking go on.
    branch.act(customer, "resume").expect_accepted()
    customer.login().expect_refused("token-suspended")
    branch.act(customer, "loss").expect_accepted()
    customer.start("no", customer.code()).expect_refused("token-lost")
    # The next letter begins it all again.
    branch.hand_over(customer)
    customer.new_phone().import_letter().start("yes").expect_accepted()
    customer.login(customer.code()).expect_accepted()
