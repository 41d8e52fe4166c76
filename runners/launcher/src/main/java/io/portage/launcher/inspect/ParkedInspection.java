package io.portage.launcher.inspect;

import io.portage.config.PortageConfig;
import io.portage.launcher.output.Plural;
import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import io.portage.metrics.TableLabels;
import io.portage.target.ForeignKey;
import io.portage.target.TargetException;
import io.portage.upsert.write.TargetRows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names the cause of a job's parked keys: the job's metrics tell the constraint, and the target's
 * catalog the tables of a foreign key. The catalog is read again after a minute at the earliest,
 * and only while keys are parked. Thread-safe.
 */
public final class ParkedInspection {
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** The number of tables whose foreign keys are read. */
  private static final int MOST_TABLES = 200;

  private final PortageConfig config;
  private final @Nullable TargetRows target;
  private final Clock clock;
  private List<ForeignKey> known = List.of();
  private @Nullable Instant readAt;

  ParkedInspection(PortageConfig config, @Nullable TargetRows target, Clock clock) {
    this.config = config;
    this.target = target;
    this.clock = clock;
  }

  /**
   * The parked keys of one table that wait for one constraint.
   *
   * @param constraint the constraint, or the SQLState or reason if the database names none
   * @param keys their number, without those that are spilled
   * @param parent the table that they refer to; null if it is no foreign key of the table, or not
   *     known
   * @param text what they wait for, for display
   */
  public record ParkedKeys(String constraint, long keys, @Nullable String parent, String text) {}

  /**
   * Returns the parked keys of a table; empty if none is parked. Reads no server.
   *
   * <p>After a restart within Flink its REST interface still has the gauges that only the former
   * attempt has set; the one of all parked keys is set by each attempt.
   */
  static Map<String, Long> of(MetricsSnapshot live, String label) {
    if (live.of("Upsert.parkedRows") == 0) {
      return Map.of();
    }
    String prefix = "Upsert.table." + label + ".parkedRows.";
    Map<String, Long> parked = new TreeMap<>();
    live.values()
        .forEach(
            (name, keys) -> {
              if (name.startsWith(prefix) && keys > 0) {
                parked.put(name.substring(prefix.length()), keys);
              }
            });
    return parked;
  }

  /**
   * Describes parked keys.
   *
   * @param parked their number by the constraint's label
   * @param problems receives why the catalog cannot be read
   */
  List<ParkedKeys> describe(String table, Map<String, Long> parked, List<String> problems) {
    List<ParkedKeys> described = new ArrayList<>();
    if (!parked.isEmpty()) {
      List<ForeignKey> keys = references(problems);
      parked.forEach((label, count) -> described.add(describe(table, label, count, keys)));
    }
    return described;
  }

  /** Returns what the keys of a table that a constraint's label has wait for. */
  static ParkedKeys describe(
      String table, String label, long count, Collection<ForeignKey> references) {
    String wait = Plural.of(count, "key") + (count == 1 ? " waits " : " wait ");
    for (ForeignKey key : references) {
      if (key.table().equals(table) && TableLabels.canBe(label, key.name())) {
        return new ParkedKeys(
            key.name(),
            count,
            key.parent(),
            wait + "for " + sought(key) + ", foreign key " + key.name());
      }
    }
    for (ForeignKey key : references) {
      if (key.parent().equals(table) && TableLabels.canBe(label, key.name())) {
        return new ParkedKeys(
            key.name(),
            count,
            null,
            wait
                + "until no row of "
                + key.table()
                + (count == 1 ? " refers to it" : " refers to them")
                + ", foreign key "
                + key.name());
      }
    }
    return new ParkedKeys(
        label,
        count,
        null,
        label.equals("ROW_MISSING")
            ? wait + "for the row that a partial change completes"
            : wait + "for another row, " + label);
  }

  /** Returns the table of the rows that a foreign key requires, and how they are found. */
  static String sought(ForeignKey key) {
    return "a row of "
        + key.parent()
        + " ("
        + String.join(", ", key.columns())
        + " → "
        + String.join(", ", key.parentColumns())
        + ")";
  }

  /**
   * Returns the foreign keys of one table, read a minute ago at most, if the configuration names
   * it.
   *
   * @throws TargetException if the target does not answer
   */
  List<ForeignKey> referencesOf(String table) {
    List<String> problems = new ArrayList<>();
    List<ForeignKey> found =
        references(problems).stream().filter(key -> key.table().equals(table)).toList();
    return found.isEmpty() && target != null ? target.references(List.of(table)) : found;
  }

  private synchronized List<ForeignKey> references(List<String> problems) {
    Instant now = clock.instant();
    if (target == null || (readAt != null && now.isBefore(readAt.plus(FRESH)))) {
      return known;
    }
    try {
      known =
          target.references(config.targetNames().stream().distinct().limit(MOST_TABLES).toList());
      readAt = now;
    } catch (TargetException e) {
      problems.add("the foreign keys of the target: " + e.getMessage());
    }
    return known;
  }
}
