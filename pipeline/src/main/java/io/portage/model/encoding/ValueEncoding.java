package io.portage.model.encoding;

import io.portage.model.CanonicalText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/** The encoding of one value of a row: a tag, then the value. */
final class ValueEncoding {
  private static final int NULL = 0;
  private static final int LONG = 1;
  private static final int TEXT = 2;
  private static final int TRUE = 3;
  private static final int FALSE = 4;
  private static final int DOUBLE = 5;
  private static final int DECIMAL = 6;
  private static final int BYTES = 7;
  private static final int DATE = 8;
  private static final int TIME = 9;
  private static final int DATE_TIME = 10;
  private static final int INSTANT = 11;
  private static final int LIST = 12;
  private static final int MAP = 13;

  private static final int DURATION = 15;
  private static final int CANONICAL_TEXT = 17;

  private ValueEncoding() {}

  /**
   * Writes a value. This method and {@link #read} are small because they are recursive for nested
   * values, so that a call needs little stack.
   */
  static void write(@Nullable Object value, ByteSink out) throws IOException {
    if (value instanceof List<?> list) {
      writeList(list, out);
    } else if (value instanceof Map<?, ?> map) {
      writeMap(map, out);
    } else {
      writeOne(value, out);
    }
  }

  private static void writeList(List<?> list, ByteSink out) throws IOException {
    out.write(LIST);
    Encoding.writeInt(list.size(), out);
    for (Object element : list) {
      write(element, out);
    }
  }

  private static void writeMap(Map<?, ?> map, ByteSink out) throws IOException {
    out.write(MAP);
    Encoding.writeInt(map.size(), out);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      write(entry.getKey(), out);
      write(entry.getValue(), out);
    }
  }

  private static void writeOne(@Nullable Object value, ByteSink out) throws IOException {
    if (value == null) {
      out.write(NULL);
    } else if (value instanceof String text) {
      out.write(TEXT);
      Encoding.writeText(text, out);
    } else if (value instanceof Long number) {
      out.write(LONG);
      Encoding.writeSigned(number, out);
    } else if (value instanceof Boolean flag) {
      out.write(flag ? TRUE : FALSE);
    } else if (value instanceof Double number) {
      out.write(DOUBLE);
      out.writeFixed(Double.doubleToRawLongBits(number), Long.BYTES);
    } else if (value instanceof BigDecimal number) {
      out.write(DECIMAL);
      Encoding.writeSigned(number.scale(), out);
      Encoding.writeBytes(number.unscaledValue().toByteArray(), out);
    } else if (value instanceof byte[] bytes) {
      out.write(BYTES);
      Encoding.writeBytes(bytes, out);
    } else {
      writeTime(value, out);
    }
  }

  private static void writeTime(Object value, ByteSink out) throws IOException {
    if (value instanceof CanonicalText canonical) {
      out.write(CANONICAL_TEXT);
      Encoding.writeText(canonical.text(), out);
      Encoding.writeText(canonical.canonical(), out);
    } else if (value instanceof Instant instant) {
      out.write(INSTANT);
      Encoding.writeSigned(instant.getEpochSecond(), out);
      Encoding.writeInt(instant.getNano(), out);
    } else if (value instanceof LocalDate date) {
      out.write(DATE);
      Encoding.writeSigned(date.toEpochDay(), out);
    } else if (value instanceof LocalTime time) {
      out.write(TIME);
      Encoding.writeLong(time.toNanoOfDay(), out);
    } else if (value instanceof LocalDateTime dateTime) {
      out.write(DATE_TIME);
      Encoding.writeSigned(dateTime.toLocalDate().toEpochDay(), out);
      Encoding.writeLong(dateTime.toLocalTime().toNanoOfDay(), out);
    } else if (value instanceof Duration duration) {
      out.write(DURATION);
      Encoding.writeSigned(duration.getSeconds(), out);
      Encoding.writeInt(duration.getNano(), out);
    } else {
      throw new CoderException("a row cannot contain a " + value.getClass().getName());
    }
  }

  static @Nullable Object read(ByteSource in) throws IOException {
    int tag = in.read();
    return switch (tag) {
      case NULL -> null;
      case LONG -> Encoding.readSigned(in);
      case TEXT -> Encoding.readText(in);
      case TRUE -> true;
      case FALSE -> false;
      case DOUBLE -> Double.longBitsToDouble(in.readFixed(Long.BYTES));
      case DECIMAL -> readDecimal(in);
      case BYTES -> Encoding.readBytes(in);
      case DATE -> LocalDate.ofEpochDay(Encoding.readSigned(in));
      case TIME -> LocalTime.ofNanoOfDay(Encoding.readLong(in));
      case DATE_TIME ->
          LocalDateTime.of(
              LocalDate.ofEpochDay(Encoding.readSigned(in)),
              LocalTime.ofNanoOfDay(Encoding.readLong(in)));
      case INSTANT -> Instant.ofEpochSecond(Encoding.readSigned(in), Encoding.readInt(in));
      case DURATION -> Duration.ofSeconds(Encoding.readSigned(in), Encoding.readInt(in));
      case CANONICAL_TEXT -> readCanonicalText(in);
      case LIST -> readList(in);
      case MAP -> readMap(in);
      default -> throw new CoderException("unknown value tag " + tag);
    };
  }

  private static CanonicalText readCanonicalText(ByteSource in) throws IOException {
    String text = Encoding.readText(in);
    return new CanonicalText(text, Encoding.readText(in));
  }

  private static BigDecimal readDecimal(ByteSource in) throws IOException {
    int scale = Math.toIntExact(Encoding.readSigned(in));
    return new BigDecimal(new BigInteger(Encoding.readBytes(in)), scale);
  }

  private static List<@Nullable Object> readList(ByteSource in) throws IOException {
    int size = Encoding.readInt(in);
    List<@Nullable Object> list = new ArrayList<>(Math.min(size, 1_000));
    for (int i = 0; i < size; i++) {
      list.add(read(in));
    }
    return list;
  }

  private static Map<Object, @Nullable Object> readMap(ByteSource in) throws IOException {
    int size = Encoding.readInt(in);
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      Object key = read(in);
      if (key == null) {
        throw new CoderException("a map's key is null");
      }
      map.put(key, read(in));
    }
    return map;
  }
}
