package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.DeleteMode;
import io.portage.latest.ChangeMerge;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.upsert.ShardWriter;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of several shards that need each other, beside other parked rows. */
class RowExchangeShardsIT extends SelfReferencingCase {
  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

  RowExchangeShardsIT() {
    super("body text DEFAULT 'kept'");
  }

  private void add(String column) {
    target.execute("ALTER TABLE " + target.table + " ADD COLUMN " + column);
  }

  private ShardWriter shard() {
    return target.shard(target.config(DeleteMode.SOFT, null, 5_000), clock);
  }

  private static boolean counts(ParkedChanges parkedChanges) {
    return true;
  }

  /** Two rows of different shards exchange values beside thousands of rows that stay parked. */
  @Test
  void manyOtherParkedRowsDoNotPreventAnExchange() {
    add("name text UNIQUE");
    List<ShardWriter> shards = List.of(shard(), shard());
    List<ParkedRows> rows = List.of(parked, new ParkedRows(List.of(), ChangeMerge::merge));
    shards
        .get(0)
        .write(
            List.of(
                given.upsert(1L, 1, "name", "a"),
                given.upsert(2L, 1, "name", "b"),
                given.upsert(3L, 1, "name", "taken")),
            rows.get(0));
    for (int shard = 0; shard < 2; shard++) {
      List<Change> changes = new ArrayList<>();
      for (long id = 0; id < 1_500; id++) {
        changes.add(given.upsert(10_000L * (shard + 1) + id, 2, "name", "taken"));
      }
      changes.add(given.upsert(shard + 1L, 2, "name", shard == 0 ? "b" : "a"));
      shards.get(shard).write(changes, rows.get(shard));
    }
    for (int round = 0; round < 3; round++) {
      clock.move(FIVE_SECONDS);
      for (int shard = 0; shard < 2; shard++) {
        shards.get(shard).retry(rows.get(shard), RowExchangeShardsIT::counts);
      }
    }

    assertThat(target.rows("id, name")).containsExactly("1|b", "2|a", "3|taken");
    assertThat(rows).allMatch(one -> one.size() == 1_500);
  }

  /** A row needs a value, its holder another one, and the holder of that one refers to the row. */
  @ParameterizedTest
  @CsvSource({"1, ''", "3, ''", "1, WHERE gone IS NOT TRUE", "3, WHERE gone IS NOT TRUE"})
  void aCycleOfValuesAndReferencesIsWrittenTogether(int count, String condition) {
    add("name text");
    target.execute("CREATE UNIQUE INDEX ON " + target.table + " (name) " + condition);
    List<ShardWriter> shards = new ArrayList<>();
    List<ParkedRows> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shards.add(shard());
      rows.add(new ParkedRows(List.of(), ChangeMerge::merge));
    }
    List<Change> changes =
        List.of(
            given.upsert(1L, 1, "name", "a", "body", "x", "parent", null),
            given.upsert(2L, 1, "name", "b", "body", "x", "parent", null),
            given.upsert(1L, 5, "name", "c", "body", "x", "parent", 3L),
            given.upsert(2L, 5, "name", "a", "body", "x", "parent", null),
            given.upsert(3L, 5, "name", "b", "body", "x", "parent", null));
    List<DeadLetter> dead = new ArrayList<>();
    for (Change change : changes) {
      int shard = (int) ((Long) change.key().get(0) % count);
      shards.get(shard).write(List.of(change), rows.get(shard));
    }
    for (int round = 0; round < 5; round++) {
      clock.move(FIVE_SECONDS);
      for (int shard = 0; shard < count; shard++) {
        dead.addAll(shards.get(shard).retry(rows.get(shard), RowExchangeShardsIT::counts).dead());
      }
    }

    assertThat(target.rows("id, name, parent")).containsExactly("1|c|3", "2|a|~", "3|b|~");
    assertThat(rows).allMatch(ParkedRows::isEmpty);
    assertThat(dead).isEmpty();
  }

  /** The published row has become a delete, which is still parked. */
  @Test
  void aRowThatIsDeletedWhileItIsParkedPreventsNoExchange() {
    add("name text");
    target.execute("CREATE UNIQUE INDEX ON " + target.table + " (name) WHERE gone IS NOT TRUE");
    List<ShardWriter> shards = List.of(shard(), shard());
    List<ParkedRows> rows = List.of(parked, new ParkedRows(List.of(), ChangeMerge::merge));
    shards.get(0).write(List.of(given.upsert(1L, 1, "name", "a")), rows.get(0));
    shards.get(1).write(List.of(given.upsert(2L, 1, "name", "b")), rows.get(1));
    shards.get(0).write(List.of(given.upsert(4L, 2, "name", "b", "parent", 99L)), rows.get(0));
    shards.get(0).write(List.of(given.delete(4L, 3)), rows.get(0));
    clock.move(FIVE_SECONDS);
    shards.get(0).retry(rows.get(0), RowExchangeShardsIT::counts);
    assertThat(parked.size()).as("the delete needs the parent, too").isEqualTo(1);

    shards.get(0).write(List.of(given.upsert(1L, 5, "name", "b")), rows.get(0));
    shards.get(1).write(List.of(given.upsert(2L, 5, "name", "a")), rows.get(1));

    assertThat(target.rows("id, name")).containsExactly("1|b", "2|a");
  }
}
