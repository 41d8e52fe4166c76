package io.portage.model;

import com.google.common.primitives.Longs;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/** The primitive pieces that all coders of this package write their bytes with. */
final class Wire {
  private Wire() {}

  static void writeVersion(int version, ByteSink out) throws IOException {
    out.write(version);
  }

  static void readVersion(int oldest, int newest, String what, InputStream in) throws IOException {
    int version = in.read();
    if (version < oldest || version > newest) {
      throw new CoderException(
          what + " was written in version " + version + ", this release reads " + newest);
    }
  }

  static void writeInt(int value, ByteSink out) throws IOException {
    writeLong(value & 0xFFFF_FFFFL, out);
  }

  static int readInt(InputStream in) throws IOException {
    return VarInt.decodeInt(in);
  }

  /** Seven bits a byte, the lowest first, as Beam's own coders do it. */
  static void writeLong(long value, ByteSink out) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write(((int) rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  static long readLong(InputStream in) throws IOException {
    return VarInt.decodeLong(in);
  }

  /** A number of either sign, small where the number is near zero. */
  static void writeSigned(long value, ByteSink out) throws IOException {
    writeLong((value << 1) ^ (value >> 63), out);
  }

  static long readSigned(InputStream in) throws IOException {
    long folded = VarInt.decodeLong(in);
    return (folded >>> 1) ^ -(folded & 1);
  }

  /** Eight bytes, for numbers that use all of them. */
  static void writeFixed(long value, ByteSink out) throws IOException {
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }

  static long readFixed(InputStream in) throws IOException {
    return Longs.fromByteArray(readFully(Long.BYTES, in));
  }

  static void writeBytes(byte[] bytes, ByteSink out) throws IOException {
    writeInt(bytes.length, out);
    out.write(bytes);
  }

  static byte[] readBytes(InputStream in) throws IOException {
    return readFully(VarInt.decodeInt(in), in);
  }

  static void writeNullableBytes(byte @Nullable [] bytes, ByteSink out) throws IOException {
    if (bytes == null) {
      writeInt(0, out);
      return;
    }
    writeInt(bytes.length + 1, out);
    out.write(bytes);
  }

  static byte @Nullable [] readNullableBytes(InputStream in) throws IOException {
    int length = VarInt.decodeInt(in);
    return length == 0 ? null : readFully(length - 1, in);
  }

  static void writeText(String text, ByteSink out) throws IOException {
    writeBytes(TextBytes.of(text), out);
  }

  static String readText(InputStream in) throws IOException {
    return TextBytes.text(readBytes(in));
  }

  static void writeNullableText(@Nullable String text, ByteSink out) throws IOException {
    writeNullableBytes(text == null ? null : TextBytes.of(text), out);
  }

  static @Nullable String readNullableText(InputStream in) throws IOException {
    byte[] bytes = readNullableBytes(in);
    return bytes == null ? null : TextBytes.text(bytes);
  }

  static <E extends Enum<E>> void writeEnum(E value, ByteSink out) throws IOException {
    writeText(value.name(), out);
  }

  private static byte[] readFully(int length, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the bytes end " + (length - bytes.length) + " short");
    }
    return bytes;
  }
}
