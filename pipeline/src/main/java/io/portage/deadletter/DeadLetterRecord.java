package io.portage.deadletter;

import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.ChangePart.Half;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.encoding.ChangeCoder;
import io.portage.model.event.Header;
import io.portage.model.event.SourceRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;

/** Converts dead letters to Avro records of the schema {@code dead_letter.avsc}, and back. */
final class DeadLetterRecord {
  static final Schema SCHEMA = schema("dead_letter");

  /**
   * The earlier schemas: without resolutions, and without rows. Encoded dead letters name them by
   * their fingerprints.
   */
  static final List<Schema> EARLIER_SCHEMAS =
      List.of(schema("dead_letter_1"), schema("dead_letter_2"));

  private DeadLetterRecord() {}

  static GenericRecord toRecord(StoredDeadLetter stored) throws IOException {
    DeadLetter deadLetter = stored.deadLetter();
    GenericRecord record = new GenericData.Record(SCHEMA);
    record.put("id", deadLetter.id());
    record.put("topic", deadLetter.coordinates().topic());
    record.put("partition", deadLetter.coordinates().partition());
    record.put("offset", deadLetter.coordinates().offset());
    record.put("half", symbol("half", deadLetter.part().half().name()));
    if (!deadLetter.part().isOnlyRow()) {
      record.put("row", deadLetter.part().row());
      record.put("isLastRow", deadLetter.part().isLast());
    }
    record.put("records", deadLetter.records());
    record.put("stage", deadLetter.stage().label());
    record.put("attempts", deadLetter.attempts());
    record.put("failedAt", deadLetter.failedAt());
    putCause(deadLetter.cause(), record);
    if (deadLetter.sourceRecord() != null) {
      putRaw(deadLetter.sourceRecord(), record);
    }
    if (deadLetter.change() != null) {
      putChange(deadLetter.change(), record);
    }
    Resolution resolution = stored.resolution();
    if (resolution != null) {
      record.put("resolution", resolution.kind().name());
      record.put("resolvedAt", resolution.at());
      record.put("resolutionMessage", resolution.message());
    }
    return record;
  }

  /**
   * The dead letter and its resolution in a record of {@link #toRecord}.
   *
   * @throws IOException if the change in it was written by a release that this one cannot read
   * @throws IllegalArgumentException if stage, reason or resolution are unknown to this release
   */
  static StoredDeadLetter storedOf(GenericRecord record) throws IOException {
    DeadLetter deadLetter = fromRecord(record);
    String kind = textOrNull(record, "resolution");
    if (kind == null) {
      return StoredDeadLetter.unresolved(deadLetter);
    }
    Long at = (Long) record.get("resolvedAt");
    String message = textOrNull(record, "resolutionMessage");
    return new StoredDeadLetter(
        deadLetter,
        new Resolution(
            Resolution.ResolutionKind.valueOf(kind),
            at == null ? deadLetter.failedAt() : at,
            message == null ? "" : message));
  }

  /**
   * The dead letter in a record of {@link #toRecord}, without its resolution.
   *
   * @throws IOException if the change in it was written by a release that this one cannot read
   * @throws IllegalArgumentException if stage or reason are unknown to this release
   */
  static DeadLetter fromRecord(GenericRecord record) throws IOException {
    byte[] change = bytes(record, "change");
    return new DeadLetter(
        Stage.ofLabel(text(record, "stage")),
        cause(record),
        (Integer) record.get("attempts"),
        (Long) record.get("failedAt"),
        change == null ? raw(record) : null,
        change == null ? null : CoderUtils.decodeFromByteArray(ChangeCoder.of(), change),
        part(record));
  }

  private static ChangePart part(GenericRecord record) {
    Half half = Half.valueOf(text(record, "half"));
    Integer row = (Integer) record.get("row");
    return row == null
        ? ChangePart.of(0, true, half)
        : ChangePart.of(row, Boolean.TRUE.equals(record.get("isLastRow")), half);
  }

  private static void putCause(FailureCause cause, GenericRecord record) {
    record.put("reason", cause.reason().name());
    record.put("reasonClass", cause.reason().kind().name());
    record.put("message", cause.message());
    record.put("column", cause.column());
    record.put("errorClass", cause.errorClass());
    record.put("sqlState", cause.sqlState());
  }

  private static FailureCause cause(GenericRecord record) {
    return new FailureCause(
        Reason.valueOf(text(record, "reason")),
        text(record, "message"),
        textOrNull(record, "column"),
        textOrNull(record, "errorClass"),
        textOrNull(record, "sqlState"));
  }

  private static void putRaw(SourceRecord raw, GenericRecord record) {
    record.put("from", raw.coveredFrom());
    record.put("kafkaTime", raw.kafkaTime());
    record.put("lateness", raw.lateness());
    record.put("key", wrap(raw.key()));
    record.put("value", wrap(raw.value()));
    Schema type = SCHEMA.getField("headers").schema();
    GenericData.Array<GenericRecord> headers = new GenericData.Array<>(raw.headers().size(), type);
    for (Header header : raw.headers()) {
      GenericRecord item = new GenericData.Record(type.getElementType());
      item.put("name", header.name());
      item.put("value", wrap(header.value()));
      headers.add(item);
    }
    record.put("headers", headers);
  }

  private static SourceRecord raw(GenericRecord record) {
    List<Header> headers = new ArrayList<>();
    for (Object item : (List<?>) record.get("headers")) {
      GenericRecord header = (GenericRecord) item;
      headers.add(new Header(text(header, "name"), bytes(header, "value")));
    }
    long offset = (Long) record.get("offset");
    Long from = (Long) record.get("from");
    return new SourceRecord(
        new Coordinates(text(record, "topic"), (Integer) record.get("partition"), offset),
        from == null ? offset : from,
        (Long) record.get("kafkaTime"),
        bytes(record, "key"),
        bytes(record, "value"),
        headers,
        (Long) record.get("lateness"));
  }

  private static void putChange(Change change, GenericRecord record) throws IOException {
    record.put("kafkaTime", change.kafkaTime());
    record.put("lateness", change.lateness());
    record.put("headers", new GenericData.Array<>(0, SCHEMA.getField("headers").schema()));
    record.put("change", wrap(CoderUtils.encodeToByteArray(ChangeCoder.of(), change)));
    record.put("table", change.table());
  }

  private static Object symbol(String field, String name) {
    return new GenericData.EnumSymbol(SCHEMA.getField(field).schema(), name);
  }

  private static String text(GenericRecord record, String field) {
    return Objects.requireNonNull(record.get(field), field).toString();
  }

  private static @Nullable String textOrNull(GenericRecord record, String field) {
    Object value = record.get(field);
    return value == null ? null : value.toString();
  }

  private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static byte @Nullable [] bytes(GenericRecord record, String field) {
    ByteBuffer buffer = (ByteBuffer) record.get(field);
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static Schema schema(String name) {
    try (InputStream in = DeadLetterRecord.class.getResourceAsStream("/avro/" + name + ".avsc")) {
      return new Schema.Parser().parse(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
