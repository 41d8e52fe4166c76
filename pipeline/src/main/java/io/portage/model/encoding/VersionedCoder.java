package io.portage.model.encoding;

import com.google.common.primitives.Ints;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * A coder that writes the version of its layout in the first byte, then the length of the rest in
 * four bytes, then the rest.
 */
public abstract class VersionedCoder<T> extends AtomicCoder<T> {
  private static final long serialVersionUID = 1;
  private static final int HEAD = 5;

  private final Class<T> type;
  private final int version;

  VersionedCoder(Class<T> type, int version) {
    this.type = type;
    this.version = version;
  }

  abstract void write(T value, ByteSink out) throws IOException;

  abstract T read(ByteSource in) throws IOException;

  @Override
  public final void encode(T value, OutputStream out) throws IOException {
    // In a runner's stream, single-byte writes cost far more than one write of many bytes.
    ByteSink bytes = new ByteSink(256);
    bytes.write(version);
    int length = bytes.reserveLength();
    write(value, bytes);
    bytes.writeLengthAt(length);
    bytes.writeTo(out);
  }

  @Override
  public final T decode(InputStream in) throws IOException {
    byte[] head = fully(in, HEAD);
    if (head[0] != version) {
      throw new CoderException(
          type.getSimpleName()
              + " was written in version "
              + head[0]
              + ", this release reads "
              + version);
    }
    return read(new ByteSource(fully(in, Ints.fromBytes(head[1], head[2], head[3], head[4]))));
  }

  private byte[] fully(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(
          type.getSimpleName() + " ends " + (length - bytes.length) + " bytes too early");
    }
    return bytes;
  }

  @Override
  public final TypeDescriptor<T> getEncodedTypeDescriptor() {
    return TypeDescriptor.of(type);
  }
}
