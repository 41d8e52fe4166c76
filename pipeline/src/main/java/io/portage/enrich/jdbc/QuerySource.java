package io.portage.enrich.jdbc;

import io.portage.config.Credential;
import io.portage.config.JdbcConfig;
import io.portage.config.SecretException;
import io.portage.config.reference.ReferenceException;
import io.portage.config.reference.ReferenceRequest;
import io.portage.config.reference.ReferenceRows;
import io.portage.config.reference.ReferenceSource;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query, over this JVM's connection pool for the database and with the pool's timeouts: a
 * database that does not answer causes an error within minutes.
 *
 * <p>Error messages contain the SQLState only, because a driver's message may contain values, or
 * the URL with its secrets.
 *
 * @param query a SELECT
 * @param connection the database; null for the target's
 */
public record QuerySource(String query, @Nullable JdbcConfig connection)
    implements ReferenceSource {
  private static final int FETCH_ROWS = 1_000;
  private static final int TIMEOUT_SECONDS = 300;

  /** Returns the credentials of its own connection. */
  @Override
  public List<Credential> credentials() {
    return connection == null ? List.of() : connection.credentials();
  }

  @Override
  public boolean readsTarget() {
    return connection == null;
  }

  @Override
  public Map<String, String> urls() {
    return connection == null ? Map.of() : Map.of("url", connection.url());
  }

  @Override
  public void read(ReferenceRequest request, ReferenceRows rows) throws ReferenceException {
    JdbcConfig database = connection == null ? request.target() : connection;
    if (database == null) {
      throw new ReferenceException("the target is not a JDBC database");
    }
    try (ConnectionPool pool = ConnectionPool.acquire(database);
        Connection session = pool.dataSource().getConnection()) {
      // Without autocommit PostgreSQL's driver fetches rows in portions instead of all at once.
      session.commit(); // ends the transaction in which the pool set up the session
      session.setReadOnly(true);
      try (Statement statement = session.createStatement()) {
        statement.setFetchSize(FETCH_ROWS);
        statement.setQueryTimeout(TIMEOUT_SECONDS);
        try (ResultSet result = statement.executeQuery(query)) {
          copy(result, Dialects.resultReader(database.url()), request, rows);
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

  /** Copies the columns of the request only: others may be large, or of types without a value. */
  private static void copy(
      ResultSet result, ResultReader reader, ReferenceRequest request, ReferenceRows rows)
      throws SQLException, ReferenceException {
    ResultSetMetaData meta = result.getMetaData();
    List<String> names = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      if (request.columns().contains(meta.getColumnLabel(i))) {
        names.add(meta.getColumnLabel(i));
        positions.add(i);
      }
    }
    rows.columns(names);
    @Nullable Object[] values = new Object[names.size()];
    for (int number = 1; result.next(); number++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = reader.read(result, positions.get(i));
      }
      rows.add(values, "row " + number);
    }
  }
}
