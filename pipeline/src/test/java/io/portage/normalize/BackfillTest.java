package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.DebeziumConfig;
import io.portage.config.TableConfig.BackfillPolicy;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.decode.debezium.DebeziumJson;
import io.portage.decode.debezium.EnvelopeSettings;
import io.portage.model.Change;
import io.portage.model.Coordinates;
import io.portage.model.Reason;
import io.portage.model.Version;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The place of the rows of snapshots among the changes of the stream. */
class BackfillTest {
  private static final int KEYS = 4;

  private final Format format = new DebeziumJson("?", EnvelopeSettings.DEFAULT);
  private final TestBed bed =
      new TestBed().debezium(DebeziumConfig.UNSET).everyColumn().order(VersionOrder.POSITION);

  @BeforeEach
  void addTheTable() {
    bed.tables.with("users_enriched", "id int8 not null", "portage_version numeric");
    bed.key("id");
  }

  @Test
  void aLaterSnapshotOfANewSlotWinsOnlyIfItHeals() {
    DecodedRecord changed = postgres(0, 7, "u", 900L, 905);
    DecodedRecord snapshot = postgres(1, 3, "r", null, 1000);
    DecodedRecord after = postgres(0, 8, "u", 990L, 1010);

    assertThat(version(snapshot).isAfter(version(changed))).isFalse();

    TestBed healing = healing();
    assertThat(version(healing, snapshot).isAfter(version(healing, changed))).isTrue();
    // The first transaction after the snapshot: its last commit is before the snapshot.
    assertThat(version(healing, after).isAfter(version(healing, snapshot))).isTrue();
  }

  @Test
  void aRowWithoutAPositionCannotHeal() {
    RecordingOutput output = healing().run(mysql(9, "r", "", 0, "", null));

    assertThat(output.dead).hasSize(1);
    assertThat(output.dead.get(0).cause().reason()).isEqualTo(Reason.MISSING_VERSION);
    assertThat(output.dead.get(0).cause().message()).contains("tables[].backfill: heal");
  }

  @Test
  void aRowOfAnIncrementalSnapshotOfMySqlIsOrderedByItsPosition() {
    Version older = version(mysql(1, "u", "bin.000003", 500, "u:1", "false"));
    Version read = version(mysql(2, "r", "bin.000003", 700, "u:3", "incremental"));
    Version newer = version(mysql(3, "u", "bin.000003", 900, "u:4", "false"));

    assertThat(read.isAfter(older)).isTrue();
    assertThat(newer.isAfter(read)).isTrue();
    assertThat(older.isAfter(version(mysql(4, "r", "", 0, "", "incremental")))).isTrue();
  }

  /**
   * Transactions commit one after the other; a snapshot is read at any moment, by the connector
   * that streams (an incremental one, between two signals) or by another one, into another
   * partition. In whatever order the records arrive, each key ends with the row that is newest at
   * the source.
   */
  @ParameterizedTest
  @EnumSource(BackfillPolicy.class)
  void theNewestRowWinsInEveryHistory(BackfillPolicy policy) {
    for (int seed = 0; seed < 300; seed++) {
      TestBed used = policy == BackfillPolicy.HEAL ? healing() : bed;
      new History(new Random(seed), policy == BackfillPolicy.HEAL).run(used, seed);
    }
  }

  private TestBed healing() {
    TestBed healing =
        new TestBed()
            .debezium(DebeziumConfig.UNSET)
            .everyColumn()
            .order(VersionOrder.POSITION)
            .backfill(BackfillPolicy.HEAL)
            .key("id");
    healing.tables.with("users_enriched", "id int8 not null", "portage_version numeric");
    return healing;
  }

  /** A source's log, and the records that connectors make of it. */
  private final class History {
    private final Random random;
    private final boolean otherConnector;
    private final Map<Integer, Integer> source = new HashMap<>();
    private final List<DecodedRecord> records = new ArrayList<>();

    /** For each record: the key and the content, a number that rises with each change. */
    private final List<int[]> contents = new ArrayList<>();

    private long lsn = 100;
    private long lastCommit = 100;
    private int content;

    History(Random random, boolean otherConnector) {
      this.random = random;
      this.otherConnector = otherConnector;
    }

    void run(TestBed used, int seed) {
      for (int step = 0; step < 12; step++) {
        if (random.nextInt(4) > 0) {
          transaction();
        } else if (otherConnector && random.nextBoolean()) {
          snapshotOfAnotherConnector();
        } else {
          incrementalSnapshot();
        }
      }
      Map<Integer, Version> newest = new HashMap<>();
      Map<Integer, Integer> target = new HashMap<>();
      for (int i = 0; i < records.size(); i++) {
        Version version = version(used, records.get(i));
        int key = contents.get(i)[0];
        Version known = newest.get(key);
        if (known == null || version.isAfter(known)) {
          newest.put(key, version);
          target.put(key, contents.get(i)[1]);
        }
      }
      assertThat(target).as("seed %s", seed).isEqualTo(source);
    }

    private void transaction() {
      Map<Integer, Integer> written = new HashMap<>();
      int rows = 1 + random.nextInt(3);
      for (int i = 0; i < rows; i++) {
        int key = random.nextInt(KEYS);
        lsn += 10;
        content++;
        written.put(key, content);
        add(postgres(0, records.size(), "u", lastCommit, lsn, key), key, content);
      }
      lsn += 10;
      lastCommit = lsn;
      source.putAll(written);
    }

    private void incrementalSnapshot() {
      lsn += 20; // the signal is a transaction of its own
      long signal = lsn;
      source.forEach(
          (key, value) ->
              add(postgres(0, records.size(), "r", lastCommit, signal, key), key, value));
      lsn += 10;
      lastCommit = lsn;
    }

    /** The connector has seen no commit; its records come before and after all others. */
    private void snapshotOfAnotherConnector() {
      lsn += 5;
      long at = lsn;
      source.forEach(
          (key, value) -> add(postgres(1, records.size(), "r", null, at, key), key, value));
    }

    private void add(DecodedRecord record, int key, int value) {
      int place = random.nextInt(records.size() + 1);
      records.add(place, record);
      contents.add(place, new int[] {key, value});
    }
  }

  private Version version(DecodedRecord record) {
    return version(bed, record);
  }

  private static Version version(TestBed used, DecodedRecord record) {
    RecordingOutput output = used.run(record);
    assertThat(output.dead).isEmpty();
    Change change = output.changes.get(0);
    return change.version();
  }

  private DecodedRecord postgres(
      int partition, long offset, String op, @Nullable Long lastCommit, long lsn) {
    return postgres(partition, offset, op, lastCommit, lsn, 1);
  }

  private DecodedRecord postgres(
      int partition, long offset, String op, @Nullable Long lastCommit, long lsn, int key) {
    String snapshot = op.equals("r") ? (lastCommit == null ? "true" : "incremental") : "false";
    String last = lastCommit == null ? "null" : "\\\"" + lastCommit + "\\\"";
    return record(
        partition,
        offset,
        """
        {"before":null,"after":{"id":%s},"op":"%s","ts_ms":5,"source":{"connector":"postgresql",
         "snapshot":"%s","sequence":"[%s,\\"%s\\"]","lsn":%s,"ts_ms":5}}"""
            .formatted(key, op, snapshot, last, lsn, lsn));
  }

  private DecodedRecord mysql(
      long offset, String op, String file, long pos, String gtid, @Nullable String snapshot) {
    return record(
        0,
        offset,
        """
        {"before":null,"after":{"id":1},"op":"%s","ts_ms":5,"source":{"connector":"mysql",
         "snapshot":"%s","file":"%s","pos":%s,"row":0,"gtid":"%s","ts_ms":5}}"""
            .formatted(op, snapshot, file, pos, gtid));
  }

  private DecodedRecord record(int partition, long offset, String json) {
    byte[] value = json.getBytes(StandardCharsets.UTF_8);
    SourceRecord record =
        new SourceRecord(
            new Coordinates("users_cdc", partition, offset), offset, 5, null, value, List.of(), 0);
    return new DecodedRecord(record, format.decode("users_cdc", value));
  }
}
