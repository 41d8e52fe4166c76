package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.model.EpochTimes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Creates readers for Avro's types and for these logical types: decimal, date, time, timestamp and
 * local timestamp. Enums and UUIDs become text, records and maps become maps, floats are widened
 * exactly.
 */
public final class AvroTypes {
  private final Predicate<Schema> encoded;

  /** Readers of named types, because a named type may contain itself. */
  private final Map<String, AvroReader> named = new HashMap<>();

  /** Creates readers that apply every logical type. */
  public AvroTypes() {
    this(schema -> false);
  }

  /**
   * Creates readers.
   *
   * @param encoded the types whose logical type is not applied, because the caller converts the
   *     encoded value
   */
  public AvroTypes(Predicate<Schema> encoded) {
    this.encoded = encoded;
  }

  /** Creates the reader of {@code schema}. */
  public AvroReader reader(Schema schema) {
    AvroReader logical = encoded.test(schema) ? null : logical(schema);
    if (logical != null) {
      return logical;
    }
    return switch (schema.getType()) {
      case NULL -> in -> null;
      case BOOLEAN -> BoundedAvroDecoder::readBoolean;
      case INT -> in -> (long) in.readInt();
      case LONG -> BoundedAvroDecoder::readLong;
      case FLOAT -> in -> (double) in.readFloat();
      case DOUBLE -> BoundedAvroDecoder::readDouble;
      case STRING -> BoundedAvroDecoder::readText;
      case BYTES -> BoundedAvroDecoder::readBytes;
      case FIXED -> {
        int size = schema.getFixedSize();
        yield in -> in.readFixed(size);
      }
      case ENUM -> {
        List<String> symbols = schema.getEnumSymbols();
        yield in -> symbols.get(in.readIndex(symbols.size()));
      }
      case UNION -> union(schema);
      case ARRAY -> array(reader(schema.getElementType()));
      case MAP -> map(reader(schema.getValueType()));
      case RECORD -> record(schema);
    };
  }

  private static @Nullable AvroReader logical(Schema schema) {
    LogicalType type = schema.getLogicalType();
    if (type == null) {
      return null;
    }
    if (type instanceof LogicalTypes.Decimal decimal) {
      return decimal(schema, decimal.getScale());
    }
    return switch (type.getName()) {
      case "date" -> in -> EpochTimes.date(in.readInt());
      case "time-millis" -> in -> EpochTimes.time(in.readInt(), EpochTimes.MILLIS);
      case "time-micros" -> in -> EpochTimes.time(in.readLong(), EpochTimes.MICROS);
      case "timestamp-millis" -> in -> EpochTimes.instant(in.readLong(), EpochTimes.MILLIS);
      case "timestamp-micros" -> in -> EpochTimes.instant(in.readLong(), EpochTimes.MICROS);
      case "local-timestamp-millis" -> in -> EpochTimes.dateTime(in.readLong(), EpochTimes.MILLIS);
      case "local-timestamp-micros" -> in -> EpochTimes.dateTime(in.readLong(), EpochTimes.MICROS);
      default -> null;
    };
  }

  private static AvroReader decimal(Schema schema, int scale) {
    boolean fixed = schema.getType() == Schema.Type.FIXED;
    int size = fixed ? schema.getFixedSize() : 0;
    return in -> {
      byte[] digits = fixed ? in.readFixed(size) : in.readBytes();
      if (digits.length == 0) {
        throw new MalformedException("a decimal without digits before byte " + in.at());
      }
      return new BigDecimal(new BigInteger(digits), scale);
    };
  }

  private AvroReader union(Schema schema) {
    AvroReader[] branches = schema.getTypes().stream().map(this::reader).toArray(AvroReader[]::new);
    return in -> branches[in.readIndex(branches.length)].read(in);
  }

  private static AvroReader array(AvroReader item) {
    return in -> {
      List<@Nullable Object> list = new ArrayList<>();
      in.enter();
      for (int count = in.readBlock(); count > 0; count = in.readBlock()) {
        for (int i = 0; i < count; i++) {
          int from = in.at();
          list.add(item.read(in));
          if (in.at() == from) {
            // With items of no bytes (an array of nulls) a few bytes could encode millions of
            // items.
            throw new MalformedException("an array's item has no bytes at byte " + from);
          }
        }
      }
      in.leave();
      return Collections.unmodifiableList(list);
    };
  }

  private static AvroReader map(AvroReader value) {
    return in -> {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      in.enter();
      for (int count = in.readBlock(); count > 0; count = in.readBlock()) {
        for (int i = 0; i < count; i++) {
          map.put(in.readText(), value.read(in));
        }
      }
      in.leave();
      return Collections.unmodifiableMap(map);
    };
  }

  private AvroReader record(Schema schema) {
    String type = schema.getFullName();
    AvroReader known = named.get(type);
    if (known != null) {
      return known;
    }
    List<String> names = schema.getFields().stream().map(Schema.Field::name).toList();
    AvroReader[] fields = new AvroReader[names.size()];
    AvroReader reader =
        in -> {
          Map<String, @Nullable Object> map = new LinkedHashMap<>();
          in.enter();
          for (int i = 0; i < fields.length; i++) {
            map.put(names.get(i), fields[i].read(in));
          }
          in.leave();
          return Collections.unmodifiableMap(map);
        };
    named.put(type, reader);
    for (int i = 0; i < fields.length; i++) {
      fields[i] = reader(schema.getFields().get(i).schema());
    }
    return reader;
  }
}
