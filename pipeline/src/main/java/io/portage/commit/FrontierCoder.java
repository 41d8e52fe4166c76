package io.portage.commit;

import io.portage.model.ChangePart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes a {@link Frontier}, with offsets as differences. Layout version 1: a mask of a record
 * with one row is the byte 1, 2 or 3; of several rows, the byte 0 and the mask's bytes follow.
 */
final class FrontierCoder extends AtomicCoder<Frontier> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;
  private static final int SEVERAL_ROWS = 0;

  /** The masks that have a byte of their own, from 1 on. */
  private static final List<BigInteger> SHORT =
      List.of(ChangePart.DELETE.mask(), ChangePart.UPSERT.mask(), ChangePart.WHOLE.mask());

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
      writeMask(beyond.mask(i), out);
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
      beyond.add(from, last, readMask(in));
    }
    return new Frontier(offset, candidate, since, beyond.build());
  }

  private static void writeMask(BigInteger mask, OutputStream out) throws IOException {
    int code = SHORT.indexOf(mask) + 1;
    out.write(code);
    if (code == SEVERAL_ROWS) {
      ByteArrayCoder.of().encode(mask.toByteArray(), out);
    }
  }

  private static BigInteger readMask(InputStream in) throws IOException {
    int code = in.read();
    if (code < SEVERAL_ROWS || code > SHORT.size()) {
      throw new CoderException("no part of a record has the mask " + code);
    }
    return code == SEVERAL_ROWS
        ? new BigInteger(ByteArrayCoder.of().decode(in))
        : SHORT.get(code - 1);
  }
}
