package io.portage.target.mariadb.fitting;

import io.portage.target.ColumnType;
import io.portage.target.TypeFamily;
import io.portage.target.TypeFitter;
import io.portage.target.fitting.BytesFitter;
import io.portage.target.fitting.DateFitter;
import io.portage.target.fitting.FloatFitter;
import io.portage.target.fitting.InstantFitter;
import io.portage.target.fitting.IntegerFitter;
import io.portage.target.fitting.NumericFitter;
import io.portage.target.fitting.TextFitter;
import io.portage.target.fitting.TimestampFitter;
import io.portage.target.fitting.UuidFitter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
          type("float", TypeFamily.FLOAT, new FiniteFitter(new SingleFitter(), false)),
          type("double", TypeFamily.FLOAT, new FiniteFitter(new FloatFitter(false), false)),
          type("float unsigned", TypeFamily.FLOAT, new FiniteFitter(new SingleFitter(), true)),
          type("double unsigned", TypeFamily.FLOAT, new FiniteFitter(new FloatFitter(false), true)),
          type("bit", TypeFamily.BITS, new BitFitter()),
          type("enum", TypeFamily.TEXT, new TextFitter()),
          type("set", TypeFamily.OTHER, new SetFitter()),
          type("binary", TypeFamily.BYTES, new SizedBytesFitter(0, true)),
          type("varbinary", TypeFamily.BYTES, new SizedBytesFitter(0, false)),
          type("tinyblob", TypeFamily.BYTES, new SizedBytesFitter(255, false)),
          type("blob", TypeFamily.BYTES, new SizedBytesFitter(65_535, false)),
          type("mediumblob", TypeFamily.BYTES, new SizedBytesFitter(16_777_215, false)),
          type("longblob", TypeFamily.BYTES, new BytesFitter()),
          type("date", TypeFamily.DATE, new YearRangeFitter(new DateFitter(), 0)),
          type("time", TypeFamily.TIME, new LongTimeFitter()),
          type(
              "datetime",
              TypeFamily.TIMESTAMP,
              new YearRangeFitter(new TimestampFitter("timestamp"), 0)),
          type("uuid", TypeFamily.OTHER, new UuidFitter()),
          type("inet4", TypeFamily.OTHER, new InetFitter(false)),
          type("inet6", TypeFamily.OTHER, new InetFitter(true)));

  /** Types with a text whose limits depend on the server or on the column. */
  private static final Set<String> OF_SERVER =
      Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "json", "timestamp");

  /** The shapes in the order of their numbers, beginning with 1, in the well-known binary form. */
  private static final List<String> SHAPES =
      List.of(
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection");

  private static final TypeFitter OTHER = new OtherFitter();

  private MariaDbTypes() {}

  /** Returns true if a type with this name has shapes as its values. */
  public static boolean isGeometry(String type) {
    return type.equals("geometry") || SHAPES.contains(type);
  }

  /**
   * Returns a type with the characters of {@code utf8mb4} and the strictest limits.
   *
   * @param dataType its name without parameters
   * @param columnType its definition, with its parameters and attributes
   */
  public static ColumnType of(String dataType, String columnType) {
    return of(dataType, columnType, null, ServerLimits.STRICTEST);
  }

  /**
   * Returns a type.
   *
   * @param dataType its name without parameters
   * @param columnType its definition, with its parameters and attributes
   * @param characters the name of the column's character set, or null
   * @param limits the server's limits
   */
  public static ColumnType of(
      String dataType, String columnType, @Nullable String characters, ServerLimits limits) {
    String definition = columnType.toLowerCase(Locale.ROOT);
    String name =
        definition.contains(UNSIGNED)
            ? dataType + UNSIGNED
            : definition.startsWith("tinyint(1)") ? "tinyint(1)" : dataType;
    ColumnType known = BY_NAME.get(name);
    if (known != null) {
      return known;
    }
    CharacterSet set = CharacterSet.of(characters);
    return switch (name) {
      case "char" -> text(name, new MariaDbTextFitter(true, Integer.MAX_VALUE, set));
      case "varchar", "longtext" ->
          text(name, new MariaDbTextFitter(false, Integer.MAX_VALUE, set));
      case "tinytext" -> text(name, new MariaDbTextFitter(false, 255, set));
      case "text" -> text(name, new MariaDbTextFitter(false, 65_535, set));
      case "mediumtext" -> text(name, new MariaDbTextFitter(false, 16_777_215, set));
      case "json" -> new ColumnType(name, TypeFamily.JSON, new JsonTextFitter(limits.jsonDepth()));
      case "timestamp" ->
          new ColumnType(
              name,
              TypeFamily.INSTANT,
              new YearRangeFitter(new InstantFitter("datetime"), limits.lastSecond()));
      case "geometry" -> new ColumnType(name, TypeFamily.OTHER, new GeometryFitter(0));
      case "geomcollection" ->
          new ColumnType(name, TypeFamily.OTHER, new GeometryFitter(SHAPES.size()));
      default ->
          new ColumnType(
              name,
              TypeFamily.OTHER,
              SHAPES.contains(name) ? new GeometryFitter(SHAPES.indexOf(name) + 1) : OTHER);
    };
  }

  private static ColumnType text(String name, TypeFitter fitter) {
    return new ColumnType(name, TypeFamily.TEXT, fitter);
  }

  /** Returns true if the type's values have a text from which the database reads them again. */
  public static boolean hasText(String name) {
    return BY_NAME.containsKey(name) || OF_SERVER.contains(name);
  }

  private static TypeFitter whole(long min, long max) {
    return new IntegerFitter(min, max);
  }

  private static Map.Entry<String, ColumnType> type(
      String name, TypeFamily family, TypeFitter fitter) {
    return Map.entry(name, new ColumnType(name, family, fitter));
  }
}
