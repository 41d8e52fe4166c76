package io.portage.memorysink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.reading.ConfigReader;
import io.portage.decode.Formats;
import io.portage.enrich.EnrichRows;
import io.portage.latest.ChangeMerge;
import io.portage.latest.KeepLatest;
import io.portage.memorysink.MemorySinkProvider.MemorySinkConfig;
import io.portage.metrics.Ledger;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Columns;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.StageOutput.SideOutputs;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.model.encoding.DecodedRecordCoder;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.SourceRecord;
import io.portage.normalize.NormalizeChanges;
import io.portage.replay.SingletonChunks;
import io.portage.upsert.UpsertRows;
import io.portage.upsert.write.UpsertData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A sink that only the tests have: one folder, and one line of {@code META-INF/services}. */
@ExtendWith(TestPipelineExtension.class)
final class MemorySinkTest {
  private static final UpsertData GIVEN = new UpsertData("people");

  @TempDir private Path folder;

  private PortageConfig config(String target) throws Exception {
    return config(target, "");
  }

  private PortageConfig config(String target, String reference) throws Exception {
    String yaml =
        """
        name: people
        source:
          kafka: {bootstrapServers: "k:9092", topics: [people], groupId: g}
          format: envelope-json
        references:
          grades: {csv: %s, key: level}
          %s
        tables:
          - from: people
            to: people
            key: [id]
            deletes: hard
            columns:
              id: {from: id}
              name: {from: name}
              parent: {from: parent}
              loud: {value: "row.name + '!'"}
              grade: {lookup: grades, by: level, column: title, miss: "null"}
            metadata: {version: v}
        target: %s
        deadLetters: {files: letters}
        """
            .formatted(
                Files.writeString(folder.resolve("grades.csv"), "level,title\n7,chief\n"),
                reference,
                target);
    return ConfigReader.read(Files.writeString(folder.resolve("job.yaml"), yaml), Map.of());
  }

  @Test
  void readsTheSectionOfTheSink() throws Exception {
    PortageConfig config =
        config("{memory: {store: s, token: t}, onStale: dead-letter, batch: {rows: 7}}");

    assertThat(config.target().sink()).isEqualTo(new MemorySinkConfig("s", Secret.of("t")));
    assertThat(config.target().batchRows()).isEqualTo(7);
    assertThat(config.secrets()).containsEntry("target.memory.token", Secret.of("t"));
  }

  @Test
  void rejectsWhatTheSinkDoesNotHave() {
    assertThatThrownBy(() -> config("{memory: {stor: s}, tombstones: t, waiting: {table: t}}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("target.memory.store: is missing")
        .hasMessageContaining("target.memory.stor: unknown key")
        .hasMessageContaining("target.tombstones: unknown key")
        .hasMessageContaining("target.waiting.table: unknown key");
    assertThatThrownBy(
            () ->
                config(
                    "{memory: {store: s}, jdbc: {url: 'jdbc:postgresql://h/d', user: u,"
                        + " password: p}}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("target.memory: the target already has the sink jdbc");
    assertThatThrownBy(() -> config("{memory: }"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("target.memory: is missing");
    assertThatThrownBy(
            () -> config("{memory: {store: s}}", "codes: {jdbc: {query: select 1}, key: code}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "references.codes: jdbc needs url, user and password: the target is not a JDBC"
                + " database");
  }

  /** Decoded records pass Normalize and Enrich without a catalog, unchanged except for columns. */
  @Test
  void takesRowsOfAnyColumns(TestPipeline pipeline, TestInfo test) throws Exception {
    String store = test.getDisplayName();
    PortageConfig config = config("{memory: {store: '" + store + "'}}");
    Format format = Formats.of(config.source());
    List<DecodedRecord> records =
        List.of(
            record(format, 0, "c", "{\"id\": 1, \"name\": \"Ann\", \"level\": 7}"),
            record(format, 1, "c", "{\"id\": 2, \"name\": \"Bob\", \"parent\": 1}"));

    SideOutputs sides = new SideOutputs();
    pipeline
        .apply("Records", Create.of(records).withCoder(DecodedRecordCoder.of()))
        .apply("Chunks", SingletonChunks.asChunk())
        .apply("Normalize", NormalizeChanges.of(config, format))
        .sidesTo(sides)
        .apply("Latest", KeepLatest.of(config.latest()))
        .sidesTo(sides)
        .apply("Enrich", EnrichRows.with(config, true))
        .sidesTo(sides)
        .apply("Upsert", UpsertRows.into(config, ChangeMerge::merge).bounded(true))
        .sidesTo(sides);
    pipeline.run().waitUntilFinish();

    assertThat(MemoryStore.of(store).row(key(1)))
        .isEqualTo(Map.of("id", 1L, "name", "Ann", "loud", "Ann!", "grade", "chief"));
    assertThat(MemoryStore.of(store).row(key(2)))
        .isEqualTo(Map.of("id", 2L, "name", "Bob", "loud", "Bob!", "parent", 1L));
  }

  @Test
  void everyResultIsAnOutcomeAndIsCounted(TestPipeline pipeline, TestInfo test) throws Exception {
    String store = test.getDisplayName();
    PortageConfig config = config("{memory: {store: '" + store + "'}, waiting: {atMost: 5s}}");
    MemoryStore.of(store).fail(3);
    TestStream<ChangeBatch> batches =
        TestStream.create(ChangeBatchCoder.of())
            .addElements(
                batch(
                    GIVEN.upsert(1L, 5, "name", "one"), // after three attempts
                    GIVEN.upsert(2L, 6, "name", "child", "parent", 3L))) // parked
            .addElements(
                batch(
                    GIVEN.upsert(1L, 5, "name", "one"), // duplicate
                    GIVEN.upsert(2L, 7, "name", "Child"))) // merged into the parked one
            .addElements(
                batch(
                    GIVEN.upsert(1L, 4, "name", "old"), // stale
                    GIVEN.upsert(4L, 8, "name", "far too long a name"), // dead
                    GIVEN.upsert(5L, 9, "name", "orphan", "parent", 9L), // dead after a time
                    GIVEN.upsert(3L, 10, "name", "parent")))
            .advanceWatermarkToInfinity();

    SideOutputs sides = new SideOutputs();
    var done =
        pipeline
            .apply("Batches", batches)
            .apply("Upsert", UpsertRows.into(config, ChangeMerge::merge).bounded(true))
            .sidesTo(sides);
    PCollection<DeadLetter> dead = sides.dead().get(0);
    PAssert.that(dead)
        .satisfies(
            all -> {
              assertThat(all)
                  .extracting(letter -> letter.id() + " " + letter.cause().reason())
                  .containsExactlyInAnyOrder(
                      "topic-0-8 " + Reason.CONSTRAINT, "topic-0-9 " + Reason.ROW_MISSING);
              return null;
            });
    PAssert.that(done)
        .satisfies(
            all -> {
              List<OffsetRanges> origins =
                  StreamSupport.stream(all.spliterator(), false)
                      .map(completion -> completion.origins())
                      .toList();
              assertThat(OffsetRanges.union(origins))
                  .isEqualTo(
                      OffsetRanges.union(
                          List.of(
                              GIVEN.upsert(1L, 4).origins(),
                              GIVEN.upsert(1L, 5).origins(),
                              GIVEN.upsert(1L, 6).origins(),
                              GIVEN.upsert(1L, 7).origins(),
                              GIVEN.upsert(1L, 10).origins())));
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    MemoryStore rows = MemoryStore.of(store);
    assertThat(rows.row(key(1))).isEqualTo(Map.of("id", 1L, "name", "one"));
    assertThat(rows.row(key(2))).containsEntry("name", "Child");
    assertThat(rows.row(key(3))).containsEntry("name", "parent");
    assertThat(rows.row(key(5))).isNull();
    Map<String, Long> metrics = metrics(result);
    assertThat(metrics)
        .containsEntry("Upsert.applied", 3L)
        .containsEntry("Upsert.superseded", 1L)
        .containsEntry("Upsert.duplicate", 1L)
        .containsEntry("Upsert.stale", 1L)
        .containsEntry("Upsert.retries", 3L)
        .containsEntry("Upsert.retries.503", 3L)
        .containsEntry("Upsert.table.people.applied", 3L)
        .containsEntry("Upsert.table.people.refused", 2L)
        .containsEntry("Upsert.table.people.lag.ms.count", 3L);
    assertThat(metrics.get("Upsert.parked")).isPositive().isEqualTo(metrics.get("Upsert.unparked"));
    assertThat(metrics.get("Upsert.write.ms.count"))
        .isPositive()
        .isEqualTo(metrics.get("Upsert.batch.rows.count"));
  }

  @Test
  void aStaleChangeIsADeadLetterIfThatIsConfigured(TestPipeline pipeline, TestInfo test)
      throws Exception {
    String store = test.getDisplayName();
    PortageConfig config = config("{memory: {store: '" + store + "'}, onStale: dead-letter}");
    MemoryStore.of(store).putIfNewer(GIVEN.upsert(1L, 5, "name", "new"));

    SideOutputs sides = new SideOutputs();
    pipeline
        .apply(
            "Batches",
            Create.of(batch(GIVEN.upsert(1L, 4, "name", "old"))).withCoder(ChangeBatchCoder.of()))
        .apply("Upsert", UpsertRows.into(config, ChangeMerge::merge).bounded(true))
        .sidesTo(sides);
    PAssert.that(sides.dead().get(0))
        .satisfies(
            all -> {
              assertThat(all)
                  .extracting(letter -> letter.cause().reason())
                  .containsExactly(Reason.STALE);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static DecodedRecord record(Format format, long offset, String op, String after) {
    byte[] value =
        "{\"op\": \"%s\", \"after\": %s, \"timestamp_ms\": %d}"
            .formatted(op, after, 1_726_531_260_000L + offset)
            .getBytes(StandardCharsets.UTF_8);
    return new DecodedRecord(
        new SourceRecord(
            new Coordinates("people", 0, offset), offset, 0, null, value, List.of(), 0),
        format.decode("people", value));
  }

  private static ChangeBatch batch(Change... changes) {
    return new ChangeBatch(0, new ArrayList<>(List.of(changes)));
  }

  private static RowKey key(long id) {
    return RowKey.of("people", Row.of(Columns.of("id"), id));
  }

  private static Map<String, Long> metrics(PipelineResult result) {
    MetricQueryResults found =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.inNamespace(Ledger.NAMESPACE))
                    .build());
    Map<String, Long> metrics = new TreeMap<>();
    found
        .getCounters()
        .forEach(
            counter ->
                metrics.merge(counter.getName().getName(), counter.getAttempted(), Long::sum));
    return metrics;
  }
}
