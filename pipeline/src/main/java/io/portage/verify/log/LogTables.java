package io.portage.verify.log;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.TableRoutes;
import io.portage.target.Dialect;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.verify.VerifySettings;
import io.portage.verify.compare.ComparedTarget;
import io.portage.verify.compare.FindingList;
import io.portage.verify.compare.TargetSessions;
import io.portage.verify.compare.TargetSide;
import io.portage.verify.compare.TombstoneRows;
import io.portage.verify.compare.UndecidableException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target tables of a comparison: those that the configuration names, and those of patterns when
 * the log leads to them. Not thread-safe.
 */
final class LogTables {
  private final PortageConfig config;
  private final VerifySettings settings;
  private final Dialect dialect;
  private final TargetTables catalog;
  private final TargetSessions sessions;
  private final TableRoutes routes;

  /** By the name of the target; empty for tables that are not selected. */
  private final Map<String, Optional<LogTable>> tables = new LinkedHashMap<>();

  LogTables(
      PortageConfig config,
      VerifySettings settings,
      Dialect dialect,
      TargetTables catalog,
      TargetSessions sessions) {
    this.config = config;
    this.settings = settings;
    this.dialect = dialect;
    this.catalog = catalog;
    this.sessions = sessions;
    this.routes = TableRoutes.of(config.tables());
  }

  /** Adds the tables that the configuration names. */
  void addConfigured() throws SQLException {
    for (TableConfig table : config.tables()) {
      if (!table.route().isPattern()) {
        find(table.to());
      }
    }
  }

  /** Returns the selected tables found so far. */
  Collection<LogTable> all() {
    return tables.values().stream().flatMap(Optional::stream).toList();
  }

  /** Returns the table of the target with this name; null if it is not selected. */
  @Nullable LogTable find(String to) throws SQLException {
    Optional<LogTable> known = tables.get(to);
    if (known == null) {
      Optional<TableConfig> routed = routes.ofTarget(to);
      known =
          routed.isPresent() && isSelected(to)
              ? Optional.of(described(to, routed.get()))
              : Optional.empty();
      tables.put(to, known);
    }
    return known.orElse(null);
  }

  /** As {@link #find}, for callers that are called back where no database failure can pass. */
  @Nullable LogTable findOrThrow(String to) throws IOException {
    try {
      return find(to);
    } catch (SQLException e) {
      throw new IOException("the target: " + e.getMessage(), e);
    }
  }

  private boolean isSelected(String to) {
    List<String> selected = settings.tables();
    return selected.isEmpty()
        || selected.contains(to)
        || from(to).stream().anyMatch(selected::contains);
  }

  /** Returns the sources of a table: those that the configuration names, else its pattern. */
  private List<String> from(String to) {
    List<String> named =
        config.tables().stream()
            .filter(table -> !table.route().isPattern() && table.to().equals(to))
            .map(TableConfig::from)
            .toList();
    return named.isEmpty()
        ? routes.ofTarget(to).map(table -> List.of(table.from())).orElse(List.of())
        : named;
  }

  private LogTable described(String to, TableConfig routed) throws SQLException {
    FindingList findings = new FindingList(settings.maxFindings());
    Optional<TargetTable> found = catalog.find(to);
    if (found.isEmpty()) {
      return unusable(to, routed, "the target has no table " + to, findings);
    }
    TargetTable table = found.get();
    TableConfig keyed = routed.keyedBy(table.primaryKey());
    if (keyed.key().isEmpty()) {
      return unusable(
          to,
          routed,
          "the target's "
              + to
              + " has no primary key: name the columns that identify a row in tables[].key",
          findings);
    }
    try {
      TargetSide side = TargetSide.of(sessions.walk(), dialect, table, keyed);
      TombstoneRows tombstones = new TombstoneRows(dialect, config.target().tombstones(), table);
      return new LogTable(to, keyed, from(to), new ComparedTarget(side, tombstones), "", findings);
    } catch (UndecidableException e) {
      return unusable(to, keyed, e.reason(), findings);
    }
  }

  private LogTable unusable(String to, TableConfig table, String problem, FindingList findings) {
    return new LogTable(to, table, from(to), null, problem, findings);
  }
}
