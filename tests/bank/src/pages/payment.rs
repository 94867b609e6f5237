//! 振込 and Pay-easy: the order, and the page that asks for its code.

use super::front::picture;
use super::view;
use crate::clock::{day, day_words, time_words};
use crate::faults::Fault;
use crate::granting::Brought;
use crate::secrets;
use crate::session::{ORDER_SECONDS, Order, Receipt, SignedBy};
use crate::visit::{Reply, Stop, View, Visit};
use minijinja::context;
use skts_bank_engine::{Account, Day, Institution, Outcome, Request, Yen};
use skts_token::provisioning::transaction_text;
use skts_token::token::{AccountKind, CreditUnion, Destination, Payee, Transaction, TransactionId, UnixTime};

/// Ways to prove an order.
const WAYS: [(&str, SignedBy); 3] =
    [("typed", SignedBy::Payee), ("qr", SignedBy::Qr), ("code", SignedBy::Code)];

pub fn show_transfer(visit: &mut Visit) -> Result<View, Stop> {
    show(visit, "transfer")
}

pub fn show_payeasy(visit: &mut Visit) -> Result<View, Stop> {
    show(visit, "payeasy")
}

fn show(visit: &mut Visit, template: &'static str) -> Result<View, Stop> {
    let id = visit.customer()?;
    let customer = visit.bank.store().customer(&id).map_err(Fault::from)?.ok_or(Fault::UnknownContract)?;
    let from = visit.first_transfer(&customer.contract)?;
    let context = context! {
        obligatory => visit.policy()?.transaction_obligatory,
        left => customer.contract.left_of_limit(day(visit.now)).0,
        from => from.map(|from| day_words(Day(from), visit.session.english)),
    };
    view(template, context)
}

pub fn send_transfer(visit: &mut Visit) -> Result<Reply, Fault> {
    visit.customer()?;
    let bank = visit.fields.digits("bank", 4)?;
    let branch = visit.fields.digits("branch", 3)?;
    let payee = visit.fields.digits("account", 7)?;
    order(visit, Some((bank, branch)), payee)
}

pub fn send_payeasy(visit: &mut Visit) -> Result<Reply, Fault> {
    visit.customer()?;
    let payee = visit.fields.digits("payee", 5)?;
    order(visit, None, payee)
}

/// Keeps the order until its code comes. What no code could change is refused here, before anybody computes one.
fn order(visit: &mut Visit, account: Option<(String, String)>, payee: String) -> Result<Reply, Fault> {
    let contract = visit.customer()?;
    let yen = visit.fields.yen("amount")?;
    let by = visit.fields.choice("by", &WAYS)?;
    let ends = visit.now.seconds() + ORDER_SECONDS;
    let mut order = Order {
        id: secrets::random(),
        contract: contract.clone(),
        serial: String::new(),
        account,
        payee,
        yen,
        by,
        ends,
    };
    let request = order.request().ok_or(Fault::NotYen("amount"))?;
    let needed = visit.needs(&contract, &request)?.ok_or(Fault::Broken)?;
    order.serial = needed.serial.0;
    visit.session.remember(order);
    Ok(Reply::Go("/transfer/sign".to_owned()))
}

pub fn show_sign(visit: &mut Visit) -> Result<View, Stop> {
    visit.customer()?;
    let order = waiting(visit)?;
    let text = match order.by {
        SignedBy::Qr => Some(transaction_text(&order.transaction().ok_or(Fault::Broken)?)),
        SignedBy::Payee | SignedBy::Code => None,
    };
    let bank = order.account.as_ref().map(|(bank, _)| bank_name(bank));
    let context = context! {
        order => order.name(),
        by => match order.by { SignedBy::Qr => "qr", SignedBy::Payee => "typed", SignedBy::Code => "code" },
        payee => order.payee,
        bank,
        branch => order.account.as_ref().map(|(_, branch)| branch),
        amount => order.yen,
        serial => order.serial,
        until => time_words(UnixTime::from_seconds(order.ends)),
        picture => text.map(|text| picture(&text)).transpose()?,
        back => if order.account.is_some() { "/transfer" } else { "/payeasy" },
    };
    view("sign", context)
}

pub fn send_sign(visit: &mut Visit) -> Result<Reply, Fault> {
    let contract = visit.customer()?;
    let order = waiting(visit)?;
    if order.contract != contract {
        return Err(Fault::OrderGone);
    }
    let code = visit.fields.digits("code", if order.by == SignedBy::Qr { 8 } else { 6 })?;
    let request = order.request().ok_or(Fault::Broken)?;
    let brought = Brought { code: &code, order: Some(&order), ..Brought::default() };
    let journey = if order.account.is_some() { "transfer" } else { "payeasy" };
    let granted = visit.grant(&contract, &request, &brought, journey)?;
    let Outcome::Reserved { id } = granted.outcome else { return Err(Fault::Broken) };
    visit.session.forget_order(order.id);
    let institution = order.account.is_none();
    let day = day(visit.now).0;
    visit.session.receipt =
        Some(Receipt::Paid { number: id.0, payee: order.payee, yen: order.yen, day, institution });
    Ok(Reply::Go("/transfer/done".to_owned()))
}

/// The order that the form names; of several tabs each has its own. Without a form, the latest one.
fn waiting(visit: &Visit) -> Result<Order, Fault> {
    let named = Some(visit.fields.text("order")).filter(|name| !name.is_empty());
    let order = visit.session.order(named).ok_or(Fault::OrderGone)?;
    if order.ends <= visit.now.seconds() { Err(Fault::OrderGone) } else { Ok(order.clone()) }
}

/// The credit union's name where the app's list has the number.
pub fn bank_name(number: &str) -> String {
    let union = number.parse().ok().and_then(CreditUnion::by_number);
    match union {
        Some(union) => format!("{}（{number}）", union.name),
        None => number.to_owned(),
    }
}

impl Order {
    /// What the engine is asked. `None`: the digits are not those of a payee.
    pub fn request(&self) -> Option<Request> {
        let (amount, by) = (Yen(self.yen), self.by());
        Some(match &self.account {
            Some((bank, branch)) => {
                Request::Transfer { payee: Account::new(bank, branch, &self.payee)?, amount, by }
            }
            None => Request::PayEasy { payee: Institution::new(&self.payee)?, amount, by },
        })
    }

    /// What the token is shown in the 取引QR. `None`: no QR code holds such an amount.
    pub fn transaction(&self) -> Option<Transaction> {
        let payee: Payee = self.payee.parse().ok()?;
        let (bank, branch) = match &self.account {
            Some((bank, branch)) => (Some(bank.parse().ok()?), Some(branch.parse().ok()?)),
            None => (None, None),
        };
        let kind = self.account.is_some().then_some(AccountKind::Ordinary);
        let destination = Destination::of(bank, branch, kind, payee)?;
        let amount = skts_token::token::Yen::new(self.yen).ok()?;
        let id = TransactionId::from_bytes(self.id);
        let end = UnixTime::from_seconds(self.ends);
        Some(Transaction::new(id, self.serial.parse().ok()?, destination, amount, end))
    }
}
