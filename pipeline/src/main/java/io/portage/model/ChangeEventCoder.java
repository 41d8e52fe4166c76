package io.portage.model;

import java.io.IOException;

/** Encodes a {@link ChangeEvent}: the record and its envelope. Layout version 3. */
public final class ChangeEventCoder extends VersionedCoder<ChangeEvent> {
  private static final long serialVersionUID = 1;
  private static final ChangeEventCoder INSTANCE = new ChangeEventCoder();

  private ChangeEventCoder() {
    super(ChangeEvent.class, 3);
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
  ChangeEvent read(ByteSource in) throws IOException {
    return new ChangeEvent(ModelWire.readRaw(in), ModelWire.readEnvelope(in));
  }
}
