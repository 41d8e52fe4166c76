package io.portage.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.latest.ChangeMerge;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.upsert.parking.ParkedState;
import io.portage.upsert.write.TestTarget;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The times at which a shard's parked rows are retried. */
@ExtendWith(SandboxExtension.class)
class RetryTimerIT {
  private final HandClock clock = new HandClock(Instant.parse("2024-09-17T00:00:00Z"));
  private final List<Long> pauses = new ArrayList<>();
  private ParkedState parkedState;
  private TestTarget target;
  private UpsertFn fn;

  @BeforeEach
  void start(Sandbox sandbox) {
    target = new TestTarget(sandbox, "parent bigint");
    target.execute(
        "ALTER TABLE %1$s ADD FOREIGN KEY (parent) REFERENCES %1$s".formatted(target.table));
    PortageConfig config = target.config(DeleteMode.SOFT, null, 100);
    fn =
        new UpsertFn(
            config,
            ChangeMerge::merge,
            false,
            false,
            new UpsertDependencies(clock, length -> {}, UpsertDependencies.REAL.sinks()));
    fn.setUp();
  }

  @AfterEach
  void end() {
    fn.tearDown();
    target.close();
  }

  @Test
  void aNewlyParkedRowIsRetriedSoonAlthoughAnotherHasALongPause() {
    process(target.given.upsert(1L, 1, "parent", 9L));
    for (int i = 0; i < 6; i++) {
      clock.move(Duration.ofMillis(pauses.get(pauses.size() - 1)));
      fn.onRetry(0, state(), bag(), timer(), timer(), out());
    }
    assertThat(pauses).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);

    process(target.given.upsert(2L, 1, "parent", 8L));

    assertThat(pauses).hasSize(8).last().isEqualTo(500L);
  }

  private void process(Change change) {
    fn.process(
        KV.of(0, new ChangeBatch(0, List.of(change))), state(), bag(), timer(), timer(), out());
  }

  /** Returns a timer that records the offsets to which it is set. */
  private Timer timer() {
    long[] offset = new long[1];
    return fake(
        Timer.class,
        (timer, method, arguments) ->
            switch (method.getName()) {
              case "getCurrentRelativeTime" -> org.joda.time.Instant.ofEpochMilli(clock.millis());
              case "offset" -> {
                offset[0] = ((org.joda.time.Duration) arguments[0]).getMillis();
                yield timer;
              }
              case "setRelative" -> {
                pauses.add(offset[0]);
                yield null;
              }
              default -> method.getReturnType() == Timer.class ? timer : null;
            });
  }

  @SuppressWarnings("unchecked")
  private ValueState<ParkedState> state() {
    return fake(
        ValueState.class,
        (state, method, arguments) -> {
          switch (method.getName()) {
            case "write" -> parkedState = (ParkedState) arguments[0];
            case "clear" -> parkedState = null;
            default -> {}
          }
          return parkedState;
        });
  }

  @SuppressWarnings("unchecked")
  private static BagState<byte[]> bag() {
    return fake(BagState.class, (bag, method, arguments) -> List.of());
  }

  private static MultiOutputReceiver out() {
    return fake(
        MultiOutputReceiver.class,
        (all, method, arguments) -> fake(OutputReceiver.class, (one, called, values) -> null));
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
