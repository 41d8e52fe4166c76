package io.portage.enrich;

import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.encoding.RowCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * Encodes {@link ReferenceSnapshot}: a version byte, then each reference with its rows. Layout
 * version 1.
 */
final class ReferenceSnapshotCoder extends AtomicCoder<ReferenceSnapshot> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;
  private static final ReferenceSnapshotCoder INSTANCE = new ReferenceSnapshotCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final VarIntCoder INT = VarIntCoder.of();
  private static final VarLongCoder LONG = VarLongCoder.of();
  private static final RowCoder ROW = RowCoder.of();

  private ReferenceSnapshotCoder() {}

  static ReferenceSnapshotCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ReferenceSnapshot value, OutputStream out) throws IOException {
    out.write(VERSION);
    LONG.encode(value.triedAt(), out);
    INT.encode(value.byName().size(), out);
    for (Map.Entry<String, ReferenceTable> entry : value.byName().entrySet()) {
      TEXT.encode(entry.getKey(), out);
      write(entry.getValue(), out);
    }
  }

  @Override
  public ReferenceSnapshot decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new CoderException(
          "ReferenceSnapshot was written in version "
              + version
              + ", this release reads "
              + VERSION);
    }
    long triedAt = LONG.decode(in);
    int size = INT.decode(in);
    Map<String, ReferenceTable> byName = new HashMap<>();
    for (int i = 0; i < size; i++) {
      byName.put(TEXT.decode(in), read(in));
    }
    return new ReferenceSnapshot(Map.copyOf(byName), triedAt);
  }

  private static void write(ReferenceTable reference, OutputStream out) throws IOException {
    TEXT.encode(reference.key(), out);
    LONG.encode(reference.readAt(), out);
    INT.encode(reference.columns().size(), out);
    for (String name : reference.columns().names()) {
      TEXT.encode(name, out);
    }
    INT.encode(reference.rows().size(), out);
    for (Map.Entry<String, Row> row : reference.rows().entrySet()) {
      TEXT.encode(row.getKey(), out);
      ROW.encode(row.getValue(), out);
    }
  }

  private static ReferenceTable read(InputStream in) throws IOException {
    String key = TEXT.decode(in);
    long readAt = LONG.decode(in);
    String[] columns = new String[INT.decode(in)];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = TEXT.decode(in);
    }
    int size = INT.decode(in);
    Map<String, Row> rows = new HashMap<>();
    for (int i = 0; i < size; i++) {
      rows.put(TEXT.decode(in), ROW.decode(in));
    }
    return new ReferenceTable(key, Columns.of(columns), rows, readAt);
  }
}
