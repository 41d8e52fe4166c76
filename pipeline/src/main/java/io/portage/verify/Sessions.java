package io.portage.verify;

import io.portage.config.JdbcConfig;
import io.portage.source.SourceDatabase;
import io.portage.target.Dialect;
import io.portage.verify.compare.TargetSessions;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The read-only sessions of a verification: two on each side, because a chunk is read ahead while
 * single rows are looked at. Opened on first use. Not thread-safe; each session is used by one
 * thread at a time.
 */
final class Sessions implements AutoCloseable {
  private final SourceDatabase source;
  private final TargetSessions target;
  private @Nullable Connection sourceWalk;
  private @Nullable Connection sourceLook;

  Sessions(SourceDatabase source, JdbcConfig target, Dialect targetDialect) {
    this.source = source;
    this.target = new TargetSessions(target, targetDialect);
  }

  /** The source's session for chunks, with autocommit. */
  synchronized Connection sourceWalk() throws SQLException {
    sourceWalk = sourceWalk == null ? open() : sourceWalk;
    return sourceWalk;
  }

  /** The source's session for single rows, whose transactions the source's log begins. */
  synchronized Connection sourceLook() throws SQLException {
    sourceLook = sourceLook == null ? open() : sourceLook;
    return sourceLook;
  }

  private Connection open() throws SQLException {
    return source.connect(TargetSessions.LONGEST_STATEMENT);
  }

  /** The target's session for chunks, see {@link TargetSessions#walk}. */
  Connection targetWalk() throws SQLException {
    return target.walk();
  }

  /** The target's session for single rows, see {@link TargetSessions#look}. */
  Connection targetLook() throws SQLException {
    return target.look();
  }

  @Override
  public synchronized void close() throws SQLException {
    for (Connection session : new Connection[] {sourceWalk, sourceLook}) {
      if (session != null) {
        session.close();
      }
    }
    target.close();
  }
}
