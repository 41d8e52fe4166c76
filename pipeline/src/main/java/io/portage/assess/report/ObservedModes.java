package io.portage.assess.report;

import io.portage.assess.facts.Facts;
import io.portage.assess.facts.MessageFacts;
import io.portage.assess.facts.TableFacts;
import io.portage.assess.facts.TableFacts.Column;
import io.portage.model.schema.SourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The connector's settings as far as the sampled changes of a table show them. */
final class ObservedModes {
  private static final String NOT_SEEN = "not seen";

  private ObservedModes() {}

  /** Returns the settings by name, in a fixed order. */
  static Map<String, String> of(Facts facts, MessageFacts seen) {
    Map<String, String> modes = new LinkedHashMap<>();
    modes.put("topics", String.join(", ", seen.topics()));
    modes.put("changes", String.valueOf(seen.records()));
    modes.put("key", String.join(", ", seen.key()));
    modes.put("schemas", part(seen.withSchema(), seen.records(), "on", "off"));
    modes.put("envelope", part(seen.unwrapped(), seen.records(), "unwrapped", "whole"));
    modes.put("snapshot", seen.snapshot() + " rows");
    modes.put("deletes", String.valueOf(seen.deletes()));
    int tombstones =
        facts.trials().stream()
            .filter(trial -> seen.topics().contains(trial.topic()))
            .mapToInt(trial -> trial.tombstones())
            .sum();
    modes.put("tombstones", tombstones > 0 ? "on" : seen.deletes() > 0 ? "off" : NOT_SEEN);
    modes.put("before images", part(seen.wholeBefore(), seen.changed(), "whole", "key or none"));
    TableFacts table = facts.job().table(seen.from()).flatMap(facts::sourceTable).orElse(null);
    Set<String> decimals = new TreeSet<>();
    Set<String> times = new TreeSet<>();
    Set<String> binaries = new TreeSet<>();
    seen.types()
        .forEach(
            (name, type) -> {
              Column column = table == null ? null : table.column(name);
              String declared = column == null ? "" : column.type();
              switch (type.kind()) {
                case DECIMAL -> decimals.add("precise");
                case TIME, TIMESTAMP -> times.add(unit(type));
                case BYTES -> binaries.add("bytes");
                case FLOAT -> {
                  if (isDecimal(declared)) {
                    decimals.add("double");
                  }
                }
                case TEXT -> {
                  if (isDecimal(declared)) {
                    decimals.add("string");
                  } else if (declared.equals("bytea") || declared.contains("blob")) {
                    binaries.add("text");
                  }
                }
                default -> {}
              }
            });
    modes.put("decimals", text(decimals));
    modes.put("times", text(times));
    modes.put("binary", text(binaries));
    return modes;
  }

  private static boolean isDecimal(String type) {
    return type.startsWith("numeric") || type.startsWith("decimal");
  }

  private static String unit(SourceType type) {
    return switch (type.length()) {
      case 3 -> "milliseconds";
      case 6 -> "microseconds";
      case 9 -> "nanoseconds";
      default -> "isostring";
    };
  }

  private static String text(Set<String> modes) {
    return modes.isEmpty() ? NOT_SEEN : String.join(", ", modes);
  }

  private static String part(int some, int all, String yes, String no) {
    if (all == 0) {
      return NOT_SEEN;
    }
    return some == 0 ? no : some == all ? yes : some + " of " + all + " " + yes;
  }
}
