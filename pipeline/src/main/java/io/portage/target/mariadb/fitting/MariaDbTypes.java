package io.portage.target.mariadb.fitting;

import io.portage.target.ColumnType;
import io.portage.target.TypeFamily;
import io.portage.target.TypeFitter;
import io.portage.target.fitting.BytesFitter;
import io.portage.target.fitting.DateFitter;
import io.portage.target.fitting.FloatFitter;
import io.portage.target.fitting.InstantFitter;
import io.portage.target.fitting.IntegerFitter;
import io.portage.target.fitting.JsonFitter;
import io.portage.target.fitting.NumericFitter;
import io.portage.target.fitting.TextFitter;
import io.portage.target.fitting.TimestampFitter;
import io.portage.target.fitting.UuidFitter;
import java.util.Locale;
import java.util.Map;

/** The types by their names in the information schema; unsigned ones have names of their own. */
public final class MariaDbTypes {
  /** The number of digits of a BIGINT UNSIGNED. */
  public static final int UNSIGNED_DIGITS = 20;

  private static final int FIRST_YEAR = 1901;
  private static final int LAST_YEAR = 2155;
  private static final String UNSIGNED = " unsigned";

  private static final Map<String, ColumnType> BY_NAME =
      Map.ofEntries(
          type("tinyint", TypeFamily.INTEGER, whole(-128, 127)),
          type("tinyint(1)", TypeFamily.INTEGER, new FlagFitter(whole(-128, 127))),
          type("smallint", TypeFamily.INTEGER, whole(-32_768, 32_767)),
          type("mediumint", TypeFamily.INTEGER, whole(-8_388_608, 8_388_607)),
          type("int", TypeFamily.INTEGER, whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
          type("bigint", TypeFamily.INTEGER, whole(Long.MIN_VALUE, Long.MAX_VALUE)),
          type("tinyint unsigned", TypeFamily.INTEGER, whole(0, 255)),
          type("smallint unsigned", TypeFamily.INTEGER, whole(0, 65_535)),
          type("mediumint unsigned", TypeFamily.INTEGER, whole(0, 16_777_215)),
          type("int unsigned", TypeFamily.INTEGER, whole(0, 4_294_967_295L)),
          type("bigint unsigned", TypeFamily.INTEGER, new UnsignedLongFitter()),
          type("year", TypeFamily.INTEGER, new YearFitter(whole(FIRST_YEAR, LAST_YEAR))),
          type("decimal", TypeFamily.DECIMAL, new FiniteFitter(new NumericFitter(), false)),
          type("decimal unsigned", TypeFamily.DECIMAL, new FiniteFitter(new NumericFitter(), true)),
          type("float", TypeFamily.FLOAT, new FiniteFitter(new FloatFitter(true), false)),
          type("double", TypeFamily.FLOAT, new FiniteFitter(new FloatFitter(false), false)),
          type("float unsigned", TypeFamily.FLOAT, new FiniteFitter(new FloatFitter(true), true)),
          type("double unsigned", TypeFamily.FLOAT, new FiniteFitter(new FloatFitter(false), true)),
          type("bit", TypeFamily.BITS, new BitFitter()),
          type("char", TypeFamily.TEXT, new MariaDbTextFitter(true, Integer.MAX_VALUE)),
          type("varchar", TypeFamily.TEXT, new MariaDbTextFitter(false, Integer.MAX_VALUE)),
          type("tinytext", TypeFamily.TEXT, new MariaDbTextFitter(false, 255)),
          type("text", TypeFamily.TEXT, new MariaDbTextFitter(false, 65_535)),
          type("mediumtext", TypeFamily.TEXT, new MariaDbTextFitter(false, 16_777_215)),
          type("longtext", TypeFamily.TEXT, new MariaDbTextFitter(false, Integer.MAX_VALUE)),
          type("enum", TypeFamily.TEXT, new TextFitter()),
          type("set", TypeFamily.OTHER, new SetFitter()),
          type("binary", TypeFamily.BYTES, new SizedBytesFitter(0, true)),
          type("varbinary", TypeFamily.BYTES, new SizedBytesFitter(0, false)),
          type("tinyblob", TypeFamily.BYTES, new SizedBytesFitter(255, false)),
          type("blob", TypeFamily.BYTES, new SizedBytesFitter(65_535, false)),
          type("mediumblob", TypeFamily.BYTES, new SizedBytesFitter(16_777_215, false)),
          type("longblob", TypeFamily.BYTES, new BytesFitter()),
          type("date", TypeFamily.DATE, new YearRangeFitter(new DateFitter())),
          type("time", TypeFamily.TIME, new LongTimeFitter()),
          type(
              "datetime",
              TypeFamily.TIMESTAMP,
              new YearRangeFitter(new TimestampFitter("timestamp"))),
          type("timestamp", TypeFamily.INSTANT, new YearRangeFitter(new InstantFitter("datetime"))),
          type("json", TypeFamily.JSON, new JsonFitter(false)),
          type("uuid", TypeFamily.OTHER, new UuidFitter()),
          type("inet4", TypeFamily.OTHER, new TextFitter()),
          type("inet6", TypeFamily.OTHER, new TextFitter()));

  private static final TypeFitter OTHER = new OtherFitter();
  private static final ColumnType GEOMETRY =
      new ColumnType("geometry", TypeFamily.OTHER, new GeometryFitter());

  private MariaDbTypes() {}

  /**
   * Returns a type.
   *
   * @param dataType its name without parameters
   * @param columnType its definition, with its parameters and attributes
   */
  public static ColumnType of(String dataType, String columnType) {
    String definition = columnType.toLowerCase(Locale.ROOT);
    String name =
        definition.contains(UNSIGNED)
            ? dataType + UNSIGNED
            : definition.startsWith("tinyint(1)") ? "tinyint(1)" : dataType;
    ColumnType known = BY_NAME.get(name);
    if (known != null) {
      return known;
    }
    return switch (dataType) {
      case "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection" ->
          new ColumnType(dataType, TypeFamily.OTHER, GEOMETRY.fitter());
      default -> new ColumnType(name, TypeFamily.OTHER, OTHER);
    };
  }

  /** Returns true if the type's values have a text from which the database reads them again. */
  public static boolean hasText(String name) {
    return BY_NAME.containsKey(name);
  }

  private static TypeFitter whole(long min, long max) {
    return new IntegerFitter(min, max);
  }

  private static Map.Entry<String, ColumnType> type(
      String name, TypeFamily family, TypeFitter fitter) {
    return Map.entry(name, new ColumnType(name, family, fitter));
  }
}
