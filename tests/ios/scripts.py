"""Runs ios/build and .ci/install-ios-tools with doubles of a Mac's programs: what they report missing, call and make."""
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path

TARGETS = ("aarch64-apple-ios", "aarch64-apple-ios-sim")
# What the doubles of these programs do, besides writing their call into the log.
XCODEBUILD = """
case $1 in
    -version) printf 'Xcode 16.2\nBuild version 16C5032a\n'; exit ;;
    -license) exit ;;
esac
while [ $# -gt 1 ]; do
    case $1 in
        -derivedDataPath) derived=$2 ;;
        -archivePath) app=$2/Products/Applications/SKTSToken.app ;;
        -destination) case $2 in *Simulator) kind=iphonesimulator ;; *) kind=iphoneos ;; esac ;;
    esac
    shift
done
: "${app:=$derived/Build/Products/Release-$kind/SKTSToken.app}"
mkdir -p "$app"
printf '%2000000s' x >"$app/SKTSToken"
chmod +x "$app/SKTSToken"
"""
RUSTC = """
case $1 in
    --version) echo 'rustc 1.92.0 (ded5c06cf 2025-12-08)' ;;
    --print) echo "$LIB/$4" ;;
esac
"""


class Mac:
    """A folder of programs that is the whole PATH; each double writes its call into a log."""

    def __init__(self, folder, root):
        self.folder, self.bin, self.log = folder, folder / "bin", folder / "log"
        self.bin.mkdir()
        for tool in ("awk", "bash", "cat", "chmod", "cp", "dirname", "find", "gzip", "mkdir", "sed", "tar", "wc"):
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.ios = folder / "tree/ios"
        self.ios.mkdir(parents=True)
        for name in ("build", "cargo-build", "project.yml", "Simulator.entitlements"):
            shutil.copy2(root / "ios" / name, self.ios / name)
        self.double("uname", "echo Darwin")
        self.double("xcodebuild", XCODEBUILD)
        self.double("xcodegen", 'echo "team=$DEVELOPMENT_TEAM" >>"$LOG"')
        self.double("cargo", "")
        self.double("rustc", RUSTC)
        self.double("xcrun", "")
        for target in TARGETS:
            (folder / "lib" / target).mkdir(parents=True)
            (folder / "lib" / target / "libstd-0.rlib").touch()

    def double(self, name, does):
        path = self.bin / name
        path.write_text(f'#!/usr/bin/env bash\nset -e\necho "{name} $*" >>"$LOG"\n{does}\n')
        path.chmod(0o755)

    def run(self, script, *arguments, **environment):
        self.log.write_text("")
        environment = {"PATH": str(self.bin), "LOG": str(self.log), "HOME": str(self.folder),
                       "LIB": str(self.folder / "lib"), **environment}
        done = subprocess.run([self.ios / script, *arguments], env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def calls(self, name):
        return [line for line in self.log.read_text().splitlines() if line.startswith(name)]


@contextmanager
def mac(root):
    with tempfile.TemporaryDirectory() as folder:
        # A Mac's folders have spaces in their names.
        home = Path(folder, "a Mac's home")
        home.mkdir()
        yield Mac(home, root)


def missing(end):
    status, out, err = end
    assert status == 1 and not out, f"exit status {status}, {out!r}"
    return [line.removeprefix("  - ") for line in err.splitlines() if line.startswith("  - ")]


def build_says_what_is_missing(root):
    with mac(root) as bare:
        for tool in ("xcodebuild", "xcodegen", "cargo", "rustc"):
            (bare.bin / tool).unlink()
        bare.double("uname", "echo Linux")
        for arguments in ((), ("--check",), ("device",)):
            found = missing(bare.run("build", *arguments))
            named = ("a Mac", "Xcode 16", "XcodeGen", "Rust 1.92", *(f"Rust's {target}: rustup" for target in TARGETS))
            assert len(found) == len(named), f"not all at once: {found}"
            for line, name in zip(found, named, strict=True):
                assert line.startswith(name), f"{line!r} does not name {name}"
    for tool, name in (("xcodebuild", "Xcode 16"), ("xcodegen", "XcodeGen"), ("cargo", "Rust 1.92")):
        with mac(root) as one:
            (one.bin / tool).unlink()
            (line,) = missing(one.run("build", "--check"))
            assert line.startswith(name), f"without {tool}: {line!r}"
    for target in TARGETS:
        with mac(root) as one:
            (one.folder / "lib" / target / "libstd-0.rlib").unlink()
            (line,) = missing(one.run("build"))
            assert line.endswith(f"rustup target add {target}"), f"without {target}: {line!r}"
    with mac(root) as tools_only:
        tools_only.double("xcodebuild", "exit 1")
        (line,) = missing(tools_only.run("build"))
        assert "xcode-select" in line, f"with the command line tools alone: {line!r}"
    for tool, does, name in (
        ("xcodebuild", "printf 'Xcode 15.4\\nBuild version 15F31d\\n'", "Xcode 16 or newer: this is 15.4"),
        ("xcodebuild", "[ $1 = -version ] || exit 69; echo Xcode 26.0.1", "Xcode's licence"),
        ("xcrun", "exit 1", "Xcode's iphonesimulator"),
        ("rustc", RUSTC.replace("1.92.0", "1.91.1"), "Rust 1.92 or newer: this is 1.91.1"),
        ("rustc", RUSTC.replace("1.92.0", "0.99.9"), "Rust 1.92 or newer: this is 0.99.9"),
        ("rustc", RUSTC.replace("echo 'rustc", "exit 1; echo '"), "Rust 1.92 or newer: this is none"),
    ):
        with mac(root) as old:
            old.double(tool, does)
            (line,) = missing(old.run("build"))
            assert line.startswith(name), f"{tool}: {line!r}"
    for kind, sdks in (("simulator", ["iphonesimulator"]), ("device", ["iphoneos"]), ("--check", ["iphoneos", "iphonesimulator"])):
        with mac(root) as whole:
            assert whole.run("build", kind)[0] == 0, kind
            assert whole.calls("xcrun") == [f"xcrun --sdk {sdk} --show-sdk-path" for sdk in sdks], f"{kind}: {whole.calls('xcrun')}"
    for newer in ("Xcode 16", "Xcode 26.1.1"):
        with mac(root) as whole:
            whole.double("xcodebuild", f"echo {newer}")
            whole.double("rustc", RUSTC.replace("1.92.0", "2.0.0-nightly"))
            assert whole.run("build", "--check")[0] == 0, f"{newer} and Rust 2.0 are refused"
    with mac(root) as whole:
        (line,) = missing(whole.run("build", "archive"))
        assert line.startswith("DEVELOPMENT_TEAM"), f"an archive without a team: {line!r}"
        assert whole.run("build", "--check") == (0, "ios/build: nothing is missing\n", "")


def build_usage(root):
    with mac(root) as whole:
        status, out, _ = whole.run("build", "--help")
        assert status == 0, f"--help ends with {status}"
        for word in ("ios/build device", "ios/build archive", "--check", "DEVELOPMENT_TEAM", "Exit status"):
            assert word in out, f"--help does not say {word}"
        for arguments in (("phone",), ("device", "archive")):
            status, out, err = whole.run("build", *arguments)
            assert (status, out) == (2, "") and "ios/build" in err, f"{arguments}: {status}"
        assert not whole.calls("xcodebuild"), "something was built"


def build_builds(root):
    with mac(root) as whole:
        cases = {
            ("simulator", ""): ("iOS Simulator", "build", True),
            ("device", ""): ("generic/platform=iOS ", "build", True),
            ("device", "TEAM123456"): ("generic/platform=iOS ", "build", False),
            ("archive", "TEAM123456"): ("generic/platform=iOS ", "archive", False),
        }
        for (what, team), (destination, action, unsigned) in cases.items():
            status, out, err = whole.run("build", what, **({"DEVELOPMENT_TEAM": team} if team else {}))
            assert status == 0, f"{what}: {err}"
            assert f"team={team}" in whole.log.read_text().splitlines(), f"{what}: XcodeGen is not told the team"
            assert whole.calls("xcodegen") == ["xcodegen generate --quiet --spec project.yml"]
            call = whole.calls("xcodebuild -project")[-1]
            assert destination in call and call.endswith(f" {action}"), f"{what}: {call}"
            assert ("CODE_SIGNING_ALLOWED=NO" in call) == unsigned, f"{what}, team {team!r}: {call}"
            assert ("-allowProvisioningUpdates" in call) != unsigned, f"{what}, team {team!r}: {call}"
            assert "-configuration Release" in call, f"{what}: {call}"
            assert f" SKTS_CARGO_BIN={whole.bin} " in call, f"{what}: cargo-build is not told of the cargo that was found: {call}"
            packed = whole.ios / f"build.noindex/SKTSToken-{what}.tar.gz"
            assert packed.is_file() == (what != "archive"), f"{what}: {packed}"
            if packed.is_file():
                with tarfile.open(packed) as tar:
                    assert tar.getmember("SKTSToken.app/SKTSToken").mode & 0o100, "packed, the program cannot be run"
            assert re.search(r"^program +2\.0 MB$", out, re.M) and out.rstrip().endswith("SKTSToken.app"), out
        given = {"RUSTUP_TOOLCHAIN": "1.92", "SOURCE_DATE_EPOCH": "1700000000", "RUSTFLAGS": "-C opt-level=2"}
        assert whole.run("build", **given)[0] == 0
        for name, value in given.items():
            assert f" {name}={value} " in whole.calls("xcodebuild -project")[-1], f"cargo-build is not told {name}"
    for spoiled in (': >"$app/SKTSToken"; chmod -x "$app/SKTSToken"', 'rm "$app/SKTSToken"'):
        with mac(root) as empty:
            (empty.bin / "rm").symlink_to(shutil.which("rm"))
            empty.double("xcodebuild", XCODEBUILD + spoiled)
            status, out, err = empty.run("build")
            assert (status, out) == (1, "") and "no program" in err, f"a build without a program: {status}, {out!r}, {err!r}"


def install(root):
    """The tools install the targets for the Rust that the builds pin, and for the Rust that is active."""
    script = root / ".ci/install-ios-tools"
    targets = ",".join(TARGETS)
    for active, more, says in (("stable-aarch64-apple-darwin (default)", [f"rustup target add --toolchain stable-aarch64-apple-darwin {targets.replace(',', ' ')}"], ""),
                               ("", [], "export RUSTUP_TOOLCHAIN=1.92")):
        with mac(root) as whole:
            whole.double("rustup", f'[ "$1" != show ] || echo "{active}"')
            shutil.copy2(script, whole.ios / "install")
            status, out, err = whole.run("install")
            assert status == 0 and says in out, f"{status}: {out}{err}"
            calls = [call for call in whole.calls("rustup") if " show " not in call]
            assert calls == [f"rustup toolchain install 1.92 --profile minimal --target {targets}", *more], f"{calls}"


CHECKS = [build_says_what_is_missing, build_usage, build_builds, install]
