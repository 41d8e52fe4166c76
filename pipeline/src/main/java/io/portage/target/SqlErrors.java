package io.portage.target;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies database errors, in the first place as outage or rejected row.
 *
 * <p>The category is that of the first SQLState in the exception's chain that the dialect knows;
 * without one, it follows from the exception's class. An unknown error is not attributed to a row:
 * it is {@link ErrorCategory#UNCERTAIN} if the database reported an SQLState, otherwise {@link
 * ErrorCategory#FATAL}.
 */
public final class SqlErrors {
  private static final int DEPTH = 16;

  private SqlErrors() {}

  /** Returns the category of {@code error} under {@code dialect}. */
  public static ErrorCategory classify(Dialect dialect, SQLException error) {
    boolean hasState = false;
    Throwable next = error;
    for (int i = 0; i < DEPTH && next != null; i++) {
      if (next instanceof SQLException sql && sql.getSQLState() != null) {
        hasState = true;
        ErrorCategory known = dialect.classify(sql.getSQLState(), sql.getErrorCode());
        if (known != null) {
          return known;
        }
      }
      next = following(next);
    }
    if (error instanceof SQLTransientException || error instanceof SQLRecoverableException) {
      return ErrorCategory.TRANSIENT;
    }
    return hasState ? ErrorCategory.UNCERTAIN : ErrorCategory.FATAL;
  }

  /**
   * Describes an error without the values of any row: by {@code dialect}, unless the writer itself
   * raised it.
   */
  public static SqlFailure explain(Dialect dialect, SQLException error) {
    return error instanceof RefusedWriteException refused
        ? refused.failure()
        : dialect.explain(error);
  }

  /**
   * Returns the first exception in the chain that has an SQLState, preferably one of the driver,
   * because a pool repeats the SQLState but not the reason. Returns {@code error} itself if there
   * is none.
   */
  public static SQLException exceptionWithState(
      SQLException error, Class<? extends SQLException> driver) {
    SQLException first = error;
    Throwable next = error;
    for (int i = 0; i < DEPTH && next != null; i++) {
      if (next instanceof SQLException sql && sql.getSQLState() != null) {
        if (driver.isInstance(sql)) {
          return sql;
        }
        first = first.getSQLState() == null ? sql : first;
      }
      next = following(next);
    }
    return first;
  }

  /** Returns true if an exception of class {@code cause} is in the chain of {@code error}. */
  public static boolean hasCause(SQLException error, Class<? extends Throwable> cause) {
    Throwable next = error;
    for (int i = 0; i < DEPTH && next != null; i++) {
      if (cause.isInstance(next)) {
        return true;
      }
      next = following(next);
    }
    return false;
  }

  /** A batch's exception has its reason in the chain of next exceptions, others in the cause. */
  private static @Nullable Throwable following(Throwable error) {
    if (error instanceof SQLException sql && sql.getNextException() != null) {
      return sql.getNextException();
    }
    return error.getCause();
  }
}
