package io.portage.latest;

import static io.portage.latest.ChangeHistories.upsert;
import static io.portage.latest.KeepLatestTest.at;
import static io.portage.latest.KeepLatestTest.dropped;
import static io.portage.latest.KeepLatestTest.second;
import static io.portage.latest.KeepLatestTest.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.LatestConfig;
import io.portage.config.LatestConfig.LatePolicy;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.StageOutput.SideOutputs;
import io.portage.replay.SingletonChunks;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the panes of a shard. */
@ExtendWith(TestPipelineExtension.class)
final class KeepLatestOrderTest {
  private static final int CHANGES = 40;
  private static final int EMIT_MILLIS = 5;
  private static final LatestConfig CONFIG =
      new LatestConfig(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMillis(EMIT_MILLIS),
          LatePolicy.APPLY,
          1,
          1_000);
  private static final Queue<List<Long>> EMITTED = new ConcurrentLinkedQueue<>();

  private TestPipeline pipeline;

  @BeforeEach
  void take(TestPipeline testPipeline) {
    pipeline = testPipeline;
    EMITTED.clear();
  }

  /**
   * The panes of a shard are emitted in the order in which its changes came, whatever their times
   * are. Each step of the stream ends before the next one begins, so the order is that of the
   * stage. Time moves in steps that fire one window each, because Beam fires the windows of one
   * step in any order.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void emitsPanesInTheOrderInWhichTheirChangesCame(long seed) {
    record(KeepLatest.of(CONFIG), randomTimes(seed));

    assertThat(dropped(pipeline.run())).isZero();
    List<List<Long>> panes = emitted();
    assertThat(panes).hasSizeGreaterThan(5);
    assertThat(panes.stream().flatMap(List::stream).toList())
        .describedAs("the changes of the panes " + panes)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, CHANGES).boxed().toList());
  }

  /** The changes of the second window are emitted before older ones without the clamp. */
  @Test
  void emitsPanesInTheOrderOfTheirTimesWithoutTheClamp() {
    record(
        KeepLatest.of(CONFIG).withoutClamp(),
        stream()
            .addElements(at(25, upsert(1, 1, "a")))
            .addElements(at(3, upsert(2, 2, "b")))
            .advanceWatermarkTo(second(10)));

    pipeline.run();
    assertThat(emitted()).containsExactly(List.of(2L), List.of(1L));
  }

  /** Returns changes of different keys, each with a random time that is late or early. */
  private static TestStream.Builder<Change> randomTimes(long seed) {
    Random random = new Random(seed);
    TestStream.Builder<Change> stream = stream();
    long watermark = 0;
    for (int i = 1; i <= CHANGES; i++) {
      stream = stream.addElements(at(random.nextInt(2 * i), upsert(i, i, "n")));
      stream = milliseconds(stream, random.nextInt(4) == 0 ? 2 * EMIT_MILLIS : 1);
      if (random.nextInt(4) == 0) {
        watermark += 1 + random.nextInt(8);
        stream = stream.advanceWatermarkTo(second(watermark));
      }
    }
    stream = milliseconds(stream, 2 * EMIT_MILLIS);
    while (watermark < 2 * CHANGES) {
      watermark += 8;
      stream = stream.advanceWatermarkTo(second(watermark));
    }
    return stream;
  }

  private static TestStream.Builder<Change> milliseconds(
      TestStream.Builder<Change> stream, int count) {
    TestStream.Builder<Change> later = stream;
    for (int i = 0; i < count; i++) {
      later = later.advanceProcessingTime(org.joda.time.Duration.millis(1));
    }
    return later;
  }

  /** Records the keys of each batch of the only shard, in the order in which it is emitted. */
  private void record(KeepLatest latest, TestStream.Builder<Change> stream) {
    pipeline
        .apply("Changes", stream.advanceWatermarkToInfinity())
        .apply("Chunks", SingletonChunks.asChunk())
        .apply("Latest", latest)
        .sidesTo(new SideOutputs())
        .apply("Record", ParDo.of(new RecordFn()));
  }

  /** Returns the keys of each batch, sorted. */
  private static List<List<Long>> emitted() {
    return List.copyOf(EMITTED);
  }

  private static final class RecordFn extends DoFn<ChangeBatch, Void> {
    @ProcessElement
    public void process(@Element ChangeBatch batch) {
      EMITTED.add(
          batch.changes().stream().map(change -> (Long) change.key().get("id")).sorted().toList());
    }
  }
}
