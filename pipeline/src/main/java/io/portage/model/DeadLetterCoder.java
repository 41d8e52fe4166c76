package io.portage.model;

import java.io.IOException;

/** Encodes a {@link DeadLetter}, losslessly. Layout version 3. */
public final class DeadLetterCoder extends VersionedCoder<DeadLetter> {
  private static final long serialVersionUID = 1;
  private static final DeadLetterCoder INSTANCE = new DeadLetterCoder();

  private DeadLetterCoder() {
    super(DeadLetter.class, 3);
  }

  /** The coder. */
  public static DeadLetterCoder of() {
    return INSTANCE;
  }

  @Override
  void write(DeadLetter value, ByteSink out) throws IOException {
    Wire.writeEnum(value.stage(), out);
    DeadLetter.Cause cause = value.cause();
    Wire.writeEnum(cause.reason(), out);
    Wire.writeText(cause.message(), out);
    Wire.writeNullableText(cause.column(), out);
    Wire.writeNullableText(cause.errorClass(), out);
    Wire.writeNullableText(cause.sqlState(), out);
    Wire.writeInt(value.attempts(), out);
    Wire.writeSigned(value.failedAt(), out);
    out.write(value.half().mask() | (value.raw() == null ? 0 : 4));
    if (value.raw() != null) {
      ModelWire.writeRaw(value.raw(), out);
    }
    if (value.change() != null) {
      ChangeWire.write(value.change(), out);
    }
  }

  @Override
  DeadLetter read(ByteSource in) throws IOException {
    Stage stage = Stage.valueOf(Wire.readText(in));
    DeadLetter.Cause cause =
        new DeadLetter.Cause(
            Reason.valueOf(Wire.readText(in)),
            Wire.readText(in),
            Wire.readNullableText(in),
            Wire.readNullableText(in),
            Wire.readNullableText(in));
    int attempts = Wire.readInt(in);
    long failedAt = Wire.readSigned(in);
    int flags = in.read();
    RawChange raw = (flags & 4) == 0 ? null : ModelWire.readRaw(in);
    Change change = raw == null ? ChangeWire.read(in) : null;
    return new DeadLetter(stage, cause, attempts, failedAt, raw, change, Half.ofMask(flags & 3));
  }
}
