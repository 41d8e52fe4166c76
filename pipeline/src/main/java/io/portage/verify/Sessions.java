package io.portage.verify;

import io.portage.config.JdbcConfig;
import io.portage.source.SourceDatabase;
import io.portage.target.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The read-only sessions of a verification: two on each side, because a chunk is read ahead while
 * single rows are looked at. Opened on first use. Not thread-safe; each session is used by one
 * thread at a time.
 */
final class Sessions implements AutoCloseable {
  private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(2);

  private final SourceDatabase source;
  private final JdbcConfig target;
  private final Dialect targetDialect;
  private @Nullable Connection sourceWalk;
  private @Nullable Connection sourceLook;
  private @Nullable Connection targetWalk;
  private @Nullable Connection targetLook;

  Sessions(SourceDatabase source, JdbcConfig target, Dialect targetDialect) {
    this.source = source;
    this.target = target;
    this.targetDialect = targetDialect;
  }

  /** The source's session for chunks, with autocommit. */
  synchronized Connection sourceWalk() throws SQLException {
    sourceWalk = sourceWalk == null ? source.connect(LONGEST_STATEMENT) : sourceWalk;
    return sourceWalk;
  }

  /** The source's session for single rows, whose transactions the source's log begins. */
  synchronized Connection sourceLook() throws SQLException {
    sourceLook = sourceLook == null ? source.connect(LONGEST_STATEMENT) : sourceLook;
    return sourceLook;
  }

  /** The target's session for chunks, with autocommit. */
  synchronized Connection targetWalk() throws SQLException {
    targetWalk = targetWalk == null ? openTarget() : targetWalk;
    return targetWalk;
  }

  /** The target's session for single rows, with autocommit. */
  synchronized Connection targetLook() throws SQLException {
    targetLook = targetLook == null ? openTarget() : targetLook;
    return targetLook;
  }

  private Connection openTarget() throws SQLException {
    return SourceDatabase.connect(target, targetDialect, LONGEST_STATEMENT);
  }

  @Override
  public synchronized void close() throws SQLException {
    for (Connection session : new Connection[] {sourceWalk, sourceLook, targetWalk, targetLook}) {
      if (session != null) {
        session.close();
      }
    }
  }
}
