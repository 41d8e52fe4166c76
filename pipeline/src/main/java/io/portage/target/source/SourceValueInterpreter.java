package io.portage.target.source;

import io.portage.config.DebeziumConfig;
import io.portage.config.DebeziumConfig.BinaryMode;
import io.portage.config.DebeziumConfig.DecimalMode;
import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.FormatName;
import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ArrayFitter;
import io.portage.target.fitting.TypeFitters;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a source's values stand for where they do not say it themselves, by the target's
 * column and by what the configuration tells of the source; never by what a value looks like.
 *
 * <p>Only Debezium's JSON needs it: a message without a schema part shows a decimal, bytes or a
 * text as the same JSON text, and a date, a time or an interval as a number. Where the setting that
 * tells them apart is not there, the value does not fit. Immutable.
 */
public final class SourceValueInterpreter {
  private static final String NO_SCALE =
      "a decimal's bytes, whose scale this column does not tell: give it type numeric(p,s), send"
          + " the schema part, or let the connector and source.debezium.decimal say string";

  /** Null where values are what they say. */
  private final @Nullable DebeziumConfig debezium;

  private final boolean typed;

  private SourceValueInterpreter(@Nullable DebeziumConfig debezium, boolean typed) {
    this.debezium = debezium;
    this.typed = typed;
  }

  /**
   * The values of a source.
   *
   * @param typed whether they come with a schema, see {@link io.portage.model.event.Image#typed}
   */
  public static SourceValueInterpreter of(SourceConfig source, boolean typed) {
    boolean told = source.format() != FormatName.DEBEZIUM_JSON;
    return new SourceValueInterpreter(told ? null : source.debezium(), typed);
  }

  /**
   * What {@code value} stands for: itself, or an exact number, bytes, a date, a time, a length of
   * time. It still has to be fitted.
   *
   * @throws ValueDoesNotFitException when the configuration does not tell, or the value is not what
   *     it tells
   */
  public Object read(TargetColumn column, Object value) throws ValueDoesNotFitException {
    DebeziumConfig told = debezium;
    if (told == null) {
      return value;
    }
    if (value instanceof List<?> list && TypeFitters.isArray(column.type())) {
      return list(told, column.element(ArrayFitter.elementType(column.type())), list);
    }
    return column.type().equals("bytea") && value instanceof String text
        ? bytes(told.binary(), column, text)
        : typed ? value : untyped(told, column, value);
  }

  private List<@Nullable Object> list(DebeziumConfig told, TargetColumn element, List<?> list)
      throws ValueDoesNotFitException {
    DebeziumConfig proven =
        told.decimal() == null && isDecimalText(list)
            ? new DebeziumConfig(told.binary(), DecimalMode.STRING, told.time(), told.interval())
            : told;
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
   * Whether one of these cannot be the base64 of a decimal's bytes, which proves that all are text:
   * an array is of one kind, and base64 comes in groups of four and has no point.
   */
  private static boolean isDecimalText(List<?> list) {
    return list.stream()
        .anyMatch(
            value ->
                value instanceof String text
                    && (text.length() % 4 != 0 || text.indexOf('.') >= 0 || text.startsWith("-")));
  }

  private static Object untyped(DebeziumConfig told, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    return switch (column.type()) {
      case "numeric", "money" -> decimal(told.decimal(), column, value);
      case "int2", "int4", "int8", "oid" -> number(told.decimal(), column, value);
      case "float4", "float8" -> isFloat(value) ? value : number(told.decimal(), column, value);
      case "bit" -> value instanceof String text ? base64(column, text) : value;
      case "date" -> SourceTimeInterpreter.date(told.time(), column, value);
      case "time" -> SourceTimeInterpreter.time(told.time(), column, value);
      case "timestamp" -> SourceTimeInterpreter.timestamp(told.time(), column, value);
      case "timestamptz" -> SourceTimeInterpreter.instant(told.time(), column, value);
      case "interval" -> SourceTimeInterpreter.interval(told.interval(), column, value);
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
              column, "text that the schema part does not call bytes", binary.label());
        }
        yield base64(column, text);
      }
      case BASE64 -> base64(column, text);
      case BASE64_URL_SAFE -> decode(column, Base64.getUrlDecoder(), text);
      case HEX -> hex(column, text);
    };
  }

  private static byte[] hex(TargetColumn column, String text) throws ValueDoesNotFitException {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw new ValueDoesNotFitException(column, "text that is not hexadecimal");
    }
  }

  /** Java's own decoder also takes what lacks its padding. */
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
      return value;
    } else if (column.type().equals("money")) {
      return new BigDecimal(digits(column, text), 2);
    } else if (column.length() == 0) {
      throw new ValueDoesNotFitException(column, NO_SCALE);
    }
    return new BigDecimal(digits(column, text), column.scale());
  }

  /** A decimal of a column without a scale, which comes with its own. */
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
    return value;
  }

  /** The values of floating point that JSON has no numbers for; a decimal has none of them. */
  private static boolean isFloat(Object value) {
    return value.equals("NaN") || value.equals("Infinity") || value.equals("-Infinity");
  }
}
