package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.ConnectTypes;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns that the schema part of a JSON message declares. */
public final class ConnectJsonColumns {
  private ConnectJsonColumns() {}

  /**
   * Returns the columns of a change event: those of {@code after}, or of {@code before} if the
   * schema part has no {@code after}.
   *
   * @param from the first byte of the schema part
   * @param to the byte after it, 0 if there is none
   * @return empty if there is no schema part, or it has neither
   */
  public static List<SourceColumn> ofEvent(byte[] bytes, int from, int to)
      throws IOException, MalformedException {
    Map<?, ?> schema = parse(bytes, from, to);
    Map<?, ?> image = field(schema, "after");
    return of(image != null ? image : field(schema, "before"));
  }

  /** Returns the columns of a schema part that is the struct of a row. */
  public static List<SourceColumn> ofRow(byte[] bytes, int from, int to)
      throws IOException, MalformedException {
    return of(parse(bytes, from, to));
  }

  private static @Nullable Map<?, ?> parse(byte[] bytes, int from, int to)
      throws IOException, MalformedException {
    if (to == 0) {
      return null;
    }
    try (JsonParser parser = Json.parser(bytes, from, to)) {
      parser.nextToken();
      return JsonValues.read(parser) instanceof Map<?, ?> schema ? schema : null;
    }
  }

  private static List<SourceColumn> of(@Nullable Map<?, ?> struct) {
    List<SourceColumn> columns = new ArrayList<>();
    for (Map<?, ?> field : fields(struct)) {
      columns.add(
          new SourceColumn(
              text(field, "field"),
              type(field),
              !Boolean.FALSE.equals(field.get("optional")),
              false,
              defaultValue(field)));
    }
    return columns;
  }

  private static @Nullable Map<?, ?> field(@Nullable Map<?, ?> struct, String name) {
    for (Map<?, ?> field : fields(struct)) {
      if (name.equals(field.get("field"))) {
        return field;
      }
    }
    return null;
  }

  private static List<Map<?, ?>> fields(@Nullable Map<?, ?> struct) {
    List<Map<?, ?>> fields = new ArrayList<>();
    if (struct != null && struct.get("fields") instanceof List<?> list) {
      for (Object field : list) {
        if (field instanceof Map<?, ?> map) {
          fields.add(map);
        }
      }
    }
    return fields;
  }

  private static SourceType type(Map<?, ?> schema) {
    Map<?, ?> parameters =
        schema.get("parameters") instanceof Map<?, ?> map ? map : Map.<String, Object>of();
    SourceType named = ConnectTypes.ofName(text(schema, "name"), parameters);
    return ConnectTypes.refined(named != null ? named : base(schema), parameters);
  }

  private static SourceType base(Map<?, ?> schema) {
    String type = text(schema, "type");
    if (!type.equals("array")) {
      return ConnectTypes.ofBase(type);
    }
    return SourceType.array(
        schema.get("items") instanceof Map<?, ?> items ? type(items) : SourceType.of(Kind.UNKNOWN));
  }

  /** Returns null for a default that is not of the schema's type, too. */
  private static @Nullable Object defaultValue(Map<?, ?> schema) {
    Object value = schema.get("default");
    try {
      return value == null ? null : ConnectJsonSchema.conversion(schema).convert(value);
    } catch (MalformedException e) {
      return null;
    }
  }

  private static String text(Map<?, ?> schema, String name) {
    return schema.get(name) instanceof String text ? text : "";
  }
}
