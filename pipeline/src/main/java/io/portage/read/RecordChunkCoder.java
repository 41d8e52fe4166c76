package io.portage.read;

import io.portage.model.event.Header;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link RecordChunk}, without the decoded values. Layout version 2. */
final class RecordChunkCoder extends AtomicCoder<RecordChunk> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 2;
  private static final NullableCoder<byte[]> BYTES = NullableCoder.of(ByteArrayCoder.of());
  private static final VarLongCoder LONG = VarLongCoder.of();
  private static final VarIntCoder INT = VarIntCoder.of();

  static RecordChunkCoder of() {
    return new RecordChunkCoder();
  }

  @Override
  public void encode(RecordChunk value, OutputStream out) throws IOException {
    out.write(VERSION);
    BooleanCoder.of().encode(value.atEnd(), out);
    INT.encode(value.entries().size(), out);
    for (TrackedRecord entry : value.entries()) {
      LONG.encode(entry.offset(), out);
      LONG.encode(entry.kafkaTime(), out);
      BYTES.encode(entry.key(), out);
      BYTES.encode(entry.value(), out);
      INT.encode(entry.headers().size(), out);
      for (Header header : entry.headers()) {
        StringUtf8Coder.of().encode(header.name(), out);
        BYTES.encode(header.value(), out);
      }
      RecordCoverage recordCoverage = entry.coverage();
      BYTES.encode(recordCoverage == null ? null : recordCoverage.toBytes(), out);
      LONG.encode(entry.timestamp(), out);
      LONG.encode(entry.lateness(), out);
      BooleanCoder.of().encode(entry.isRepeated(), out);
    }
  }

  @Override
  public RecordChunk decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new CoderException("a record chunk of version " + version + ", not " + VERSION);
    }
    boolean atEnd = BooleanCoder.of().decode(in);
    int size = INT.decode(in);
    List<TrackedRecord> entries = new ArrayList<>(Math.min(size, RecordChunk.MOST));
    for (int i = 0; i < size; i++) {
      entries.add(entry(in));
    }
    return new RecordChunk(entries, atEnd);
  }

  private static TrackedRecord entry(InputStream in) throws IOException {
    long offset = LONG.decode(in);
    long kafkaTime = LONG.decode(in);
    byte[] key = BYTES.decode(in);
    byte[] value = BYTES.decode(in);
    int size = INT.decode(in);
    List<Header> headers = new ArrayList<>(Math.min(size, 100));
    for (int i = 0; i < size; i++) {
      headers.add(new Header(StringUtf8Coder.of().decode(in), BYTES.decode(in)));
    }
    byte[] mark = BYTES.decode(in);
    TrackedRecord entry =
        new TrackedRecord(
            offset,
            kafkaTime,
            key,
            value,
            headers,
            mark == null ? null : RecordCoverage.fromBytes(mark));
    entry.setTimestamp(LONG.decode(in), LONG.decode(in));
    if (BooleanCoder.of().decode(in)) {
      entry.markRepeated();
    }
    return entry;
  }
}
