package io.portage.launcher.check;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnDrift.UnknownColumnPolicy;
import io.portage.config.JdbcUrl;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TargetConfig;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.JdbcTargetTables;
import io.portage.target.MetadataType;
import io.portage.target.TargetColumn;
import io.portage.target.TargetException;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.connection.ConnectionPool;
import io.portage.target.connection.ConnectionProbe;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the tables of a JDBC target: keys, columns, types and privileges. */
final class TableChecks implements AutoCloseable {
  private final TargetConfig target;
  private final Dialect dialect;
  private final @Nullable String unreachable;
  private final TargetTables tables;
  private final ConnectionPool pool;
  private boolean needsTombstones;

  private TableChecks(TargetConfig target, @Nullable String unreachable) {
    this.target = target;
    this.unreachable = unreachable;
    this.dialect = Dialects.of(target.jdbc().url());
    this.tables = JdbcTargetTables.open(target);
    this.pool = ConnectionPool.acquire(target.jdbc());
  }

  /** Connects once, so that an unreachable database is reported at once and not retried. */
  static TableChecks open(TargetConfig target) {
    return new TableChecks(target, ConnectionProbe.problemOf(target.jdbc()));
  }

  List<CheckResult> run(TableConfig config) {
    String subject = "table " + config.to();
    if (unreachable != null) {
      return List.of(
          CheckResult.failed(subject, JdbcUrl.show(target.jdbc().url()) + ": " + unreachable));
    }
    Optional<TargetTable> found;
    try {
      found = tables.find(config.to());
    } catch (TargetException refused) {
      return List.of(CheckResult.failed(subject, String.valueOf(refused.getMessage())));
    }
    if (found.isEmpty() && target.createTables()) {
      return List.of(
          CheckResult.warning(
              subject, "does not exist; target.createTables creates it when a run starts"));
    }
    if (found.isEmpty()) {
      return List.of(
          CheckResult.failed(
              subject,
              "does not exist in "
                  + JdbcUrl.show(target.jdbc().url())
                  + "; portage ddl prints it, target.createTables creates it"));
    }
    List<String> problems = new ArrayList<>();
    key(config.keyedBy(found.get().primaryKey()), found.get(), problems);
    columns(config, found.get(), problems);
    added(config, found.get(), problems);
    metadata(config, found.get(), problems);
    DriftChecks.run(config, found.get(), dialect, problems);
    if (problems.isEmpty()) {
      privileges(config, problems);
    }
    if (!problems.isEmpty()) {
      return problems.stream().map(problem -> CheckResult.failed(subject, problem)).toList();
    }
    needsTombstones |=
        TombstoneTableChecks.needed(config, found.get(), metadataColumns(config).keySet());
    List<CheckResult> checks = new ArrayList<>();
    checks.add(
        CheckResult.ok(
            subject,
            found.get().columns().size()
                + " columns, key "
                + String.join(", ", found.get().primaryKey())));
    checks.addAll(
        query(
            subject,
            connection -> {
              List<CheckResult> warnings =
                  new ArrayList<>(KeyChecks.run(connection, found.get(), dialect.checks()));
              String deleted =
                  config.deletes() == DeleteMode.SOFT ? config.metadata().deleted() : null;
              dialect
                  .checks()
                  .tableWarnings(connection, found.get(), deleted)
                  .forEach(warning -> warnings.add(CheckResult.warning(subject, warning)));
              return warnings;
            }));
    return checks;
  }

  /**
   * Returns the checks of the database and of several tables together; after the checks of the
   * tables.
   */
  List<CheckResult> together(PortageConfig config) {
    if (unreachable != null) {
      return List.of();
    }
    List<CheckResult> pooled =
        query(
            "target.jdbc.url",
            connection ->
                dialect.checks().connectionProblem(target.jdbc()).stream()
                    .map(problem -> CheckResult.failed("target.jdbc.url", problem))
                    .toList());
    if (!pooled.isEmpty()) {
      return pooled; // a pooler would disturb the other queries, too
    }
    List<CheckResult> checks = new ArrayList<>();
    checks.addAll(query("foreign keys", connection -> ForeignKeyChecks.run(connection, config)));
    if (needsTombstones) {
      checks.addAll(
          query(
              "table " + target.tombstones(),
              connection -> TombstoneTableChecks.run(connection, config)));
    }
    checks.addAll(
        query(
            "table " + target.movedRows(),
            connection -> TombstoneTableChecks.ofMovedRows(connection, config)));
    return checks;
  }

  /** A query of the database. */
  @FunctionalInterface
  private interface DatabaseQuery {
    List<CheckResult> run(Connection connection) throws SQLException;
  }

  private List<CheckResult> query(String subject, DatabaseQuery query) {
    try (Connection connection = pool.dataSource().getConnection()) {
      List<CheckResult> checks = query.run(connection);
      connection.rollback();
      return checks;
    } catch (SQLException refused) {
      return List.of(
          CheckResult.failed(
              subject,
              "the catalog cannot be read: "
                  + JdbcUrl.showIn(String.valueOf(refused.getMessage()))));
    }
  }

  private static void key(TableConfig config, TargetTable table, List<String> problems) {
    Set<String> mapped = new HashSet<>();
    for (String source : config.key()) {
      mapped.add(targetOf(config, source));
    }
    if (table.primaryKey().isEmpty()) {
      problems.add("has no primary key; its rows cannot be identified");
    } else if (!mapped.equals(new HashSet<>(table.primaryKey()))) {
      problems.add(
          "its primary key is " + table.primaryKey() + ", the configuration's key is " + mapped);
    }
  }

  private static String targetOf(TableConfig config, String source) {
    Map<String, ColumnConfig> columns = config.columns();
    if (columns != null) {
      for (Map.Entry<String, ColumnConfig> column : columns.entrySet()) {
        if (column.getValue().equals(new ColumnConfig.CopiedColumn(source))) {
          return column.getKey();
        }
      }
    }
    return source;
  }

  private static void added(TableConfig config, TargetTable table, List<String> problems) {
    if (config.columns() == null) {
      for (String name : config.route().added().keySet()) {
        if (table.column(name) == null) {
          problems.add("column " + name + " does not exist");
        }
      }
    }
  }

  private static void columns(TableConfig config, TargetTable table, List<String> problems) {
    Map<String, ColumnConfig> columns = config.columns();
    if (columns == null) {
      return; // the columns are those of each change, checked when it arrives
    }
    for (String name : columns.keySet()) {
      TargetColumn column = table.column(name);
      if (column == null) {
        problems.add("column " + name + " does not exist");
      } else if (column.generated()) {
        problems.add("column " + name + " is generated by the database and cannot be written");
      } else if (column.generatedAlways() && !table.primaryKey().contains(name)) {
        problems.add(
            "column "
                + name
                + " is GENERATED ALWAYS AS IDENTITY and takes no updates: ALTER TABLE "
                + config.to()
                + " ALTER COLUMN "
                + name
                + " SET GENERATED BY DEFAULT;");
      }
    }
    Set<String> written = new HashSet<>(columns.keySet());
    written.addAll(metadataColumns(config).keySet());
    for (TargetColumn column : table.columns().values()) {
      if (!column.nullable()
          && !column.hasDefault()
          && !column.generated()
          && !written.contains(column.name())) {
        problems.add(
            "column " + column.name() + " is NOT NULL without a default, and nothing fills it");
      }
    }
  }

  private void metadata(TableConfig config, TargetTable table, List<String> problems) {
    metadataColumns(config)
        .forEach(
            (name, role) -> {
              TargetColumn column = table.column(name);
              MetadataType type = dialect.metadataType(role);
              if (column == null) {
                problems.add(
                    "column "
                        + name
                        + " does not exist: ALTER TABLE "
                        + config.to()
                        + " ADD COLUMN "
                        + name
                        + " "
                        + type.definition()
                        + ";");
              } else if (!type.names().contains(column.type())) {
                problems.add(
                    "column "
                        + name
                        + " is "
                        + column.type()
                        + ", it must be one of "
                        + type.names());
              } else if (role == MetadataType.Role.VERSION
                  && column.length() > 0
                  && column.length() < MetadataType.VERSION_DIGITS) {
                problems.add(
                    "column "
                        + name
                        + " is too short: a version has up to "
                        + MetadataType.VERSION_DIGITS
                        + " digits");
              }
            });
  }

  private static Map<String, MetadataType.Role> metadataColumns(TableConfig config) {
    Map<String, MetadataType.Role> columns = new LinkedHashMap<>();
    TableConfig.MetadataColumns metadata = config.metadata();
    columns.put(metadata.version(), MetadataType.Role.VERSION);
    put(columns, metadata.deleted(), MetadataType.Role.DELETED);
    put(columns, metadata.sourceTime(), MetadataType.Role.TIME);
    put(columns, metadata.appliedTime(), MetadataType.Role.TIME);
    put(columns, metadata.sourcePosition(), MetadataType.Role.POSITION);
    return columns;
  }

  private static void put(
      Map<String, MetadataType.Role> columns, @Nullable String name, MetadataType.Role role) {
    if (name != null) {
      columns.put(name, role);
    }
  }

  private void privileges(TableConfig config, List<String> problems) {
    List<String> needed = new ArrayList<>(List.of("SELECT", "INSERT", "UPDATE"));
    if (config.deletes() == DeleteMode.HARD) {
      needed.add("DELETE");
    }
    try (Connection connection = pool.dataSource().getConnection()) {
      if (config.unknownColumns().policy() == UnknownColumnPolicy.ADD) {
        dialect.checks().alterProblem(connection, config.to()).ifPresent(problems::add);
      }
      for (String privilege : dialect.checks().missingPrivileges(connection, config.to(), needed)) {
        problems.add("the user lacks the privilege " + privilege);
      }
      connection.rollback();
    } catch (SQLException refused) {
      problems.add(
          "privileges cannot be read: " + JdbcUrl.showIn(String.valueOf(refused.getMessage())));
    }
  }

  @Override
  public void close() {
    pool.close();
    tables.close();
  }
}
