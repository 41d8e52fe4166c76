package io.portage.latest;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.LatestConfig;
import io.portage.config.LatestConfig.LatePolicy;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.RowKey;
import io.portage.model.StageOutput.SideOutputs;
import io.portage.model.Stripes;
import io.portage.model.encoding.ChangeCoder;
import io.portage.replay.SingletonChunks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The size and the contents of batches; no change is lost. */
@ExtendWith(TestPipelineExtension.class)
final class KeepLatestLimitsTest {
  private static final int CHANGES = 1_500;
  private static final int PANE_ROWS = 20;
  private static final int SHARDS = 3;

  private TestPipeline pipeline;

  @BeforeEach
  void take(TestPipeline testPipeline) {
    pipeline = testPipeline;
  }

  @Test
  void emitsEveryChangeOfABoundedRunInBatchesOfBoundedSizePerShard() {
    PCollection<ChangeBatch> batches =
        pipeline
            .apply("Changes", Create.timestamped(changes()).withCoder(ChangeCoder.of()))
            .apply("Chunks", SingletonChunks.asChunk())
            .apply("Latest", KeepLatest.of(config()))
            .sidesTo(new SideOutputs());

    PAssert.that(batches)
        .satisfies(
            all -> {
              long records = 0;
              for (ChangeBatch batch : all) {
                assertBounded(batch);
                records += batch.changes().stream().mapToLong(Change::recordCount).sum();
              }
              assertThat(records).isEqualTo(CHANGES);
              return null;
            });

    pipeline.run().waitUntilFinish();
  }

  private static void assertBounded(ChangeBatch batch) {
    Set<RowKey> keys = new HashSet<>();
    for (Change change : batch.changes()) {
      assertThat(Stripes.shardOf(Stripes.of(change), SHARDS)).isEqualTo(batch.shard());
      assertThat(keys.add(RowKey.of(change))).isTrue();
    }
    assertThat(batch.changes()).hasSizeBetween(1, PANE_ROWS);
  }

  /** Changes over two minutes, some of them hours late. */
  private static List<TimestampedValue<Change>> changes() {
    Random random = new Random(1);
    List<TimestampedValue<Change>> changes = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      long back = random.nextInt(50) == 0 ? 36_000_000 : 0;
      changes.add(
          TimestampedValue.of(
              ChangeHistories.upsert(random.nextInt(500), i, "n" + i),
              Instant.ofEpochMilli(100_000_000 + i * 24L - back)));
    }
    return changes;
  }

  private static LatestConfig config() {
    return new LatestConfig(
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        LatePolicy.APPLY,
        SHARDS,
        PANE_ROWS);
  }
}
