package io.portage.commit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link Frontier}, with offsets as differences. Layout version 1. */
final class FrontierCoder extends AtomicCoder<Frontier> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;

  static FrontierCoder of() {
    return new FrontierCoder();
  }

  @Override
  public void encode(Frontier value, OutputStream out) throws IOException {
    out.write(VERSION);
    VarInt.encode(value.offset() + 1, out);
    VarInt.encode(value.provisionalStart() + 1, out);
    VarInt.encode(value.provisionalSince(), out);
    OffsetRangeSet beyond = value.completedAbove();
    VarInt.encode(beyond.size(), out);
    long last = 0;
    for (int i = 0; i < beyond.size(); i++) {
      VarInt.encode(beyond.from(i) - last, out);
      VarInt.encode(beyond.to(i) - beyond.from(i), out);
      out.write(beyond.partMask(i));
      last = beyond.to(i);
    }
  }

  @Override
  public Frontier decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new CoderException("a frontier of version " + version + ", not " + VERSION);
    }
    long offset = VarInt.decodeLong(in) - 1;
    long candidate = VarInt.decodeLong(in) - 1;
    long since = VarInt.decodeLong(in);
    int size = VarInt.decodeInt(in);
    OffsetRangeSet.OffsetRangeSetBuilder beyond =
        new OffsetRangeSet.OffsetRangeSetBuilder(Math.min(size, 1_000));
    long last = 0;
    for (int i = 0; i < size; i++) {
      long from = last + VarInt.decodeLong(in);
      last = from + VarInt.decodeLong(in);
      beyond.add(from, last, in.read());
    }
    return new Frontier(offset, candidate, since, beyond.build());
  }
}
