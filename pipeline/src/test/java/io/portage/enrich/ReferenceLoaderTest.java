package io.portage.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.HandClock;
import io.portage.config.ReferenceConfig;
import io.portage.config.reference.ReferenceException;
import io.portage.config.reference.ReferenceSource;
import io.portage.model.Columns;
import io.portage.model.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ReferenceLoaderTest {
  private static final Duration REFRESH = Duration.ofMinutes(5);
  private static final ReferenceSpec SPEC = Jobs.spec("file", "code", REFRESH, "name");

  private final HandClock clock = new HandClock(Instant.parse("2024-09-17T00:00:00Z"));
  private String content = "first";
  private int failures;
  private int readings;
  private int failFirst;
  private final List<Long> pauses = new ArrayList<>();

  @Test
  void readsAtOnceAndAgainWhenTheRefreshIsDue() {
    ReferenceLoader loader = loader();
    ReferenceSnapshot first = loader.load(ReferenceSnapshot.NONE);
    content = "second";

    clock.move(REFRESH.minusMillis(1));
    assertThat(loader.isDue(first)).isFalse();
    assertThat(name(loader.load(first))).isEqualTo("first");

    clock.move(Duration.ofMillis(1));
    assertThat(loader.isDue(first)).isTrue();
    assertThat(name(loader.load(first))).isEqualTo("second");
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void aFailedRefreshKeepsTheLastGoodContentAndIsCounted() {
    ReferenceLoader loader = loader();
    ReferenceSnapshot first = loader.load(ReferenceSnapshot.NONE);
    failFirst = 2;
    clock.move(REFRESH);

    ReferenceSnapshot failed = loader.load(first);

    assertThat(name(failed)).isEqualTo("first");
    assertThat(failures).isEqualTo(1);
    assertThat(loader.isDue(failed)).isTrue();
    assertThat(failed.triedAt()).isEqualTo(clock.millis());
  }

  @Test
  void anUncheckedExceptionOfASourceIsAFailedReadWithoutItsMessage() {
    assertThatThrownBy(
            () ->
                read(
                    (request, rows) -> {
                      throw new IllegalStateException("secret");
                    }))
        .isInstanceOf(ReferenceException.class)
        .hasMessageStartingWith(
            "the source failed with java.lang.IllegalStateException at io.portage.enrich.")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> read((request, rows) -> {}))
        .isInstanceOf(ReferenceException.class)
        .hasMessage("the source named no columns");
  }

  private static ReferenceTable read(ReferenceSource source) throws ReferenceException {
    ReferenceConfig config = new ReferenceConfig("none", source, "code", REFRESH);
    return ReferenceReader.readFromSource(
        new ReferenceSpec("countries", config, SPEC.target(), List.of("name")), 5);
  }

  @Test
  void isNotCompleteBeforeTheFirstRead() {
    failFirst = 1;
    ReferenceLoader loader = loader();

    ReferenceSnapshot failed = loader.load(ReferenceSnapshot.NONE);

    assertThat(loader.hasLoadedAll(failed)).isFalse();
    assertThat(loader.hasLoadedAll(loader.load(failed))).isTrue();
  }

  @Test
  void readsAgainIfTheStateOfAnOlderJobHasOtherColumns() {
    ReferenceSnapshot old =
        new ReferenceSnapshot(
            Map.of(
                "countries",
                new ReferenceTable("code", Columns.of("title"), Map.of(), clock.millis())),
            clock.millis());

    assertThat(loader().hasLoadedAll(old)).isFalse();
    assertThat(loader().isDue(old)).isTrue();
    assertThat(name(loader().load(old))).isEqualTo("first");
  }

  @Test
  void blocksTheCallerUntilTheFirstReadIfTheSideInputIsEmpty() throws Exception {
    failFirst = 30;
    ReferenceResolver current = resolver();

    assertThat(name(current.resolve(List.of(new ReferenceSnapshot(Map.of(), 1)))))
        .isEqualTo("first");
    assertThat(failures).isEqualTo(30);
    assertThat(pauses).hasSize(30).allMatch(pause -> pause <= 15_000);
    assertThat(pauses.get(0)).isLessThanOrEqualTo(375);
    assertThat(pauses.get(29)).isGreaterThanOrEqualTo(7_500);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void waitsForASlowFirstReadAndReadsOnce() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ReferenceReader slow =
        (spec, now) -> {
          started.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return read(spec, now);
        };
    ReferenceResolver current =
        new ReferenceResolver(
            new ReferenceLoader(List.of(SPEC), slow, clock, () -> failures++),
            clock,
            Duration.ofMinutes(16),
            pauses::add);
    CompletableFuture<ReferenceSnapshot> first = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                first.complete(current.resolve(List.of(ReferenceSnapshot.NONE)));
              } catch (InterruptedException e) {
                first.completeExceptionally(e);
              }
            });

    caller.start();
    started.await();
    assertThat(first).isNotDone();
    end.countDown();

    assertThat(name(first.get())).isEqualTo("first");
    assertThat(name(current.resolve(List.of(ReferenceSnapshot.NONE)))).isEqualTo("first");
    assertThat(readings).isEqualTo(1);
    caller.join();
  }

  @Test
  void usesTheNewestSnapshotOfTheSideInput() throws Exception {
    ReferenceResolver current = resolver();
    ReferenceSnapshot older = loader().load(ReferenceSnapshot.NONE);
    clock.move(REFRESH);
    content = "second";
    ReferenceSnapshot newer = loader().load(older);

    assertThat(current.resolve(List.of(newer, older))).isSameAs(newer);
  }

  @Test
  void readsAPrivateCopyIfTheSideInputIsFrozenButNotForEveryBatch() throws Exception {
    ReferenceSnapshot view = loader().load(ReferenceSnapshot.NONE);
    ReferenceResolver current = resolver();
    assertThat(name(current.resolve(List.of(view)))).isEqualTo("first");
    content = "second";

    clock.move(Duration.ofMinutes(17));
    assertThat(name(current.resolve(List.of(view)))).isEqualTo("second");
    assertThat(name(current.resolve(List.of(view)))).isEqualTo("second");
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void retriesAFailingSourceEveryThirtySecondsAndKeepsTheLastGoodContent() throws Exception {
    ReferenceSnapshot view = loader().load(ReferenceSnapshot.NONE);
    ReferenceResolver current = resolver();
    clock.move(Duration.ofMinutes(17));
    failFirst = 100;

    for (int i = 0; i < 10; i++) {
      assertThat(name(current.resolve(List.of(view)))).isEqualTo("first");
    }
    assertThat(failures).isEqualTo(1);
  }

  @Test
  void decodesItsEncodedBytes() throws Exception {
    Columns columns = Columns.of("name", "rank");
    ReferenceSnapshot references =
        new ReferenceSnapshot(
            Map.of(
                "empty", new ReferenceTable("k", columns, Map.of(), 0),
                "countries",
                    new ReferenceTable(
                        "code",
                        columns,
                        Map.of("A", Row.of(columns, "Å", 5L), "", Row.of(columns, null, true)),
                        77)),
            78);

    byte[] bytes = CoderUtils.encodeToByteArray(ReferenceSnapshotCoder.of(), references);

    assertThat(CoderUtils.decodeFromByteArray(ReferenceSnapshotCoder.of(), bytes))
        .isEqualTo(references);
  }

  private ReferenceResolver resolver() {
    return new ReferenceResolver(loader(), clock, Duration.ofMinutes(16), pauses::add);
  }

  private ReferenceLoader loader() {
    return new ReferenceLoader(List.of(SPEC), this::read, clock, () -> failures++);
  }

  private ReferenceTable read(ReferenceSpec spec, long now) throws ReferenceException {
    if (failFirst-- > 0) {
      throw new ReferenceException("out of reach");
    }
    readings++;
    Columns columns = spec.columns();
    return new ReferenceTable("code", columns, Map.of("A", Row.of(columns, content)), now);
  }

  private static Object name(ReferenceSnapshot references) {
    return references.get("countries").rows().get("A").get("name");
  }
}
