package io.portage.model.encoding;

import io.portage.model.ChangePart;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.SourceRecord;
import java.io.IOException;

/**
 * Encodes a {@link DecodedRecord}: the record, its envelope, and its part if that is one of several
 * rows. Layout version 7.
 */
public final class DecodedRecordCoder extends VersionedCoder<DecodedRecord> {
  private static final long serialVersionUID = 1;
  private static final DecodedRecordCoder INSTANCE = new DecodedRecordCoder();

  private DecodedRecordCoder() {
    super(DecodedRecord.class, 7);
  }

  /** The coder. */
  public static DecodedRecordCoder of() {
    return INSTANCE;
  }

  @Override
  void write(DecodedRecord value, ByteSink out) throws IOException {
    ModelEncoding.writeRaw(value.record(), out);
    Envelope.Fault fault = value.envelope().fault();
    Encoding.writeNullableText(fault == null ? null : fault.problem(), out);
    if (fault == null) {
      ModelEncoding.writeEnvelope(value.envelope(), out);
    } else {
      Encoding.writeNullableText(fault.column(), out);
    }
    if (!value.part().isOnlyRow()) {
      Encoding.writeInt(value.part().code(), out);
    }
  }

  @Override
  DecodedRecord read(ByteSource in) throws IOException {
    SourceRecord raw = ModelEncoding.readRaw(in);
    String problem = Encoding.readNullableText(in);
    Envelope envelope =
        problem == null
            ? ModelEncoding.readEnvelope(in)
            : Envelope.malformed(problem, Encoding.readNullableText(in));
    return new DecodedRecord(
        raw, envelope, in.isAtEnd() ? ChangePart.WHOLE : ChangePart.ofCode(Encoding.readInt(in)));
  }
}
