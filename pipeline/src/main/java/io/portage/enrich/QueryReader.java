package io.portage.enrich;

import io.portage.config.SecretException;
import io.portage.target.Dialects;
import io.portage.target.ResultReader;
import io.portage.target.connection.ConnectionPool;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a reference with a query, over this JVM's connection pool for the database and with the
 * pool's timeouts: a database that does not answer causes an error within minutes.
 *
 * <p>Error messages contain the SQLState only, because a driver's message may contain values, or
 * the URL with its secrets.
 */
final class QueryReader implements ReferenceReader {
  private static final int FETCH_ROWS = 1_000;
  private static final int TIMEOUT_SECONDS = 300;

  @Override
  public ReferenceTable read(ReferenceSpec spec, long now) throws ReferenceException {
    try (ConnectionPool pool = ConnectionPool.acquire(spec.connection());
        Connection connection = pool.dataSource().getConnection()) {
      // Without autocommit PostgreSQL's driver fetches rows in portions instead of all at once.
      connection.commit(); // ends the transaction in which the pool set up the session
      connection.setReadOnly(true);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(FETCH_ROWS);
        statement.setQueryTimeout(TIMEOUT_SECONDS);
        try (ResultSet rows =
            statement.executeQuery(Objects.requireNonNull(spec.config().query()))) {
          return read(rows, spec, now);
        }
      }
    } catch (SQLException e) {
      throw new ReferenceException("the query failed: " + sqlState(e), e);
    } catch (SecretException | IllegalArgumentException e) {
      throw new ReferenceException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns the SQLState; the pool wraps the driver's exception. */
  private static String sqlState(SQLException error) {
    Throwable cause = error;
    while (cause != null && !(cause instanceof SQLException inner && inner.getSQLState() != null)) {
      cause = cause.getCause();
    }
    return cause instanceof SQLException inner
        ? "SQLState " + inner.getSQLState()
        : error.getClass().getName();
  }

  private static ReferenceTable read(ResultSet rows, ReferenceSpec spec, long now)
      throws SQLException, ReferenceException {
    ResultSetMetaData meta = rows.getMetaData();
    List<String> labels = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      labels.add(meta.getColumnLabel(i));
    }
    int key = find(spec.config().key(), labels);
    int[] wanted = new int[spec.wanted().size()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = find(spec.wanted().get(i), labels);
    }
    ReferenceEntries entries = new ReferenceEntries(spec);
    ResultReader reader = Dialects.resultReader(Objects.requireNonNull(spec.connection()).url());
    for (int number = 1; rows.next(); number++) {
      @Nullable Object[] values = new Object[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        values[i] = reader.read(rows, wanted[i]);
      }
      entries.add(reader.read(rows, key), values, "row " + number);
    }
    return entries.toReference(now);
  }

  private static int find(String column, List<String> labels) throws ReferenceException {
    int at = labels.indexOf(column);
    if (at < 0) {
      throw new ReferenceException("the query returns no column " + column);
    }
    return at + 1;
  }
}
