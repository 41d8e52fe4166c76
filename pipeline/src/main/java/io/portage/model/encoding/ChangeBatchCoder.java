package io.portage.model.encoding;

import io.portage.model.ChangeBatch;
import java.io.IOException;

/**
 * Encodes a {@link ChangeBatch}: the shard, the number of changes, and the encoded changes, which
 * are copied without decoding. Layout version 5.
 */
public final class ChangeBatchCoder extends VersionedCoder<ChangeBatch> {
  private static final long serialVersionUID = 1;
  private static final ChangeBatchCoder INSTANCE = new ChangeBatchCoder();

  private ChangeBatchCoder() {
    super(ChangeBatch.class, 6);
  }

  /** The coder. */
  public static ChangeBatchCoder of() {
    return INSTANCE;
  }

  @Override
  void write(ChangeBatch value, ByteSink out) throws IOException {
    Encoding.writeInt(value.shard(), out);
    Encoding.writeInt(value.size(), out);
    value.writeTo(out);
  }

  @Override
  ChangeBatch read(ByteSource in) throws IOException {
    return ChangeBatch.read(Encoding.readInt(in), Encoding.readInt(in), in);
  }
}
