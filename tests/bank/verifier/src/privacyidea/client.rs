//! HTTP to privacyIDEA: signing in, and which node is asked.

use super::answer::{Checked, no_answer};
use crate::VerifierError;
use serde_json::{Value, json};
use skts_token::token::Serial;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use ureq::Agent;
use ureq::http::Method;
use zeroize::Zeroizing;

/// A node that is busy with others answers late; one that has not answered by then is down.
const PATIENCE: Duration = Duration::from_secs(60);

/// privacyIDEA's number for a revoked token.
const TOKEN_LOCKED: i64 = 1007;

/// The HTTP interface of one or several nodes over one database.
pub struct Client {
    agent: Agent,
    nodes: Vec<String>,
    user: String,
    password: Zeroizing<String>,
    /// What `/auth` gave; it ends after an hour.
    session: Mutex<Option<Zeroizing<String>>>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("nodes", &self.nodes).finish_non_exhaustive()
    }
}

impl Client {
    pub fn open(nodes: Vec<String>, user: String, password_file: &Path) -> Result<Self, VerifierError> {
        let failed = |cause| VerifierError::File { path: password_file.to_owned(), cause };
        let password = Zeroizing::new(std::fs::read_to_string(password_file).map_err(failed)?);
        let password = Zeroizing::new(password.lines().next().unwrap_or_default().to_owned());
        if nodes.is_empty() {
            return Err(no_answer("no node is named"));
        }
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // A node without threads would wait for this connection's next request and answer nobody else.
            .max_idle_connections(0)
            .proxy(None);
        let agent = config.build().new_agent();
        let client = Self { agent, nodes, user, password, session: Mutex::new(None) };
        client.sign_in(0)?;
        Ok(client)
    }

    /// What the serial's node, and no other, says of a code.
    pub fn validate(&self, serial: &Serial, code: &str) -> Result<Checked, VerifierError> {
        self.any_node(serial, |node| self.validate_at(node, serial, code))
    }

    /// As [`Client::validate`], at a node of the caller's choice.
    pub fn validate_at(&self, node: usize, serial: &Serial, code: &str) -> Result<Checked, VerifierError> {
        let parameters = json!({ "serial": serial.as_str(), "pass": code });
        match succeeded(self.send(node, Method::POST, "/validate/check", Some(&parameters), None)?.1) {
            Ok(answer) => Checked::read(&answer),
            Err(VerifierError::Refused { code: TOKEN_LOCKED, .. }) => Ok(Checked::Barred),
            Err(error) => Err(error),
        }
    }

    /// Asks as the administrator.
    pub fn get(&self, serial: &Serial, path: &str) -> Result<Value, VerifierError> {
        self.any_node(serial, |node| self.as_admin(node, Method::GET, path, None))
    }

    pub fn post(&self, serial: &Serial, path: &str, parameters: &Value) -> Result<Value, VerifierError> {
        self.any_node(serial, |node| self.as_admin(node, Method::POST, path, Some(parameters)))
    }

    /// Tries the serial's own node, and the others in their order where no connection to it is to be had. A node that took
    /// the request and died is not followed by another one: what it did is not known.
    fn any_node<T>(
        &self,
        serial: &Serial,
        ask: impl Fn(usize) -> Result<T, VerifierError>,
    ) -> Result<T, VerifierError> {
        let first = serial.digits().bytes().fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0'));
        let mut down = None;
        for turn in 0..self.nodes.len() {
            match ask((first + turn) % self.nodes.len()) {
                Err(VerifierError::Down(why)) => down = Some(why),
                answered => return answered,
            }
        }
        Err(VerifierError::Down(down.unwrap_or_default()))
    }

    fn as_admin(
        &self,
        node: usize,
        method: Method,
        path: &str,
        parameters: Option<&Value>,
    ) -> Result<Value, VerifierError> {
        let kept = self.session.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let session = kept.map_or_else(|| self.sign_in(node), Ok)?;
        let (status, answer) = self.send(node, method.clone(), path, parameters, Some(&session))?;
        if status != 401 {
            return succeeded(answer);
        }
        let session = self.sign_in(node)?;
        succeeded(self.send(node, method, path, parameters, Some(&session))?.1)
    }

    fn sign_in(&self, node: usize) -> Result<Zeroizing<String>, VerifierError> {
        let parameters = json!({ "username": self.user, "password": self.password.as_str() });
        let answer = succeeded(self.send(node, Method::POST, "/auth", Some(&parameters), None)?.1)?;
        let session =
            answer["result"]["value"]["token"].as_str().ok_or_else(|| no_answer("/auth gives no token"))?;
        let session = Zeroizing::new(session.to_owned());
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = Some(session.clone());
        Ok(session)
    }

    /// The status and the answer, of whatever status.
    fn send(
        &self,
        node: usize,
        method: Method,
        path: &str,
        parameters: Option<&Value>,
        session: Option<&str>,
    ) -> Result<(u16, Value), VerifierError> {
        let mut request = ureq::http::Request::builder().method(method);
        request = request.uri(format!("{}{path}", self.nodes[node])).header("Accept-Language", "en");
        if let Some(session) = session {
            request = request.header("Authorization", session);
        }
        let answered = match parameters {
            None => self.agent.run(request.body(()).map_err(wrong_address)?),
            Some(parameters) => {
                let request = request.header("Content-Type", "application/json");
                self.agent.run(request.body(parameters.to_string()).map_err(wrong_address)?)
            }
        };
        let mut answer = answered.map_err(failed)?;
        let status = answer.status().as_u16();
        Ok((status, answer.body_mut().read_json().map_err(failed)?))
    }
}

fn wrong_address(error: ureq::http::Error) -> VerifierError {
    no_answer(&format!("the address is none: {error}"))
}

/// No connection: nothing was sent. All else: what the node did is not known.
fn failed(error: ureq::Error) -> VerifierError {
    match error {
        ureq::Error::ConnectionFailed | ureq::Error::HostNotFound => VerifierError::Down(error.to_string()),
        ureq::Error::Io(cause) if cause.kind() == std::io::ErrorKind::ConnectionRefused => {
            VerifierError::Down(cause.to_string())
        }
        other => no_answer(&other.to_string()),
    }
}

/// The answer, or what privacyIDEA says instead of one.
fn succeeded(answer: Value) -> Result<Value, VerifierError> {
    let error = &answer["result"]["error"];
    match (answer["result"]["status"].as_bool(), error["code"].as_i64()) {
        (Some(true), _) => Ok(answer),
        (_, code) => {
            let message = error["message"].as_str().unwrap_or("no words").to_owned();
            Err(VerifierError::Refused { code: code.unwrap_or(0), message })
        }
    }
}
