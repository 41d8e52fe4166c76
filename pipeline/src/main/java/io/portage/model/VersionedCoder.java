package io.portage.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/** A coder whose first byte says in which version of the layout the rest is written. */
abstract class VersionedCoder<T> extends AtomicCoder<T> {
  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private final int oldest;
  private final int version;

  VersionedCoder(Class<T> type, int version) {
    this(type, version, version);
  }

  /** A coder whose {@link #read} takes the layouts from {@code oldest} on. */
  VersionedCoder(Class<T> type, int oldest, int version) {
    this.type = type;
    this.oldest = oldest;
    this.version = version;
  }

  abstract void write(T value, ByteSink out) throws IOException;

  abstract T read(InputStream in) throws IOException;

  @Override
  public final void encode(T value, OutputStream out) throws IOException {
    // A runner's stream costs much more for each byte than for many.
    ByteSink bytes = new ByteSink(256);
    Wire.writeVersion(version, bytes);
    write(value, bytes);
    bytes.writeTo(out);
  }

  @Override
  public final T decode(InputStream in) throws IOException {
    Wire.readVersion(oldest, version, type.getSimpleName(), in);
    return read(in);
  }

  @Override
  public final TypeDescriptor<T> getEncodedTypeDescriptor() {
    return TypeDescriptor.of(type);
  }
}
