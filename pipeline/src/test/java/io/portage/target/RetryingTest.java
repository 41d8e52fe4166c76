package io.portage.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryingTest {
  private static final Dialect DIALECT = Dialects.of("jdbc:postgresql://localhost/x");

  private final List<Duration> pauses = new ArrayList<>();
  private final Retrying retrying = new Retrying(DIALECT, pauses::add);

  @Test
  void waitsLongerAndLongerButNeverBeyondTheCap() throws RefusedException {
    int[] attempts = {0};

    String result =
        retrying.until(
            () -> {
              if (++attempts[0] <= 40) {
                throw new SQLException("starting up", "57P03");
              }
              return "done";
            },
            Retrying.Listener.NONE);

    assertThat(result).isEqualTo("done");
    assertThat(pauses).hasSize(40);
    assertThat(pauses.get(0)).isLessThanOrEqualTo(Retrying.FIRST);
    assertThat(pauses.get(39))
        .isBetween(Retrying.LONGEST.dividedBy(2), Retrying.LONGEST)
        .isGreaterThan(pauses.get(3));
  }

  @Test
  void tellsTheListenerWhyItWaits() throws RefusedException {
    List<String> states = new ArrayList<>();
    int[] attempts = {0};

    retrying.until(
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
  void handsBackWhatARowIsAtFaultForAtOnce() {
    assertThatThrownBy(() -> fail("23514")).isInstanceOf(RefusedException.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void failsFastWhereAPersonMustMendSomething() {
    assertThatThrownBy(() -> fail("42501"))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("42501");
    assertThat(pauses).isEmpty();
  }

  @Test
  void whatMayPassOrNotIsTriedAFewTimesAndThenAPersonIsCalled() throws RefusedException {
    int[] attempts = {0};

    assertThatThrownBy(() -> fail("XX000"))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("XX000")
        .hasMessageEndingWith("; tried 8 times");
    assertThat(pauses).hasSize(7);
    int[] turns = {0};
    assertThatThrownBy(
            () ->
                retrying.until(
                    () -> raise(turns[0]++ % 2 == 0 ? "26000" : "42P05"), Retrying.Listener.NONE))
        .isInstanceOf(TargetException.class);
    String passed =
        retrying.until(
            () -> ++attempts[0] < 8 ? (String) raise("55000") : "passed", Retrying.Listener.NONE);
    assertThat(passed).isEqualTo("passed");
  }

  @Test
  void loadThatCanBePartedIsHandedBackWhenItOverloadsTheDatabaseAgainAndAgain() {
    assertThatThrownBy(() -> retrying.until(() -> raise("57014"), 5, Retrying.Listener.NONE))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.failure().errorClass()).isEqualTo(ErrorClass.OVERLOAD));
    assertThat(pauses).hasSize(4);
  }

  @Test
  void differentTroublesAreNoSignOfTooMuchLoad() throws RefusedException {
    int[] attempts = {0};

    Object result =
        retrying.until(
            () -> ++attempts[0] > 20 ? "done" : raise(attempts[0] % 2 == 0 ? "57014" : "53300"),
            2,
            Retrying.Listener.NONE);

    assertThat(result).isEqualTo("done");
  }

  @Test
  void anInterruptEndsTheWaitingAndStaysSet() {
    Retrying interrupted =
        new Retrying(
            DIALECT,
            length -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> interrupted.until(() -> raise("08006"), Retrying.Listener.NONE))
        .isInstanceOf(TargetException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private void fail(String state) throws RefusedException {
    retrying.until(() -> raise(state), Retrying.Listener.NONE);
  }

  private static Object raise(String state) throws SQLException {
    throw new SQLException("failed", state);
  }
}
