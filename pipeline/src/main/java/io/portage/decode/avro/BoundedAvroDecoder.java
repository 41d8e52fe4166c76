package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.json.Utf8;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes Avro's binary encoding from untrusted bytes.
 *
 * <p>Avro's own decoder allocates a length before it checks how many bytes there are; this decoder
 * rejects a length beyond the remaining bytes. Not thread-safe; one decoder per value.
 */
public final class BoundedAvroDecoder {
  private static final int MAX_DEPTH = 500;

  private final byte[] bytes;
  private int at;
  private int depth;

  public BoundedAvroDecoder(byte[] bytes) {
    this(bytes, 0);
  }

  /** Decodes the bytes behind the first {@code start}. */
  BoundedAvroDecoder(byte[] bytes, int start) {
    this.bytes = bytes;
    this.at = start;
  }

  public int left() {
    return bytes.length - at;
  }

  public int at() {
    return at;
  }

  long readLong() throws MalformedException {
    long folded = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      folded |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (folded >>> 1) ^ -(folded & 1);
      }
    }
    throw new MalformedException("a number has no end before byte " + at);
  }

  int readInt() throws MalformedException {
    long value = readLong();
    if (value != (int) value) {
      throw new MalformedException("an int is too large before byte " + at);
    }
    return (int) value;
  }

  boolean readBoolean() throws MalformedException {
    int value = readByte();
    if (value != 0 && value != 1) {
      throw new MalformedException("a boolean is neither 0 nor 1 before byte " + at);
    }
    return value == 1;
  }

  float readFloat() throws MalformedException {
    return ByteBuffer.wrap(bytes, take(4), 4).order(ByteOrder.LITTLE_ENDIAN).getFloat();
  }

  double readDouble() throws MalformedException {
    return ByteBuffer.wrap(bytes, take(8), 8).order(ByteOrder.LITTLE_ENDIAN).getDouble();
  }

  byte[] readFixed(int length) throws MalformedException {
    int from = take(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  byte[] readBytes() throws MalformedException {
    return readFixed(length());
  }

  String readText() throws MalformedException {
    int length = length();
    int from = take(length);
    int bad = Utf8.firstMalformed(bytes, from, from + length);
    if (bad >= 0) {
      throw new MalformedException("not UTF-8 at byte " + bad);
    }
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  /** Reads the index of a union's branch or an enum's symbol, below {@code size}. */
  public int readIndex(int size) throws MalformedException {
    long index = readLong();
    if (index < 0 || index >= size) {
      throw new MalformedException("no such branch or symbol before byte " + at);
    }
    return (int) index;
  }

  /**
   * Reads the number of items in the next block of an array or a map: 0 at the end, never more than
   * the number of remaining bytes.
   */
  int readBlock() throws MalformedException {
    long count = readLong();
    if (count < 0) {
      // The block's length in bytes follows, for readers that skip the block.
      readLong();
      count = -count;
    }
    return checked(count);
  }

  /**
   * Enters a record, array or map.
   *
   * @throws MalformedException if the nesting is deeper than 500 levels
   */
  void enter() throws MalformedException {
    if (++depth > MAX_DEPTH) {
      throw new MalformedException("nested deeper than " + MAX_DEPTH + " at byte " + at);
    }
  }

  /** Leaves a record, array or map. */
  void leave() {
    depth--;
  }

  private int length() throws MalformedException {
    return checked(readLong());
  }

  private int checked(long length) throws MalformedException {
    if (length < 0 || length > left()) {
      throw new MalformedException("a length goes beyond the value before byte " + at);
    }
    return (int) length;
  }

  private int take(int length) throws MalformedException {
    if (length > left()) {
      throw new MalformedException("the value ends early");
    }
    int from = at;
    at += length;
    return from;
  }

  private byte readByte() throws MalformedException {
    return bytes[take(1)];
  }
}
