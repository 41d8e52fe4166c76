package io.portage.model;

import java.io.IOException;
import java.io.InputStream;

/** Encodes a {@link ChangeEvent}: the record and its envelope. Layout version 2. */
public final class ChangeEventCoder extends VersionedCoder<ChangeEvent> {
  private static final long serialVersionUID = 1;
  private static final ChangeEventCoder INSTANCE = new ChangeEventCoder();

  private ChangeEventCoder() {
    super(ChangeEvent.class, 2);
  }

  /** The coder. */
  public static ChangeEventCoder of() {
    return INSTANCE;
  }

  @Override
  void write(ChangeEvent value, ByteSink out) throws IOException {
    ModelWire.writeRaw(value.raw(), out);
    ModelWire.writeEnvelope(value.envelope(), out);
  }

  @Override
  ChangeEvent read(InputStream in) throws IOException {
    return new ChangeEvent(ModelWire.readRaw(in), ModelWire.readEnvelope(in));
  }
}
