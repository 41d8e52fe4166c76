package io.portage.model;

import java.io.IOException;

/** Encodes a {@link ChangeEvent}: the record and what its format made of it. Layout version 4. */
public final class ChangeEventCoder extends VersionedCoder<ChangeEvent> {
  private static final long serialVersionUID = 1;
  private static final ChangeEventCoder INSTANCE = new ChangeEventCoder();

  private ChangeEventCoder() {
    super(ChangeEvent.class, 4);
  }

  /** The coder. */
  public static ChangeEventCoder of() {
    return INSTANCE;
  }

  @Override
  void write(ChangeEvent value, ByteSink out) throws IOException {
    ModelWire.writeRaw(value.raw(), out);
    Wire.writeNullableText(value.envelope().problem(), out);
    if (value.envelope().problem() == null) {
      ModelWire.writeEnvelope(value.envelope(), out);
    }
  }

  @Override
  ChangeEvent read(ByteSource in) throws IOException {
    RawChange raw = ModelWire.readRaw(in);
    String problem = Wire.readNullableText(in);
    return new ChangeEvent(
        raw, problem == null ? ModelWire.readEnvelope(in) : Envelope.malformed(problem));
  }
}
