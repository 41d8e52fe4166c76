package io.portage.target.h2;

import io.portage.target.ColumnType;
import io.portage.target.TargetColumn;
import io.portage.target.TypeFamily;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.BooleanFitter;
import io.portage.target.fitting.BytesFitter;
import io.portage.target.fitting.DateFitter;
import io.portage.target.fitting.FloatFitter;
import io.portage.target.fitting.InstantFitter;
import io.portage.target.fitting.IntegerFitter;
import io.portage.target.fitting.NumericFitter;
import io.portage.target.fitting.TextFitter;
import io.portage.target.fitting.TimeFitter;
import io.portage.target.fitting.TimestampFitter;
import java.util.Map;

/** H2's types by their names in its catalog. */
final class H2Types {
  private static final TypeFitter TEXT = new TextFitter();

  private static final Map<String, ColumnType> BY_NAME =
      Map.ofEntries(
          type("TINYINT", TypeFamily.INTEGER, new IntegerFitter(Byte.MIN_VALUE, Byte.MAX_VALUE)),
          type("SMALLINT", TypeFamily.INTEGER, new IntegerFitter(Short.MIN_VALUE, Short.MAX_VALUE)),
          type(
              "INTEGER",
              TypeFamily.INTEGER,
              new IntegerFitter(Integer.MIN_VALUE, Integer.MAX_VALUE)),
          type("BIGINT", TypeFamily.INTEGER, new IntegerFitter(Long.MIN_VALUE, Long.MAX_VALUE)),
          type("NUMERIC", TypeFamily.DECIMAL, finite(new NumericFitter())),
          type("DOUBLE PRECISION", TypeFamily.FLOAT, new FloatFitter(false)),
          type("BOOLEAN", TypeFamily.BOOLEAN, new BooleanFitter()),
          type("CHARACTER VARYING", TypeFamily.TEXT, TEXT),
          type("BINARY VARYING", TypeFamily.BYTES, new BytesFitter()),
          type("DATE", TypeFamily.DATE, finite(new DateFitter())),
          type("TIME", TypeFamily.TIME, finite(new TimeFitter())),
          type(
              "TIMESTAMP",
              TypeFamily.TIMESTAMP,
              finite(new TimestampFitter("TIMESTAMP WITH TIME ZONE"))),
          type(
              "TIMESTAMP WITH TIME ZONE",
              TypeFamily.INSTANT,
              finite(new InstantFitter("TIMESTAMP"))));

  private H2Types() {}

  static ColumnType of(String name) {
    ColumnType known = BY_NAME.get(name);
    return known != null ? known : new ColumnType(name, TypeFamily.OTHER, TEXT);
  }

  private static Map.Entry<String, ColumnType> type(
      String name, TypeFamily family, TypeFitter fitter) {
    return Map.entry(name, new ColumnType(name, family, fitter));
  }

  /** Rejects the values that the shared fitters keep as text: NaN, infinity, 24:00:00. */
  private static TypeFitter finite(TypeFitter type) {
    return (TargetColumn column, Object value) -> {
      Object fitted = type.fit(column, value);
      if (fitted instanceof String) {
        throw new ValueDoesNotFitException(column, "a value that only PostgreSQL has");
      }
      return fitted;
    };
  }
}
