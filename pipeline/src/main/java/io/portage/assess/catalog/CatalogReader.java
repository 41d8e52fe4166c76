package io.portage.assess.catalog;

import io.portage.assess.facts.DatabaseFacts;
import io.portage.target.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Reads the catalog of one kind of database. Reads no table's rows. */
@FunctionalInterface
public interface CatalogReader {
  /** The parts of a catalog. */
  enum Scope {
    /** The tables. */
    TABLES,
    /** The tables and the server's log, slots, publications and transactions. */
    TABLES_AND_SERVER
  }

  /**
   * Reads the catalog.
   *
   * @param schemas the schemas whose tables are read; the connection's own schema is added
   * @throws SQLException if the catalog cannot be read; what only a privileged user may see is
   *     named in {@link DatabaseFacts#hidden} instead
   */
  DatabaseFacts read(Connection connection, Set<String> schemas, Scope scope) throws SQLException;

  /** Returns the reader for a dialect, or empty if there is none. */
  static Optional<CatalogReader> of(Dialect dialect) {
    return switch (dialect.name()) {
      case "postgresql" -> Optional.of(PostgresCatalogReader::read);
      case "mariadb" -> Optional.of(MariaDbCatalogReader::read);
      default -> Optional.empty();
    };
  }
}
