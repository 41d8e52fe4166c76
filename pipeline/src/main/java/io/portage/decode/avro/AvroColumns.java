package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.ConnectTypes;
import io.portage.decode.envelope.ValueConverter;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * The columns that an Avro schema declares, by Avro's own and logical types, and by the properties
 * {@code connect.name}, {@code connect.type} and {@code connect.parameters} of Kafka Connect's
 * converters.
 *
 * @param encoded the types whose logical type is not applied, see {@link AvroTypes}
 * @param converters the converter of a column's values by its schema
 */
public record AvroColumns(Predicate<Schema> encoded, Function<Schema, ValueConverter> converters) {
  /** The columns of values that Avro's own types define. */
  public static AvroColumns plain() {
    return new AvroColumns(schema -> false, schema -> ValueConverter.NONE);
  }

  /**
   * Returns the columns of a change event: those of {@code after}, or of {@code before} if the
   * schema has no {@code after}.
   *
   * @return empty if it has neither as a record
   */
  public List<SourceColumn> ofEvent(Schema event) {
    Schema after = record(event, "after");
    Schema image = after != null ? after : record(event, "before");
    return image == null ? List.of() : ofRow(image);
  }

  /** Returns the columns of a row's record. */
  public List<SourceColumn> ofRow(Schema row) {
    return row.getFields().stream().map(this::column).toList();
  }

  private static @Nullable Schema record(Schema event, String name) {
    Schema.Field field = event.getField(name);
    Schema schema = field == null ? null : notNull(field.schema());
    return schema != null && schema.getType() == Schema.Type.RECORD ? schema : null;
  }

  private SourceColumn column(Schema.Field field) {
    return new SourceColumn(
        field.name(),
        type(field.schema()),
        field.schema().isNullable(),
        false,
        defaultValue(field));
  }

  /** Returns the one branch that is not null; null if there are several. */
  private static @Nullable Schema notNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    List<Schema> branches =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    return branches.size() == 1 ? branches.get(0) : null;
  }

  private static SourceType type(Schema nullable) {
    Schema schema = notNull(nullable);
    if (schema == null) {
      return SourceType.of(Kind.UNKNOWN).named("a union of several types");
    }
    Map<?, ?> parameters =
        schema.getObjectProp("connect.parameters") instanceof Map<?, ?> map
            ? map
            : Map.<String, Object>of();
    SourceType logical = logical(schema);
    String name = schema.getProp("connect.name");
    if (name == null) {
      name = schema.getType() == Schema.Type.RECORD ? schema.getFullName() : "";
    }
    SourceType named = ConnectTypes.ofName(name, parameters);
    boolean exact = logical != null && logical.kind() == Kind.DECIMAL;
    SourceType found = named == null || exact ? logical : named;
    return ConnectTypes.refined(found != null ? found : base(schema), parameters);
  }

  private static SourceType base(Schema schema) {
    String connect = schema.getProp("connect.type");
    return switch (schema.getType()) {
      case BOOLEAN -> SourceType.of(Kind.BOOLEAN);
      case INT -> ConnectTypes.ofBase(connect == null ? "int32" : connect);
      case LONG -> SourceType.integer(64);
      case FLOAT -> SourceType.of(Kind.FLOAT, 32);
      case DOUBLE -> SourceType.of(Kind.FLOAT, 64);
      case STRING -> SourceType.of(Kind.TEXT);
      case BYTES, FIXED -> SourceType.of(Kind.BYTES);
      case ENUM -> SourceType.oneOf(Kind.ENUM, schema.getEnumSymbols());
      case ARRAY -> SourceType.array(type(schema.getElementType()));
      case MAP, RECORD -> SourceType.of(Kind.STRUCT);
      case NULL, UNION -> SourceType.of(Kind.UNKNOWN);
    };
  }

  /** Only the logical types that are decoded: values of the others have the type below them. */
  private static @Nullable SourceType logical(Schema schema) {
    LogicalType type = schema.getLogicalType();
    if (type instanceof LogicalTypes.Decimal decimal) {
      return SourceType.decimal(decimal.getPrecision(), decimal.getScale());
    }
    return switch (type == null ? "" : type.getName()) {
      case "uuid" ->
          schema.getType() == Schema.Type.STRING ? SourceType.of(Kind.UUID) : base(schema);
      case "date" -> SourceType.of(Kind.DATE);
      case "time-millis" -> SourceType.of(Kind.TIME, 3);
      case "time-micros" -> SourceType.of(Kind.TIME, 6);
      case "timestamp-millis" -> SourceType.of(Kind.INSTANT, 3);
      case "timestamp-micros" -> SourceType.of(Kind.INSTANT, 6);
      case "local-timestamp-millis" -> SourceType.of(Kind.TIMESTAMP, 3);
      case "local-timestamp-micros" -> SourceType.of(Kind.TIMESTAMP, 6);
      default -> null;
    };
  }

  /** Encodes the default and decodes it as a column's value; null if that is not possible. */
  private @Nullable Object defaultValue(Schema.Field field) {
    if (!field.hasDefaultValue()) {
      return null;
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<Object>(field.schema(), new GenericData())
          .write(new GenericData().getDefaultValue(field), out);
      out.flush();
      Object value =
          new AvroTypes(encoded)
              .reader(field.schema())
              .read(new BoundedAvroDecoder(bytes.toByteArray()));
      return value == null ? null : converters.apply(field.schema()).convert(value);
    } catch (IOException | AvroRuntimeException e) {
      return null; // a default that is not of the field's type
    } catch (MalformedException e) {
      return null;
    }
  }
}
