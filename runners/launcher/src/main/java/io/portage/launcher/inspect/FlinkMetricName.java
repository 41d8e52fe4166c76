package io.portage.launcher.inspect;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of Portage's metrics in Flink's REST interface, which replaces the dots of a metric's
 * name: {@code Upsert/Write.portage_Upsert_table_a_b_applied} is {@code Upsert.table.a_b.applied}.
 * The forms are those of {@code pipeline/docs/metrics.md}.
 */
final class FlinkMetricName {
  private static final String MARK = ".portage_";
  private static final String DISTRIBUTION = "(sum|count|le_\\d+)";

  /** The forms of a name after its stage, with groups for the parts between dots. */
  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile("(table)_(.+?)_(parkedRows)_(.+)"),
          Pattern.compile("(table)_(.+)_(lag)_(ms)_" + DISTRIBUTION),
          Pattern.compile(
              "(table)_(.+)_(applied|duplicate|stale|refused|dead|suspectedLogRestart)"),
          Pattern.compile("(table)_(.+)_(drift)_([^_]+)"),
          Pattern.compile("(table)_(.+?)_(parked|unparked)_(.+)"),
          Pattern.compile("(write)_(ms)_" + DISTRIBUTION),
          Pattern.compile("(batch)_(rows)_" + DISTRIBUTION),
          Pattern.compile("(dead)_([^_]+)_(.+)"),
          Pattern.compile("(ignored|unrouted|retries|parkedRows)_(.+)"),
          Pattern.compile("(.+)"));

  private FlinkMetricName() {}

  /** Returns the metric's name with its dots; empty if it is not one of Portage's. */
  static Optional<String> of(String id) {
    int mark = id.indexOf(MARK);
    if (mark < 0) {
      return Optional.empty();
    }
    String[] parts = id.substring(mark + MARK.length()).split("_", 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    for (Pattern form : FORMS) {
      Matcher matcher = form.matcher(parts[1]);
      if (matcher.matches()) {
        StringBuilder name = new StringBuilder(parts[0]);
        for (int group = 1; group <= matcher.groupCount(); group++) {
          name.append('.').append(matcher.group(group).replaceFirst("^le_(\\d+)$", "le.$1"));
        }
        return Optional.of(name.toString());
      }
    }
    return Optional.empty();
  }
}
