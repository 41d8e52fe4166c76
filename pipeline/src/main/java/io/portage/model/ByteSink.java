package io.portage.model;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes in memory, as {@link java.io.ByteArrayOutputStream} but without its locks. */
final class ByteSink extends OutputStream {
  private byte[] bytes;
  private int size;

  /** An empty sink with room for so many bytes; it grows. */
  ByteSink(int room) {
    this.bytes = new byte[room];
  }

  @Override
  public void write(int value) {
    if (size == bytes.length) {
      grow(1);
    }
    bytes[size++] = (byte) value;
  }

  @Override
  public void write(byte[] some, int from, int length) {
    if (bytes.length - size < length) {
      grow(length);
    }
    System.arraycopy(some, from, bytes, size, length);
    size += length;
  }

  @Override
  public void write(byte[] all) {
    write(all, 0, all.length);
  }

  private void grow(int more) {
    bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), size + (size >> 1) + 64));
  }

  /** Writes all of it. */
  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  /** A copy of what was written. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
