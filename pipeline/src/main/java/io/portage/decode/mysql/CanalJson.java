package io.portage.decode.mysql;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import io.portage.decode.json.Json;
import io.portage.decode.json.JsonValues;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code canal-json}: a flat message of Canal with one row. All values are text; {@code
 * mysqlType} tells which of them are bytes, whose characters are the bytes (ISO 8859-1). The change
 * time is {@code es}, of the binlog.
 *
 * <p>A message with several rows is malformed: one record is one change.
 */
final class CanalJson implements Format {
  private static final long serialVersionUID = 1;
  private static final Set<String> BYTES =
      Set.of("tinyblob", "blob", "mediumblob", "longblob", "binary", "varbinary");

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

  private static Envelope read(Map<?, ?> event) throws MalformedException {
    Instant time = time(event.get("es"));
    String type = event.get("type") instanceof String text ? text.toUpperCase(Locale.ROOT) : "";
    if (Boolean.TRUE.equals(event.get("isDdl"))) {
      return type.equals("TRUNCATE") && table(event) != null
          ? envelope("t", event, null, null, time)
          : Envelope.control(Envelope.SCHEMA_CHANGE, time);
    }
    return switch (type) {
      case "INSERT" -> envelope("c", event, null, image(event), time);
      case "UPDATE" -> {
        Image after = image(event);
        Map<?, ?> old = row(event, "old");
        Image before =
            old == null ? null : MysqlTables.before(after, row(old, types(event), "old"));
        yield envelope("u", event, before, after, time);
      }
      case "DELETE" -> envelope("d", event, image(event), null, time);
      case "TIDB_WATERMARK" -> Envelope.control(Envelope.HEARTBEAT, time);
      default -> envelope(Envelope.NONE, event, null, null, time);
    };
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

  private static Image image(Map<?, ?> event) throws MalformedException {
    Map<?, ?> data = row(event, "data");
    if (data == null) {
      throw new MalformedException("data has no row");
    }
    return new Image(row(data, types(event), "data"), Set.of());
  }

  /** Returns the only row of a field; null if there is none. */
  private static @Nullable Map<?, ?> row(Map<?, ?> event, String name) throws MalformedException {
    Object rows = event.get(name);
    if (rows == null) {
      return null;
    }
    if (!(rows instanceof List<?> list)) {
      throw new MalformedException(name + " is neither an array nor null");
    }
    if (list.size() > 1) {
      throw new MalformedException(
          name
              + " has "
              + list.size()
              + " rows, and one record can be one change only: let the producer write a message"
              + " for each row");
    }
    Object row = list.isEmpty() ? null : list.get(0);
    if (row == null || row instanceof Map<?, ?>) {
      return (Map<?, ?>) row;
    }
    throw new MalformedException(name + " has a row that is not an object");
  }

  private static Map<?, ?> types(Map<?, ?> event) throws MalformedException {
    if (event.get("mysqlType") instanceof Map<?, ?> types) {
      return types;
    }
    throw new MalformedException("there is no mysqlType, which tells text from bytes");
  }

  private static Row row(Map<?, ?> columns, Map<?, ?> types, String place)
      throws MalformedException {
    List<String> names = new ArrayList<>(columns.size());
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (Map.Entry<?, ?> column : columns.entrySet()) {
      String name = String.valueOf(column.getKey());
      names.add(name);
      if (!(types.get(name) instanceof String type)) {
        throw new MalformedException("mysqlType has no type for " + place + " column " + name);
      }
      values.add(
          column.getValue() instanceof String text && isBytes(type)
              ? bytes(text, place, name)
              : column.getValue());
    }
    return Row.of(Columns.of(names), values.toArray());
  }

  private static boolean isBytes(String type) {
    int end = type.indexOf('(');
    String name = (end < 0 ? type : type.substring(0, end)).trim();
    return BYTES.contains(name.toLowerCase(Locale.ROOT));
  }

  private static byte[] bytes(String text, String place, String column) throws MalformedException {
    if (text.chars().anyMatch(character -> character > 0xFF)) {
      throw MalformedException.inColumn(place, column, "not bytes in ISO 8859-1");
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
