"""ios/cargo-build, run as Xcode runs it, with doubles of cargo and of Xcode's tools."""
import shutil
import tomllib

from scripts import mac

CARGO = """
while [ $# -gt 0 ]; do
    case $1 in --target) target=$2 ;; --profile) folder=$2 ;; esac
    shift
done
mkdir -p "$CARGO_TARGET_DIR/$target/${folder-debug}"
echo program >"$CARGO_TARGET_DIR/$target/${folder-debug}/skts-token"
"""


def cargo_phase(root):
    """cargo-build asks cargo for what Xcode wants, and puts the program where Xcode looks."""
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
            profile = " --profile dist -- -C opt-level=3" if configuration == "Release" else ""
            want = ("cargo rustc --locked --bin skts-token --no-default-features --features ui "
                    f"--target {target}{profile}")
            assert xcode.calls("cargo rustc") == [want], f"{platform}: {xcode.log.read_text()}"
            assert (xcode.folder / "products/SKTSToken.app/SKTSToken").read_text() == "program\n"
            assert bool(xcode.calls("codesign")) == signed, f"{platform}: {xcode.log.read_text()}"
            assert "ios=16.0" in xcode.log.read_text(), "cargo is not told the deployment target"
            assert "sdk=\n" in xcode.log.read_text(), "build scripts would be linked for the phone"
            same_flags(xcode, paths_of(xcode) + (simulated(xcode) if platform == "iphonesimulator" else []))
    with mac(root) as xcode:
        assert phase(xcode, "iphoneos", "Release", "", RUSTFLAGS=" -C  opt-level=2 ")[0] == 0
        same_flags(xcode, ["-C", "opt-level=2", *paths_of(xcode)])
        assert "plain=\n" in xcode.log.read_text(), "two variables for one thing"
        assert xcode.run("cargo-build", **asked(xcode, CARGO_ENCODED_RUSTFLAGS="-C\x1flink-arg=a b"))[0] == 0
        same_flags(xcode, ["-C", "link-arg=a b", *paths_of(xcode)])
    with mac(root) as xcode:
        # The cargo that ios/build has checked comes before one that lies where rustup puts it.
        other = xcode.folder / "other bin"
        other.mkdir()
        assert phase(xcode, "iphoneos", "Release", "", SKTS_CARGO_BIN=str(other))[0] == 0, "an empty folder"
        shutil.copy2(xcode.folder / ".cargo/bin/cargo", other / "cargo")
        (xcode.folder / ".cargo/bin/cargo").write_text("#!/bin/sh\nexit 9\n")
        assert xcode.run("cargo-build", **asked(xcode, SKTS_CARGO_BIN=str(other)))[0] == 0, "another cargo is called"
    with mac(root) as xcode:
        xcode.double("derq", 'while [ $# -gt 0 ]; do [ "$1" != -o ] || echo der >"$2"; shift; done')
        assert phase(xcode, "iphonesimulator", "Debug", "", tools=("derq",))[0] == 0
        der = xcode.folder / "derived/simulator.der"
        assert der.read_text() == "der\n" and f"-f xml -i {xcode.ios}/Simulator.entitlements -o {der} --raw" in xcode.calls("derq")[0]
        same_flags(xcode, paths_of(xcode) + simulated(xcode) + section("__ents_der", der))
    for wrong in ({"PLATFORM_NAME": "macosx"}, {"ARCHS": "x86_64 arm64"}):
        with mac(root) as xcode:
            status, _, err = phase(xcode, "iphoneos", "Release", "", **wrong)
            assert status == 1 and err.startswith("error:"), f"{wrong}: {status}"


def section(name, file):
    return [f"-Clink-arg={part}" for part in ("-sectcreate", "__TEXT", name, file)]


def simulated(xcode):
    return section("__entitlements", xcode.ios / "Simulator.entitlements")


def paths_of(xcode):
    return [f"--remap-path-prefix={xcode.folder}/tree=.", f"--remap-path-prefix={xcode.folder}/.cargo=cargo"]


def same_flags(xcode, want):
    have = [line.removeprefix("flags=").split("\x1f") for line in xcode.log.read_text().split("\n") if line.startswith("flags=")]
    assert have == [want], f"rustc is told {have}, not {want}"


def asked(xcode, **other):
    return {
        "PLATFORM_NAME": "iphoneos", "ARCHS": "arm64", "CONFIGURATION": "Release",
        "PROJECT_DIR": str(xcode.ios), "DERIVED_FILE_DIR": str(xcode.folder / "derived"),
        "TARGET_BUILD_DIR": str(xcode.folder / "products"), "EXECUTABLE_PATH": "SKTSToken.app/SKTSToken",
        "TARGET_TEMP_DIR": str(xcode.folder), "FULL_PRODUCT_NAME": "SKTSToken.app",
        "IPHONEOS_DEPLOYMENT_TARGET": "16.0", "SDKROOT": "/of/the/phone", "EXPANDED_CODE_SIGN_IDENTITY": "", **other,
    }


SEEN = """
echo "ios=$IPHONEOS_DEPLOYMENT_TARGET" >>"$LOG"
echo "sdk=${SDKROOT-}" >>"$LOG"
echo "flags=${CARGO_ENCODED_RUSTFLAGS-}" >>"$LOG"
echo "plain=${RUSTFLAGS-}" >>"$LOG"
"""


def phase(xcode, platform, configuration, identity, tools=(), **other):
    cargo = xcode.folder / ".cargo/bin"
    cargo.mkdir(parents=True)
    xcode.double("cargo", SEEN + CARGO)
    xcode.double("codesign", "")
    # cargo-build looks for the tools where rustup and Xcode put them.
    for tool in ("cargo", "codesign", *tools):
        shutil.move(xcode.bin / tool, cargo / tool)
    (xcode.folder / "products/SKTSToken.app").mkdir(parents=True)
    given = {"PLATFORM_NAME": platform, "CONFIGURATION": configuration, "EXPANDED_CODE_SIGN_IDENTITY": identity, **other}
    return xcode.run("cargo-build", **asked(xcode, **given))


CHECKS = [cargo_phase]
