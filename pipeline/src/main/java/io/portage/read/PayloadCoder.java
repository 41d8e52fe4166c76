package io.portage.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.NullableCoder;

/** Encodes a {@link Payload}: its bytes only. Layout version 1. */
final class PayloadCoder extends AtomicCoder<Payload> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;
  private static final NullableCoder<byte[]> BYTES = NullableCoder.of(ByteArrayCoder.of());

  static PayloadCoder of() {
    return new PayloadCoder();
  }

  @Override
  public void encode(Payload value, OutputStream out) throws IOException {
    out.write(VERSION);
    BYTES.encode(value.bytes(), out);
  }

  @Override
  public Payload decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new CoderException("a payload of version " + version + ", not " + VERSION);
    }
    return new Payload(BYTES.decode(in), null);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
