package io.portage.decode.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.ValueConverter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Converts the values of fields to column values. Well-known types keep their meaning: wrappers are
 * their value, Timestamp is an instant, Duration a duration, {@code google.type.Date} a date,
 * {@code google.type.TimeOfDay} a time of day, {@code confluent.type.Decimal} an exact number.
 * Other messages are maps, an enum is the name.
 */
final class ProtobufValues {
  private static final int MAX_DEPTH = 100;

  /** The messages that are a scalar with a presence. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "google.protobuf.DoubleValue",
          "google.protobuf.FloatValue",
          "google.protobuf.Int64Value",
          "google.protobuf.UInt64Value",
          "google.protobuf.Int32Value",
          "google.protobuf.UInt32Value",
          "google.protobuf.BoolValue",
          "google.protobuf.StringValue",
          "google.protobuf.BytesValue");

  private ProtobufValues() {}

  /** Returns true if a message of this type is a single value. */
  static boolean isWrapper(Descriptor type) {
    return WRAPPERS.contains(type.getFullName());
  }

  /** Converts a field's value as the message returns it. */
  static @Nullable Object read(FieldDescriptor field, Object value) throws MalformedException {
    return read(field, value, 0);
  }

  private static @Nullable Object read(FieldDescriptor field, Object value, int depth)
      throws MalformedException {
    if (field.isMapField()) {
      FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
      FieldDescriptor entry = field.getMessageType().findFieldByNumber(2);
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (Object pair : (Collection<?>) value) {
        Message message = (Message) pair;
        map.put(
            String.valueOf(one(key, message.getField(key), depth)),
            one(entry, message.getField(entry), depth));
      }
      return Collections.unmodifiableMap(map);
    }
    if (field.isRepeated()) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Object element : (Collection<?>) value) {
        list.add(one(field, element, depth));
      }
      return Collections.unmodifiableList(list);
    }
    return one(field, value, depth);
  }

  private static @Nullable Object one(FieldDescriptor field, Object value, int depth)
      throws MalformedException {
    return switch (field.getType()) {
      case UINT32, FIXED32 -> Integer.toUnsignedLong((Integer) value);
      case UINT64, FIXED64 -> unsigned((Long) value);
      case ENUM -> name((EnumValueDescriptor) value);
      case MESSAGE, GROUP -> message((Message) value, depth + 1);
      case BYTES -> ((ByteString) value).toByteArray();
      case FLOAT -> (double) (Float) value;
      default -> value instanceof Integer number ? Long.valueOf(number) : value;
    };
  }

  private static Object unsigned(long value) {
    return value >= 0 ? (Object) value : new BigDecimal(Long.toUnsignedString(value));
  }

  private static String name(EnumValueDescriptor value) throws MalformedException {
    if (value.getIndex() < 0) {
      throw new MalformedException(
          "a value that the enum " + value.getType().getFullName() + " lacks");
    }
    return value.getName();
  }

  private static @Nullable Object message(Message message, int depth) throws MalformedException {
    if (depth > MAX_DEPTH) {
      throw new MalformedException("messages are nested too deep");
    }
    String type = message.getDescriptorForType().getFullName();
    if (WRAPPERS.contains(type)) {
      FieldDescriptor value = message.getDescriptorForType().findFieldByNumber(1);
      return one(value, message.getField(value), depth);
    }
    try {
      return switch (type) {
        case "google.protobuf.Timestamp" ->
            Instant.ofEpochSecond(number(message, "seconds"), number(message, "nanos"));
        case "google.protobuf.Duration" ->
            Duration.ofSeconds(number(message, "seconds"), number(message, "nanos"));
        case "google.type.Date" ->
            LocalDate.of(
                (int) number(message, "year"),
                (int) number(message, "month"),
                (int) number(message, "day"));
        case "google.type.TimeOfDay" ->
            LocalTime.of(
                (int) number(message, "hours"),
                (int) number(message, "minutes"),
                (int) number(message, "seconds"),
                (int) number(message, "nanos"));
        case "confluent.type.Decimal" -> decimal(message);
        default -> map(message, depth);
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw new MalformedException("a " + type + " beyond the calendar");
    }
  }

  private static long number(Message message, String name) throws MalformedException {
    if (field(message, name) instanceof Number number) {
      return number.longValue();
    }
    throw new MalformedException(
        message.getDescriptorForType().getFullName() + " has no number " + name);
  }

  private static @Nullable Object field(Message message, String name) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
    return field == null ? null : message.getField(field);
  }

  private static BigDecimal decimal(Message message) throws MalformedException {
    long scale = number(message, "scale");
    if (field(message, "value") instanceof ByteString digits
        && !digits.isEmpty()
        && Math.abs(scale) <= ValueConverter.MAX_DIGITS) {
      return new BigDecimal(new BigInteger(digits.toByteArray()), (int) scale);
    }
    throw new MalformedException("not a decimal with its scale");
  }

  private static Object map(Message message, int depth) throws MalformedException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      map.put(
          field.getName(),
          field.hasPresence() && !message.hasField(field)
              ? null
              : read(field, message.getField(field), depth));
    }
    return Collections.unmodifiableMap(map);
  }
}
