package io.portage.model;

import java.io.IOException;

/**
 * Encodes a {@link Outcome}: origins, what else it has, and that. Layout version 2.
 *
 * <p>What else: 0 nothing, 1 a start, 2 a start that goes on where another ended, 3 a verdict, by
 * its name.
 */
public final class OutcomeCoder extends VersionedCoder<Outcome> {
  private static final long serialVersionUID = 1;
  private static final int VERDICT = 3;
  private static final OutcomeCoder INSTANCE = new OutcomeCoder();

  private OutcomeCoder() {
    super(Outcome.class, 2);
  }

  /** The coder. */
  public static OutcomeCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Outcome value, ByteSink out) throws IOException {
    ModelWire.writeOrigins(value.origins(), out);
    Start start = value.start();
    Verdict verdict = value.verdict();
    if (start == null && verdict == null) {
      out.write(0);
    } else if (start == null) {
      out.write(VERDICT);
      Wire.writeEnum(verdict, out);
    } else {
      out.write(start.resumed() ? 2 : 1);
      Wire.writeText(start.topic(), out);
      Wire.writeInt(start.partition(), out);
      Wire.writeLong(start.offset(), out);
    }
  }

  @Override
  Outcome read(ByteSource in) throws IOException {
    Origins origins = ModelWire.readOrigins(in);
    int kind = in.read();
    if (kind == 0) {
      return new Outcome(origins);
    }
    if (kind == VERDICT) {
      return Outcome.of(origins, Verdict.valueOf(Wire.readText(in)));
    }
    String topic = Wire.readText(in);
    int partition = Wire.readInt(in);
    return new Outcome(origins, new Start(topic, partition, Wire.readLong(in), kind == 2));
  }
}
