package io.portage.model.encoding;

import io.portage.model.Columns;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bytes of a {@link ByteSink} from a section of an array. Repeated names (tables, topics,
 * columns) are decoded once. Not thread-safe.
 *
 * <p>Every read throws {@link EOFException} if the bytes end too early.
 */
public final class ByteSource {
  private static final int NAMES = 16;

  private final byte[] bytes;
  private final int end;
  private int at;
  private CachedName @Nullable [] names;

  /** A decoded name and the section of the array that it was read from. */
  private record CachedName(int from, int length, Object value) {}

  ByteSource(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** A source of the {@code length} bytes from {@code from} on. */
  public ByteSource(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.at = from;
    this.end = from + length;
  }

  /** Reads the next byte, 0 to 255. */
  int read() throws IOException {
    if (at >= end) {
      throw new EOFException("the bytes end too early");
    }
    return bytes[at++] & 0xFF;
  }

  /** Reads the next {@code length} bytes into a new array. */
  byte[] read(int length) throws IOException {
    int from = skip(length);
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** Skips {@code length} bytes and returns the position of the first. */
  public int skip(int length) throws IOException {
    if (length < 0 || length > end - at) {
      throw new EOFException("the bytes end " + (length - (end - at)) + " bytes too early");
    }
    int from = at;
    at += length;
    return from;
  }

  /** The position of the next byte in the array. */
  int at() {
    return at;
  }

  /** The number of bytes left. */
  public int left() {
    return end - at;
  }

  /** The array that is read; bytes outside this source's section belong to others. */
  public byte[] array() {
    return bytes;
  }

  boolean isAtEnd() {
    return at >= end;
  }

  /** Reads a number with seven bits per byte, lowest first. */
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

  /** Reads a big-endian number of {@code width} bytes, at most 8. */
  long readFixed(int width) throws IOException {
    int from = skip(width);
    long value = 0;
    for (int i = from; i < from + width; i++) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }

  /** Reads a text of {@code length} bytes. */
  String readText(int length) throws IOException {
    int from = skip(length);
    return TextEncoding.text(bytes, from, length);
  }

  /** Reads a name of {@code length} bytes. */
  String readName(int length) throws IOException {
    int from = skip(length);
    Object cached = cached(from, length);
    if (cached instanceof String name) {
      return name;
    }
    return cache(from, length, TextEncoding.text(bytes, from, length));
  }

  /** Reads the columns whose encoded names are the next {@code length} bytes. */
  Columns readColumns(int length) throws IOException {
    int from = skip(length);
    Object cached = cached(from, length);
    if (cached instanceof Columns columns) {
      return columns;
    }
    return cache(from, length, ModelEncoding.columns(Arrays.copyOfRange(bytes, from, at)));
  }

  private @Nullable Object cached(int from, int length) {
    CachedName known = names == null ? null : names[slot(from, length)];
    return known != null
            && known.length == length
            && Arrays.equals(bytes, known.from, known.from + length, bytes, from, from + length)
        ? known.value
        : null;
  }

  private <T> T cache(int from, int length, T value) {
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
