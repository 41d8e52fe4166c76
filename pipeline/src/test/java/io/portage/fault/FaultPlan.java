package io.portage.fault;

import io.portage.fault.FaultySource.Act;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Plans of faults for {@link FaultySource}. */
public final class FaultPlan {
  private FaultPlan() {}

  /** Fails once with {@code sqlState}. */
  public static Act once(String sqlState) {
    return times(1, sqlState);
  }

  /** Fails the first {@code n} times. */
  public static Act times(int n, String sqlState) {
    AtomicInteger left = new AtomicInteger(n);
    return connection -> {
      if (left.getAndUpdate(was -> Math.max(0, was - 1)) > 0) {
        throw failure(sqlState);
      }
    };
  }

  /** Fails while {@code condition} is true. */
  public static Act whilst(BooleanSupplier condition, String sqlState) {
    return connection -> {
      if (condition.getAsBoolean()) {
        throw failure(sqlState);
      }
    };
  }

  /**
   * Fails once in {@code oneIn} calls on average, with one of {@code sqlStates}. The seed of {@code
   * random} makes it the same in every run of one thread.
   *
   * @param failures counts the failures
   */
  public static Act seldom(
      SplittableRandom random, int oneIn, AtomicInteger failures, List<String> sqlStates) {
    return connection -> {
      String sqlState;
      synchronized (random) {
        if (random.nextInt(oneIn) != 0) {
          return;
        }
        sqlState = sqlStates.get(random.nextInt(sqlStates.size()));
      }
      failures.incrementAndGet();
      throw failure(sqlState);
    };
  }

  /** Returns an error; a state may end with the server's own code: {@code HY000-1205}. */
  public static SQLException failure(String sqlState) {
    int dash = sqlState.indexOf('-');
    return dash < 0
        ? new SQLException("a fault of the test", sqlState)
        : new SQLException(
            "a fault of the test",
            sqlState.substring(0, dash),
            Integer.parseInt(sqlState.substring(dash + 1)));
  }
}
