package io.portage.decode.debezium;

import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a connector's events: Debezium's envelope, or rows unwrapped by the transformation
 * {@code ExtractNewRecordState}.
 *
 * @param unwrapped true for {@code source.debezium.envelope: unwrapped}
 * @param fieldPrefix the transformation's {@code add.fields.prefix}, not empty
 * @param tombstones the meaning of a record without a value in unwrapped events; null if not
 *     configured
 * @param controlRecords the topics and the tables whose records are no rows for the target, such as
 *     signals
 */
public record EnvelopeSettings(
    boolean unwrapped,
    String fieldPrefix,
    @Nullable TombstoneMeaning tombstones,
    Set<String> controlRecords)
    implements Serializable {
  /** Debezium's envelope. */
  public static final EnvelopeSettings DEFAULT = new EnvelopeSettings(false, "__", null, Set.of());

  /** Keeps a copy. */
  public EnvelopeSettings {
    controlRecords = Set.copyOf(controlRecords);
  }

  /** The meaning of a record without a value. */
  public enum TombstoneMeaning {
    /** It follows a record of the delete. */
    IGNORE,
    /** It is the delete. */
    DELETE
  }

  /** Returns the format with the rule for {@link #controlRecords}. */
  Format applyTo(Format format) {
    return controlRecords.isEmpty() ? format : new ControlNamesFormat(format, controlRecords);
  }

  /** Creates the decoder for the events of one topic or schema. */
  EnvelopeDecoder decoder(RecordKind kind) {
    return unwrapped ? new UnwrappedEnvelope(kind, fieldPrefix) : new DebeziumEnvelope(kind);
  }

  /** Returns the event of a record without a value. */
  Envelope tombstone() {
    if (!unwrapped || tombstones == TombstoneMeaning.IGNORE) {
      return Envelope.tombstone();
    }
    return tombstones == TombstoneMeaning.DELETE
        ? new Envelope("d", null, null, null, null, null)
            .with(null, "a tombstone has neither: set tables[].order: offset")
        : Envelope.malformed(
            "a record without a value, which is either the delete itself or follows it: set"
                + " source.debezium.tombstones to delete if the connector's"
                + " delete.tombstone.handling.mode is tombstone, to ignore if it is"
                + " rewrite-with-tombstone");
  }
}
