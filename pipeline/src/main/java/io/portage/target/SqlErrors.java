package io.portage.target;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * Tells outage from poison.
 *
 * <p>The first SQLState in the chain of an exception that the dialect knows decides; where there is
 * none, the exception's class does. What neither knows is no row's fault: {@link
 * ErrorCategory#UNCERTAIN} when the database has told a state, else {@link ErrorCategory#FATAL}.
 */
public final class SqlErrors {
  private static final int DEPTH = 16;

  private SqlErrors() {}

  /** What {@code error} means under {@code dialect}. */
  public static ErrorCategory classify(Dialect dialect, SQLException error) {
    boolean stated = false;
    Throwable next = error;
    for (int i = 0; i < DEPTH && next != null; i++) {
      if (next instanceof SQLException sql && sql.getSQLState() != null) {
        stated = true;
        ErrorCategory known = dialect.classify(sql.getSQLState(), sql.getErrorCode());
        if (known != null) {
          return known;
        }
      }
      next = behind(next);
    }
    if (error instanceof SQLTransientException || error instanceof SQLRecoverableException) {
      return ErrorCategory.TRANSIENT;
    }
    return stated ? ErrorCategory.UNCERTAIN : ErrorCategory.FATAL;
  }

  /**
   * The first exception in the chain that carries a state: the driver's own if there is one, since
   * a pool repeats the state but not the reason; {@code error} itself when there is none.
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
      next = behind(next);
    }
    return first;
  }

  /** Whether a {@code cause} stands somewhere behind {@code error}. */
  public static boolean hasCause(SQLException error, Class<? extends Throwable> cause) {
    Throwable next = error;
    for (int i = 0; i < DEPTH && next != null; i++) {
      if (cause.isInstance(next)) {
        return true;
      }
      next = behind(next);
    }
    return false;
  }

  /** A batch's exception hides its reason in the chain of next exceptions, others in the cause. */
  private static @Nullable Throwable behind(Throwable error) {
    if (error instanceof SQLException sql && sql.getNextException() != null) {
      return sql.getNextException();
    }
    return error.getCause();
  }
}
