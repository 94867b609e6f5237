package jp.skts.token;

import android.content.Context;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** One private file, replaced as a whole or not at all, in the folder that no backup enters. */
final class VaultFile {
    private static final int LIMIT = 64 * 1024;

    private final File folder;
    private final File file;
    private final File unfinished;

    VaultFile(Context context, String id) {
        folder = new File(context.getNoBackupFilesDir(), "keys");
        file = new File(folder, name(id));
        unfinished = new File(folder, name(id) + ".new");
    }

    /** Null: there is no such file. */
    byte[] read() throws IOException {
        try {
            if (file.length() > LIMIT) {
                return new byte[0]; // the app writes no file of this size: the caller takes it for damaged
            }
            return Files.readAllBytes(file.toPath());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    void write(byte[] bytes) throws IOException {
        Files.createDirectories(folder.toPath());
        try (FileOutputStream out = new FileOutputStream(unfinished)) {
            out.write(bytes);
            out.getFD().sync();
        } catch (FileNotFoundException e) {
            throw new IOException("cannot be written");
        }
        Files.move(unfinished.toPath(), file.toPath(), StandardCopyOption.ATOMIC_MOVE);
        sync();
    }

    void delete() throws IOException {
        Files.deleteIfExists(unfinished.toPath());
        if (Files.deleteIfExists(file.toPath())) {
            sync();
        }
    }

    /** Waits until the folder's entry is on the disk, so that a power failure does not bring the old file back. */
    private void sync() throws IOException {
        try (FileChannel entries = FileChannel.open(folder.toPath(), StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /** One name for each id, whatever characters it has. */
    private static String name(String id) {
        StringBuilder name = new StringBuilder();
        for (byte unit : id.getBytes(StandardCharsets.UTF_8)) {
            name.append(String.format("%02x", unit));
        }
        return name.toString();
    }
}
