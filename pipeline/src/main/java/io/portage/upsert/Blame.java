package io.portage.upsert;

import io.portage.model.Change;
import io.portage.target.Dialect;
import io.portage.target.RefusedException;
import io.portage.target.Retrying;
import io.portage.target.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/** Asks which column a single row was refused for, where the database has not said it. */
final class Blame {
  private final DataSource source;
  private final Dialect dialect;
  private final Retrying retrying;
  private final Retrying.Listener listener;

  Blame(DataSource source, Dialect dialect, Retrying retrying, Retrying.Listener listener) {
    this.source = source;
    this.dialect = dialect;
    this.retrying = retrying;
    this.listener = listener;
  }

  /** The refusal with the column in it, or as it is where the column cannot be told. */
  RefusedException named(TablePlan plan, Change change, RefusedException refused) {
    SqlFailure failure = refused.failure();
    if (failure.column() != null || !(failure.isIn("22") || failure.isIn("23"))) {
      return refused;
    }
    try {
      Optional<String> column = retrying.until(() -> ask(plan, change, failure), listener);
      return column
          .map(
              name ->
                  new RefusedException(
                      failure.inColumn(name), Objects.requireNonNull(refused.getCause())))
          .orElse(refused);
    } catch (RefusedException e) {
      // Not even this could be asked: what the row was refused for is all that is known.
      refused.addSuppressed(e);
      return refused;
    }
  }

  private Optional<String> ask(TablePlan plan, Change change, SqlFailure failure)
      throws SQLException {
    try (Connection connection = source.getConnection()) {
      try {
        return Optional.ofNullable(
            dialect.blame(
                connection, plan.layout(plan.group(change)).rows(List.of(change)), failure));
      } finally {
        connection.rollback();
      }
    }
  }
}
