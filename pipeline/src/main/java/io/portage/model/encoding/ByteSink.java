package io.portage.model.encoding;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes in memory, as {@link java.io.ByteArrayOutputStream} but without its locks. */
public final class ByteSink {
  private static final int MOST_OF_LONG = 10;
  private static final byte[] ZEROS = new byte[Integer.BYTES];

  private byte[] bytes;
  private int size;

  /** An empty sink with room for so many bytes; it grows. */
  public ByteSink(int room) {
    this.bytes = new byte[room];
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

  /** Writes a short text with its length, if all of it is ASCII; otherwise nothing. */
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

  /** A number of seven bits a byte, the lowest first, as Beam's own coders write it. */
  void writeLong(long value) {
    if (bytes.length - size < MOST_OF_LONG) {
      grow(MOST_OF_LONG);
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

  /** The lowest {@code width} bytes of a number, the highest of them first. */
  void writeFixed(long value, int width) {
    if (bytes.length - size < width) {
      grow(width);
    }
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** Keeps four bytes for a length, and gives where they are. */
  int reserveLength() {
    int at = size;
    write(ZEROS, 0, Integer.BYTES);
    return at;
  }

  /** Writes how many bytes came after the room that was kept at {@code at}. */
  void writeLengthAt(int at) {
    int length = size - at - Integer.BYTES;
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = (byte) (length >>> (24 - 8 * i));
    }
  }

  /** Forgets what was written; the room stays. */
  void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  /** What was written, in an array that may be longer; it changes with the next write. */
  public byte[] array() {
    return bytes;
  }

  /** Gives a copy of what was written up to {@code end}, and keeps only what is behind it. */
  public byte[] split(int end) {
    byte[] head = Arrays.copyOf(bytes, end);
    System.arraycopy(bytes, end, bytes, 0, size - end);
    size -= end;
    return head;
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
