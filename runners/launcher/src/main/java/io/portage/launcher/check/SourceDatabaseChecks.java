package io.portage.launcher.check;

import io.portage.config.PortageConfig;
import io.portage.config.SecretException;
import io.portage.config.TableConfig;
import io.portage.source.SourceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks the source's own database, which only commands read: the job starts without it, so these
 * checks are not part of those before a run.
 */
final class SourceDatabaseChecks {
  private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(30);
  private static final String SUBJECT = "source.jdbc";

  private SourceDatabaseChecks() {}

  static List<CheckResult> run(PortageConfig config) {
    Optional<SourceDatabase> database = SourceDatabase.of(config.source());
    if (database.isEmpty()) {
      return List.of();
    }
    List<CheckResult> checks = new ArrayList<>();
    try (Connection connection = database.get().connect(LONGEST_STATEMENT)) {
      checks.add(CheckResult.ok(SUBJECT, "answers, for verify"));
      for (TableConfig table : config.tables()) {
        if (!table.route().isPattern()) {
          checks.add(table(database.get(), connection, table.from()));
        }
      }
    } catch (SQLException failure) {
      checks.add(
          CheckResult.failed(
              SUBJECT,
              database.get() + ": " + database.get().dialect().explain(failure).message()));
    } catch (SecretException unreadable) {
      checks.add(CheckResult.failed(SUBJECT, String.valueOf(unreadable.getMessage())));
    }
    return checks;
  }

  private static CheckResult table(SourceDatabase database, Connection connection, String from)
      throws SQLException {
    String name = database.table(from);
    return database.dialect().describe(connection, name).isPresent()
        ? CheckResult.ok(SUBJECT + " table " + name, "found")
        : CheckResult.warning(
            SUBJECT + " table " + name,
            "does not exist or is not visible, so it cannot be verified; if "
                + from
                + " has another name there, set source.jdbc.tables");
  }
}
