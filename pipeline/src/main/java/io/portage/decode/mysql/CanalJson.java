package io.portage.decode.mysql;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import io.portage.decode.json.Json;
import io.portage.decode.json.JsonValues;
import io.portage.model.ChangePart;
import io.portage.model.Row;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code canal-json}: a flat message of Canal, with the rows that one statement changed.
 * All values are text; {@code mysqlType} tells which of them are bytes, whose characters are the
 * bytes (ISO 8859-1). The change time is {@code es}, of the binlog.
 *
 * <p>A row that cannot be read has a fault of its own, and the columns that can be read.
 */
final class CanalJson implements Format {
  private static final long serialVersionUID = 1;

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    if (value == null) {
      return Envelope.tombstone();
    }
    try {
      Json.begin(value);
      try (JsonParser parser = Json.parser(value, 0, value.length)) {
        parser.nextToken();
        Object event = JsonValues.read(parser);
        Json.end(parser);
        return event instanceof Map<?, ?> fields
            ? read(fields)
            : Envelope.malformed("the event is not an object");
      }
    } catch (MalformedException e) {
      return Envelope.malformed(e.problem(), e.column());
    } catch (IOException e) {
      return Envelope.malformed(Json.problem(e, 0));
    }
  }

  @Override
  public @Nullable IntFunction<byte[]> divide(byte[] value) {
    return CanalValues.of(value);
  }

  private static Envelope read(Map<?, ?> event) throws MalformedException {
    Instant time = time(event.get("es"));
    String type = event.get("type") instanceof String text ? text.toUpperCase(Locale.ROOT) : "";
    if (Boolean.TRUE.equals(event.get("isDdl"))) {
      return type.equals("TRUNCATE") && table(event) != null
          ? envelope("t", event, null, null, time)
          : Envelope.control(Envelope.SCHEMA_CHANGE, time);
    }
    return switch (type) {
      case "INSERT" -> rows("c", event, time);
      case "UPDATE" -> rows("u", event, time);
      case "DELETE" -> rows("d", event, time);
      case "TIDB_WATERMARK" -> Envelope.control(Envelope.HEARTBEAT, time);
      default -> envelope(Envelope.NONE, event, null, null, time);
    };
  }

  private static Envelope rows(String op, Map<?, ?> event, @Nullable Instant time)
      throws MalformedException {
    List<?> data = list(event, "data");
    List<?> old = op.equals("u") ? list(event, "old") : List.of();
    if (data.isEmpty()) {
      throw new MalformedException("data has no row");
    }
    if (data.size() > ChangePart.MAX_ROWS) {
      throw new MalformedException(
          "data has " + data.size() + " rows; a record can have " + ChangePart.MAX_ROWS);
    }
    if (!old.isEmpty() && old.size() != data.size()) {
      throw new MalformedException(
          "old has "
              + old.size()
              + " rows and data has "
              + data.size()
              + ": one for each is needed");
    }
    CanalRows reader = new CanalRows(types(event));
    List<Envelope> rows = new ArrayList<>(data.size());
    for (int i = 0; i < data.size(); i++) {
      reader.begin();
      Image row = reader.image(data.get(i), "data");
      Row changed = old.isEmpty() ? null : reader.row(old.get(i), "old");
      Image before =
          op.equals("d")
              ? row
              : row == null || changed == null ? null : MysqlTables.before(row, changed);
      Envelope one = envelope(op, event, before, op.equals("d") ? null : row, time);
      MalformedException fault = reader.fault();
      rows.add(
          fault == null ? one : one.withFault(new Envelope.Fault(fault.problem(), fault.column())));
    }
    return rows.size() == 1 ? rows.get(0) : Envelope.ofRows(rows);
  }

  private static Envelope envelope(
      String op,
      Map<?, ?> event,
      @Nullable Image before,
      @Nullable Image after,
      @Nullable Instant time) {
    return new Envelope(
        op,
        table(event),
        before,
        after,
        time,
        null,
        null,
        null,
        null,
        null,
        MysqlTables.names(text(event, "database"), text(event, "table")));
  }

  private static @Nullable String table(Map<?, ?> event) {
    return MysqlTables.name(text(event, "database"), text(event, "table"));
  }

  private static @Nullable String text(Map<?, ?> event, String name) {
    return event.get(name) instanceof String text ? text : null;
  }

  private static @Nullable Instant time(@Nullable Object millis) throws MalformedException {
    if (millis == null) {
      return null;
    }
    if (millis instanceof Long number) {
      return Instant.ofEpochMilli(number);
    }
    throw new MalformedException("es is not a whole number");
  }

  /** Returns the rows of a field; an empty list if there are none. */
  private static List<?> list(Map<?, ?> event, String name) throws MalformedException {
    Object rows = event.get(name);
    if (rows == null) {
      return List.of();
    }
    if (rows instanceof List<?> list) {
      return list;
    }
    throw new MalformedException(name + " is neither an array nor null");
  }

  private static Map<?, ?> types(Map<?, ?> event) throws MalformedException {
    if (event.get("mysqlType") instanceof Map<?, ?> types) {
      return types;
    }
    throw new MalformedException("there is no mysqlType, which tells text from bytes");
  }
}
