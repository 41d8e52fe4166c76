package io.portage.upsert;

import static io.portage.upsert.write.TestTarget.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.latest.ChangeMerge;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.Reason;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import io.portage.upsert.parking.ParkedState;
import io.portage.upsert.parking.SpillSummary;
import io.portage.upsert.parking.SpilledRows;
import io.portage.upsert.write.SelfReferencingCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that the database rejects because of other rows, and that are parked. */
class ParkedRowsIT extends SelfReferencingCase {
  private static final Duration SECOND = Duration.ofSeconds(1);

  ParkedRowsIT() {
    super("name text, body text");
  }

  private PortageConfig config() {
    return target.config(DeleteMode.SOFT, null, 5_000);
  }

  private ShardWriter shard() {
    return target.shard(config(), clock);
  }

  private static boolean counts(ParkedChanges parkedChanges) {
    return true;
  }

  @Test
  void aChildIsParkedUntilItsParentArrivesWhileOthersAreWritten() {
    ShardWriter shard = shard();

    WriteResult first =
        shard.write(
            List.of(given.upsert(1L, 1, "parent", 9L), given.upsert(2L, 1, "name", "other")),
            parked);
    assertThat(target.rows("id")).containsExactly("2");
    assertThat(first.dead()).isEmpty();
    assertThat(first.completions()).hasSize(1);
    assertThat(parked.size()).isEqualTo(1);

    shard.write(List.of(given.upsert(9L, 1, "name", "parent")), parked);
    clock.move(SECOND);
    WriteResult second = shard.retry(parked, ParkedRowsIT::counts);

    assertThat(target.rows("id, parent")).containsExactly("1|9", "2|~", "9|~");
    assertThat(second.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(parked.isEmpty()).isTrue();
  }

  @Test
  void isNotRetriedBeforeItsTime() {
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "parent", 9L)), parked);
    int before = target.watched.transactions();

    shard.retry(parked, ParkedRowsIT::counts);

    assertThat(target.watched.transactions()).isEqualTo(before);
    assertThat(parked.size()).isEqualTo(1);
  }

  @Test
  void aNewerPartialChangeIsCompletedFromTheParkedOne() {
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "name", "one", "body", "first")), parked);
    shard.write(
        List.of(given.upsert(1L, 2, "parent", 9L, "name", "two", "body", "second")), parked);
    shard.write(List.of(given.partial(1L, 3, "parent", 9L, "name", "three")), parked);
    assertThat(target.rows("name, body")).containsExactly("one|first");

    shard.write(List.of(given.upsert(9L, 1)), parked);
    clock.move(SECOND);
    WriteResult result = shard.retry(parked, ParkedRowsIT::counts);

    assertThat(
            target.query("SELECT name, body, v IS NOT NULL FROM " + target.table + " WHERE id = 1"))
        .containsExactly("three|second|t");
    assertThat(result.superseded()).isEqualTo(1);
  }

  @Test
  void aPartialRowIsParkedUntilItsRowExists() {
    ShardWriter shard = shard();
    shard.write(List.of(given.partial(1L, 2, "name", "two")), parked);
    assertThat(parked.size()).isEqualTo(1);

    together(target.otherProcess(config()), given.upsert(1L, 1, "name", "one", "body", "kept"));
    clock.move(SECOND);
    shard.retry(parked, ParkedRowsIT::counts);

    assertThat(target.rows("name, body")).containsExactly("two|kept");
  }

  @Test
  void aRowIsParkedUntilItsUniqueValueIsFree() {
    target.execute("ALTER TABLE " + target.table + " ADD UNIQUE (name)");
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "name", "taken")), parked);

    shard.write(List.of(given.upsert(2L, 2, "name", "taken")), parked);
    assertThat(target.rows("id")).containsExactly("1");
    shard.write(List.of(given.upsert(1L, 3, "name", "changed")), parked);
    clock.move(SECOND);
    shard.retry(parked, ParkedRowsIT::counts);

    assertThat(target.rows("id, name")).containsExactly("1|changed", "2|taken");
  }

  @Test
  void rowsAreParkedUntilTheirTableIsCreated() {
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "name", "before")), parked);
    target.execute("ALTER TABLE " + target.table + " RENAME TO " + target.table + "_away");

    WriteResult away = shard.write(List.of(given.upsert(2L, 1, "name", "meanwhile")), parked);
    target.execute("ALTER TABLE " + target.table + "_away RENAME TO " + target.table);
    clock.move(SECOND);
    shard.retry(parked, ParkedRowsIT::counts);

    assertThat(away.dead()).isEmpty();
    assertThat(target.rows("name")).containsExactly("before", "meanwhile");
  }

  @Test
  void aRowParkedForTooLongIsADeadLetterWithThatTime() {
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "parent", 9L)), parked);
    WriteResult result = new WriteResult();
    while (!parked.isEmpty()) {
      clock.move(SECOND);
      result = shard.retry(parked, ParkedRowsIT::counts);
    }

    DeadLetter deadLetter = result.dead().get(0);
    assertThat(deadLetter.cause().reason()).isEqualTo(Reason.CONSTRAINT);
    assertThat(deadLetter.cause().sqlState()).isEqualTo("23503");
    assertThat(deadLetter.cause().message()).endsWith("in 60 s").contains("tried ");
    assertThat(deadLetter.attempts()).isEqualTo(1);
  }

  @Test
  void rowsBeyondTheMemoryLimitAreSpilledAndRetried() {
    ShardWriter shard = shard();
    ParkedRows few =
        new ParkedRows(
            new ParkedState(List.of(), SpillSummary.NONE),
            new ParkedRows.MemoryCapacity(2, 1 << 20),
            ChangeMerge::merge);
    List<Change> changes = new ArrayList<>();
    for (long id = 0; id < 500; id++) {
      changes.add(
          id % 2 == 0
              ? given.upsert(id, 1, "parent", 1_000L)
              : given.upsert(id, 1, "name", "good"));
    }

    WriteResult first = shard.write(changes, few);
    assertThat(target.query("SELECT count(*) FROM " + target.table)).containsExactly("250");
    assertThat(first.dead()).isEmpty();
    assertThat(few.all()).hasSize(2);
    assertThat(few.spill().rows()).isEqualTo(248);

    shard.write(List.of(given.upsert(1_000L, 1)), few);
    clock.move(SECOND);
    shard.retry(few, ParkedRowsIT::counts);
    List<byte[]> chunks = few.removeChunks();
    few.loadSpilled();
    for (byte[] chunk : chunks) {
      assertThat(
              shard.retrySpilled(SpilledRows.unpack(chunk), few, ParkedRowsIT::counts, true).dead())
          .isEmpty();
    }

    assertThat(target.query("SELECT count(*) FROM " + target.table)).containsExactly("501");
    assertThat(few.isEmpty()).isTrue();
  }

  @Test
  void aPartialChangeFollowsAnOlderSpilledOne() {
    ShardWriter shard = shard();
    ParkedRows none =
        new ParkedRows(
            new ParkedState(List.of(), SpillSummary.NONE),
            new ParkedRows.MemoryCapacity(0, 0),
            ChangeMerge::merge);
    shard.write(List.of(given.upsert(1L, 1, "name", "one", "body", "first")), none);
    shard.write(List.of(given.upsert(1L, 2, "parent", 9L, "name", "two", "body", "second")), none);

    shard.write(List.of(given.partial(1L, 3, "name", "three"), given.upsert(9L, 1)), none);
    assertThat(target.rows("name, body")).containsExactly("one|first", "~|~");
    List<byte[]> chunks = none.removeChunks();
    none.loadSpilled();
    chunks.forEach(
        chunk -> shard.retrySpilled(SpilledRows.unpack(chunk), none, ParkedRowsIT::counts, true));

    assertThat(target.rows("name, body")).containsExactly("three|second", "~|~");
    assertThat(none.isEmpty()).isTrue();
  }

  @Test
  void aTimeLimitThatDoesNotRunNeverEnds() {
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "parent", 9L)), parked);
    for (int i = 0; i < 200; i++) {
      clock.move(SECOND);
      assertThat(shard.retry(parked, parkedChanges -> false).dead()).isEmpty();
    }
    clock.move(Duration.ofSeconds(45));
    assertThat(shard.retry(parked, ParkedRowsIT::counts).dead()).isEmpty();
    clock.move(Duration.ofSeconds(30));

    assertThat(shard.retry(parked, ParkedRowsIT::counts).dead()).hasSize(1);
  }

  @Test
  void manyChildrenWithoutParentsCostFewTransactions() {
    ShardWriter shard = shard();
    List<Change> children = new ArrayList<>();
    for (long id = 0; id < 2_000; id++) {
      children.add(given.upsert(id, 1, "parent", 5_000L));
    }
    shard.write(List.of(given.upsert(6_000L, 1)), parked);
    int before = target.watched.transactions();

    shard.write(children, parked);
    assertThat(target.watched.transactions() - before).isLessThan(5);
    assertThat(parked.size()).isEqualTo(2_000);

    shard.write(List.of(given.upsert(5_000L, 1)), parked);
    clock.move(SECOND);
    before = target.watched.transactions();
    WriteResult result = shard.retry(parked, ParkedRowsIT::counts);

    assertThat(result.counts()).isEqualTo(new WriteCounts(2_000, 0, 0));
    assertThat(target.watched.transactions() - before).isEqualTo(1);
  }
}
