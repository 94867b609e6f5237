//! One run of a program: what it is given, and what must come out of it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A home folder that no other test knows, for the file keystore.
pub struct Home(tempfile::TempDir);

impl Home {
    pub fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(home.path("")).unwrap();
        home
    }

    /// A home whose vault has the tokens of `uris`.
    #[track_caller]
    pub fn with(uris: &[&str]) -> Self {
        let home = Self::new();
        for uri in uris {
            home.import(uri).success();
        }
        home
    }

    /// The path of a file in this home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("home").join(name)
    }

    /// Where programs of a session keep their sockets, beside the home folder.
    pub fn runtime(&self) -> &Path {
        self.0.path()
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub fn vault(&self) -> PathBuf {
        self.data().join("vault.skts")
    }

    /// The file of the vault's key.
    pub fn key(&self) -> PathBuf {
        let mut files = std::fs::read_dir(self.data()).unwrap().map(|entry| entry.unwrap().path());
        files
            .find(|path| path.extension().is_some_and(|end| end == "key"))
            .expect("a key lies beside the vault")
    }

    /// skts-token with this home's data folder and the file keystore; the words are parted by blanks.
    pub fn run(&self, words: &str) -> Test {
        self.bare("").words("--keystore file --data-dir").arg(self.data()).words(words)
    }

    /// skts-token in this home, with the words alone.
    pub fn bare(&self, words: &str) -> Test {
        let test = Test::of(env!("CARGO_BIN_EXE_skts-token")).words(words);
        let test = test.no_environment().env("HOME", self.path("")).env("TZ", "Asia/Tokyo");
        test.env("PATH", std::env::var_os("PATH").unwrap())
    }

    pub fn import(&self, uri: &str) -> Test {
        self.run("import -").stdin(uri)
    }

    /// Every file and folder of this home, with the files' bytes.
    pub fn snapshot(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path(""), &mut files);
        files
    }

    /// The names alone, of links too that lead nowhere.
    pub fn snapshot_of_names(&self) -> Vec<PathBuf> {
        let folders = [self.path(""), self.data()];
        let entries = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        names.sort();
        names
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.insert(path.clone(), Vec::new());
            collect(&path, files);
        } else {
            files.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
}

/// A program that will run, and what is expected of it. Nothing runs before `success` and its like.
pub struct Test {
    command: Command,
    input: Vec<u8>,
    out: Option<String>,
    warning: Option<String>,
    bare: bool,
    any_out: bool,
    onto: Option<Stdio>,
}

/// What came out of a program.
pub struct Ran {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Test {
    pub fn of(program: impl AsRef<OsStr>) -> Self {
        Self {
            command: Command::new(program),
            input: Vec::new(),
            out: None,
            warning: None,
            bare: false,
            any_out: false,
            onto: None,
        }
    }

    /// skts-issue; the words are parted by blanks.
    pub fn issue(words: &str) -> Self {
        Self::of(env!("CARGO_BIN_EXE_skts-issue")).words(words)
    }

    pub fn words(self, words: &str) -> Self {
        self.args(words.split_whitespace())
    }

    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn no_environment(mut self) -> Self {
        self.command.env_clear();
        self.bare = true;
        self
    }

    /// Runs it in a shell's script, as `"$@"`.
    pub fn through(mut self, script: &str) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "sh"]).arg(self.command.get_program()).args(self.command.get_args());
        if self.bare {
            shell.env_clear();
        }
        shell.envs(self.command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        self.command = shell;
        self
    }

    /// Where standard output leads instead of to the test.
    pub fn onto(mut self, place: impl Into<Stdio>) -> Self {
        self.onto = Some(place.into());
        self
    }

    /// What the program reads on standard input; nothing without it.
    pub fn stdin(mut self, input: impl AsRef<[u8]>) -> Self {
        self.input = input.as_ref().to_owned();
        self
    }

    /// Exactly what must be on standard output.
    pub fn stdout(mut self, text: impl Into<String>) -> Self {
        self.out = Some(text.into());
        self
    }

    /// Whatever it prints, also where it refuses.
    pub fn stdout_any(mut self) -> Self {
        self.any_out = true;
        self
    }

    /// What a program that succeeds must say on standard error all the same.
    pub fn warning(mut self, text: &str) -> Self {
        self.warning = Some(text.to_owned());
        self
    }

    /// Status 0. On standard error a warning that was asked for, or nothing. Gives standard output.
    #[track_caller]
    pub fn success(self) -> String {
        let warning = self.warning.clone();
        let ran = self.ends(0);
        match warning {
            Some(text) => assert!(ran.err.contains(&text), "{text:?} is not in {:?}", ran.err),
            None => assert_eq!(ran.err, ""),
        }
        ran.out
    }

    /// As `success`, for an object of JSON on each line.
    #[track_caller]
    pub fn json(self) -> Vec<serde_json::Value> {
        self.success().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Status 1; on standard error one line that says `why`; on standard output nothing, unless something was
    /// asked for. Gives the line.
    #[track_caller]
    pub fn refused(mut self, why: &str) -> String {
        if !self.any_out {
            self.out.get_or_insert_default();
        }
        let ran = self.ends(1);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(ran.err.contains(why), "{why:?} is not in {:?}", ran.err);
        ran.err
    }

    /// Status 2 and nothing on standard output. Gives what is on standard error.
    #[track_caller]
    pub fn usage(self) -> String {
        self.stdout("").ends(2).err
    }

    #[track_caller]
    pub fn ends(self, status: i32) -> Ran {
        let expected = self.out.clone();
        let words = format!("{:?}", self.command);
        let ran = self.ran();
        assert_eq!(ran.status, Some(status), "{words}: {}{}", ran.out, ran.err);
        if let Some(expected) = expected {
            assert_eq!(ran.out, expected, "{words}: {}", ran.err);
        }
        ran
    }

    /// Runs to the end, whatever that is.
    pub fn ran(mut self) -> Ran {
        let onto = self.onto.take().unwrap_or_else(Stdio::piped);
        self.command.stdin(Stdio::piped()).stdout(onto).stderr(Stdio::piped());
        let program = self.command.get_program().to_owned();
        let mut child = self.command.spawn().unwrap_or_else(|error| panic!("{program:?} is needed: {error}"));
        // A command that refuses before it reads closes the pipe: that is its right.
        let _ = child.stdin.take().unwrap().write_all(&self.input);
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The program as it will run, for a test that must do something meanwhile.
    pub fn command(self) -> Command {
        self.command
    }
}
