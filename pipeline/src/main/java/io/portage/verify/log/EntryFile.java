package io.portage.verify.log;

import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.encoding.ChangeCoder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of entries, in the order of the hashes of their keys. Immutable when it is written. */
record EntryFile(Path path) {
  private static final int BUFFER = 1 << 16;
  private static final int IN_LOG = 1;
  private static final int IN_TARGET = 2;
  private static final int REJECTED = 4;
  private static final int LONGEST_REASON = 2_000;

  /** Opens the file for writing. */
  EntryWriter write() throws IOException {
    return new EntryWriter(
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), BUFFER)));
  }

  /** Opens the file for reading. */
  EntryReader read() throws IOException {
    return new EntryReader(
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER)));
  }

  /** Writes entries. Not thread-safe. */
  record EntryWriter(DataOutputStream out) implements AutoCloseable {
    void write(LogEntry entry) throws IOException {
      RejectedRecord rejected = entry.rejected();
      out.writeByte(
          (entry.inLog() ? IN_LOG : 0)
              | (entry.inTarget() ? IN_TARGET : 0)
              | (rejected == null ? 0 : REJECTED));
      if (rejected != null) {
        out.writeUTF(rejected.at().topic());
        out.writeInt(rejected.at().partition());
        out.writeLong(rejected.at().offset());
        out.writeInt(rejected.part().code());
        String reason = rejected.reason();
        out.writeUTF(reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
      }
      ChangeCoder.of().encode(entry.change(), out);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** Reads entries. Not thread-safe. */
  record EntryReader(DataInputStream in) implements AutoCloseable {
    /** Returns the next entry; null at the end. */
    @Nullable LogEntry next() throws IOException {
      int flags = in.read();
      if (flags < 0) {
        return null;
      }
      RejectedRecord rejected = null;
      if ((flags & REJECTED) != 0) {
        Coordinates at = new Coordinates(in.readUTF(), in.readInt(), in.readLong());
        rejected = new RejectedRecord(at, ChangePart.ofCode(in.readInt()), in.readUTF());
      }
      return new LogEntry(
          ChangeCoder.of().decode(in), (flags & IN_LOG) != 0, (flags & IN_TARGET) != 0, rejected);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
