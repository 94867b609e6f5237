package jp.skts.token;

import android.os.Parcel;
import android.security.keystore.ParcelableKeyGenParameterSpec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The keystore's keys, in a file: on a phone they outlive the app's process. */
final class KeptKeys extends HashMap<String, FakeKeystore.FakeKey> {
    private static final long serialVersionUID = 1;

    private final transient File file;

    private KeptKeys(File file) {
        this.file = file;
    }

    static void install(File file) throws IOException {
        FakeKeystore.install();
        KeptKeys kept = new KeptKeys(file);
        if (file.exists()) {
            kept.read();
        }
        FakeKeystore.keys = kept;
    }

    @Override
    public FakeKeystore.FakeKey put(String alias, FakeKeystore.FakeKey key) {
        FakeKeystore.FakeKey before = super.put(alias, key);
        write();
        return before;
    }

    @Override
    public FakeKeystore.FakeKey remove(Object alias) {
        FakeKeystore.FakeKey before = super.remove(alias);
        write();
        return before;
    }

    private void read() throws IOException {
        try (DataInputStream in = new DataInputStream(new FileInputStream(file))) {
            for (int left = in.readInt(); left > 0; left--) {
                String alias = in.readUTF();
                byte[] key = in.readNBytes(in.readInt());
                byte[] spec = in.readNBytes(in.readInt());
                Parcel parcel = Parcel.obtain();
                parcel.unmarshall(spec, 0, spec.length);
                parcel.setDataPosition(0);
                super.put(alias, new FakeKeystore.FakeKey(
                        ParcelableKeyGenParameterSpec.CREATOR.createFromParcel(parcel).getSpec(), key));
            }
        }
    }

    private void write() {
        try (DataOutputStream out = new DataOutputStream(new FileOutputStream(file))) {
            out.writeInt(size());
            for (Map.Entry<String, FakeKeystore.FakeKey> kept : entrySet()) {
                Parcel parcel = Parcel.obtain();
                new ParcelableKeyGenParameterSpec(kept.getValue().spec).writeToParcel(parcel, 0);
                byte[] key = kept.getValue().inside.getEncoded();
                byte[] spec = parcel.marshall();
                out.writeUTF(kept.getKey());
                out.writeInt(key.length);
                out.write(key);
                out.writeInt(spec.length);
                out.write(spec);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
