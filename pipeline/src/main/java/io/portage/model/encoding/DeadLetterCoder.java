package io.portage.model.encoding;

import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.SourceRecord;
import java.io.IOException;

/** Encodes a {@link DeadLetter} losslessly. Layout version 5. */
public final class DeadLetterCoder extends VersionedCoder<DeadLetter> {
  private static final long serialVersionUID = 1;
  private static final int HAS_RECORD = 4;
  private static final DeadLetterCoder INSTANCE = new DeadLetterCoder();

  private DeadLetterCoder() {
    super(DeadLetter.class, 5);
  }

  /** The coder. */
  public static DeadLetterCoder of() {
    return INSTANCE;
  }

  @Override
  void write(DeadLetter value, ByteSink out) throws IOException {
    Encoding.writeEnum(value.stage(), out);
    DeadLetter.FailureCause cause = value.cause();
    Encoding.writeEnum(cause.reason(), out);
    Encoding.writeText(cause.message(), out);
    Encoding.writeNullableText(cause.column(), out);
    Encoding.writeNullableText(cause.errorClass(), out);
    Encoding.writeNullableText(cause.sqlState(), out);
    Encoding.writeNullableText(cause.constraint(), out);
    Encoding.writeInt(value.attempts(), out);
    Encoding.writeSigned(value.failedAt(), out);
    ModelEncoding.writePart(value.sourceRecord() == null ? 0 : HAS_RECORD, value.part(), out);
    if (value.sourceRecord() != null) {
      ModelEncoding.writeRaw(value.sourceRecord(), out);
    }
    if (value.change() != null) {
      ChangeEncoding.write(value.change(), out);
    }
  }

  @Override
  DeadLetter read(ByteSource in) throws IOException {
    Stage stage = Stage.valueOf(Encoding.readText(in));
    DeadLetter.FailureCause cause =
        new DeadLetter.FailureCause(
            Reason.valueOf(Encoding.readText(in)),
            Encoding.readText(in),
            Encoding.readNullableText(in),
            Encoding.readNullableText(in),
            Encoding.readNullableText(in),
            Encoding.readNullableText(in));
    int attempts = Encoding.readInt(in);
    long failedAt = Encoding.readSigned(in);
    int flags = in.read();
    ChangePart part = ModelEncoding.readPart(flags, in);
    SourceRecord raw = (flags & HAS_RECORD) == 0 ? null : ModelEncoding.readRaw(in);
    Change change = raw == null ? ChangeEncoding.read(in) : null;
    return new DeadLetter(stage, cause, attempts, failedAt, raw, change, part);
  }
}
