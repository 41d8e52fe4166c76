package io.portage.model;

import java.io.InputStream;

/** Bytes of memory to read, as {@link java.io.ByteArrayInputStream} but without its locks. */
final class ByteSource extends InputStream {
  private final byte[] bytes;
  private int at;

  ByteSource(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    return at < bytes.length ? bytes[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) {
    int some = Math.min(length, bytes.length - at);
    if (some <= 0) {
      return length == 0 ? 0 : -1;
    }
    System.arraycopy(bytes, at, into, from, some);
    at += some;
    return some;
  }

  @Override
  public byte[] readNBytes(int length) {
    byte[] some = new byte[Math.max(0, Math.min(length, bytes.length - at))];
    System.arraycopy(bytes, at, some, 0, some.length);
    at += some.length;
    return some;
  }

  @Override
  public int available() {
    return bytes.length - at;
  }
}
