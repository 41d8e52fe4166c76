package io.portage.verify.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.Change.Provenance;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.Columns;
import io.portage.model.Coordinates;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SortedEntriesTest {
  private static final Columns KEY = Columns.of("id");
  private static final Columns ROW = Columns.of("id", "name");

  /** A buffer of a few entries, so that there are many files, which are merged several times. */
  @Test
  void mergesEachKeyOnceInWhateverOrderItsChangesCome() throws Exception {
    Random random = new Random(1);
    Map<RowKey, LogEntry> expected = new HashMap<>();
    List<LogEntry> visited = new ArrayList<>();
    try (SortedEntries entries = SortedEntries.create(2_000)) {
      for (int i = 0; i < 3_000; i++) {
        LogEntry entry = entry(random.nextInt(300), random.nextInt(1_000_000), random.nextInt(8));
        expected.merge(entry.identity(), entry, LogEntry::plus);
        entries.add(entry);
      }
      entries.visit(visited::add);
    }

    assertThat(visited).hasSameSizeAs(expected.values());
    long last = Long.MIN_VALUE;
    for (LogEntry entry : visited) {
      LogEntry same = expected.get(entry.identity());
      assertThat(same).isNotNull();
      assertThat(entry.inLog()).isEqualTo(same.inLog());
      assertThat(entry.inTarget()).isEqualTo(same.inTarget());
      if (entry.inLog()) {
        assertThat(entry.change().version()).isEqualTo(same.change().version());
        assertThat(entry.change().row()).isEqualTo(same.change().row());
      }
      assertThat(entry.identity().stableHash()).isGreaterThanOrEqualTo(last);
      last = entry.identity().stableHash();
    }
  }

  @Test
  void keysWithEqualHashesStayApart() throws Exception {
    List<LogEntry> visited = new ArrayList<>();
    try (SortedEntries entries = SortedEntries.create(1_000, key -> 7)) {
      for (int i = 0; i < 100; i++) {
        entries.add(entry(i % 20, i, 2));
      }
      entries.visit(visited::add);
    }

    assertThat(visited).extracting(entry -> entry.key().get(0)).hasSize(20).doesNotHaveDuplicates();
    assertThat(visited)
        .allSatisfy(entry -> assertThat(entry.change().version().offset()).isBetween(80L, 99L));
  }

  @Test
  void keepsTheLastRecordThatIsRejected() throws Exception {
    Row key = Row.of(KEY, 1L);
    List<LogEntry> visited = new ArrayList<>();
    try (SortedEntries entries = SortedEntries.create(1)) {
      entries.add(LogEntry.ofRejected("t", key, rejected(7)));
      entries.add(LogEntry.ofRejected("t", key, rejected(9)));
      entries.add(LogEntry.ofRejected("t", key, rejected(8)));
      entries.visit(visited::add);
    }

    assertThat(visited).hasSize(1);
    assertThat(visited.get(0).rejected()).isEqualTo(rejected(9));
    assertThat(visited.get(0).changeOrNull()).isNull();
  }

  private static RejectedRecord rejected(long offset) {
    return new RejectedRecord(
        new Coordinates("topic", 0, offset), ChangePart.ofRow(3, false), "reason " + offset);
  }

  private static LogEntry entry(long id, int offset, int kind) {
    Row key = Row.of(KEY, id);
    if (kind == 0) {
      return LogEntry.ofTarget("t", key);
    }
    Version version = new Version(0, 0, offset, 0, offset);
    Provenance provenance =
        new Provenance(
            new Coordinates("topic", 0, offset),
            ChangePart.WHOLE,
            0,
            0,
            0,
            OffsetRanges.of(new OffsetRange("topic", 0, offset, offset + 1, ChangePart.WHOLE)),
            1);
    return LogEntry.of(
        kind == 1
            ? new Change(
                "t",
                Change.Op.DELETE,
                key,
                Row.empty(),
                RowLineage.delete(version, false),
                provenance,
                null)
            : new Change(
                "t",
                Change.Op.UPSERT,
                key,
                Row.of(ROW, id, "name " + offset),
                RowLineage.fullRow(version),
                provenance,
                null));
  }
}
