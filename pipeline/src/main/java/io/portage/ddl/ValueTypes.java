package io.portage.ddl;

import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column by its values in records without a schema. Whole numbers are integers of 64
 * bits, other numbers exact numbers of any scale, objects and lists JSON; a text is always text,
 * whatever it looks like. Values of several kinds, except numbers, give {@link Kind#UNKNOWN}.
 */
final class ValueTypes {
  private static final SourceType BIGINT = SourceType.integer(64);
  private static final SourceType NUMERIC = SourceType.of(Kind.DECIMAL);

  private ValueTypes() {}

  /** Returns the type of one value that is not null. */
  static SourceType of(Object value) {
    if (value instanceof Long) {
      return BIGINT;
    } else if (value instanceof BigDecimal || value instanceof Double) {
      return NUMERIC;
    } else if (value instanceof Map<?, ?> || value instanceof List<?>) {
      return SourceType.of(Kind.STRUCT);
    }
    return SourceType.of(scalar(value));
  }

  private static Kind scalar(Object value) {
    if (value instanceof Boolean) {
      return Kind.BOOLEAN;
    } else if (value instanceof String) {
      return Kind.TEXT;
    } else if (value instanceof byte[]) {
      return Kind.BYTES;
    } else if (value instanceof LocalDate) {
      return Kind.DATE;
    } else if (value instanceof LocalTime) {
      return Kind.TIME;
    } else if (value instanceof LocalDateTime) {
      return Kind.TIMESTAMP;
    } else if (value instanceof Instant) {
      return Kind.INSTANT;
    }
    return value instanceof Duration ? Kind.INTERVAL : Kind.UNKNOWN;
  }

  /** Returns the type that holds the values of both; null stands for no value yet. */
  static @Nullable SourceType merged(@Nullable SourceType one, @Nullable SourceType other) {
    if (one == null || other == null || one.equals(other)) {
      return one == null ? other : one;
    }
    boolean numbers = isNumber(one) && isNumber(other);
    return numbers ? NUMERIC : SourceType.of(Kind.UNKNOWN).named("values of several kinds");
  }

  private static boolean isNumber(SourceType type) {
    return type.kind() == Kind.INTEGER || type.kind() == Kind.DECIMAL;
  }
}
