package io.portage.latest;

import static io.portage.latest.ChangeHistories.delete;
import static io.portage.latest.ChangeHistories.lateBy;
import static io.portage.latest.ChangeHistories.partial;
import static io.portage.latest.ChangeHistories.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.LatestConfig;
import io.portage.config.LatestConfig.LatePolicy;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.DeadLetter;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.StageOutput.SideOutputs;
import io.portage.model.encoding.ChangeCoder;
import io.portage.replay.SingletonChunks;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The stage on the direct runner. Windows are 10 s long, early firings come every second, and the
 * allowed lateness is a minute. There is one shard, so that a batch is a pane.
 */
@ExtendWith(TestPipelineExtension.class)
final class KeepLatestTest {
  static final LatestConfig CONFIG = config(LatePolicy.APPLY);

  private TestPipeline pipeline;

  @BeforeEach
  void take(TestPipeline testPipeline) {
    pipeline = testPipeline;
  }

  // The five cases of lateness.

  @Test
  void onTimeChangesAreEmittedTogetherAtTheEndOfTheirWindow() {
    PCollection<String> panes =
        panes(
            KeepLatest.of(CONFIG),
            stream()
                .addElements(at(1, upsert(1, 1, "a")), at(2, upsert(2, 2, "b")))
                .addElements(at(3, upsert(1, 3, "c")))
                .advanceWatermarkTo(second(10)));

    PAssert.that(panes).containsInAnyOrder("1=c x2, 2=b x1");

    assertThat(dropped(pipeline.run())).isZero();
  }

  @Test
  void speculativePanesAreEmittedBeforeTheEndOfTheirWindowAndNotRepeated() {
    PCollection<String> panes =
        panes(
            KeepLatest.of(CONFIG),
            stream()
                .addElements(at(1, upsert(1, 1, "a")))
                .advanceProcessingTime(org.joda.time.Duration.standardSeconds(2))
                .addElements(at(3, upsert(1, 3, "c")))
                .advanceProcessingTime(org.joda.time.Duration.standardSeconds(2))
                .addElements(at(4, upsert(2, 4, "d")))
                .advanceWatermarkTo(second(10)));

    PAssert.that(panes).containsInAnyOrder("1=a x1", "1=c x1", "2=d x1");

    assertThat(dropped(pipeline.run())).isZero();
  }

  @Test
  void unobservablyLateChangesJoinTheirWindowsOnTimePane() {
    PCollection<String> panes =
        panes(
            KeepLatest.of(CONFIG),
            stream()
                .addElements(at(1, upsert(1, 1, "a")))
                .advanceWatermarkTo(second(8))
                .addElements(at(3, upsert(1, 3, "c")))
                .advanceWatermarkTo(second(10)));

    PAssert.that(panes).containsInAnyOrder("1=c x2");

    assertThat(dropped(pipeline.run())).isZero();
  }

  @Test
  void observablyLateChangesJoinTheWindowThatIsOpen() {
    PCollection<String> panes =
        panes(
            KeepLatest.of(CONFIG),
            stream()
                .addElements(at(1, upsert(1, 1, "a")))
                .advanceWatermarkTo(second(12))
                .addElements(at(3, upsert(1, 3, "c")))
                .addElements(at(13, upsert(2, 13, "d")))
                .advanceWatermarkTo(second(20)));

    PAssert.that(panes).containsInAnyOrder("1=a x1", "1=c x1, 2=d x1");

    assertThat(dropped(pipeline.run())).isZero();
  }

  /** Beam would drop these elements and only count them; the clamp prevents that. */
  @Test
  void droppablyLateChangesAreNotDropped() {
    PCollection<String> panes = panes(KeepLatest.of(CONFIG), withADroppablyLateChange());

    PAssert.that(panes).containsInAnyOrder("1=a x1", "1=c x1");

    PipelineResult result = pipeline.run();
    assertThat(dropped(result)).isZero();
    assertThat(counter(result, "Latest.clamped")).isOne();
  }

  @Test
  void droppablyLateChangesWouldBeDroppedWithoutTheClamp() {
    PCollection<String> panes =
        panes(KeepLatest.of(CONFIG).withoutClamp(), withADroppablyLateChange());

    PAssert.that(panes).containsInAnyOrder("1=a x1");

    assertThat(dropped(pipeline.run())).isOne();
  }

  /** The behaviour on a runner whose timers do not return the watermark. */
  @Test
  void everyObservablyLateChangeFiresAPaneWithoutTheClamp() {
    PCollection<String> panes =
        panes(
            KeepLatest.of(CONFIG).withoutClamp(),
            stream()
                .addElements(at(1, upsert(1, 1, "a")))
                .advanceWatermarkTo(second(12))
                .addElements(at(3, upsert(1, 3, "c")))
                .addElements(at(4, upsert(1, 4, "d")))
                .advanceWatermarkTo(second(20)));

    PAssert.that(panes).containsInAnyOrder("1=a x1", "1=c x1", "1=d x1");

    assertThat(dropped(pipeline.run())).isZero();
  }

  // Changes that are late by their own time.

  @Test
  void appliesAndCountsLateChanges() {
    PCollection<String> panes =
        panes(
            KeepLatest.of(CONFIG),
            stream()
                .addElements(at(1, lateBy(upsert(1, 1, "a"), 60_000)))
                .addElements(at(2, lateBy(upsert(2, 2, "b"), 60_001)))
                .advanceWatermarkTo(second(10)));

    PAssert.that(panes).containsInAnyOrder("1=a x1, 2=b x1");

    assertThat(counter(pipeline.run(), "Latest.late")).isOne();
  }

  @Test
  void deadLettersOfLateChangesContainTheLateness() {
    SideOutputs sides = new SideOutputs();
    Clock clock = Clock.fixed(java.time.Instant.ofEpochMilli(77), ZoneOffset.UTC);
    Change late = lateBy(upsert(2, 2, "b"), 60_001);
    PCollection<String> panes =
        panes(
            KeepLatest.of(config(LatePolicy.DEAD_LETTER)).withClock(clock),
            stream()
                .addElements(at(1, lateBy(upsert(1, 1, "a"), 60_000)))
                .addElements(at(2, late))
                .advanceWatermarkTo(second(10)),
            sides);

    PAssert.that(panes).containsInAnyOrder("1=a x1");
    PAssert.that(sides.dead().get(0))
        .containsInAnyOrder(
            DeadLetter.ofChange(
                Stage.LATEST,
                DeadLetter.FailureCause.of(
                    Reason.LATE, "late by PT1M0.001S, allowed lateness is PT1M"),
                77,
                late));

    assertThat(counter(pipeline.run(), "Latest.late")).isOne();
  }

  // Windows and the guard.

  /** Each window's latest change is correct, and only versions decide which write wins. */
  @Test
  void leavesTheOrderOfTwoWindowsToTheGuard() {
    PCollection<String> panes =
        panes(
            KeepLatest.of(CONFIG),
            stream()
                .addElements(at(9, delete(1, 4)))
                .advanceWatermarkTo(second(10))
                .addElements(at(10, upsert(1, 3, "stale")))
                .advanceWatermarkTo(second(20)));

    PAssert.that(panes).containsInAnyOrder("1=- x1", "1=stale x1");

    pipeline.run();
  }

  /** A batch with a repeated key would fail in one {@code ON CONFLICT} statement. */
  @Test
  void emitsAKeyOncePerBatch() {
    PCollection<String> panes =
        panes(
            KeepLatest.of(CONFIG),
            stream()
                .addElements(at(1, upsert(1, 1, "a")), at(1, upsert(1, 2, "b")))
                .addElements(at(2, upsert(1, 3, "c")))
                .advanceWatermarkTo(second(10)));

    PAssert.that(panes).containsInAnyOrder("1=c x3");

    pipeline.run();
  }

  /** Within a bundle, and across bundles. */
  @Test
  void keepsColumnsThatLaterChangesDoNotContain() {
    PCollection<String> panes =
        panes(
            KeepLatest.of(CONFIG),
            stream()
                .addElements(at(1, upsert(1, 1, "a")), at(1, partial(1, 2, "id", 1L)))
                .addElements(at(2, partial(1, 3, "id", 1L)))
                .advanceWatermarkTo(second(10)));

    PAssert.that(panes).containsInAnyOrder("1=a x3");

    pipeline.run();
  }

  /**
   * Otherwise the newer window's partial row could be written first and lose its missing columns
   * permanently.
   */
  @Test
  void emitsAPartialRowAfterTheChangesBeforeIt() {
    PCollection<String> panes =
        panes(
            KeepLatest.of(CONFIG),
            stream()
                .addElements(at(25, upsert(1, 1, "a")))
                .addElements(at(3, partial(1, 2, "id", 1L)))
                .advanceWatermarkTo(second(10)));

    PAssert.that(panes).containsInAnyOrder("1=a x2");

    pipeline.run();
  }

  @Test
  void emitsTheRestAtTheEndOfTheInput() {
    PCollection<String> panes =
        panes(
            KeepLatest.of(CONFIG),
            stream()
                .addElements(at(1, upsert(1, 1, "a")))
                .advanceProcessingTime(org.joda.time.Duration.standardHours(1))
                .addElements(at(3, upsert(1, 3, "c"))));

    PAssert.that(panes).containsInAnyOrder("1=a x1", "1=c x1");

    assertThat(dropped(pipeline.run())).isZero();
  }

  private static TestStream.Builder<Change> withADroppablyLateChange() {
    return stream()
        .addElements(at(1, upsert(1, 1, "a")))
        .advanceWatermarkTo(second(600))
        .addElements(at(3, upsert(1, 3, "c")));
  }

  private PCollection<String> panes(KeepLatest latest, TestStream.Builder<Change> stream) {
    return panes(latest, stream, new SideOutputs());
  }

  private PCollection<String> panes(
      KeepLatest latest, TestStream.Builder<Change> stream, SideOutputs sides) {
    return pipeline
        .apply("Changes", stream.advanceWatermarkToInfinity())
        .apply("Chunks", SingletonChunks.asChunk())
        .apply("Latest", latest)
        .sidesTo(sides)
        .apply("Say", MapElements.into(TypeDescriptors.strings()).via(KeepLatestTest::describe));
  }

  private static String describe(ChangeBatch batch) {
    return batch.changes().stream()
        .map(KeepLatestTest::describe)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String describe(Change change) {
    Object name = change.op() == Change.Op.DELETE ? "-" : change.row().get("name");
    return change.key().get("id") + "=" + name + " x" + change.recordCount();
  }

  static TestStream.Builder<Change> stream() {
    return TestStream.create(ChangeCoder.of()).advanceWatermarkTo(second(0));
  }

  static TimestampedValue<Change> at(long second, Change change) {
    return TimestampedValue.of(change, second(second));
  }

  static Instant second(long second) {
    return Instant.ofEpochMilli(second * 1_000);
  }

  private static LatestConfig config(LatePolicy late) {
    return new LatestConfig(
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        late,
        1,
        1_000);
  }

  static long dropped(PipelineResult result) {
    return sum(result, "DroppedDueToLateness");
  }

  private static long counter(PipelineResult result, String name) {
    return sum(result, name);
  }

  private static long sum(PipelineResult result, String name) {
    result.waitUntilFinish();
    long sum = 0;
    for (MetricResult<Long> metric :
        result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      if (metric.getName().getName().equalsIgnoreCase(name)) {
        sum += metric.getAttempted();
      }
    }
    return sum;
  }
}
