//! privacyIDEA as `peers up` starts it; it stops all when this end of its pipe closes, however this process ends.

use serde_json::Value;
use skts_bank_verifier::{Client, PrivacyIdea, Settings};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

pub struct Peers {
    child: Child,
    told: Value,
    folder: TempDir,
}

impl Peers {
    pub fn up(options: &[&str]) -> Self {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
        let mut command = Command::new(program);
        command.arg("up").args(options).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("python3 runs peers");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line).expect("peers says above why it did not start");
        Self { child, told, folder: tempfile::tempdir().unwrap() }
    }

    /// A verifier of a bank of this name, with a file of its own.
    pub fn bank(&self, owner: &str) -> PrivacyIdea {
        PrivacyIdea::open(self.settings(owner)).unwrap()
    }

    pub fn settings(&self, owner: &str) -> Settings {
        Settings {
            nodes: self.nodes(),
            user: "admin".to_owned(),
            password_file: self.password_file(),
            store: self.folder.path().join(owner),
            owner: owner.to_owned(),
        }
    }

    pub fn client(&self) -> Client {
        Client::open(self.nodes(), "admin".to_owned(), &self.password_file()).unwrap()
    }

    fn nodes(&self) -> Vec<String> {
        self.told["nodes"].as_array().unwrap().iter().map(|node| node.as_str().unwrap().to_owned()).collect()
    }

    fn password_file(&self) -> PathBuf {
        self.told["password_file"].as_str().unwrap().into()
    }
}

impl Drop for Peers {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        drop(self.child.wait());
    }
}
