package io.portage.target.postgres.fitting;

import io.portage.target.ColumnType;
import io.portage.target.TypeFamily;
import io.portage.target.TypeFitter;
import io.portage.target.fitting.BooleanFitter;
import io.portage.target.fitting.BytesFitter;
import io.portage.target.fitting.CanonicalJson;
import io.portage.target.fitting.DateFitter;
import io.portage.target.fitting.FloatFitter;
import io.portage.target.fitting.FoldingFitter;
import io.portage.target.fitting.InstantFitter;
import io.portage.target.fitting.IntegerFitter;
import io.portage.target.fitting.JsonFitter;
import io.portage.target.fitting.NumericFitter;
import io.portage.target.fitting.TextFitter;
import io.portage.target.fitting.TimeFitter;
import io.portage.target.fitting.TimestampFitter;
import io.portage.target.fitting.UuidFitter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** PostgreSQL's types by their names in its catalog, each with its family and its fitter. */
public final class PostgresTypes {
  private static final TypeFitter ANY_TEXT = new TextFitter();
  private static final TypeFitter ARRAY = new ArrayFitter();
  private static final TypeFitter OTHER = new OtherTypeFitter();
  private static final TypeFitter CITEXT = new FoldingFitter(ANY_TEXT, CanonicalKeyText::citext);
  private static final TypeFitter HSTORE = new HstoreFitter();

  /** Types without a rule of their own that Debezium sends as their text. */
  private static final Set<String> KEPT_AS_TEXT =
      Set.of(
          "int4range",
          "int8range",
          "numrange",
          "tsrange",
          "tstzrange",
          "daterange",
          "xml",
          "tsvector",
          "ltree",
          "isbn");

  private static final Map<String, ColumnType> BY_NAME = byName();

  private PostgresTypes() {}

  /**
   * Returns the type of this name; an unknown type (an enum, a range) is kept as text.
   *
   * @param name as in {@code pg_type}; with the schema if that is outside of the search path
   */
  public static ColumnType of(String name) {
    ColumnType known = BY_NAME.get(name);
    if (known != null) {
      return known;
    }
    if (name.substring(nameAt(name)).equals("hstore")) {
      return new ColumnType(name, TypeFamily.OTHER, HSTORE);
    }
    if (isCaseless(name)) {
      return new ColumnType(name, TypeFamily.OTHER, CITEXT);
    }
    if (KEPT_AS_TEXT.contains(name.substring(nameAt(name)))) {
      return new ColumnType(name, TypeFamily.OTHER, OTHER);
    }
    return name.startsWith("_", nameAt(name))
        ? new ColumnType(name, TypeFamily.ARRAY, ARRAY, of(elementType(name)))
        : new ColumnType(name, TypeFamily.UNKNOWN, OTHER);
  }

  /** Returns true if the type compares texts without regard to upper and lower case. */
  public static boolean isCaseless(String type) {
    return type.substring(nameAt(type)).equals("citext");
  }

  /**
   * Returns the start of the name: types outside the search path are prefixed with their schema.
   */
  private static int nameAt(String type) {
    return type.lastIndexOf('.') + 1;
  }

  /** Returns the type of an array's elements; the database puts an underscore in front of it. */
  private static String elementType(String array) {
    int at = nameAt(array);
    return array.substring(0, at) + array.substring(at + 1);
  }

  private static Map<String, ColumnType> byName() {
    Map<String, ColumnType> types = new HashMap<>();
    put(types, "int2", TypeFamily.INTEGER, new IntegerFitter(Short.MIN_VALUE, Short.MAX_VALUE));
    put(types, "int4", TypeFamily.INTEGER, new IntegerFitter(Integer.MIN_VALUE, Integer.MAX_VALUE));
    put(types, "int8", TypeFamily.INTEGER, new IntegerFitter(Long.MIN_VALUE, Long.MAX_VALUE));
    put(types, "oid", TypeFamily.INTEGER, new IntegerFitter(0, 0xFFFF_FFFFL));
    put(types, "numeric", TypeFamily.DECIMAL, new NumericFitter());
    put(types, "float4", TypeFamily.FLOAT, new FloatFitter(true));
    put(types, "float8", TypeFamily.FLOAT, new FloatFitter(false));
    put(types, "bool", TypeFamily.BOOLEAN, new BooleanFitter());
    put(types, "text", TypeFamily.TEXT, ANY_TEXT);
    put(types, "varchar", TypeFamily.TEXT, ANY_TEXT);
    put(types, "bpchar", TypeFamily.TEXT, new PaddedTextFitter());
    put(types, "name", TypeFamily.OTHER, new NameFitter(63));
    put(types, "char", TypeFamily.OTHER, new NameFitter(1));
    put(types, "inet", TypeFamily.OTHER, new FoldingFitter(ANY_TEXT, CanonicalKeyText::network));
    put(types, "cidr", TypeFamily.OTHER, new FoldingFitter(ANY_TEXT, CanonicalKeyText::network));
    put(
        types,
        "macaddr",
        TypeFamily.OTHER,
        new FoldingFitter(ANY_TEXT, CanonicalKeyText::hardwareAddress));
    put(
        types,
        "macaddr8",
        TypeFamily.OTHER,
        new FoldingFitter(ANY_TEXT, CanonicalKeyText::hardwareAddress));
    put(types, "bytea", TypeFamily.BYTES, new BytesFitter());
    put(types, "bit", TypeFamily.BITS, new BitFitter(true));
    put(types, "varbit", TypeFamily.BITS, new BitFitter(false));
    put(types, "date", TypeFamily.DATE, new DateFitter());
    put(types, "time", TypeFamily.TIME, new TimeFitter());
    put(types, "timestamp", TypeFamily.TIMESTAMP, new TimestampFitter("timestamptz"));
    put(types, "timestamptz", TypeFamily.INSTANT, new InstantFitter("timestamp"));
    put(
        types,
        "interval",
        TypeFamily.INTERVAL,
        new FoldingFitter(new IntervalFitter(), CanonicalKeyText::interval));
    put(
        types,
        "timetz",
        TypeFamily.OTHER,
        new FoldingFitter(new ZonedTimeFitter(), CanonicalKeyText::zonedTime));
    put(types, "money", TypeFamily.MONEY, new MoneyFitter());
    put(types, "point", TypeFamily.OTHER, new PointFitter());
    put(types, "uuid", TypeFamily.OTHER, new UuidFitter());
    put(types, "json", TypeFamily.JSON, new JsonFitter(false));
    put(
        types,
        "jsonb",
        TypeFamily.JSON,
        new FoldingFitter(new JsonFitter(true), (column, text) -> CanonicalJson.of(text)));
    return Map.copyOf(types);
  }

  private static void put(
      Map<String, ColumnType> types, String name, TypeFamily family, TypeFitter fitter) {
    types.put(name, new ColumnType(name, family, fitter));
  }
}
