package io.portage.model.encoding;

import io.portage.model.Row;
import java.io.IOException;

/** Encodes a {@link Row}. Layout version 2. */
public final class RowCoder extends VersionedCoder<Row> {
  private static final long serialVersionUID = 1;
  private static final RowCoder INSTANCE = new RowCoder();

  private RowCoder() {
    super(Row.class, 2);
  }

  /** The coder. */
  public static RowCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Row value, ByteSink out) throws IOException {
    ModelEncoding.writeRow(value, out);
  }

  @Override
  Row read(ByteSource in) throws IOException {
    return ModelEncoding.readRow(in);
  }
}
