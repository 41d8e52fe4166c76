package io.portage.model;

import java.io.IOException;

/** Encodes a {@link RawEvent}: the record and what its format made of it. Layout version 3. */
public final class RawEventCoder extends VersionedCoder<RawEvent> {
  private static final long serialVersionUID = 1;
  private static final RawEventCoder INSTANCE = new RawEventCoder();

  private RawEventCoder() {
    super(RawEvent.class, 3);
  }

  /** The coder. */
  public static RawEventCoder of() {
    return INSTANCE;
  }

  @Override
  void write(RawEvent value, ByteSink out) throws IOException {
    ModelWire.writeRaw(value.raw(), out);
    Wire.writeNullableText(value.decoded().problem(), out);
    Envelope envelope = value.decoded().envelope();
    if (envelope != null) {
      ModelWire.writeEnvelope(envelope, out);
    }
  }

  @Override
  RawEvent read(ByteSource in) throws IOException {
    RawChange raw = ModelWire.readRaw(in);
    String problem = Wire.readNullableText(in);
    return new RawEvent(
        raw, problem == null ? Decoded.of(ModelWire.readEnvelope(in)) : Decoded.failed(problem));
  }
}
