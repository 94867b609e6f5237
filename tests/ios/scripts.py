"""The two build scripts, run with doubles of a Mac's programs: what they miss, what they call, what they make."""
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from contextlib import contextmanager
from pathlib import Path

TARGETS = ("aarch64-apple-ios", "aarch64-apple-ios-sim")
# What a double does beyond noting how it was called.
XCODEBUILD = """
[ "$1" != -version ] || exit 0
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
"""
CARGO = """
while [ $# -gt 0 ]; do
    case $1 in --target) target=$2 ;; --release) folder=release ;; esac
    shift
done
mkdir -p "$CARGO_TARGET_DIR/$target/${folder-debug}"
echo program >"$CARGO_TARGET_DIR/$target/${folder-debug}/skts-token"
"""


class Mac:
    """A folder of programs that is the whole PATH; each double writes its call into a log."""

    def __init__(self, folder, root):
        self.folder, self.bin, self.log = folder, folder / "bin", folder / "log"
        self.bin.mkdir()
        for tool in ("awk", "bash", "cat", "cp", "dirname", "find", "mkdir", "sed", "wc"):
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.ios = folder / "tree/ios"
        self.ios.mkdir(parents=True)
        for name in ("build", "cargo-build", "project.yml"):
            shutil.copy2(root / "ios" / name, self.ios / name)
        self.double("uname", "echo Darwin")
        self.double("xcodebuild", XCODEBUILD)
        self.double("xcodegen", 'echo "team=$DEVELOPMENT_TEAM" >>"$LOG"')
        self.double("cargo", "")
        self.double("rustc", f'echo "{folder}/lib/$4"')
        for target in TARGETS:
            (folder / "lib" / target).mkdir(parents=True)
            (folder / "lib" / target / "libstd-0.rlib").touch()

    def double(self, name, does):
        path = self.bin / name
        path.write_text(f'#!/usr/bin/env bash\nset -e\necho "{name} $*" >>"$LOG"\n{does}\n')
        path.chmod(0o755)

    def run(self, script, *arguments, **environment):
        self.log.write_text("")
        environment = {"PATH": str(self.bin), "LOG": str(self.log), "HOME": str(self.folder), **environment}
        done = subprocess.run([self.ios / script, *arguments], env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def calls(self, name):
        return [line for line in self.log.read_text().splitlines() if line.startswith(name)]


@contextmanager
def mac(root):
    with tempfile.TemporaryDirectory() as folder:
        yield Mac(Path(folder), root)


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
            assert re.search(r"^program +2\.0 MB$", out, re.M) and out.rstrip().endswith("SKTSToken.app"), out


def cargo_phase(root):
    """What Xcode asks for is what cargo is asked for, and lands where Xcode looks."""
    bins = [entry["name"] for entry in tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))["bin"]]
    assert "skts-token" in bins, "Cargo.toml has no such program"
    cases = [
        ("iphoneos", "Release", "aarch64-apple-ios", "Identity", True),
        ("iphoneos", "Debug", "aarch64-apple-ios", "", False),
        ("iphonesimulator", "Release", "aarch64-apple-ios-sim", "Identity", False),
    ]
    for platform, configuration, target, identity, signed in cases:
        with mac(root) as xcode:
            end = phase(xcode, platform, configuration, identity)
            assert end[0] == 0, f"{platform}: {end[2]}"
            release = " --release" if configuration == "Release" else ""
            want = ("cargo build --locked --bin skts-token --no-default-features --features ui "
                    f"--target {target}{release}")
            assert xcode.calls("cargo build") == [want], f"{platform}: {xcode.log.read_text()}"
            assert (xcode.folder / "products/SKTSToken.app/SKTSToken").read_text() == "program\n"
            assert bool(xcode.calls("codesign")) == signed, f"{platform}: {xcode.log.read_text()}"
            assert "ios=16.0" in xcode.log.read_text(), "cargo is not told the deployment target"
            assert "sdk=\n" in xcode.log.read_text(), "build scripts would be linked for the phone"
    for wrong in ({"PLATFORM_NAME": "macosx"}, {"ARCHS": "x86_64 arm64"}):
        with mac(root) as xcode:
            status, _, err = phase(xcode, "iphoneos", "Release", "", **wrong)
            assert status == 1 and err.startswith("error:"), f"{wrong}: {status}"


def phase(xcode, platform, configuration, identity, **other):
    cargo = xcode.folder / ".cargo/bin"
    cargo.mkdir(parents=True)
    xcode.double("cargo", 'echo "ios=$IPHONEOS_DEPLOYMENT_TARGET" >>"$LOG"; echo "sdk=${SDKROOT-}" >>"$LOG"\n' + CARGO)
    xcode.double("codesign", "")
    # The script looks for them where rustup and Xcode put them.
    for tool in ("cargo", "codesign"):
        shutil.move(xcode.bin / tool, cargo / tool)
    app = xcode.folder / "products/SKTSToken.app"
    app.mkdir(parents=True)
    asked = {
        "PLATFORM_NAME": platform, "ARCHS": "arm64", "CONFIGURATION": configuration,
        "PROJECT_DIR": str(xcode.ios), "DERIVED_FILE_DIR": str(xcode.folder / "derived"),
        "TARGET_BUILD_DIR": str(app.parent), "EXECUTABLE_PATH": "SKTSToken.app/SKTSToken",
        "TARGET_TEMP_DIR": str(xcode.folder), "FULL_PRODUCT_NAME": "SKTSToken.app",
        "IPHONEOS_DEPLOYMENT_TARGET": "16.0", "SDKROOT": "/of/the/phone", "EXPANDED_CODE_SIGN_IDENTITY": identity,
    }
    return xcode.run("cargo-build", **{**asked, **other})


CHECKS = [build_says_what_is_missing, build_usage, build_builds, cargo_phase]
