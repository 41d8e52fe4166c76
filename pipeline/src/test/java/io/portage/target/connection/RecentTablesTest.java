package io.portage.target.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.target.TargetTable;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The age of shared descriptions of tables. */
final class RecentTablesTest {
  private static final TargetTable USERS = TargetTable.schemaless("users");

  private Instant now = Instant.parse("2024-09-17T00:00:00Z");
  private final RecentTables tables =
      new RecentTables(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

  @Test
  void returnsATableUntilItIsTooOld() {
    tables.put("users", Optional.of(USERS));

    now = now.plus(RecentTables.MAX_AGE).minusMillis(1);
    assertThat(tables.find("users")).contains(USERS);
    assertThat(tables.find("orders")).isEmpty();
    now = now.plusMillis(1);
    assertThat(tables.find("users")).isEmpty();
  }

  @Test
  void oneOfSeveralCallersReads() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    Supplier<Optional<TargetTable>> read =
        () -> {
          reads.incrementAndGet();
          reading.countDown();
          await(asked);
          tables.put("users", Optional.of(USERS));
          return Optional.of(USERS);
        };
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      Future<Optional<TargetTable>> first = callers.submit(() -> tables.findOrRead("users", read));
      await(reading);
      Future<Optional<TargetTable>> second = callers.submit(() -> tables.findOrRead("users", read));
      assertThat(tables.findOrRead("orders", Optional::empty)).as("does not wait").isEmpty();
      asked.countDown();

      assertThat(first.get(10, TimeUnit.SECONDS)).contains(USERS);
      assertThat(second.get(10, TimeUnit.SECONDS)).contains(USERS);
      assertThat(reads).hasValue(1);
    } finally {
      callers.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void forgetsATableThatIsGone() {
    tables.put("users", Optional.of(USERS));
    tables.put("users", Optional.empty());

    assertThat(tables.find("users")).isEmpty();
  }

  @Test
  void returnsNothingAfterTheClockWasSetBack() {
    tables.put("users", Optional.of(USERS));
    now = now.minusSeconds(3600);

    assertThat(tables.find("users")).isEmpty();
  }
}
