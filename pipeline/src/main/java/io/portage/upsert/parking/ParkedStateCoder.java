package io.portage.upsert.parking;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes {@link ParkedState}: the layout version 1, the rows in memory, and the spill summary. */
public final class ParkedStateCoder extends AtomicCoder<ParkedState> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;
  private static final ListCoder<ParkedChanges> ROWS = ListCoder.of(new ParkedChangesCoder());
  private static final VarLongCoder LONG = VarLongCoder.of();

  @Override
  public void encode(ParkedState value, OutputStream out) throws IOException {
    out.write(VERSION);
    ROWS.encode(value.inMemory(), out);
    SpillSummary spill = value.spill();
    LONG.encode(spill.rows(), out);
    LONG.encode(spill.since(), out);
    LONG.encode(spill.nextAt(), out);
    VarIntCoder.of().encode(spill.attempts(), out);
    LONG.encode(spill.nextChunk(), out);
    ByteArrayCoder.of().encode(spill.marks().toByteArray(), out);
  }

  @Override
  public ParkedState decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new CoderException("parked rows have the unknown layout version " + version);
    }
    List<ParkedChanges> inMemory = ROWS.decode(in);
    SpillSummary spill =
        new SpillSummary(
            LONG.decode(in),
            LONG.decode(in),
            LONG.decode(in),
            VarIntCoder.of().decode(in),
            LONG.decode(in),
            BitSet.valueOf(ByteArrayCoder.of().decode(in)));
    return new ParkedState(inMemory, spill);
  }
}
