package io.portage.model.encoding;

import io.portage.model.Columns;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link ByteSink} has taken, from a part of an array. Names that come again and again
 * (tables, topics, columns) are decoded once. Not thread-safe.
 *
 * <p>Every read throws {@link EOFException} where the bytes end too early.
 */
public final class ByteSource {
  private static final int NAMES = 16;

  private final byte[] bytes;
  private final int end;
  private int at;
  private CachedName @Nullable [] names;

  /** Where a name was read, and what was made of it. */
  private record CachedName(int from, int length, Object value) {}

  ByteSource(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** The {@code length} bytes from {@code from} on. */
  public ByteSource(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.at = from;
    this.end = from + length;
  }

  /** The next byte, 0 to 255. */
  int read() throws IOException {
    if (at >= end) {
      throw new EOFException("the bytes end too early");
    }
    return bytes[at++] & 0xFF;
  }

  /** The next {@code length} bytes, as an array of their own. */
  byte[] read(int length) throws IOException {
    int from = skip(length);
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** Goes over {@code length} bytes, and gives where they begin. */
  public int skip(int length) throws IOException {
    if (length < 0 || length > end - at) {
      throw new EOFException("the bytes end " + (length - (end - at)) + " too early");
    }
    int from = at;
    at += length;
    return from;
  }

  /** Where the next byte is in the array. */
  int at() {
    return at;
  }

  /** How many bytes are left. */
  public int left() {
    return end - at;
  }

  /** The array that is read, whose other parts are not this source's. */
  public byte[] array() {
    return bytes;
  }

  boolean isAtEnd() {
    return at >= end;
  }

  /** A number of seven bits a byte, the lowest first. */
  long readLong() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = read();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new CoderException("a number has more than ten bytes");
  }

  /** A big-endian number of {@code width} bytes, at most 8. */
  long readFixed(int width) throws IOException {
    int from = skip(width);
    long value = 0;
    for (int i = from; i < from + width; i++) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }

  /** A text of {@code length} bytes. */
  String readText(int length) throws IOException {
    int from = skip(length);
    return TextEncoding.text(bytes, from, length);
  }

  /** The name of {@code length} bytes. */
  String readName(int length) throws IOException {
    int from = skip(length);
    Object known = known(from, length);
    if (known instanceof String name) {
      return name;
    }
    return remember(from, length, TextEncoding.text(bytes, from, length));
  }

  /** The columns whose encoded names are the next {@code length} bytes. */
  Columns readColumns(int length) throws IOException {
    int from = skip(length);
    Object known = known(from, length);
    if (known instanceof Columns columns) {
      return columns;
    }
    return remember(from, length, ModelEncoding.columns(Arrays.copyOfRange(bytes, from, at)));
  }

  private @Nullable Object known(int from, int length) {
    CachedName known = names == null ? null : names[slot(from, length)];
    return known != null
            && known.length == length
            && Arrays.equals(bytes, known.from, known.from + length, bytes, from, from + length)
        ? known.value
        : null;
  }

  private <T> T remember(int from, int length, T value) {
    if (names == null) {
      names = new CachedName[NAMES];
    }
    names[slot(from, length)] = new CachedName(from, length, value);
    return value;
  }

  private int slot(int from, int length) {
    return length == 0 ? 0 : (31 * length + bytes[from + length - 1]) & (NAMES - 1);
  }
}
