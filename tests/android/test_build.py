#!/usr/bin/env python3
"""Runs android/build with doubles of the tools that it needs: what it reports missing, calls and prints."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NDK = "27.2.12479018"
SYMBOLS = "0 T ANativeActivity_onCreate\n0 T Java_jp_skts_token_FrameReader_read\n"
PAGES = "  LOAD 0x0 0x0 0x0 0x1 0x1 R E 0x4000\n"


class Build(unittest.TestCase):
    def setUp(self):
        self.place = Path(tempfile.mkdtemp(prefix="android-build-"))
        self.addCleanup(shutil.rmtree, self.place)
        # A copy of the tree, since android/build writes beside its own sources.
        self.tree = self.place / "tree"
        (self.tree / "android/app").mkdir(parents=True)
        (self.tree / "android/gradle/wrapper").mkdir(parents=True)
        for name in ("build", "app/build.gradle.kts", "gradle/wrapper/gradle-wrapper.properties"):
            shutil.copy2(ROOT / "android" / name, self.tree / "android" / name)
        self.bin = self.place / "bin"
        self.bin.mkdir()
        self.sdk = self.place / "sdk"
        self.log = self.place / "log"
        # The PATH has the shell's own tools and nothing else of this machine.
        for tool in ("bash sh sed sort tail grep dirname cat find rm mkdir stat awk printf env basename touch tr").split():
            found = shutil.which(tool)
            if found:
                (self.bin / tool).symlink_to(found)
        self.env = {"PATH": str(self.bin), "HOME": str(self.place), "LC_ALL": "C"}

    def run_build(self, *arguments, **more):
        return subprocess.run([self.bin / "bash", self.tree / "android/build", *arguments], env={**self.env, **more},
                              capture_output=True, text=True)

    def tool(self, path, script):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!{self.bin}/bash\nset -eu\n{script}", encoding="utf-8")
        path.chmod(0o755)

    def file(self, path, text=""):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def provide(self, symbols=SYMBOLS, pages=PAGES):
        self.tool(self.bin / "javac", "echo 'javac 17.0.1' >&2\n")
        self.file(self.sdk / "platforms/android-36/android.jar")
        self.file(self.sdk / "build-tools/36.0.0/lib/d8.jar")
        self.file(self.sdk / f"ndk/{NDK}/source.properties", f"Pkg.Desc = Android NDK\nPkg.Revision = {NDK}\n")
        tools = self.sdk / f"ndk/{NDK}/toolchains/llvm/prebuilt/linux-x86_64/bin"
        self.tool(tools / "llvm-nm", f"printf '%s' '{symbols}'\n")
        self.tool(tools / "llvm-readelf", f"printf '%s' '{pages}'\n")
        for target in ("aarch64-linux-android", "armv7-linux-androideabi", "x86_64-linux-android"):
            self.file(self.place / f"rust/{target}/libstd-1.rlib")
        self.tool(self.bin / "rustc", f'echo "{self.place}/rust/$4"\n')
        self.tool(self.bin / "cargo", f"""
            if [ "$2" = --version ]; then echo "cargo-ndk 4.1.2"; exit; fi
            echo "cargo $*" >> {self.log}
            echo "ANDROID_JAR=$ANDROID_JAR ANDROID_NDK=$ANDROID_NDK RUSTFLAGS=$RUSTFLAGS" >> {self.log}
            for abi in arm64-v8a armeabi-v7a x86_64; do
                mkdir -p android/app/src/main/jniLibs/$abi
                echo library > android/app/src/main/jniLibs/$abi/libskts_token.so
                echo other > android/app/src/main/jniLibs/$abi/libskts_frames.so
            done
        """)
        self.tool(self.bin / "gradle", f"""
            if [ "$1" = --version ]; then echo; echo "Gradle 8.11.1"; exit; fi
            echo "gradle $*" >> {self.log}
            for kind in release debug; do
                mkdir -p android/app/build/outputs/apk/$kind android/app/build/outputs/bundle/$kind
                echo 123456789 > android/app/build/outputs/apk/$kind/app-$kind.apk
                echo 1234 > android/app/build/outputs/bundle/$kind/app-$kind.aab
            done
        """)
        self.env["ANDROID_HOME"] = str(self.sdk)

    def missing(self, **more):
        done = self.run_build(**more)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertFalse(self.log.exists(), "it began to build")
        return re.findall(r"^  - (.*)$", done.stderr, re.M)

    # ---- what is missing

    def test_on_an_empty_machine_it_names_everything_at_once(self):
        said = self.missing()
        self.assertEqual([line.split(":")[0].split(" (")[0] for line in said],
                         ["JDK 17", "Android SDK", "Rust", "Gradle 8.11.1 or a newer 8"])
        self.file(self.sdk / "x")
        self.tool(self.bin / "cargo", "exit 101\n")
        self.tool(self.bin / "rustc", "exit 1\n")
        said = self.missing(ANDROID_HOME=str(self.sdk))
        self.assertEqual([line.split(":")[0].split(" (")[0] for line in said],
                         ["JDK 17", "Android platform 36", "Android build tools 36.0.0", f"Android NDK {NDK}", "cargo-ndk 4.1.2",
                          "Rust target aarch64-linux-android", "Rust target armv7-linux-androideabi",
                          "Rust target x86_64-linux-android", "Gradle 8.11.1 or a newer 8"])
        for line in said:
            self.assertRegex(line, r": .*(apt-get|sdkmanager|cargo install|rustup target add|gradle\.org)", "how to get it")

    def test_each_thing_alone(self):
        self.provide()
        for path, name in [(self.bin / "javac", "JDK 17"),
                           (self.sdk / "platforms", "Android platform 36"),
                           (self.sdk / "build-tools", "Android build tools 36.0.0"),
                           (self.sdk / "ndk", "Android NDK"),
                           (self.place / "rust/armv7-linux-androideabi", "Rust target armv7-linux-androideabi"),
                           (self.bin / "gradle", "Gradle 8.11.1")]:
            away = path.with_name(path.name + ".away")
            path.rename(away)
            said = self.missing()
            self.assertEqual(len(said), 1, said)
            self.assertTrue(said[0].startswith(name), said)
            away.rename(path)
        self.assertEqual(self.run_build("--missing").returncode, 0)

    def test_other_versions_will_not_do(self):
        self.provide()
        self.tool(self.bin / "javac", "echo 'javac 21.0.2'\n")
        self.tool(self.bin / "cargo", "echo 'cargo-ndk 3.5.4'\n")
        self.file(self.sdk / f"ndk/{NDK}/source.properties", "Pkg.Revision = 27.2.1\n")
        for old in ("8.10.2", "9.0", "7.6"):
            self.tool(self.bin / "gradle", f"echo 'Gradle {old}'\n")
            said = self.missing()
            self.assertEqual(len(said), 4, said)
            self.assertIn("found: 21.0.2", said[0])
            self.assertIn("found: 3.5.4", said[2])
            self.assertIn(f"found: {old}", said[3])
        self.tool(self.bin / "gradle", "echo 'Gradle 8.14'\n")
        self.assertEqual(len(self.missing()), 3)

    def test_half_a_signature(self):
        self.provide()
        said = self.missing(SKTS_KEYSTORE=str(self.place / "none.jks"))
        self.assertEqual(len(said), 3, said)

    # ---- building

    def build(self, *arguments, **more):
        done = self.run_build(*arguments, **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout, self.log.read_text(encoding="utf-8")

    def test_a_release_without_a_key(self):
        self.provide()
        said, asked = self.build()
        self.assertIn("cargo ndk --platform 26 --output-dir android/app/src/main/jniLibs --target=aarch64-linux-android "
                      "--target=armv7-linux-androideabi --target=x86_64-linux-android rustc --locked --profile dist --lib "
                      "--crate-type cdylib --no-default-features --features ui -- -C opt-level=3\n", asked)
        self.assertIn(f"ANDROID_JAR={self.sdk}/platforms/android-36/android.jar ANDROID_NDK={self.sdk}/ndk/{NDK} ", asked)
        self.assertIn(f"--remap-path-prefix={self.tree}=.", asked)
        self.assertIn("gradle --project-dir android --console plain assembleRelease bundleRelease\n", asked)
        self.assertRegex(said, r"\b10 bytes  android/app/build/outputs/apk/release/app-release\.apk")
        self.assertRegex(said, r"\b5 bytes  android/app/build/outputs/bundle/release/app-release\.aab")
        self.assertIn("not signed", said)
        self.assertEqual(sorted(path.name for path in self.tree.rglob("*.so")), ["libskts_token.so"] * 3)

    def test_a_signed_release(self):
        self.provide()
        self.file(self.place / "key.jks")
        said, _ = self.build(SKTS_KEYSTORE=str(self.place / "key.jks"), SKTS_KEYSTORE_PASSWORD="p4ss", SKTS_KEY_ALIAS="upload")
        self.assertIn("signed with upload", said)
        self.assertNotIn("p4ss", said)

    def test_for_trying_out(self):
        self.provide()
        said, asked = self.build("--debug")
        self.assertIn("assembleDebug bundleDebug", asked)
        self.assertIn("debug key", said)

    def fails(self, words):
        done = self.run_build()
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(words, done.stderr)
        self.assertNotIn("gradle --project-dir", self.log.read_text(encoding="utf-8"))

    def test_a_library_that_cannot_be_started(self):
        self.provide(symbols="0 T Java_jp_skts_token_FrameReader_read\n")
        self.fails("does not export ANativeActivity_onCreate")

    def test_a_library_that_cannot_read_frames(self):
        self.provide(symbols="0 T ANativeActivity_onCreate\n")
        self.fails("does not export Java_jp_skts_token_FrameReader_read")

    def test_a_library_with_small_pages(self):
        self.provide(pages=PAGES + PAGES.replace("0x4000", "0x1000"))
        self.fails("not aligned to 16 KiB")

    # ---- without an SDK

    def test_a_check_asks_for_no_sdk(self):
        self.tool(self.tree / "tests/android_app/run", f'echo "check $*" >> {self.log}\n')
        done = self.run_build("--check", "--all")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.log.read_text(encoding="utf-8"), "check --all\n")

    # ---- words

    def test_help_and_nonsense(self):
        done = self.run_build("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("android/build --check", done.stdout)
        for wrong in (["--realease"], ["--debug", "--missing"]):
            done = self.run_build(*wrong)
            self.assertEqual((done.returncode, done.stdout), (2, ""))


class Vendored(unittest.TestCase):
    def test_a_mouses_wheel_does_not_end_the_app(self):
        name = "i-slint-backend-android-activity"
        lock = (ROOT / "Cargo.lock").read_text(encoding="utf-8")
        package = re.search(rf'name = "{name}"\n(?:.+\n)*', lock).group()
        self.assertNotIn("source", package, "the published one is used, not the one with the repair")
        adapter = (ROOT / "vendor" / name / "androidwindowadapter.rs").read_text(encoding="utf-8")
        self.assertIn("Axis::Vscroll", adapter)
        self.assertNotRegex(adapter, r"\b(todo|unimplemented)!")

    def test_keyboards_are_asked_not_to_learn_a_seed(self):
        [helper] = (ROOT / "vendor" / "i-slint-backend-android-activity" / "java").glob("*.java")
        self.assertIn("IME_FLAG_NO_PERSONALIZED_LEARNING", helper.read_text(encoding="utf-8"))
        field = (ROOT / "ui" / "widgets" / "field.slint").read_text(encoding="utf-8")
        self.assertIn("{ capitalization: none, auto-correct: false, auto-complete: false }", field)
        fields = [path for path in (ROOT / "ui").rglob("*.slint") if ":= TextInput {" in path.read_text(encoding="utf-8")]
        self.assertEqual(fields, [ROOT / "ui" / "widgets" / "field.slint"], "another field asks for nothing")


if __name__ == "__main__":
    os.chdir(ROOT)
    unittest.main()
