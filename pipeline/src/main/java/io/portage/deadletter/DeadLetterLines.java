package io.portage.deadletter;

import io.portage.config.FileLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** The lines of a file as bytes, in one buffer that grows to the longest line. */
final class DeadLetterLines {
  private static final int CHUNK = 64 << 10;

  private DeadLetterLines() {}

  /** Visits a line. */
  interface LineVisitor {
    /**
     * Visits one line.
     *
     * @param position the position of its first byte in the file
     * @param bytes begins with the line; it is only valid during the call
     * @param length the number of its bytes, without the line break
     * @return false to end the reading
     */
    boolean line(long position, byte[] bytes, int length);
  }

  /**
   * Reads lines. In a local file, a last line without a line break is skipped; on other file
   * systems a file is complete.
   *
   * @param from the position of the first byte of a line
   * @return the position after the last line that was visited
   */
  static long read(String file, long from, LineVisitor visitor) throws IOException {
    try (InputStream in = FileLocation.openBytes(file)) {
      in.skipNBytes(from);
      LineBuffer line = new LineBuffer();
      byte[] chunk = new byte[CHUNK];
      long position = from;
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        int start = 0;
        for (int i = 0; i < count; i++) {
          if (chunk[i] == '\n') {
            line.write(chunk, start, i - start);
            start = i + 1;
            long next = position + line.size() + 1;
            if (!line.visit(position, visitor)) {
              return next;
            }
            position = next;
          }
        }
        line.write(chunk, start, count - start);
      }
      if (line.size() > 0 && !FileLocation.isLocal(file)) {
        long next = position + line.size();
        line.visit(position, visitor);
        return next;
      }
      return position;
    }
  }

  /** Returns the number of bytes of a local file, or -1 of another one, which does not change. */
  static long size(String file) throws IOException {
    return FileLocation.isLocal(file) ? Files.size(FileLocation.path(file)) : -1;
  }

  /** A line without a copy of its bytes. */
  private static final class LineBuffer extends ByteArrayOutputStream {
    private boolean visit(long position, LineVisitor visitor) {
      boolean goOn = visitor.line(position, buf, count);
      reset();
      return goOn;
    }
  }
}
