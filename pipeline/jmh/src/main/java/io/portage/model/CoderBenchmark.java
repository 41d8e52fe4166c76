package io.portage.model;

import io.portage.jmh.Timed;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.model.encoding.ChangeCoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/** Encodes and decodes a change, alone and in a batch; the score of a batch is per change. */
public class CoderBenchmark extends Timed {
  private static final int BATCH = 500;

  private final Change change = ChangeFixture.change(101, 1_000_000);
  private final ChangeBatch batch = new ChangeBatch(3, ChangeFixture.changes(BATCH, BATCH));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 20);
  private byte[] changeBytes = new byte[0];
  private byte[] batchBytes = new byte[0];

  /** Encodes the input of decoding. */
  @Setup
  public void setup() throws IOException {
    encodeChange();
    changeBytes = out.toByteArray();
    encodeBatch();
    batchBytes = out.toByteArray();
  }

  @Benchmark
  public int encodeChange() throws IOException {
    out.reset();
    ChangeCoder.of().encode(change, out);
    return out.size();
  }

  @Benchmark
  public Change decodeChange() throws IOException {
    return ChangeCoder.of().decode(new ByteArrayInputStream(changeBytes));
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int encodeBatch() throws IOException {
    out.reset();
    ChangeBatchCoder.of().encode(batch, out);
    return out.size();
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public ChangeBatch decodeBatch() throws IOException {
    return ChangeBatchCoder.of().decode(new ByteArrayInputStream(batchBytes));
  }
}
