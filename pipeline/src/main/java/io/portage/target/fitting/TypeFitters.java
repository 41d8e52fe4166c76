package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import java.util.HashMap;
import java.util.Map;

/** The rules by the database's own name of the type. */
public final class TypeFitters {
  private static final TypeFitter ARRAY = new ArrayFitter();
  private static final TypeFitter OTHER = new OtherTypeFitter();
  private static final TypeFitter CITEXT =
      new FoldingFitter(new TextFitter(true), CanonicalKeyText::citext);
  private static final TypeFitter HSTORE = new HstoreFitter();
  private static final Map<String, TypeFitter> BY_NAME = byName();

  private TypeFitters() {}

  /** Returns the rule of a type; an unknown type (an enum, a range) is kept as text. */
  static TypeFitter of(String type) {
    TypeFitter known = BY_NAME.get(type);
    if (known != null) {
      return known;
    }
    if (type.substring(nameAt(type)).equals("hstore")) {
      return HSTORE;
    }
    if (isCaseless(type)) {
      return CITEXT;
    }
    return isArray(type) ? ARRAY : OTHER;
  }

  public static boolean isArray(String type) {
    return type.charAt(nameAt(type)) == '_';
  }

  /**
   * Returns the start of the name: types outside the search path are prefixed with their schema.
   */
  static int nameAt(String type) {
    return type.lastIndexOf('.') + 1;
  }

  public static boolean isCaseless(String type) {
    return type.substring(nameAt(type)).equals("citext");
  }

  private static Map<String, TypeFitter> byName() {
    Map<String, TypeFitter> types = new HashMap<>();
    types.put(TargetColumn.ANY, (column, value) -> value);
    types.put("int2", new IntegerFitter(Short.MIN_VALUE, Short.MAX_VALUE));
    types.put("int4", new IntegerFitter(Integer.MIN_VALUE, Integer.MAX_VALUE));
    types.put("int8", new IntegerFitter(Long.MIN_VALUE, Long.MAX_VALUE));
    types.put("oid", new IntegerFitter(0, 0xFFFF_FFFFL));
    types.put("numeric", new NumericFitter());
    types.put("float4", new FloatFitter(true));
    types.put("float8", new FloatFitter(false));
    types.put("bool", new BooleanFitter());
    types.put("text", new TextFitter(true));
    types.put("varchar", new TextFitter(true));
    types.put("bpchar", new TextFitter(true));
    types.put("name", new TextFitter(true));
    types.put("char", new TextFitter(true));
    types.put("inet", new FoldingFitter(new TextFitter(true), CanonicalKeyText::network));
    types.put("cidr", new FoldingFitter(new TextFitter(true), CanonicalKeyText::network));
    types.put(
        "macaddr", new FoldingFitter(new TextFitter(true), CanonicalKeyText::hardwareAddress));
    types.put(
        "macaddr8", new FoldingFitter(new TextFitter(true), CanonicalKeyText::hardwareAddress));
    types.put("bytea", new BytesFitter());
    types.put("bit", new BitFitter());
    types.put("varbit", new BitFitter());
    types.put("date", new DateFitter());
    types.put("time", new TimeFitter());
    types.put("timestamp", new TimestampFitter());
    types.put("timestamptz", new InstantFitter());
    types.put("interval", new FoldingFitter(new IntervalFitter(), CanonicalKeyText::interval));
    types.put("timetz", new FoldingFitter(new ZonedTimeFitter(), CanonicalKeyText::zonedTime));
    types.put("money", new MoneyFitter());
    types.put("point", new PointFitter());
    types.put("uuid", new UuidFitter());
    types.put("json", new JsonFitter(false));
    types.put(
        "jsonb", new FoldingFitter(new JsonFitter(true), (column, text) -> CanonicalJson.of(text)));
    return Map.copyOf(types);
  }
}
