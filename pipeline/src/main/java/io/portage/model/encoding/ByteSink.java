package io.portage.model.encoding;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A growing array of bytes, like {@link java.io.ByteArrayOutputStream} but without its locks. Not
 * thread-safe.
 */
public final class ByteSink {
  private static final int MAX_LONG_BYTES = 10;
  private static final byte[] ZEROS = new byte[Integer.BYTES];

  private byte[] bytes;
  private int size;

  /**
   * An empty sink.
   *
   * @param capacity the initial capacity in bytes; it grows
   */
  public ByteSink(int capacity) {
    this.bytes = new byte[capacity];
  }

  void write(int value) {
    if (size == bytes.length) {
      grow(1);
    }
    bytes[size++] = (byte) value;
  }

  public void write(byte[] some, int from, int length) {
    if (bytes.length - size < length) {
      grow(length);
    }
    System.arraycopy(some, from, bytes, size, length);
    size += length;
  }

  void write(byte[] all) {
    write(all, 0, all.length);
  }

  /**
   * Writes a short ASCII text with its length.
   *
   * @return false, and nothing is written, if the text is not ASCII or has 128 characters or more
   */
  boolean writeAscii(String text) {
    int length = text.length();
    if (length >= 0x80) {
      return false;
    }
    if (bytes.length - size <= length) {
      grow(length + 1);
    }
    for (int i = 0; i < length; i++) {
      char next = text.charAt(i);
      if (next >= 0x80) {
        return false;
      }
      bytes[size + 1 + i] = (byte) next;
    }
    bytes[size] = (byte) length;
    size += length + 1;
    return true;
  }

  /** Writes a number with seven bits per byte, lowest first, like Beam's own coders. */
  void writeLong(long value) {
    if (bytes.length - size < MAX_LONG_BYTES) {
      grow(MAX_LONG_BYTES);
    }
    int at = size;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[at++] = (byte) (((int) rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    size = at;
  }

  /** Writes the lowest {@code width} bytes of a number, big-endian. */
  void writeFixed(long value, int width) {
    if (bytes.length - size < width) {
      grow(width);
    }
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** Reserves four bytes for a length and returns their position. */
  int reserveLength() {
    int at = size;
    write(ZEROS, 0, Integer.BYTES);
    return at;
  }

  /** Writes the number of bytes that follow the length reserved at {@code at}. */
  void writeLengthAt(int at) {
    int length = size - at - Integer.BYTES;
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = (byte) (length >>> (24 - 8 * i));
    }
  }

  /** Removes all bytes; the capacity is kept. */
  void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  /**
   * The written bytes, in the internal array, which may be longer and which the next write changes.
   */
  public byte[] array() {
    return bytes;
  }

  /**
   * Returns a copy of the bytes before {@code end} and keeps only the bytes from {@code end} on.
   */
  public byte[] split(int end) {
    byte[] head = Arrays.copyOf(bytes, end);
    System.arraycopy(bytes, end, bytes, 0, size - end);
    size -= end;
    return head;
  }

  private void grow(int more) {
    bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), size + (size >> 1) + 64));
  }

  /** Writes all bytes to {@code out}. */
  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  /** A copy of the written bytes. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
