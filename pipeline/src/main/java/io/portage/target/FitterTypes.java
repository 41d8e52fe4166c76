package io.portage.target;

import java.util.HashMap;
import java.util.Map;

/** The rules by the database's own name of the type. */
final class FitterTypes {
  private static final FitterType ARRAY = new FitterArrays();
  private static final FitterType OTHER = new FitterOthers();
  private static final FitterType CITEXT = new FitterFolds(new FitterTexts(true), KeyForms::citext);
  private static final FitterType HSTORE = new FitterHstores();
  private static final Map<String, FitterType> BY_NAME = byName();

  private FitterTypes() {}

  /** The rule; of a type that is not known (an enum, a range): text kept as it is. */
  static FitterType of(String type) {
    FitterType known = BY_NAME.get(type);
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

  static boolean isArray(String type) {
    return type.charAt(nameAt(type)) == '_';
  }

  /** Where the name begins: types beyond the search path carry their schema. */
  static int nameAt(String type) {
    return type.lastIndexOf('.') + 1;
  }

  static boolean isCaseless(String type) {
    return type.substring(nameAt(type)).equals("citext");
  }

  private static Map<String, FitterType> byName() {
    Map<String, FitterType> types = new HashMap<>();
    types.put("int2", new FitterIntegers(Short.MIN_VALUE, Short.MAX_VALUE));
    types.put("int4", new FitterIntegers(Integer.MIN_VALUE, Integer.MAX_VALUE));
    types.put("int8", new FitterIntegers(Long.MIN_VALUE, Long.MAX_VALUE));
    types.put("oid", new FitterIntegers(0, 0xFFFF_FFFFL));
    types.put("numeric", new FitterNumerics());
    types.put("float4", new FitterFloats(true));
    types.put("float8", new FitterFloats(false));
    types.put("bool", new FitterBooleans());
    types.put("text", new FitterTexts(true));
    types.put("varchar", new FitterTexts(true));
    types.put("bpchar", new FitterTexts(true));
    types.put("name", new FitterTexts(true));
    types.put("char", new FitterTexts(true));
    types.put("inet", new FitterFolds(new FitterTexts(true), KeyForms::network));
    types.put("cidr", new FitterFolds(new FitterTexts(true), KeyForms::network));
    types.put("macaddr", new FitterFolds(new FitterTexts(true), KeyForms::hardwareAddress));
    types.put("macaddr8", new FitterFolds(new FitterTexts(true), KeyForms::hardwareAddress));
    types.put("bytea", new FitterBytes());
    types.put("bit", new FitterBits());
    types.put("varbit", new FitterBits());
    types.put("date", new FitterDates());
    types.put("time", new FitterTimes());
    types.put("timestamp", new FitterTimestamps());
    types.put("timestamptz", new FitterInstants());
    types.put("interval", new FitterFolds(new FitterIntervals(), KeyForms::interval));
    types.put("timetz", new FitterFolds(new FitterZonedTimes(), KeyForms::zonedTime));
    types.put("money", new FitterMoney());
    types.put("point", new FitterPoints());
    types.put("uuid", new FitterUuids());
    types.put("json", new FitterJson(false));
    types.put("jsonb", new FitterFolds(new FitterJson(true), (column, text) -> JsonForm.of(text)));
    return Map.copyOf(types);
  }
}
