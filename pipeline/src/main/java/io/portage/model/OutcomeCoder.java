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
  }

  @Override
  Outcome read(InputStream in) throws IOException {
    return new Outcome(ModelWire.readOrigins(in));
  }
}
