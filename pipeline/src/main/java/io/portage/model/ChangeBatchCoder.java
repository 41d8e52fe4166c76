package io.portage.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Encodes a {@link ChangeBatch}: the shard, then its changes. Layout version 2. */
public final class ChangeBatchCoder extends VersionedCoder<ChangeBatch> {
  private static final long serialVersionUID = 1;
  private static final ChangeBatchCoder INSTANCE = new ChangeBatchCoder();

  private ChangeBatchCoder() {
    super(ChangeBatch.class, 1, 2);
  }

  /** The coder. */
  public static ChangeBatchCoder of() {
    return INSTANCE;
  }

  @Override
  void write(ChangeBatch value, OutputStream out) throws IOException {
    Wire.writeInt(value.shard(), out);
    Wire.writeInt(value.changes().size(), out);
    for (Change change : value.changes()) {
      ChangeWire.write(change, out);
    }
  }

  @Override
  ChangeBatch read(InputStream in) throws IOException {
    int shard = Wire.readInt(in);
    int size = Wire.readInt(in);
    List<Change> changes = new ArrayList<>(Math.min(size, 100_000));
    for (int i = 0; i < size; i++) {
      changes.add(ChangeWire.read(in));
    }
    return new ChangeBatch(shard, changes);
  }
}
