"""Compares the names by which Java and Rust call each other, which no compiler does.

Every native method that Java declares is one that Rust exports with the same arguments, and the other way
round; every method that Rust calls is one that Java has, public, with the same signature; and every number that crosses
has one value on both sides.
"""

import math
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JAVA = ROOT / "android/app/src/main/java/jp/skts/token"
RUST = [ROOT / "src/platform/android", ROOT / "src/platform/frames", ROOT / "src/keystore/android"]

# Java's type: its letter in a signature, and Rust's type.
TYPES = {
    "void": ("V", ""), "boolean": ("Z", "jboolean"), "int": ("I", "jint"), "float": ("F", "jfloat"),
    "byte[]": ("[B", "JByteArray"), "String": ("Ljava/lang/String;", "JString"),
    "ByteBuffer": ("Ljava/nio/ByteBuffer;", "JByteBuffer"), "Context": ("Landroid/content/Context;", "JObject"),
    "Activity": ("Landroid/app/Activity;", "JObject"),
}
METHOD = re.compile(r"(?:^|[;{}])\s*((?:(?:public|static|final|synchronized|native|private|protected)\s+)+)"
                    r"([\w\[\]]+)\s+(\w+)\s*\(([^()]*)\)\s*(?:throws [\w., ]+)?[;{]", re.M)


def java_methods(name):
    """Each method of a class: its name, the words before it, and its types as Java writes them."""
    body = (JAVA / f"{name}.java").read_text(encoding="utf-8")
    body = re.sub(r"/\*.*?\*/|//[^\n]*|@\w+(\([^()]*\))?", "", body, flags=re.S)
    for words, result, method, arguments in METHOD.findall(body):
        types = [argument.replace("final ", "").split()[0] for argument in arguments.split(",") if argument.strip()]
        yield method, words.split(), types, result


def natives():
    faults = []
    declared = {}
    for file in sorted(JAVA.glob("*.java")):
        for method, words, types, result in java_methods(file.stem):
            if "native" in words:
                declared[f"Java_jp_skts_token_{file.stem}_{method}"] = [TYPES[t][1] for t in [*types, result]]
    exported = {}
    pattern = re.compile(r"#\[unsafe\(no_mangle\)\]\s*(?:#\[[^\n]*\n)*\s*(?:pub )?extern \"system\" fn (Java_\w+)(?:<[^>]*>)?"
                         r"\(([^)]*)\)(?:\s*->\s*(\w+))?", re.S)
    for path in rust_files():
        for name, arguments, result in pattern.findall(path.read_text(encoding="utf-8")):
            types = re.findall(r"\w+:\s*(\w+)", arguments)
            if types[:2] != ["EnvUnowned", "JClass"]:
                faults.append(f"{name}: is not a static native method in Rust")
            exported[name] = [*types[2:], result]
    for name in sorted(declared.keys() | exported.keys()):
        if name not in exported:
            faults.append(f"{name}: Java declares it, Rust does not export it")
        elif name not in declared:
            faults.append(f"{name}: Rust exports it, Java does not declare it")
        elif declared[name] != exported[name]:
            faults.append(f"{name}: Java says {declared[name]}, Rust {exported[name]}")
    return len(declared), faults


def calls():
    """Compares each call in Rust, a jni_str!("name") followed by a jni_sig!("signature"), with Java's method."""
    faults, count = [], 0
    for file, owner in (("src/platform/android/activity.rs", "MainActivity"), ("src/keystore/android/java.rs", "KeyVault"),
                        ("src/keystore/android/biometric.rs", "BiometricVault")):
        body = (ROOT / file).read_text(encoding="utf-8")
        methods = {}
        for method, words, types, result in java_methods(owner):
            if "public" in words and all(t in TYPES for t in [*types, result]):
                methods[method] = (words, "(" + "".join(TYPES[t][0] for t in types) + ")" + TYPES[result][0])
        names = [name for name in re.findall(r'jni_str!\("([a-z]\w*)"\)', body) if name not in ("getApplicationContext", "code")]
        signatures = [one for one in re.findall(r'jni_sig!\("([^"]+)"\)', body) if one not in ("()Landroid/content/Context;", "I")]
        if len(names) != len(signatures):
            faults.append(f"{file}: {len(names)} names and {len(signatures)} signatures")
        for name, signature in zip(names, signatures):
            count += 1
            words, declared = methods.get(name, ([], None))
            if declared is None:
                faults.append(f"{file}: calls {owner}.{name}, which is not there or not public")
            elif declared != signature:
                faults.append(f"{file}: calls {owner}.{name}{signature}, Java has {declared}")
            elif ("static" in words) == (owner == "MainActivity"):
                faults.append(f"{owner}.{name}: must be static, but for MainActivity's own")
    return count, faults


# A Java class, the Rust file that has its constants, and the names of those that must be on both sides.
NUMBERS = [
    ("Native", "src/platform/decisions/android_answers.rs", r"(?:SCAN|FILE|TOUCH)_\w+"),
    ("KeyVaultException", "src/keystore/decisions/android_codes.rs", r"NO_ENTRY|INVALIDATED|LOCKED|UNAVAILABLE|CANCELLED|ASKED"),
    ("BiometricVault", "src/keystore/decisions/android_codes.rs", r"READY|NOT_ENROLLED|ABSENT"),
    ("KeyVault", "src/keystore/decisions/android_codes.rs", r"LEVEL_\w+"),
]
# A Java class, the name of a bound in it, and the name of the same bound in Rust.
BOUNDS = [("Bytes", "LIMIT", "MAX_PHONE_SOURCE_BYTES"), ("Bytes", "TEXT_LIMIT", "MAX_TEXT_UNITS")]


def constants(body, pattern):
    """Every integer constant and its value, which the source may write as a product."""
    product = lambda text: math.prod(int(factor) for factor in text.split("*"))
    return {name: product(value) for name, value in re.findall(pattern + r"\s*=\s*([\d_* ]+);", body)}


def numbers():
    faults, count = [], 0
    java = lambda owner: constants((JAVA / f"{owner}.java").read_text(encoding="utf-8"), r"static final int (\w+)")
    rust = lambda file: constants((ROOT / file).read_text(encoding="utf-8"), r"const (\w+): \w+")
    for owner, file, names in NUMBERS:
        ours, theirs = ({k: v for k, v in side.items() if re.fullmatch(names, k)} for side in (rust(file), java(owner)))
        count += len(theirs)
        if ours != theirs or not theirs:
            faults.append(f"{owner} and {file} differ in {sorted(set(ours.items()) ^ set(theirs.items()))}")
    for owner, name, bound in BOUNDS:
        count += 1
        ours, theirs = rust("src/provisioning/limits.rs").get(bound), java(owner).get(name)
        if ours is None or ours != theirs:
            faults.append(f"{owner}.{name} is {theirs}, and {bound} is {ours}")
    return count, faults


def rust_files():
    return sorted(path for folder in RUST for path in folder.glob("*.rs"))


(native_count, native_faults), (call_count, call_faults), (number_count, number_faults) = natives(), calls(), numbers()
FAULTS = native_faults + call_faults + number_faults
if native_count == 0 or call_count == 0 or number_count == 0:
    FAULTS.append("nothing was compared")
for line in FAULTS:
    print(line, file=sys.stderr)
print(f"names: {native_count} native methods, {call_count} calls into Java, {number_count} numbers, {len(FAULTS)} faults")
sys.exit(1 if FAULTS else 0)
