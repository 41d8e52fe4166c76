package io.portage.assess.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;

/** Runs one query of a catalog. */
final class CatalogQuery {
  private CatalogQuery() {}

  /** Takes one row of a result. */
  @FunctionalInterface
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /** Runs a query without parameters. */
  static void run(Connection connection, String sql, RowReader rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      read(statement, rows);
    }
  }

  /** Runs a query whose only parameter is an array of texts. */
  static void withArray(Connection connection, String sql, Collection<String> texts, RowReader rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", texts.toArray()));
      read(statement, rows);
    }
  }

  /** Runs a query in which {@code %s} is a list with a parameter for each text. */
  static void withList(Connection connection, String sql, Collection<String> texts, RowReader rows)
      throws SQLException {
    String list = String.join(", ", Collections.nCopies(texts.size(), "?"));
    try (PreparedStatement statement = connection.prepareStatement(sql.formatted(list))) {
      int index = 1;
      for (String text : texts) {
        statement.setString(index++, text);
      }
      read(statement, rows);
    }
  }

  private static void read(PreparedStatement statement, RowReader rows) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.read(result);
      }
    }
  }
}
