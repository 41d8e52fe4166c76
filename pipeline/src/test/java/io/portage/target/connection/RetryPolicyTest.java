package io.portage.target.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.ErrorCategory;
import io.portage.target.RejectedRowException;
import io.portage.target.TargetException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Dialect DIALECT = Dialects.of("jdbc:postgresql://localhost/x");

  private final List<Duration> pauses = new ArrayList<>();
  private final RetryPolicy retryPolicy = new RetryPolicy(DIALECT, pauses::add);

  @Test
  void delaysGrowUpToTheLongestDelay() throws RejectedRowException {
    int[] attempts = {0};

    String result =
        retryPolicy.execute(
            () -> {
              if (++attempts[0] <= 40) {
                throw new SQLException("starting up", "57P03");
              }
              return "done";
            },
            RetryPolicy.RetryListener.NONE);

    assertThat(result).isEqualTo("done");
    assertThat(pauses).hasSize(40);
    assertThat(pauses.get(0)).isLessThanOrEqualTo(OutageBackOff.DELAYS.first());
    assertThat(pauses.get(39))
        .isBetween(OutageBackOff.DELAYS.longest().dividedBy(2), OutageBackOff.DELAYS.longest())
        .isGreaterThan(pauses.get(3));
  }

  @Test
  void passesTheFailureToTheListener() throws RejectedRowException {
    List<String> states = new ArrayList<>();
    int[] attempts = {0};

    retryPolicy.execute(
        () -> {
          if (++attempts[0] == 1) {
            throw new SQLException("deadlock", "40P01");
          }
          return attempts[0];
        },
        failure -> states.add(failure.sqlState()));

    assertThat(states).containsExactly("40P01");
  }

  @Test
  void rejectsARowWithoutARetry() {
    assertThatThrownBy(() -> fail("23514")).isInstanceOf(RejectedRowException.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void doesNotRetryAFatalError() {
    assertThatThrownBy(() -> fail("42501"))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("42501");
    assertThat(pauses).isEmpty();
  }

  @Test
  void retriesAnUncertainErrorAFewTimes() throws RejectedRowException {
    int[] attempts = {0};

    assertThatThrownBy(() -> fail("XX000"))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("XX000")
        .hasMessageEndingWith("; tried 8 times");
    assertThat(pauses).hasSize(7);
    int[] turns = {0};
    assertThatThrownBy(
            () ->
                retryPolicy.execute(
                    () -> raise(turns[0]++ % 2 == 0 ? "26000" : "42P05"),
                    RetryPolicy.RetryListener.NONE))
        .isInstanceOf(TargetException.class);
    String passed =
        retryPolicy.execute(
            () -> ++attempts[0] < 8 ? (String) raise("55000") : "passed",
            RetryPolicy.RetryListener.NONE);
    assertThat(passed).isEqualTo("passed");
  }

  @Test
  void rejectsWorkAfterRepeatedOverload() {
    assertThatThrownBy(
            () -> retryPolicy.execute(() -> raise("57014"), 5, RetryPolicy.RetryListener.NONE))
        .isInstanceOfSatisfying(
            RejectedRowException.class,
            refused ->
                assertThat(refused.failure().errorClass()).isEqualTo(ErrorCategory.OVERLOAD));
    assertThat(pauses).hasSize(4);
  }

  @Test
  void doesNotCountDifferentErrorsAsRepeatedOverload() throws RejectedRowException {
    int[] attempts = {0};

    Object result =
        retryPolicy.execute(
            () -> ++attempts[0] > 20 ? "done" : raise(attempts[0] % 2 == 0 ? "57014" : "53300"),
            2,
            RetryPolicy.RetryListener.NONE);

    assertThat(result).isEqualTo("done");
  }

  @Test
  void anInterruptEndsTheWaitAndIsRestored() {
    RetryPolicy interrupted =
        new RetryPolicy(
            DIALECT,
            length -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(
            () -> interrupted.execute(() -> raise("08006"), RetryPolicy.RetryListener.NONE))
        .isInstanceOf(TargetException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private void fail(String state) throws RejectedRowException {
    retryPolicy.execute(() -> raise(state), RetryPolicy.RetryListener.NONE);
  }

  private static Object raise(String state) throws SQLException {
    throw new SQLException("failed", state);
  }
}
