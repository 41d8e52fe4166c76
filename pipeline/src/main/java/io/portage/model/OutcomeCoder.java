package io.portage.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Encodes a {@link Outcome}. Layout version 1. */
public final class OutcomeCoder extends VersionedCoder<Outcome> {
  private static final long serialVersionUID = 1;
  private static final OutcomeCoder INSTANCE = new OutcomeCoder();

  private OutcomeCoder() {
    super(Outcome.class, 1);
  }

  /** The coder. */
  public static OutcomeCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Outcome value, OutputStream out) throws IOException {
    ModelWire.writeOrigins(value.origins(), out);
    Start start = value.start();
    out.write(start == null ? 0 : start.resumed() ? 2 : 1);
    if (start != null) {
      Wire.writeText(start.topic(), out);
      Wire.writeInt(start.partition(), out);
      Wire.writeLong(start.offset(), out);
    }
  }

  @Override
  Outcome read(InputStream in) throws IOException {
    Origins origins = ModelWire.readOrigins(in);
    int kind = in.read();
    if (kind == 0) {
      return new Outcome(origins);
    }
    String topic = Wire.readText(in);
    int partition = Wire.readInt(in);
    return new Outcome(origins, new Start(topic, partition, Wire.readLong(in), kind == 2));
  }
}
