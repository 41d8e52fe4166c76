package io.portage.model.encoding;

import io.portage.model.Change;
import java.io.IOException;

/** Encodes a {@link Change} losslessly, for merges and replays. Layout version 3. */
public final class ChangeCoder extends VersionedCoder<Change> {
  private static final long serialVersionUID = 1;
  private static final ChangeCoder INSTANCE = new ChangeCoder();

  private ChangeCoder() {
    super(Change.class, 4);
  }

  /** The coder. */
  public static ChangeCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Change value, ByteSink out) throws IOException {
    ChangeEncoding.write(value, out);
  }

  @Override
  Change read(ByteSource in) throws IOException {
    return ChangeEncoding.read(in);
  }
}
