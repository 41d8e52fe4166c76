package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.inTurn;
import static io.portage.upsert.write.TestTarget.together;
import static io.portage.upsert.write.UpsertData.v;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.DeleteMode;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Reason;
import io.portage.sandbox.Sandbox;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import io.portage.upsert.write.TestDatabase.PostgresOnly;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Key changes of partial rows to keys that other rows leave: swaps, and rows that all move to the
 * next key.
 */
class MovedChainsIT extends MovingTargetCase {
  /**
   * Writes the shards one after another in this order, then retries parked rows until nothing
   * changes.
   */
  private void write(DeleteMode deletes, int batchRows, List<List<Change>> shards) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      steps.add(new Step(i, shards.get(i)));
    }
    write(deletes, batchRows, shards.size(), steps);
  }

  private void write(DeleteMode deletes, int batchRows, int shards, List<Step> steps) {
    List<MovingTarget.Shard> all = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      all.add(moving.shard(deletes, batchRows));
    }
    for (Step step : steps) {
      all.get(step.shard()).write(step.changes().toArray(Change[]::new));
    }
    moving.retry(all.toArray(MovingTarget.Shard[]::new));
    assertThat(moving.dead).isEmpty();
    assertThat(all).allMatch(shard -> shard.parked.isEmpty());
  }

  /** The changes that one shard writes at a time. */
  private record Step(int shard, List<Change> changes) {}

  /**
   * Rows of the keys {@code at} and {@code at + 1} swap their keys through {@code at + 2}, each in
   * its own shard.
   */
  private List<List<Change>> swap(long at) {
    return List.of(
        List.of(
            given.upsert(at, 1, "name", "a", "big", "OF A"),
            moving.moved(at, 5, at + 2),
            moving.arrived(at, 6, "name", "b on a")),
        List.of(
            given.upsert(at + 1, 2, "name", "b", "big", "OF B"),
            moving.moved(at + 1, 6, at),
            moving.arrived(at + 1, 7, "name", "a on b")),
        List.of(moving.arrived(at + 2, 5, "name", "a away"), moving.moved(at + 2, 7, at + 1)));
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void rowsThatSwapTheirKeysByWayOfAThirdKeepTheirOwnValues(DeleteMode deletes) {
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < orders.length; i++) {
      long at = 10L * i;
      List<List<Change>> shards = swap(at);
      write(deletes, 100, Arrays.stream(orders[i]).mapToObj(shards::get).toList());
      expected.add(at + "|b on a|OF B|4");
      expected.add(at + 1 + "|a on b|OF A|4");
    }
    assertThat(moving.liveRows()).isEqualTo(expected);
    moving.assertNoMovedRows();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void rowsThatSwapTheirKeysInOneShardKeepTheirOwnValues(DeleteMode deletes) {
    List<Change> all = swap(1).stream().flatMap(List::stream).toList();

    write(deletes, 100, List.of(all));

    assertThat(moving.liveRows()).containsExactly("1|b on a|OF B|4", "2|a on b|OF A|4");
    moving.assertNoMovedRows();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowIsParkedUntilTheRowAtItsNewKeyHasMoved(DeleteMode deletes) {
    together(
        moving.writer(deletes),
        given.upsert(1L, 1, "name", "a", "big", "OF A"),
        given.upsert(2L, 2, "name", "b", "big", "OF B"));

    write(
        deletes,
        100,
        3,
        List.of(
            new Step(1, List.of(moving.moved(2, 6, 1))),
            new Step(0, List.of(moving.arrived(1, 6, "name", "b on a"))),
            new Step(2, List.of(moving.arrived(9, 5, "name", "a away"), moving.moved(9, 7, 2))),
            new Step(1, List.of(moving.arrived(2, 7, "name", "a on b"))),
            new Step(0, List.of(given.upsert(1L, 3, "name", "a", "big", "NEW A"))),
            new Step(0, List.of(moving.moved(1, 5, 9)))));

    assertThat(moving.liveRows()).containsExactly("1|b on a|OF B|4", "2|a on b|NEW A|5");
    moving.assertNoMovedRows();
  }

  /** Each row moves to the next key, the last one first; some bodies are new since the load. */
  private List<List<Change>> shift(int rows) {
    List<List<Change>> keys = new ArrayList<>();
    for (int id = 1; id <= rows + 1; id++) {
      List<Change> changes = new ArrayList<>();
      if (id <= rows) {
        changes.add(given.upsert((long) id, 2, "name", "n" + id, "big", "BODY " + id));
        changes.add(moving.moved(id, 100 + rows - id, id + 1L));
      }
      if (id > 1) {
        changes.add(moving.arrived(id, 101 + rows - id, "name", "from " + (id - 1)));
      }
      keys.add(changes);
    }
    return keys;
  }

  private static List<String> shifted(int rows) {
    List<String> expected = new ArrayList<>();
    for (int id = 1; id <= rows; id++) {
      String body = "BODY " + id;
      expected.add((id + 1) + "|from " + id + "|" + body + "|" + body.length());
    }
    return expected;
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void rowsThatAllGoToTheNextKeyKeepTheirOwnValues(DeleteMode deletes) {
    for (int seed = 0; seed < 4; seed++) {
      target.execute("DELETE FROM " + target.table);
      target.execute("DROP TABLE IF EXISTS " + target.tombstones);
      for (long id = 1; id <= 12; id += 2) {
        together(moving.writer(deletes), given.upsert(id, 1, "name", "old", "big", "OLD"));
      }
      Random random = new Random(seed);
      List<Deque<Change>> left = new ArrayList<>();
      shift(12).forEach(changes -> left.add(new ArrayDeque<>(changes)));
      List<Step> steps = new ArrayList<>();
      while (left.stream().anyMatch(changes -> !changes.isEmpty())) {
        int shard = random.nextInt(left.size());
        List<Change> some = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0 && !left.get(shard).isEmpty(); i--) {
          some.add(left.get(shard).removeFirst());
        }
        steps.add(new Step(shard, some));
      }

      write(deletes, 100, left.size(), steps);

      assertThat(moving.liveRows()).as("seed " + seed).isEqualTo(shifted(12));
    }
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void rowsThatAllGoToTheNextKeyInSmallBatchesKeepTheirOwnValues(DeleteMode deletes) {
    write(deletes, 3, List.of(shift(10).stream().flatMap(List::stream).toList()));

    assertThat(moving.liveRows()).isEqualTo(shifted(10));
    moving.assertNoMovedRows();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void anotherRowMayTakeTheFormerUniqueValueOfAMovedRow(DeleteMode deletes) {
    target.execute("CREATE UNIQUE INDEX ON " + target.table + " (name) WHERE gone IS NOT TRUE");

    WriteResult result =
        inTurn(
            moving.writer(deletes),
            given.upsert(1L, 1, "name", "wanted", "big", "LONG"),
            moving.moved(1, 5, 2),
            given.upsert(3L, 6, "name", "wanted", "big", "OTHER"),
            moving.arrived(2, 5, "name", "b"));

    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(moving.liveRows()).containsExactly("2|b|LONG|4", "3|wanted|OTHER|5");
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aMovedRowDoesNotCompleteALaterRowOfItsNewKey(DeleteMode deletes) {
    WriteResult result =
        inTurn(
            moving.writer(deletes),
            given.upsert(1L, 1, "name", "a", "big", "LONG"),
            moving.moved(1, 5, 2),
            moving.moved(2, 6, 3),
            moving.arrived(2, 7, "name", "b"));

    assertThat(result.parked().get(0).cause().reason()).isEqualTo(Reason.ROW_MISSING);
    assertThat(moving.liveRows()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  @PostgresOnly("these types")
  void valuesOfAllTypesMoveExactly(DeleteMode deletes, Sandbox sandbox) {
    String values =
        "0.1::float8 + 0.2, 'NaN', 1.50, '\\x00ff', '{\"a\": 1.0}', '{\"b\" : [1,  2]}',"
            + " '{{1,2},{3,NULL}}', '[2:3]={\"x y\",\"\"}', '-infinity', '1 mon -3 days"
            + " 04:05:06.7', 'ab ', B'101', E'back\\\\slash \"quoted\" \u00e4', '(1,2]', '12.34'";
    try (TestTarget kinds =
        new TestTarget(
            sandbox,
            "name text, f8 float8, f4 float4, n numeric(10,2), b bytea, jb jsonb, j json, ints"
                + " int[], texts text[], ts timestamptz, iv interval, c char(5), bits bit(3),"
                + " \"odd'\\ name\" text, r int4range, m money, kind bigint GENERATED ALWAYS AS"
                + " IDENTITY")) {
      kinds.execute(
          "INSERT INTO "
              + kinds.table
              + " (id, name, f8, f4, n, b, jb, j, ints, texts, ts, iv, c, bits, \"odd'\\ name\", r,"
              + " m) SELECT 1, 'a', "
              + values);
      String columns =
          "f8, f4, n, b, jb, j, ints, texts, ts, iv, c, bits, \"odd'\\ name\", r, m, kind";
      List<String> before = kinds.rows(columns);
      BatchWriter writer = deletes == DeleteMode.SOFT ? kinds.soft() : kinds.hard();

      inTurn(
          writer,
          kinds.given.delete(1L, 5).withNewKey(MovingTarget.key(2L)),
          kinds.given.change(
              Op.UPSERT,
              2L,
              UpsertData.withKey(2L, "name", "b"),
              RowLineage.partialRowMovedHere(v(5))));

      assertThat(
              kinds.query(
                  "SELECT " + columns + " FROM " + kinds.table + " WHERE id = 2 AND name = 'b'"))
          .isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aFullRowNeedsNoMovedRow(DeleteMode deletes) {
    Change whole = moving.arrivedFull(2, 5, "name", "b", "big", "NEW");

    inTurn(
        moving.writer(deletes),
        given.upsert(1L, 1, "name", "a", "big", "LONG"),
        moving.moved(1, 5, 2),
        whole);

    assertThat(moving.liveRows()).containsExactly("2|b|NEW|3");
    moving.assertNoMovedRows();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void rowsThatFollowEachOtherMoveInThatOrder(DeleteMode deletes) {
    BatchWriter writer = moving.writer(deletes);
    together(
        writer,
        given.upsert(1L, 1, "name", "one", "big", "ONE"),
        given.upsert(2L, 1, "name", "two", "big", "TWO"),
        given.upsert(3L, 1, "name", "three", "big", "THREE"));

    together(writer, moving.moved(1, 7, 2), moving.moved(2, 6, 3), moving.moved(3, 5, 4));
    together(
        writer,
        moving.arrived(2, 7, "name", "b"),
        moving.arrived(3, 6, "name", "c"),
        moving.arrived(4, 5, "name", "d"));

    assertThat(moving.liveRows()).containsExactly("2|b|ONE|3", "3|c|TWO|3", "4|d|THREE|5");
    moving.assertNoMovedRows();
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowWhoseNewKeyIsOccupiedIsCounted(DeleteMode deletes) {
    WriteResult result =
        inTurn(
            moving.writer(deletes),
            given.upsert(1L, 1, "name", "a", "big", "OF A"),
            given.upsert(2L, 1, "name", "b", "big", "OF B"),
            moving.moved(1, 5, 2),
            moving.arrivedFull(2, 5, "name", "b", "big", "NEW"));

    assertThat(result.occupiedKeys()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowWhoseNewKeyIsOccupiedIsCountedAtItsLastAttempt(DeleteMode deletes) {
    BatchWriter writer = moving.writer(deletes);
    inTurn(
        writer,
        given.upsert(1L, 1, "name", "a", "big", "OF A"),
        given.upsert(2L, 1, "name", "b", "big", "OF B"),
        moving.moved(1, 5, 2));
    WriteResult result = new WriteResult();

    writer.writeIsolatingEach(List.of(moving.arrivedFull(2, 5, "name", "b", "big", "NEW")), result);

    assertThat(result.occupiedKeys()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(DeleteMode.class)
  void aRowWhoseNewKeyIsFreeIsNotCounted(DeleteMode deletes) {
    BatchWriter writer = moving.writer(deletes);
    WriteResult first =
        inTurn(
            writer,
            given.upsert(1L, 1, "name", "a", "big", "OF A"),
            given.upsert(2L, 1, "name", "b", "big", "OF B"),
            moving.moved(2, 5, 3),
            moving.moved(1, 6, 2),
            moving.arrivedFull(2, 6, "name", "b", "big", "NEW"));
    WriteResult again =
        together(
            writer, moving.moved(2, 5, 3), moving.arrivedFull(2, 6, "name", "b", "big", "NEW"));

    assertThat(first.occupiedKeys() + again.occupiedKeys()).isZero();
    assertThat(moving.liveRows()).containsExactly("2|b|NEW|3");
  }
}
