package io.portage.launcher.check;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.launcher.output.DurationText;
import io.portage.target.Dialects;
import io.portage.target.ForeignKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reports the foreign keys between the tables of a job, whose rows wait for each other. */
final class ForeignKeyChecks {
  private ForeignKeyChecks() {}

  /** Returns one line per foreign key between two tables of the job. */
  static List<CheckResult> run(Connection connection, PortageConfig config) throws SQLException {
    List<String> tables =
        config.tables().stream()
            .filter(table -> !table.route().isPattern())
            .map(TableConfig::to)
            .distinct()
            .toList();
    Duration atMost = config.target().parking().atMost();
    return of(Dialects.of(config.target().jdbc().url()).foreignKeys(connection, tables), atMost);
  }

  /**
   * Returns the lines for these foreign keys; {@code atMost} is the longest wait of a parked row.
   */
  static List<CheckResult> of(List<ForeignKey> keys, Duration atMost) {
    List<CheckResult> checks = new ArrayList<>();
    for (ForeignKey key : keys) {
      String subject = "foreign key " + key.name();
      Set<String> circle = circle(key, keys);
      checks.add(
          circle.isEmpty()
              ? CheckResult.ok(
                  subject,
                  "a row of "
                      + key.table()
                      + " waits for its row of "
                      + key.parent()
                      + ", at most target.waiting.atMost ("
                      + DurationText.of(atMost)
                      + ") once the job has no backlog")
              : CheckResult.warning(
                  subject,
                  "the tables "
                      + String.join(", ", circle)
                      + " refer to each other in a cycle: rows that need each other are never"
                      + " written together and become dead letters after target.waiting.atMost ("
                      + DurationText.of(atMost)
                      + "). Drop one of the cycle's foreign keys while the job runs and add it"
                      + " again when the application switches over; existing dead letters can"
                      + " then be replayed"));
    }
    return checks;
  }

  /**
   * Returns the tables, sorted, on a path from the key's parent back to its table; empty for a
   * table that refers to itself only.
   */
  private static Set<String> circle(ForeignKey key, List<ForeignKey> keys) {
    Set<String> circle = new TreeSet<>();
    if (key.table().equals(key.parent())) {
      return circle;
    }
    Set<String> from = reached(key.parent(), keys);
    for (String table : from) {
      if (reached(table, keys).contains(key.table())) {
        circle.add(table);
      }
    }
    return circle;
  }

  /** Returns the table and all tables that its rows need, directly or indirectly. */
  private static Set<String> reached(String table, List<ForeignKey> keys) {
    Set<String> found = new LinkedHashSet<>(List.of(table));
    Deque<String> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      String next = open.remove();
      for (ForeignKey key : keys) {
        if (key.table().equals(next) && found.add(key.parent())) {
          open.add(key.parent());
        }
      }
    }
    return found;
  }
}
