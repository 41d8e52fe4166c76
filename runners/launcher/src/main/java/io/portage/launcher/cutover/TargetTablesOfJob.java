package io.portage.launcher.cutover;

import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.connection.JdbcDrivers;
import io.portage.target.readiness.TargetReadiness;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The target tables of a job, and queries of them. */
final class TargetTablesOfJob {
  private final PortageConfig config;
  private final List<String> names;

  TargetTablesOfJob(PortageConfig config, List<String> names) {
    this.config = config;
    this.names = List.copyOf(names);
  }

  /** A check over a connection, in whose transaction it runs. */
  @FunctionalInterface
  interface TargetQuery {
    CheckOutcome run(TargetReadiness readiness, Connection connection) throws SQLException;
  }

  /** The tables, in the order of the configuration. */
  List<String> names() {
    return names;
  }

  /** Returns the dialect; empty if the target is no database. */
  Optional<Dialect> dialect() {
    return config.target().sink() instanceof JdbcConfig jdbc
        ? Dialects.find(jdbc.url())
        : Optional.empty();
  }

  /** Opens a connection without auto-commit; the caller closes it. */
  Connection connect() throws SQLException {
    Connection connection = JdbcDrivers.connect(config.target().jdbc());
    connection.setAutoCommit(false);
    return connection;
  }

  /** Runs a query; undecided if the target's state cannot be asked. */
  CheckOutcome ask(TargetQuery query) throws SQLException {
    Optional<TargetReadiness> readiness = dialect().flatMap(Dialect::readiness);
    if (readiness.isEmpty()) {
      return CheckOutcome.undecided("the state of this kind of target cannot be read");
    }
    try (Connection connection = connect()) {
      CheckOutcome outcome = query.run(readiness.get(), connection);
      connection.rollback();
      return outcome;
    }
  }
}
