package io.portage.verify.compare;

import io.portage.config.JdbcConfig;
import io.portage.source.SourceDatabase;
import io.portage.target.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The read-only sessions on the target: one for chunks and one for single rows, opened on first
 * use. Each session is used by one thread at a time.
 */
public final class TargetSessions implements AutoCloseable {
  /** The limit of one statement. */
  public static final Duration LONGEST_STATEMENT = Duration.ofMinutes(2);

  private final JdbcConfig target;
  private final Dialect dialect;
  private @Nullable Connection walk;
  private @Nullable Connection look;

  /** The sessions on a target, none of which is open yet. */
  public TargetSessions(JdbcConfig target, Dialect dialect) {
    this.target = target;
    this.dialect = dialect;
  }

  /** The session for chunks, with autocommit. */
  public synchronized Connection walk() throws SQLException {
    walk = walk == null ? open() : walk;
    return walk;
  }

  /**
   * The session for single rows: its transactions, which the caller ends by a rollback, read one
   * snapshot each.
   */
  public synchronized Connection look() throws SQLException {
    if (look == null) {
      look = open();
      look.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      look.setAutoCommit(false);
    }
    return look;
  }

  private Connection open() throws SQLException {
    return SourceDatabase.connect(target, dialect, LONGEST_STATEMENT);
  }

  @Override
  public synchronized void close() throws SQLException {
    for (Connection session : new Connection[] {walk, look}) {
      if (session != null) {
        session.close();
      }
    }
  }
}
