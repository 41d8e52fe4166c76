package io.portage.customformat;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.EventReader;
import io.portage.decode.envelope.FieldNames;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** the application's envelope: {@code {database, table, type, ts, data, old}}. */
final class CustomEnvelope implements EnvelopeDecoder {
  private static final FieldNames FIELDS = FieldNames.of("database", "table", "type", "ts", "data");
  private static final int DATABASE = 0;
  private static final int TABLE = 1;
  private static final int TYPE = 2;
  private static final int TS = 3;
  private static final int DATA = 4;

  private final boolean ignoresBootstrap;

  CustomEnvelope(boolean ignoresBootstrap) {
    this.ignoresBootstrap = ignoresBootstrap;
  }

  @Override
  public FieldNames eventFields() {
    return FIELDS;
  }

  @Override
  public String afterField() {
    return "data";
  }

  @Override
  public Envelope read(EventReader in, String topic) throws IOException, MalformedException {
    if (!in.beginStruct("event")) {
      return Envelope.tombstone();
    }
    String database = null;
    String table = null;
    String type = null;
    Image row = null;
    Instant time = null;
    for (int field = in.nextField(); field != EventReader.END; field = in.nextField()) {
      switch (field) {
        case DATABASE -> database = in.text();
        case TABLE -> table = in.text();
        case TYPE -> type = in.text();
        case TS -> time = seconds(in.wholeNumber("ts"));
        case DATA -> row = in.after(null);
        default -> in.skip();
      }
    }
    String op = operation(type);
    if (op.equals(Envelope.CONTROL)) {
      return Envelope.control(time);
    }
    String name = database == null || table == null ? null : database + "." + table;
    return op.equals("d")
        ? new Envelope(op, name, row, null, time, null)
        : new Envelope(op, name, null, row, time, null);
  }

  private String operation(@Nullable String type) {
    return switch (type == null ? "" : type) {
      case "insert" -> "c";
      case "update" -> "u";
      case "delete" -> "d";
      case "bootstrap-insert" -> ignoresBootstrap ? Envelope.CONTROL : "r";
      case "bootstrap-start", "bootstrap-complete" -> Envelope.CONTROL;
      default -> Envelope.NONE;
    };
  }

  private static @Nullable Instant seconds(@Nullable Long seconds) throws MalformedException {
    try {
      return seconds == null ? null : Instant.ofEpochSecond(seconds);
    } catch (DateTimeException e) {
      throw new MalformedException("ts is beyond the calendar");
    }
  }
}
