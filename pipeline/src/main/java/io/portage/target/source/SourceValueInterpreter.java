package io.portage.target.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.portage.config.DebeziumConfig;
import io.portage.config.DebeziumConfig.BinaryMode;
import io.portage.config.DebeziumConfig.DecimalMode;
import io.portage.config.SourceConfig;
import io.portage.target.TargetColumn;
import io.portage.target.TypeFamily;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Interprets source values that do not carry their own type, by the target's column and by the
 * configuration of the source; never by the look of a value.
 *
 * <p>Only formats with {@link io.portage.config.FormatConfig#debezium} need it: in a JSON message
 * without a schema part, decimals, bytes and texts are all JSON texts, and dates, times and
 * intervals are numbers. If the setting that tells them apart is missing, the value does not fit.
 * Immutable.
 */
public final class SourceValueInterpreter {
  /** NaN and the infinities, as Debezium spells them in its modes. */
  private static final Set<String> SPECIAL =
      Set.of("NaN", "Infinity", "NAN", "POSITIVE_INFINITY", "NEGATIVE_INFINITY");

  private static final String NO_SCALE =
      "a decimal's bytes without a scale: give the column the type numeric(p,s), send the schema"
          + " part, or set the connector and source.debezium.decimal to string";

  /** Null if values carry their own type. */
  private final @Nullable DebeziumConfig debezium;

  private final boolean typed;

  private SourceValueInterpreter(@Nullable DebeziumConfig debezium, boolean typed) {
    this.debezium = debezium;
    this.typed = typed;
  }

  /**
   * Returns the interpreter for the values of a source.
   *
   * @param typed true if they come with a schema, see {@link io.portage.model.event.Image#typed}
   */
  public static SourceValueInterpreter of(SourceConfig source, boolean typed) {
    return new SourceValueInterpreter(source.format().debezium(), typed);
  }

  /**
   * Returns the meaning of {@code value}: the value itself, or an exact number, bytes, a date, a
   * time or a duration. The result still has to be fitted.
   *
   * @throws ValueDoesNotFitException if the setting that the value needs is missing, or the value
   *     contradicts it
   */
  public Object read(TargetColumn column, Object value) throws ValueDoesNotFitException {
    DebeziumConfig settings = debezium;
    if (settings == null) {
      return value;
    }
    if (value instanceof List<?> list && column.family() == TypeFamily.ARRAY) {
      return list(settings, column.element(), list);
    }
    if (isUnknown(column) && (value instanceof String || value instanceof byte[])) {
      return unknown(settings, column, value);
    }
    return column.family() == TypeFamily.BYTES && value instanceof String text
        ? bytes(settings.binary(), column, text)
        : typed ? value : untyped(settings, column, value);
  }

  private List<@Nullable Object> list(DebeziumConfig settings, TargetColumn element, List<?> list)
      throws ValueDoesNotFitException {
    DebeziumConfig proven =
        settings.decimal() == null && isDecimalText(list) ? settings.withDecimalText() : settings;
    SourceValueInterpreter values = new SourceValueInterpreter(proven, typed);
    List<@Nullable Object> read = new ArrayList<>(list.size());
    for (Object value : list) {
      if (value instanceof List<?> inner) {
        read.add(list(proven, element, inner));
      } else {
        read.add(value == null ? null : values.read(element, value));
      }
    }
    return read;
  }

  /**
   * Returns true if one element cannot be the base64 text of a decimal's bytes, which proves that
   * all elements are decimal texts: all elements of an array have one encoding, and base64 comes in
   * groups of four characters and has no point.
   */
  private static boolean isDecimalText(List<?> list) {
    return list.stream()
        .anyMatch(
            value ->
                value instanceof String text
                    && (text.length() % 4 != 0 || text.indexOf('.') >= 0 || text.startsWith("-")));
  }

  private static Object untyped(DebeziumConfig settings, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    return switch (column.family()) {
      case DECIMAL, MONEY -> decimal(settings.decimal(), column, value);
      case INTEGER -> number(settings.decimal(), column, value);
      case FLOAT -> isFloat(value) ? value : number(settings.decimal(), column, value);
      case BITS -> value instanceof String text ? base64(column, text) : value;
      case DATE -> SourceTimeInterpreter.date(settings.time(), column, value);
      case TIME -> SourceTimeInterpreter.time(settings.time(), column, value);
      case TIMESTAMP -> SourceTimeInterpreter.timestamp(settings.time(), column, value);
      case INSTANT -> SourceTimeInterpreter.instant(settings.time(), column, value);
      case INTERVAL ->
          SourceTimeInterpreter.interval(settings.interval(), settings.time(), column, value);
      default -> value;
    };
  }

  private byte[] bytes(@Nullable BinaryMode binary, TargetColumn column, String text)
      throws ValueDoesNotFitException {
    if (binary == null) {
      throw SourceSetting.BINARY.missing(column, "text for bytes");
    }
    return switch (binary) {
      case BYTES -> {
        if (typed) {
          throw SourceSetting.BINARY.contradicted(
              column, "text that the schema part does not declare as bytes", binary.label());
        }
        yield base64(column, text);
      }
      case BASE64 -> base64(column, text);
      case BASE64_URL_SAFE -> decode(column, Base64.getUrlDecoder(), text);
      case HEX -> hex(column, text);
    };
  }

  /** Returns true if Debezium does not know the column's type, if the source's has the same. */
  static boolean isUnknown(TargetColumn column) {
    return column.family() == TypeFamily.UNKNOWN && column.labels().isEmpty();
  }

  /** Debezium sends the bytes of the text, encoded as those of any column of bytes. */
  private Object unknown(DebeziumConfig settings, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    Boolean sent = settings.unknownTypes();
    String what = value instanceof String ? "text" : "bytes";
    if (sent == null) {
      throw SourceSetting.UNKNOWN_TYPES.missing(column, what + " for a type unknown to Debezium");
    } else if (!sent) {
      if (value instanceof String) {
        return value;
      }
      throw SourceSetting.UNKNOWN_TYPES.contradicted(column, what, "false");
    }
    byte[] bytes =
        value instanceof String text ? bytes(settings.binary(), column, text) : (byte[]) value;
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ValueDoesNotFitException(column, "bytes that are not text in UTF-8");
    }
  }

  private static byte[] hex(TargetColumn column, String text) throws ValueDoesNotFitException {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw new ValueDoesNotFitException(column, "text that is not hexadecimal");
    }
  }

  /** Rejects text without its padding, which Java's decoder accepts. */
  private static byte[] base64(TargetColumn column, String text) throws ValueDoesNotFitException {
    if (text.length() % 4 != 0) {
      throw new ValueDoesNotFitException(column, "text that is not base64");
    }
    return decode(column, Base64.getDecoder(), text);
  }

  private static byte[] decode(TargetColumn column, Base64.Decoder decoder, String text)
      throws ValueDoesNotFitException {
    try {
      return decoder.decode(text);
    } catch (IllegalArgumentException e) {
      throw new ValueDoesNotFitException(column, "text that is not base64");
    }
  }

  private static Object decimal(@Nullable DecimalMode decimal, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    if (value instanceof Map<?, ?> struct) {
      return scaled(decimal, column, struct);
    }
    if (!(value instanceof String text)) {
      return value;
    }
    if (decimal == null) {
      throw SourceSetting.DECIMAL.missing(column, "text for a number");
    } else if (decimal != DecimalMode.PRECISE) {
      return decimalText(decimal, column, text);
    } else if (column.family() == TypeFamily.MONEY) {
      return new BigDecimal(digits(column, text), 2);
    } else if (column.length() == 0) {
      throw new ValueDoesNotFitException(column, NO_SCALE);
    }
    return new BigDecimal(digits(column, text), column.scale());
  }

  /** Reads a decimal of a source column without a scale, whose value contains the scale. */
  private static Object scaled(@Nullable DecimalMode decimal, TargetColumn column, Map<?, ?> struct)
      throws ValueDoesNotFitException {
    if (decimal == null) {
      throw SourceSetting.DECIMAL.missing(column, "an object for a number");
    }
    if (decimal == DecimalMode.PRECISE
        && struct.get("scale") instanceof Long scale
        && scale == (int) (long) scale
        && struct.get("value") instanceof String text) {
      return new BigDecimal(digits(column, text), scale.intValue());
    }
    throw SourceSetting.DECIMAL.contradicted(column, "an object", decimal.label());
  }

  private static BigInteger digits(TargetColumn column, String text)
      throws ValueDoesNotFitException {
    byte[] bytes = base64(column, text);
    if (bytes.length == 0) {
      throw new ValueDoesNotFitException(column, "a decimal without digits");
    }
    return new BigInteger(bytes);
  }

  private static Object number(@Nullable DecimalMode decimal, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    if (value instanceof String && decimal == null) {
      throw SourceSetting.DECIMAL.missing(column, "text for a number");
    } else if (value instanceof String && decimal == DecimalMode.PRECISE) {
      throw new ValueDoesNotFitException(column, NO_SCALE);
    }
    return value instanceof String text && decimal != null
        ? decimalText(decimal, column, text)
        : value;
  }

  /**
   * Rejects text that is no number: the connector does not send decimals as the setting says, or
   * sends unsigned integers in base64, in which a number that is not negative begins with a letter.
   */
  private static String decimalText(DecimalMode decimal, TargetColumn column, String text)
      throws ValueDoesNotFitException {
    if (!text.isEmpty() && Character.isLetter(text.charAt(0)) && !SPECIAL.contains(text)) {
      throw SourceSetting.DECIMAL.contradicted(
          column,
          "text that is not a decimal number",
          decimal.label(),
          SourceSetting.UNSIGNED_PROPERTY);
    }
    return text;
  }

  /**
   * Returns true for the floating-point values that JSON has no numbers for; a decimal has none of
   * them.
   */
  private static boolean isFloat(Object value) {
    return value.equals("NaN") || value.equals("Infinity") || value.equals("-Infinity");
  }
}
