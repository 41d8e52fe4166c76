package io.portage.latest;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.DebeziumConfig;
import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.config.TestConfigs;
import io.portage.decode.Formats;
import io.portage.decode.debezium.DebeziumJsonConfig;
import io.portage.expression.Expression;
import io.portage.model.Coordinates;
import io.portage.model.Row;
import io.portage.model.encoding.DecodedRecordCoder;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.SourceRecord;
import io.portage.target.TargetColumn;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.postgres.fitting.TestColumns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** Deeply nested values, on a thread with a smaller stack than the JVM's default. */
class NestedValuesTest {
  private static final long STACK = 768 * 1024;
  private static final TargetColumn DOC =
      TestColumns.column("doc", "jsonb", 0, 0, true, false, false);

  @Test
  void acceptsNestingWithinTheLimit() throws Exception {
    String doc = nested(1_590);

    Object written = onSmallStack(() -> passedThrough(doc));

    assertThat(written).isEqualTo(doc);
  }

  @Test
  void rejectsNestingBeyondTheLimit() throws Exception {
    for (int depth : new int[] {1_700, 200_000}) {
      String problem = onSmallStack(() -> decode(nested(depth)).error());

      assertThat(problem).startsWith("JSON beyond the limits");
    }
  }

  @Test
  void fitsJsonTextThatIsNestedDeeper() throws Exception {
    String doc = nested(9_000);

    assertThat(onSmallStack(() -> ColumnFitter.fit(DOC, doc))).isEqualTo(doc);
  }

  /** Passes a value through every step that recurses into it. */
  private static Object passedThrough(String doc) throws Exception {
    Envelope envelope = decode(doc);
    SourceRecord raw = new SourceRecord(new Coordinates("t", 0, 1), 1, 0, null, null, List.of(), 0);
    DecodedRecord event = new DecodedRecord(raw, envelope);
    DecodedRecord copy = CoderUtils.clone(DecodedRecordCoder.of(), event);
    Row row = copy.envelope().after().row();
    assertThat(row.equals(envelope.after().row())).isTrue();
    assertThat(row.hashCode()).isEqualTo(envelope.after().row().hashCode());
    assertThat(
            DeterministicValueComparator.compare(row.get("doc"), envelope.after().row().get("doc")))
        .isZero();
    Object computed = Expression.compile("row.doc").evaluate(row);
    assertThat(ColumnFitter.fit(DOC, computed)).isEqualTo(doc);
    return ColumnFitter.fit(DOC, row.get("doc"));
  }

  private static Envelope decode(String doc) {
    SourceConfig source =
        TestConfigs.source(
            "localhost:9092",
            List.of("t"),
            "g",
            StartFrom.COMMITTED,
            null,
            Map.of(),
            new DebeziumJsonConfig(DebeziumConfig.UNSET),
            Duration.ofMinutes(10),
            "__debezium_unavailable_value");
    String event = "{\"op\":\"c\",\"after\":{\"doc\":" + doc + "}}";
    return Formats.of(source).decode("t", event.getBytes(StandardCharsets.UTF_8));
  }

  /** Alternating objects and arrays. */
  private static String nested(int depth) {
    return "[{\"a\":".repeat(depth / 2) + "1" + "}]".repeat(depth / 2);
  }

  private static <T> T onSmallStack(java.util.concurrent.Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, "small stack", STACK);
    thread.start();
    return task.get();
  }
}
