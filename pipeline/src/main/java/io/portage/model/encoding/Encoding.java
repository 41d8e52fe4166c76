package io.portage.model.encoding;

import java.io.IOException;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/** The primitive encodings that all coders of this package use. */
final class Encoding {
  private Encoding() {}

  static void writeInt(int value, ByteSink out) throws IOException {
    out.writeLong(value & 0xFFFF_FFFFL);
  }

  static int readInt(ByteSource in) throws IOException {
    long value = in.readLong();
    if (value >>> Integer.SIZE != 0) {
      throw new CoderException("a number has more than 32 bits");
    }
    return (int) value;
  }

  static void writeLong(long value, ByteSink out) throws IOException {
    out.writeLong(value);
  }

  static long readLong(ByteSource in) throws IOException {
    return in.readLong();
  }

  /** Writes a signed number; numbers near zero are short. */
  static void writeSigned(long value, ByteSink out) throws IOException {
    out.writeLong((value << 1) ^ (value >> 63));
  }

  static long readSigned(ByteSource in) throws IOException {
    long folded = in.readLong();
    return (folded >>> 1) ^ -(folded & 1);
  }

  static void writeBytes(byte[] bytes, ByteSink out) throws IOException {
    writeInt(bytes.length, out);
    out.write(bytes);
  }

  static byte[] readBytes(ByteSource in) throws IOException {
    return in.read(readInt(in));
  }

  static void writeNullableBytes(byte @Nullable [] bytes, ByteSink out) throws IOException {
    if (bytes == null) {
      writeInt(0, out);
      return;
    }
    writeInt(bytes.length + 1, out);
    out.write(bytes);
  }

  static byte @Nullable [] readNullableBytes(ByteSource in) throws IOException {
    int length = readInt(in);
    return length == 0 ? null : in.read(length - 1);
  }

  static void writeText(String text, ByteSink out) throws IOException {
    if (!out.writeAscii(text)) {
      writeBytes(TextEncoding.of(text), out);
    }
  }

  static String readText(ByteSource in) throws IOException {
    return in.readText(readInt(in));
  }

  /** Reads a text that {@link #writeText} wrote and that often repeats. */
  static String readName(ByteSource in) throws IOException {
    return in.readName(readInt(in));
  }

  static void writeNullableText(@Nullable String text, ByteSink out) throws IOException {
    writeNullableBytes(text == null ? null : TextEncoding.of(text), out);
  }

  static @Nullable String readNullableText(ByteSource in) throws IOException {
    int length = readInt(in);
    return length == 0 ? null : in.readText(length - 1);
  }

  static <E extends Enum<E>> void writeEnum(E value, ByteSink out) throws IOException {
    writeText(value.name(), out);
  }
}
