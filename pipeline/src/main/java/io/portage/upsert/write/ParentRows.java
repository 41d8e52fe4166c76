package io.portage.upsert.write;

import io.portage.model.Row;
import io.portage.target.ForeignKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the rows that a row refers to and that the target does not have. Reads only; not
 * guaranteed: the statement of another transaction may add such a row at the same time.
 */
public final class ParentRows {
  private static final int QUERY_SECONDS = 5;

  private final TargetRows target;

  /** Reads from a target. */
  public ParentRows(TargetRows target) {
    this.target = target;
  }

  /**
   * Returns the values of the referred columns if the target has no row with them: one query. Empty
   * if there is one, or if the row has no value for a referring column.
   *
   * @param row target columns with fitted values
   * @throws io.portage.target.TargetException if the target does not answer
   */
  public Optional<Map<String, Object>> missing(ForeignKey key, Row row) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    for (int i = 0; i < key.columns().size(); i++) {
      String column = key.columns().get(i);
      if (!row.has(column) || row.get(column) == null) {
        return Optional.empty();
      }
      wanted.put(key.parentColumns().get(i), Objects.requireNonNull(row.get(column)));
    }
    return exists(key.parent(), wanted) ? Optional.empty() : Optional.of(wanted);
  }

  private boolean exists(String table, Map<String, Object> wanted) {
    return target.read(
        (connection, dialect) -> {
          List<String> conditions = new ArrayList<>();
          wanted.keySet().forEach(name -> conditions.add(dialect.quoted(name) + " = ?"));
          String sql =
              "SELECT 1 FROM "
                  + dialect.qualified(table)
                  + " WHERE "
                  + String.join(" AND ", conditions)
                  + " LIMIT 1";
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(QUERY_SECONDS);
            int at = 0;
            for (Object value : wanted.values()) {
              dialect.bindKey(statement, ++at, value);
            }
            try (ResultSet result = statement.executeQuery()) {
              return result.next();
            }
          }
        });
  }

  /**
   * Returns true if a foreign key refers to exactly the primary key of its parent, whose values are
   * then a key and no further values of a row: one or two queries at the first call for a table.
   *
   * @throws io.portage.target.TargetException if the target does not answer
   */
  public boolean isToPrimaryKey(ForeignKey key) {
    return target
        .tables()
        .find(key.parent())
        .filter(parent -> Set.copyOf(parent.primaryKey()).equals(Set.copyOf(key.parentColumns())))
        .isPresent();
  }
}
