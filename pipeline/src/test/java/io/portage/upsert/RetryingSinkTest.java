package io.portage.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.HandClock;
import io.portage.model.Change;
import io.portage.model.GuardResult;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.SinkUnavailableException;
import io.portage.sink.WriteResult;
import io.portage.target.TargetException;
import io.portage.upsert.write.UpsertData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RetryingSinkTest {
  private static final UpsertData GIVEN = new UpsertData("rows");

  private final List<Integer> calls = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final SinkContext context =
      new SinkContext(
          new HandClock(Instant.EPOCH), pauses::add, code -> failed.add(String.valueOf(code)));
  private final WriteResult result = new WriteResult();

  /** One of the calls of a sink. */
  private interface Call {
    void write(List<Change> changes, WriteResult result) throws SinkUnavailableException;
  }

  private RetryingSink sink(Call call) {
    return new RetryingSink(
        new Sink() {
          @Override
          public void write(List<Change> changes, WriteResult written)
              throws SinkUnavailableException {
            calls.add(changes.size());
            call.write(changes, written);
          }

          @Override
          public void close() {}
        },
        context);
  }

  @Test
  void anOutageIsWaitedForAndOnlyTheRestIsWrittenAgain() {
    RetryingSink sink =
        sink(
            (changes, written) -> {
              if (calls.size() > 4) {
                changes.forEach(change -> written.add(change, GuardResult.APPLIED, 0));
                return;
              }
              int answered = calls.size() == 4 ? 1 : 0;
              changes
                  .subList(0, answered)
                  .forEach(change -> written.add(change, GuardResult.APPLIED, 0));
              throw new SinkUnavailableException(
                  "no answer", "503", changes.subList(answered, changes.size()), null);
            });

    sink.write(List.of(GIVEN.upsert(1L, 1), GIVEN.upsert(2L, 2), GIVEN.upsert(3L, 3)), result);

    assertThat(calls).containsExactly(3, 3, 3, 3, 2);
    assertThat(failed).containsExactly("503", "503", "503", "503");
    assertThat(result.counts().applied()).isEqualTo(3);
    assertThat(result.dead()).isEmpty();
    assertThat(pauses.get(2)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(pauses.get(3)).as("after progress").isLessThanOrEqualTo(Duration.ofMillis(50));
  }

  @Test
  void aMissingOrSecondResultEndsTheJob() {
    List<Change> changes = List.of(GIVEN.upsert(1L, 1), GIVEN.upsert(2L, 2));

    assertThatThrownBy(
            () ->
                sink((all, written) -> written.add(all.get(0), GuardResult.APPLIED, 0))
                    .write(changes, result))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("has returned the results of 1 records, expected 2");
    assertThatThrownBy(
            () ->
                sink((all, written) -> {
                      all.forEach(change -> written.add(change, GuardResult.STALE, 0));
                      all.forEach(change -> written.add(change, GuardResult.STALE, 0));
                    })
                    .writeLast(changes, result))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("has returned the results of 4 records, expected 2");
  }

  @Test
  void anInterruptEndsTheWait() {
    SinkContext interrupted =
        new SinkContext(
            new HandClock(Instant.EPOCH),
            length -> {
              throw new InterruptedException();
            },
            code -> {});
    RetryingSink sink =
        new RetryingSink(
            new Sink() {
              @Override
              public void write(List<Change> changes, WriteResult written)
                  throws SinkUnavailableException {
                throw new SinkUnavailableException("no answer", null, changes, null);
              }

              @Override
              public void close() {}
            },
            interrupted);

    assertThatThrownBy(() -> sink.write(List.of(GIVEN.upsert(1L, 1)), result))
        .isInstanceOf(TargetException.class)
        .hasMessage("interrupted while waiting for the target");
    assertThat(Thread.interrupted()).isTrue();
  }
}
